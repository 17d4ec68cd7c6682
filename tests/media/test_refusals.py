"""One message for what is not taken: what is wrong, what to do, which types are taken."""

from __future__ import annotations

import json
import sys
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image as Pillow

from media import upload_fields
from media.models import Document, Image
from media.types import (
    DOCUMENT_TYPES,
    PICTURE_TYPES,
    holds_macros,
    is_what_its_name_says,
)

pytestmark = pytest.mark.any_database

HEIC = b"\x00\x00\x00\x18ftypheic" + b"\x00" * 40
HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


def gif() -> bytes:
    stream = BytesIO()
    Pillow.new("RGB", (8, 8)).save(stream, "GIF")
    return stream.getvalue()


def archive(*names: str, **contents: bytes) -> bytes:
    """Return an archive of members by their names, each with its content or one letter."""
    stream = BytesIO()
    with ZipFile(stream, "w") as written:
        for name in names:
            written.writestr(name, contents.get(name, b"x"))
    return stream.getvalue()


def office(*names: str, types: bytes = b"<Types/>") -> bytes:
    """Return what is enough of a file of Office, with further members."""
    return archive("[Content_Types].xml", *names, **{"[Content_Types].xml": types})


def opendocument(*names: str) -> bytes:
    stated = DOCUMENT_TYPES["odt"].encode()
    return archive("mimetype", "content.xml", *names, mimetype=stated)


#: Files with programs that took the name of one without.
WITH_MACROS = [
    ("a.docx", office("word/document.xml", "word/vbaProject.bin")),
    ("a.DOCX", office("word\\document.xml", "Word\\VBAPROJECT.BIN")),
    ("a.docx", office("word/document.xml", types=b"application/...document.macroEnabled.main+xml")),
    ("a.xlsx", office("xl/workbook.xml", "xl/macrosheets/sheet1.xml")),
    ("a.pptx", office("ppt/presentation.xml", "ppt/vbaProject.bin")),
    ("a.odt", opendocument("Basic/Standard/Module1.xml")),
    ("a.odt", opendocument("Scripts/python/run.py")),
]
#: Files without, some of which come near to it.
WITHOUT_MACROS = [
    ("a.docx", office("word/document.xml")),
    ("a.docx", office("word/document.xml", "word/media/vbaProject.bin.png")),
    ("a.odt", opendocument("Basic/script-lc.xml", "Basic/Standard/script-lb.xml")),
    ("a.zip", archive("word/vbaProject.bin")),
    ("a.txt", b"vbaProject.bin macroEnabled"),
    ("a.docx", b"PK and no archive"),
]

REFUSED = [
    *(("docs", name, data) for name, data in WITH_MACROS),
    ("docs", "page.pdf", HTML),
    ("docs", "page.txt", HTML),
    ("docs", "old.doc", COMPOUND),
    ("docs", "old.xls", COMPOUND),
    ("docs", "text.rtf", b"{\\rtf1}"),
    ("docs", "phone.heic", HEIC),
    ("docs", "picture.png", gif()),
    ("docs", "nothing.pdf", b""),
    ("docs", "nothing.txt", b""),
    ("docs", "name-without-type", b"text"),
    ("docs", "program.exe", b"MZ"),
    ("docs", "drawing.svg", SVG),
    ("images", "cut.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF"),
    ("images", "phone.heic", HEIC),
    ("images", "phone.HIF", HEIC),
    ("images", "phone.jpg", HEIC),
    ("images", "nothing.jpg", b""),
    ("images", "drawing.svg", SVG),
    ("images", "drawing.png", SVG),
    ("images", "scan.tiff", b"II*\x00"),
    ("images", "guide.pdf", b"%PDF-1.7"),
    ("images", "other.jpg", gif()),
    ("images", "name-without-type", b"text"),
]


@pytest.mark.parametrize(("kind", "name", "data"), REFUSED)
@pytest.mark.parametrize("door", ["menu", "chooser", "replace"])
def test_one_message_says_what_to_do_and_which_types_are_taken(
    admin_client: Client, kind: str, name: str, data: bytes, door: str
) -> None:
    [message] = refusal(admin_client, kind, name, data, door)
    types = DOCUMENT_TYPES if kind == "docs" else PICTURE_TYPES
    assert message.endswith(f"使える形式：{', '.join(sorted(one.upper() for one in types))}。")
    assert "ください" in message
    assert "「」" not in message


@pytest.mark.parametrize("kind", ["docs", "images"])
def test_what_is_too_large_is_refused_before_it_is_read(
    admin_client: Client, monkeypatch: pytest.MonkeyPatch, kind: str, settings: Any
) -> None:
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10

    def read(*_arguments: object) -> None:
        raise AssertionError("It was read.")

    monkeypatch.setattr(upload_fields, "made_ready", read)
    monkeypatch.setattr(upload_fields, "is_what_its_name_says", read)
    name = "a.pdf" if kind == "docs" else "a.gif"
    [message] = refusal(admin_client, kind, name, b"%PDF-1.7" + gif(), "menu")
    assert "大きすぎ" in message


