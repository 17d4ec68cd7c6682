"""What a picture may cost: whatever one does to who unpacks it, the service goes on."""

from __future__ import annotations

import io
import resource
import struct
import zlib
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from PIL import Image as Pillow
from PIL import ImageFile as PillowFile
from wagtail.images.models import Filter, SourceImageIOError

from content.pictures import DECLARED_RENDITIONS, make_renditions
from media import apart, pictures
from media.models import Image

pytestmark = [pytest.mark.any_database, pytest.mark.django_db]
THUMBNAIL = "max-165x165"
LARGE = (1920, 1100)


def encoded(kind: str, size: tuple[int, int] = LARGE, mode: str = "RGB", **options: Any) -> bytes:
    stream = io.BytesIO()
    Pillow.new(mode, size).save(stream, kind, **options)
    return stream.getvalue()


def stored(data: bytes, name: str) -> Image:
    """Store a picture as scripts and imports do: no form has seen it."""
    image: Image = Image.objects.create(title="橋", file=ImageFile(ContentFile(data), name=name))
    return image


def png(width: int, height: int) -> bytes:
    """Return a grey picture of many pixels in few bytes."""
    packer = zlib.compressobj(1)
    rows = b"".join(packer.compress(b"\0" * (width + 1)) for _row in range(height)) + packer.flush()

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def refuse_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(self: Any) -> None:
        raise AssertionError("It was unpacked in the process that serves.")

    monkeypatch.setattr(PillowFile.ImageFile, "load", load)


@pytest.mark.parametrize(
    ("kind", "name", "size"),
    [("JPEG", "a.jpg", LARGE), ("PNG", "a.png", LARGE), ("AVIF", "a.avif", (40, 30))],
)
def test_what_may_cost_much_is_unpacked_elsewhere(
    admin_client: Client, monkeypatch: pytest.MonkeyPatch, kind: str, name: str, size: Any
) -> None:
    image = stored(encoded(kind, size), name)
    with monkeypatch.context() as here:
        refuse_here(here)
        assert make_renditions(image)
        assert image.get_rendition(THUMBNAIL).width <= 165
        preview = reverse("wagtailimages:preview", args=[image.pk, "width-20"])
        assert admin_client.get(preview).status_code == 200
        response = admin_client.post(
            reverse("wagtailimages:add_multiple"),
            {"files[]": SimpleUploadedFile(name, encoded(kind, size))},
        )
        assert response.json()["success"]


@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920), (1600, 900)])
def test_a_picture_of_the_size_of_a_screen_starts_no_process(
    monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    """Whoever first opens the library of a new site waits for a thumbnail of each picture."""
    image = stored(encoded("WEBP", size), "a.webp")
    monkeypatch.setattr(apart.sys, "executable", "/bin/false")
    assert image.get_rendition(THUMBNAIL).file.size


@pytest.mark.parametrize("executable", ["/bin/false", "/bin/true"])
def test_a_picture_that_ends_its_reader_harms_nobody(
    admin_client: Client, monkeypatch: pytest.MonkeyPatch, executable: str
) -> None:
    image = stored(encoded("JPEG"), "a.jpg")
    monkeypatch.setattr(apart.sys, "executable", executable)
    assert not make_renditions(image)
    for specifications in ([THUMBNAIL], DECLARED_RENDITIONS):
        with pytest.raises(SourceImageIOError):
            image.get_renditions(*specifications)
    assert admin_client.get(reverse("wagtailimages:index")).status_code == 200
    assert admin_client.get(reverse("wagtailimages:edit", args=[image.pk])).status_code == 200
    with pytest.raises(CommandError, match="橋"):
        call_command("make_renditions")
    response = admin_client.post(
        reverse("wagtailimages:add_multiple"),
        {"files[]": SimpleUploadedFile("b.jpg", encoded("JPEG"))},
    )
    assert not response.json()["success"]


def test_millions_of_pixels_in_a_few_bytes_take_no_memory_here() -> None:
    data = png(9_000, 9_000)
    assert len(data) < 2_000_000
    image = stored(data, "bomb.png")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    make_renditions(image)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 60 * 1024  # kilobytes; the picture alone has 80 MB


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "AVIF"])
def test_of_an_animation_the_first_frame_alone_is_unpacked(kind: str) -> None:
    frames = [Pillow.new("RGB", (16, 12), (200 if n == 0 else 0, n, 0)) for n in range(60)]
    stream = io.BytesIO()
    frames[0].save(stream, kind, save_all=True, append_images=frames[1:])
    with Pillow.open(io.BytesIO(pictures.prepared(stream))) as ready:
        assert getattr(ready, "n_frames", 1) == 1
        assert ready.convert("RGB").getpixel((5, 5))[0] > 150  # type: ignore[index]
    image = stored(stream.getvalue(), f"a.{kind.lower()}")
    assert make_renditions(image)
    with image.get_rendition("width-8|format-webp").file.open() as file, Pillow.open(file) as one:
        assert getattr(one, "n_frames", 1) == 1
        assert one.convert("RGB").getpixel((2, 2))[0] > 150  # type: ignore[index]


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_picture_gets_every_format(mode: str) -> None:
    image = stored(encoded("PNG", (40, 30), mode), "a.png")
    for kind in ("jpeg", "png", "webp", "avif", "gif"):
        assert image.get_rendition(f"width-20|format-{kind}").width == 20
    assert image.get_rendition(THUMBNAIL).file.name.endswith(".png")


def test_a_picture_for_print_gets_every_format_in_colours_of_light() -> None:
    image = stored(encoded("JPEG", (40, 30), "CMYK"), "a.jpg")
    for kind in ("jpeg", "png", "webp", "avif"):
        with image.get_rendition(f"width-20|format-{kind}").file.open() as file:
            assert Pillow.open(file).mode in {"RGB", "RGBA"}


def test_what_wagtail_makes_is_what_is_made_here() -> None:
    """Crops, focal points, backgrounds and qualities are Wagtail's own."""
    exif = Pillow.Exif()
    exif[pictures.ORIENTATION] = 6
    image = stored(encoded("JPEG", (90, 60), exif=exif.tobytes()), "a.jpg")
    assert image.get_rendition("fill-30x30-c100").width == 30
    assert (image.get_rendition("width-30").width, image.get_rendition("width-30").height) == (
        30,
        45,
    )
    clear = stored(encoded("PNG", (40, 30), "RGBA"), "clear.png")
    for specification, colour in (
        ("width-20|format-jpeg", 255),
        ("width-20|bgcolor-000000|format-jpeg|jpegquality-90", 0),
    ):
        with clear.get_rendition(specification).file.open() as file, Pillow.open(file) as one:
            assert abs(one.getpixel((3, 3))[0] - colour) < 5  # type: ignore[index]
    assert Filter(spec="original").run(clear, io.BytesIO()).format_name == "png"
