"""What is uploaded as a picture or a file is made ready, or refused with what to do."""

from __future__ import annotations

import io
import json
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.images import ImageFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image as Pillow
from PIL.TiffImagePlugin import IFDRational

from accounts.models import User
from media import pictures
from media.forms import guessed_language
from media.models import Document, Image

pytestmark = pytest.mark.any_database

GPS, ORIENTATION, AUTHOR = 0x8825, 0x0112, 0x013B


def told() -> Any:
    """Return what a camera tells: place, author, and that it was held upright."""
    exif = Pillow.Exif()
    exif[AUTHOR], exif[ORIENTATION] = "Sato Hanako", 6
    exif.get_ifd(GPS)[2] = (IFDRational(35), IFDRational(41), IFDRational(0))
    return exif


def photo(kind: str = "JPEG", size: tuple[int, int] = (60, 40)) -> bytes:
    stream = io.BytesIO()
    Pillow.new("RGB", size, "navy").save(stream, kind, exif=told())
    return stream.getvalue()


def office(part: str, text: str) -> bytes:
    stream = io.BytesIO()
    with ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(part, f"<text>{text}</text>")
    return stream.getvalue()


@pytest.fixture
def client(db: None) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("sato", "sato@example.org", "x"))
    return client


def upload(client: Client, name: str, data: bytes, kind: str = "images") -> dict[str, Any]:
    """Send a file as the page for several files does."""
    address = reverse(f"wagtail{kind}:add_multiple")
    response = client.post(address, {"title": name, "files[]": SimpleUploadedFile(name, data)})
    assert response.status_code == 200
    answer: dict[str, Any] = json.loads(response.content)
    return answer


@pytest.mark.parametrize(
    ("name", "kind"), [("a.jpg", "JPEG"), ("a.png", "PNG"), ("a.webp", "WEBP")]
)
def test_no_picture_tells_where_and_by_whom_it_was_taken(
    client: Client, name: str, kind: str
) -> None:
    assert upload(client, name, photo(kind))["success"]
    image = Image.objects.get()
    assert (image.width, image.height) == (40, 60)
    made = [image.get_rendition(f"width-20|format-{to}") for to in ("jpeg", "webp", "png", "avif")]
    for kept in (image.file, *(rendition.file for rendition in made)):
        kept.open()
        data = kept.read()
        assert b"Sato" not in data
        with Pillow.open(io.BytesIO(data)) as opened:
            assert dict(opened.getexif()) == {}


def test_a_rendition_of_a_picture_of_before_tells_nothing_either(client: Client) -> None:
    """Its original was stored before pictures were made ready."""
    image = Image.objects.create(
        title="Before", file=ImageFile(io.BytesIO(photo()), name="before.jpg")
    )
    rendition = image.get_rendition("width-20|format-jpeg")
    with rendition.file.open() as file:
        assert b"Sato" not in file.read()


def test_a_colour_profile_stays(client: Client) -> None:
    stream = io.BytesIO()
    Pillow.new("RGB", (8, 8)).save(stream, "JPEG", icc_profile=b"profile", exif=told())
    with Pillow.open(io.BytesIO(pictures.prepared(stream))) as opened:
        assert opened.info["icc_profile"] == b"profile"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("cut.jpg", photo()[:300]),
        ("cut.png", photo("PNG")[:60]),
        ("page.gif", b"GIF89a<html><script>alert(1)</script>"),
        ("empty.png", b"\x89PNG\r\n\x1a\n"),
        ("phone.heic", b"\x00\x00\x00\x18ftypheic" + b"\x00" * 40),
        ("phone.jpg", b"\x00\x00\x00\x18ftypheic" + b"\x00" * 40),
    ],
)
@pytest.mark.parametrize("door", ["several", "chooser", "replace"])
def test_what_is_no_whole_picture_is_refused_with_advice(
    client: Client, name: str, data: bytes, door: str
) -> None:
    file = SimpleUploadedFile(name, data)
    if door == "several":
        answer = upload(client, name, data)
        assert (answer["success"], bool(answer["error_message"])) == (False, True)
    elif door == "chooser":
        form = {"image-chooser-upload-title": name, "image-chooser-upload-file": file}
        response = client.post(reverse("wagtailimages_chooser:create"), form)
        assert response.status_code == 200
        assert json.loads(response.content)["step"] != "chosen"
    else:
        assert upload(client, "whole.jpg", photo())["success"]
        whole = Image.objects.get()
        before = whole.file.name
        response = client.post(
            reverse("wagtailimages:edit", args=[whole.pk]), {"title": "x", "file": file}
        )
        assert response.context["form"].errors["file"]
        assert Image.objects.get().file.name == before
    assert Image.objects.count() == (door == "replace")


def test_too_many_pixels_are_refused_before_they_are_unpacked(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "MOST_PIXELS", 1000)
    assert not upload(client, "large.png", photo("PNG"))["success"]


def test_of_an_animation_in_png_the_first_frame_is_taken(client: Client) -> None:
    frames = [Pillow.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    stream = io.BytesIO()
    frames[0].save(stream, "PNG", save_all=True, append_images=frames[1:])
    with Pillow.open(io.BytesIO(pictures.prepared(stream))) as opened:
        assert getattr(opened, "n_frames", 1) == 1
        assert opened.convert("RGB").getpixel((0, 0)) == (255, 0, 0)


def test_sixteen_bits_get_their_sizes(client: Client) -> None:
    stream = io.BytesIO()
    Pillow.new("I;16", (40, 30), 40000).save(stream, "PNG")
    assert upload(client, "deep.png", stream.getvalue())["success"]
    assert Image.objects.get().get_rendition("width-20|format-jpeg").width == 20


@pytest.mark.parametrize(
    ("name", "data", "language"),
    [
        ("手引き.txt", b"x", "ja"),
        ("guide.txt", "やり方".encode(), "ja"),
        ("guide.txt", b"How to", "en"),
        ("guide.txt", "やり方".encode("cp932"), "ja"),
        ("guide.txt", "やり方".encode("euc_jp"), "ja"),
        ("guide.txt", "やり方".encode("iso2022_jp"), "ja"),
        ("guide.csv", "やり方".encode("utf-16"), "ja"),
        ("guide.txt", "à la carte, café".encode(), "en"),
        ("guide.docx", office("word/document.xml", "やり方"), "ja"),
        ("guide.docx", office("word/document.xml", "How to"), "en"),
        ("guide.xlsx", office("xl/sharedStrings.xml", "やり方"), "ja"),
        ("guide.pptx", office("ppt/slides/slide2.xml", "やり方"), "ja"),
        ("guide_ja.txt", b"How to", "ja"),
        ("手引き（英語）.txt", b"x", "en"),
    ],
)
def test_a_file_is_stored_at_once_and_its_language_is_guessed(
    client: Client, name: str, data: bytes, language: str
) -> None:
    assert upload(client, name, data, "docs")["success"]
    document = Document.objects.get()
    assert (document.language, document.file.read()) == (language, data)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("report.pdf", b"<!doctype html><p>x"),
        ("report.pdf", b"PK\x03\x04"),
        ("table.csv", b"%PDF-1.7"),
        ("text.docx", b"%PDF-1.7"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(
    client: Client, name: str, data: bytes
) -> None:
    assert not upload(client, name, data, "docs")["success"]
    assert not Document.objects.exists()


def test_names_tell_a_language_only_as_words() -> None:
    file = SimpleUploadedFile("screen-japan.pdf", b"%PDF-1.7")
    assert guessed_language("screen", file) == "en"