def refusal(client: Client, kind: str, name: str, data: bytes, door: str) -> list[str]:
    """Send a file through a door; return the messages at its field."""
    file = SimpleUploadedFile(name, data)
    model = Document if kind == "docs" else Image
    if door == "menu":
        response = client.post(reverse(f"wagtail{kind}:add_multiple"), {"files[]": file})
        answer = json.loads(response.content)
        assert not answer["success"]
        messages = answer["error_message"].splitlines()
    elif door == "chooser":
        prefix = "document" if kind == "docs" else "image"
        form = {
            f"{prefix}-chooser-upload-title": "橋",
            f"{prefix}-chooser-upload-file": file,
        }
        response = client.post(reverse(f"wagtail{kind}_chooser:create"), form)
        errors = response.context["creation_form"].errors
        messages = errors["file"]
    else:
        stored = SimpleUploadedFile("kept.txt", b"kept") if kind == "docs" else None
        picture = SimpleUploadedFile("kept.gif", gif())
        kept = model.objects.create(title="橋", file=stored or picture)
        response = client.post(
            reverse(f"wagtail{kind}:edit", args=[kept.pk]),
            {"title": "新しい橋", "language": "ja", "file": file},
        )
        form = response.context["form"]
        assert set(form.errors) == {"file"}
        assert form["title"].value() == "新しい橋"
        messages = form.errors["file"]
        again = model.objects.get()
        assert (again.title, again.file.name) == (kept.title, kept.file.name)
        return list(messages)
    assert not model.objects.exists()
    return list(messages)


@pytest.mark.parametrize(("name", "data"), WITH_MACROS)
def test_macros_are_found_whatever_the_file_is_called(name: str, data: bytes) -> None:
    assert holds_macros(name, BytesIO(data))


@pytest.mark.parametrize(("name", "data"), WITHOUT_MACROS)
def test_what_has_no_macros_is_taken(name: str, data: bytes) -> None:
    assert not holds_macros(name, BytesIO(data))


def test_macros_are_named_as_the_reason(admin_client: Client) -> None:
    [message] = refusal(admin_client, "docs", *WITH_MACROS[0], "menu")
    assert "マクロ" in message


@pytest.mark.parametrize(
    "data",
    [
        HTML,
        b"\xef\xbb\xbf" + HTML,
        b"\n\t \xef\xbb\xbf\n" + HTML,
        b"<!-- a comment -->\n" + HTML,
        b"<!-- one --> <!-- two --><body onload=x>",
        b"<!-- without an end " + b"x" * 9000 + HTML,
        b'<?xml version="1.0"?>\n' + HTML,
        b'<?xml version="1.0"?><!-- x -->' + SVG,
        b"<?xml-stylesheet href='x'?><html>",
        SVG,
        b"<SVG>",
        b"<svg\n>",
        b"<a href=javascript:x>",
        b"<img src=x onerror=y>",
        b"<iframe src=x>",
        HTML.decode().encode("utf-16"),
        HTML.decode().encode("utf-16-le"),
        b"\xfe\xff" + HTML.decode().encode("utf-16-be"),
        HTML.decode().encode("utf-32"),
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.TXT"])
def test_markup_is_no_text_whatever_stands_before_it(name: str, data: bytes) -> None:
    assert not is_what_its_name_says(name, BytesIO(data))


@pytest.mark.parametrize(
    "data",
    [
        "項目,値\n<目標>,3\n".encode(),
        "項目,値\n".encode("utf-16"),
        "項目,値\n".encode("cp932"),
        "項目,値\n".encode("iso2022_jp"),
        b"<data>1</data>",
        b"<abbreviation>, meaning",
        b"a < b",
        b'<?xml version="1.0"?><list><one/></list>',
    ],
)
def test_text_is_text(data: bytes) -> None:
    assert is_what_its_name_says("a.txt", BytesIO(data))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", HTML + b"%PDF-1.7"),
        ("a.docx", HTML + archive("word/document.xml")),
        ("a.zip", HTML + archive("a")),
    ],
)
def test_what_is_two_things_at_once_is_refused(name: str, data: bytes) -> None:
    assert not is_what_its_name_says(name, BytesIO(data))


def test_a_file_of_a_type_of_before_can_still_be_renamed(admin_client: Client) -> None:
    old = Document.objects.create(title="古い", file=SimpleUploadedFile("old.doc", COMPOUND))
    address = reverse("wagtaildocs:edit", args=[old.pk])
    assert admin_client.post(address, {"title": "別名", "language": "ja"}).status_code == 302
    old.refresh_from_db()
    assert old.title == "別名"


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.odt", "a.csv"])
def test_what_a_file_is_served_as_is_not_the_hosts_to_say(
    db: None, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr("wagtail.documents.models.guess_type", lambda _name: (None, None))
    assert Document(file=name).content_type == DOCUMENT_TYPES[name[2:]]


def test_no_library_for_heic_is_part_of_the_service() -> None:
    assert sys.modules["pillow_heif"] is None  # type: ignore[comparison-overlap]
    assert "_pillow_heif" not in sys.modules
    assert ".heic" not in Pillow.registered_extensions()
