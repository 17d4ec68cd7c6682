"""What is computed from a document's bytes, whatever somebody uploads."""

from __future__ import annotations

import hashlib
from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pypdf import PdfWriter
from pypdf.errors import DependencyError

from cms.media import inspection
from cms.media.models import Document


def pdf(pages: int, password: str = "") -> bytes:
    writer = PdfWriter()
    for _number in range(pages):
        writer.add_blank_page(width=595, height=842)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    data = BytesIO()
    writer.write(data)
    return data.getvalue()


def document(data: bytes, name: str = "guide.pdf") -> Document:
    record = Document(title="手引き", file=ContentFile(data, name=name))
    record.save()
    return Document.objects.get(pk=record.pk)


def test_everything_about_a_pdf_is_computed(db: None) -> None:
    data = pdf(3)
    record = document(data)
    assert (record.page_count, record.file_size) == (3, len(data))
    assert (record.media_type, record.type_label) == ("application/pdf", "PDF")
    assert record.checksum == hashlib.sha256(data).hexdigest()
    with record.open_file() as stored:
        assert stored.read() == data


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("a.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("a.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("a.odt", "application/vnd.oasis.opendocument.text"),
        ("a.csv", "text/csv"),
        ("a.PDF", "application/pdf"),
    ],
)
def test_types_are_known_by_their_endings(db: None, name: str, media_type: str) -> None:
    record = document(b"no matter", name)
    assert (record.media_type, record.page_count) == (media_type, None)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"%PDF-1.7",
        b"<html>no PDF at all</html>",
        pdf(2)[:-200],
        pdf(2).replace(b"/Pages", b"/Xages"),
        pdf(2).replace(b"/Count 2", b"/Count /"),
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj\ntrailer<</Root 1 0 R>>",
    ],
    ids=["empty", "head", "html", "cut", "no pages", "wrong count", "loop"],
)
def test_a_broken_pdf_is_stored_all_the_same(db: None, data: bytes) -> None:
    record = document(data)
    assert record.checksum == hashlib.sha256(data).hexdigest()
    assert record.page_count in {None, 2}


def test_an_encrypted_pdf_is_stored(db: None) -> None:
    assert document(pdf(2, "secret")).page_count in {None, 2}


@pytest.mark.parametrize("error", [RecursionError, MemoryError, AttributeError, DependencyError])
def test_whatever_breaks_the_reader_breaks_no_upload(
    db: None, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    """A file encrypted by AES, for one, asks for a package that is not installed."""

    def fail(_stream: Any) -> None:
        raise error

    monkeypatch.setattr(inspection, "PdfReader", fail)
    assert document(pdf(1)).page_count is None


def test_a_long_pdf_is_not_walked_through(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def walk(*_args: Any) -> None:
        raise AssertionError("every page was read")

    data = pdf(300)
    monkeypatch.setattr("pypdf.PdfReader._flatten", walk)
    assert document(data).page_count == 300


def test_a_replaced_file_is_described_anew(db: None) -> None:
    record = document(pdf(3))
    before = (record.file_size, record.file_hash, record.checksum)
    data = b"a,b\n1,2\n"
    record.file = ContentFile(data, name="table.csv")
    record.save()
    record.refresh_from_db()
    assert (record.page_count, record.media_type, record.type_label) == (None, "text/csv", "CSV")
    assert record.checksum == hashlib.sha256(data).hexdigest()
    assert record.file_size == len(data)
    assert not set(before) & {record.file_size, record.file_hash, record.checksum}


def test_a_new_title_leaves_what_is_computed(db: None) -> None:
    record = document(pdf(3))
    checksum = record.checksum
    record.title = "改題"
    record.save()
    record.refresh_from_db()
    assert (record.page_count, record.checksum) == (3, checksum)


def test_an_editor_replaces_a_file_in_the_admin(admin_client: Client) -> None:
    record = document(pdf(3))
    response = admin_client.post(
        reverse("wagtaildocs:edit", args=[record.pk]),
        {
            "title": "改訂版",
            "language": "en",
            "tags": "",
            "file": SimpleUploadedFile("new.pdf", pdf(5), "application/pdf"),
        },
    )
    assert response.status_code == 302
    record.refresh_from_db()
    assert (record.title, record.language, record.page_count) == ("改訂版", "en", 5)


def test_a_type_that_readers_cannot_be_trusted_with_is_refused(admin_client: Client) -> None:
    response = admin_client.post(
        reverse("wagtaildocs:add"),
        {"title": "悪", "language": "ja", "file": SimpleUploadedFile("a.html", b"<script>")},
    )
    assert "file" in response.context["form"].errors
    assert not Document.objects.exists()
