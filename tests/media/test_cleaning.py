"""Pictures that were stored as a camera wrote them are cleaned, once, with all their sizes."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.core.management import CommandError, call_command
from django.test import Client, TestCase
from PIL import Image as Pillow
from PIL.PngImagePlugin import PngInfo
from PIL.TiffImagePlugin import IFDRational

from content.pictures import DECLARED_RENDITIONS
from media import pictures
from media.models import Image, Rendition
from media.told import tells_nothing
from tests.small_site import add_image, show

from .bucket_server import stored_in_bucket

AUTHOR, GPS = 0x013B, 0x8825
NAME = b"Sato Hanako"
XMP = b"<x:xmpmeta>Sato Hanako</x:xmpmeta>"
KINDS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")


def told() -> bytes:
    exif = Pillow.Exif()
    exif[AUTHOR], exif[pictures.ORIENTATION] = NAME.decode(), 6
    exif.get_ifd(GPS)[2] = (IFDRational(35), IFDRational(41), IFDRational(0))
    return exif.tobytes()


def photo(kind: str) -> bytes:
    """Return a picture, 60 by 40 as it is stored, that tells all that its format can."""
    stream, picture = io.BytesIO(), Pillow.new("RGB", (60, 40), "navy")
    if kind == "JPEG":
        picture.save(stream, kind, exif=told(), comment=NAME, xmp=XMP)
    elif kind == "PNG":
        texts = PngInfo()
        texts.add_text("Author", NAME.decode())
        texts.add_itxt("XML:com.adobe.xmp", XMP.decode())
        picture.save(stream, kind, exif=told(), pnginfo=texts)
    elif kind == "GIF":
        picture.save(stream, kind, comment=NAME)
    else:
        picture.save(stream, kind, exif=told(), xmp=XMP)
    return stream.getvalue()


def of_before(kind: str) -> Image:
    """Store a picture that was never made ready, and sizes that tell what it tells."""
    name = f"photo.{kind.lower()}"
    image: Image = Image.objects.create(
        title=kind, file=ImageFile(ContentFile(photo(kind)), name=name), focal_point_x=5
    )
    image._set_image_file_metadata()
    image.save()
    for size in ("max-165x165", "width-20|format-jpeg"):
        rendition = image.get_rendition(size)
        name = rendition.file.storage.save("images/of-before.jpg", ContentFile(photo("JPEG")))
        Rendition.objects.filter(pk=rendition.pk).update(file=name)
        rendition.purge_from_cache()
    return image


@pytest.fixture(params=["disk", "bucket"])
def store(request: pytest.FixtureRequest, db: None) -> Iterator[None]:
    if request.param == "disk":
        yield
        return
    with stored_in_bucket():
        yield


def run(*arguments: str) -> str:
    output = io.StringIO()
    with TestCase.captureOnCommitCallbacks(execute=True):
        call_command("clean_pictures", *arguments, stdout=output)
    return output.getvalue()


def content(file: Any) -> bytes:
    with file.storage.open(file.name) as opened:
        data: bytes = opened.read()
    return data


@pytest.mark.usefixtures("store")
def test_pictures_of_before_and_their_sizes_are_cleaned_once() -> None:
    images = [of_before(kind) for kind in KINDS]
    clean = add_image("clean")
    before = {image.pk: (image.file.name, image.file_hash, image.file_size) for image in images}
    sizes = [rendition.file for image in images for rendition in image.renditions.all()]
    unchanged = clean.file.name
    show(images[0])
    address = images[0].renditions.get(filter_spec="width-20|format-jpeg").url

    with pytest.raises(CommandError):
        run("--check")
    assert Image.objects.get(pk=images[0].pk).file.name == before[images[0].pk][0]
    assert "5 of 6" in run()

    for image in Image.objects.exclude(pk=clean.pk):
        data = content(image.file)
        assert tells_nothing(data)
        assert NAME not in data
        assert not {image.file.name, image.file_hash, image.file_size} & set(before[image.pk])
        assert image.file_size == len(data)
        is_turned = image.title != "GIF"
        assert (image.width, image.height) == ((40, 60) if is_turned else (60, 40))
        assert (image.focal_point_x is None) == is_turned
        assert set(image.renditions.values_list("filter_spec", flat=True)) == {*DECLARED_RENDITIONS}
        for rendition in image.renditions.all():
            assert tells_nothing(content(rendition.file))
        storage = image.file.storage
        assert not storage.exists(before[image.pk][0])
    assert not [file.name for file in sizes if file.storage.exists(file.name)]
    show(images[0])
    images[0].refresh_from_db()
    now = images[0].get_rendition("width-20|format-jpeg")
    assert Client().get(address).headers["Location"] == now.url

    after = {image.pk: image.file.name for image in Image.objects.all()}
    assert after[clean.pk] == unchanged
    assert "0 of 6" in run()
    assert "0 of 6" in run("--check")
    assert {image.pk: image.file.name for image in Image.objects.all()} == after


def test_a_picture_that_cannot_be_cleaned_is_named_and_costs_no_other(db: None) -> None:
    broken, whole = of_before("JPEG"), of_before("PNG")
    with broken.file.storage.open(broken.file.name, "wb") as file:
        file.write(photo("JPEG")[:400])
    gone = of_before("GIF")
    gone.file.storage.delete(gone.file.name)
    with pytest.raises(CommandError) as raised:
        run()
    assert f"{broken.pk} (JPEG)" in str(raised.value)
    assert f"{gone.pk} (GIF)" in str(raised.value)
    whole.refresh_from_db()
    assert tells_nothing(content(whole.file))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "size",
    ["original", "max-165x165", "width-20", "fill-20x20", "width-20|jpegquality-90", "scale-50"],
)
def test_no_size_tells_anything_however_it_is_asked_for(db: None, kind: str, size: str) -> None:
    file = ImageFile(ContentFile(photo(kind)), name=f"photo.{kind.lower()}")
    image = Image.objects.create(title=kind, file=file)
    formats = ("jpeg", "png", "webp", "avif", "gif", "webp-lossless")
    for asked in (size, *(f"{size}|format-{to}" for to in formats)):
        data = content(image.get_rendition(asked).file)
        assert tells_nothing(data)
        assert NAME not in data


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_told_is_found_wherever_it_stands(kind: str) -> None:
    telling = photo(kind)
    assert not tells_nothing(telling)
    ready = pictures.prepared(io.BytesIO(telling))
    assert tells_nothing(ready)
    assert pictures.prepared(io.BytesIO(ready)) == ready
    assert not tells_nothing(ready + NAME)
    assert not tells_nothing(ready[:-9])
    assert NAME not in pictures.prepared(io.BytesIO(ready + NAME))


def test_a_part_that_no_library_shows_is_found() -> None:
    ready = pictures.prepared(io.BytesIO(photo("WEBP")))
    part = b"NOTE" + struct.pack("<I", 12) + NAME + b"\0"
    telling = ready[:4] + struct.pack("<I", len(ready) + len(part) - 8) + ready[8:] + part
    assert not tells_nothing(telling)
    assert NAME not in pictures.prepared(io.BytesIO(telling))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_colour_profile_is_no_telling(kind: str) -> None:
    stream = io.BytesIO()
    Pillow.new("RGB", (8, 8)).save(stream, kind, icc_profile=b"profile" * 9)
    assert tells_nothing(pictures.prepared(stream))
    with Pillow.open(io.BytesIO(pictures.prepared(stream))) as opened:
        assert opened.info["icc_profile"] == b"profile" * 9
