"""What is computed from a document's bytes, whatever somebody uploads."""

from __future__ import annotations

import base64
import hashlib
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models.signals import post_save
from django.test import Client, TestCase
from django.urls import reverse
from pypdf import PdfWriter

from media import apart, page_counts
from media.models import Document

#: Three blank pages, encrypted by AES-256 with an empty password, as pypdf writes them where it has
#: a package for that: packed, in Base85.
AES = (
    "c-pm8%WfPu5WMp%c+oK)KDwJEun^!#yMW;sT1bg6fe$2`lsAxfgwZIl^OHH`58@w5&&p92ULSJt07H<?"
    "n(Ah;dd{|&n;+~8ug?Dd{O4cFYNN;Un_8{Zu$@MJtZmY(P6b29*eP&NHl>_;0b^Q(RH<?2OeJDxkI8z#"
    ";HhIT7|A$m5YE;4xoUe}nB7r^pFiC<J#6!Bdr-s0__&|7SHtTaKj>dI2=H3tVWh+O?uf>p&|Ks>-;KBG"
    "iBB(iu8%%|Z{}6Qb$b{erz&5_j=+aEjd%IS@uQSrUYNsc&C~mCA)lI*`87L!S9bcY?BR(0twy2Mq=ui`"
    "{&s$^9m;&G!6ir(TykpI?Cxf9#c(s{J?DwlaHUs(MWF0Fa%;tz%*|nT7&4T~fWBKK^2uYf)<Eu1xI?#8"
    "C^rJGkV4>!m}@QU5S#cawiqkAgbC$vzvxx6rb4i$v8%nCM6E!G&R9rjYeR@FIrL;DZIg7Fix)I96^Mp&"
    "N{%o%1QUpnqKz(=<ePZ56VxbKE;fspayb4nd-*uOU;n-cH(ZYO>b~t4&>KCxT;II)&q8^(NV;6Y&HQ1b"
    "p9q%4^xxuYtyei?a=`$it5It2Nt7`_M*5|4koqa005WxJ5~BwuO3;&!qKV-}h=nFVD-?t+M#PGSYsw&P"
    "8B&V5_Zp1D(o5+UdUxb_k%Husth3gU&}`fEL7YRr%hh_vsnyE1<WejK&e>ar9Qtwdew<oYMn`3yA5DlJ"
    "b=S`^E6s4&*+0ju^{252Co$(wao&ZK7&v<p!{fa3ly`S+I(YhK_eYbGhwE{a|I5Mr!>fHCwf!=`ly+HV"
    "4%BmECt7u~;$Y{+hoRIWmdx?||3IY4*84hrx}SCUx62;pJk1B;tO-V)ovp7n>L0~_X-E"
)


def pdf(pages: int, password: str | None = None) -> bytes:
    writer = PdfWriter()
    for _number in range(pages):
        writer.add_blank_page(width=595, height=842)
    if password is not None:
        writer.encrypt(password, owner_password="owner", algorithm="RC4-128")
    data = BytesIO()
    writer.write(data)
    return data.getvalue()


def document(data: bytes, name: str = "guide.pdf") -> Document:
    record = Document(title="手引き", file=ContentFile(data, name=name))
    save(record)
    return Document.objects.get(pk=record.pk)


def save(record: Document) -> None:
    """Save a document, and do what follows its being stored."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        record.save()


def test_everything_about_a_pdf_is_computed(db: None) -> None:
    data = pdf(3)
    record = document(data)
    assert (record.page_count, record.file_size) == (3, len(data))
    assert record.media_type == "application/pdf"
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
    assert record.page_count in {None, 1, 2}


@pytest.mark.parametrize(
    ("data", "pages"),
    [
        (pdf(2, "secret"), None),
        (pdf(2, ""), 2),
        (zlib.decompress(base64.b85decode(AES)), 3),
        (pdf(2).replace(b"startxref", b"startxxxx"), 2),
        (pdf(2).replace(b"/Count 2", b"/Count 99999999999"), 2),
        (pdf(2).replace(b"/Count 2", b"/Count 300000"), 2),
        (pdf(2).replace(b"/Count 2", b"/Count -7"), 2),
    ],
    ids=["password", "empty password", "AES", "damaged", "huge", "too many", "negative"],
)
def test_the_pages_that_are_there_are_counted(db: None, data: bytes, pages: int | None) -> None:
    assert document(data).page_count == pages


def test_pages_are_not_counted_while_somebody_waits(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[Path] = []
    monkeypatch.setattr(page_counts, "count_apart", counted.append)
    record = Document(title="手引き", file=ContentFile(pdf(2), name="guide.pdf"))
    with TestCase.captureOnCommitCallbacks(execute=True):
        record.save()
        assert (record.page_count, counted) == (None, [])
    assert len(counted) == 1


@pytest.mark.parametrize("executable", ["/bin/false", "/bin/true"])
def test_a_counter_that_dies_harms_nobody(
    db: None, monkeypatch: pytest.MonkeyPatch, executable: str
) -> None:
    monkeypatch.setattr(apart.sys, "executable", executable)
    assert document(pdf(1)).page_count is None


def test_a_file_that_was_replaced_meanwhile_keeps_its_own_count(db: None) -> None:
    record = document(pdf(3))
    page_counts.count(record.pk, "0" * 64)
    Document.objects.filter(pk=record.pk).update(page_count=None)
    page_counts.count(record.pk, "0" * 64)
    assert Document.objects.get(pk=record.pk).page_count is None


def test_pages_that_could_not_be_counted_are_after_the_next_file(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for error in (OSError("The store is away."), ValueError("Nobody thought of this.")):
        with monkeypatch.context() as broken:
            broken.setattr(page_counts, "count_apart", Mock(side_effect=error))
            record = document(pdf(3))
        assert (record.page_count, record.pages_wait) == (None, True)
        assert document(pdf(2)).page_count == 2
        record.refresh_from_db()
        assert (record.page_count, record.pages_wait) == (3, False)


def test_pages_of_a_locked_file_are_not_counted_for_ever(db: None) -> None:
    assert not document(pdf(2, "secret")).pages_wait


def test_who_shows_a_document_hears_of_its_pages(db: None) -> None:
    saved: list[Any] = []

    def listen(instance: Document, update_fields: Any, **_kwargs: Any) -> None:
        saved.append((instance.page_count, update_fields))

    post_save.connect(listen, sender=Document)
    try:
        document(pdf(3))
    finally:
        post_save.disconnect(listen, sender=Document)
    assert saved == [(None, None), (3, frozenset({"page_count", "pages_wait"}))]


def test_a_replaced_file_is_described_anew(db: None) -> None:
    record = document(pdf(3))
    before = (record.file_size, record.file_hash, record.checksum)
    data = b"a,b\n1,2\n"
    record.file = ContentFile(data, name="table.csv")
    save(record)
    record.refresh_from_db()
    assert (record.page_count, record.media_type) == (None, "text/csv")
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
    with TestCase.captureOnCommitCallbacks(execute=True):
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
