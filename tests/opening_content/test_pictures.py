"""The pictures that the site opens with: drawn here, light, described, and stored anywhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client, override_settings
from PIL import Image as Pillow

from cms.management.opening_content.entries import CONTENT_DIR, PictureEntry, read_content
from media.models import Image

from .conftest import Folder, find

PICTURES = read_content().pictures
HEAVIEST = 120_000
IN_MEMORY = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": settings.STORAGES["staticfiles"],
}


@pytest.mark.parametrize("entry", PICTURES, ids=lambda entry: entry.name)
def test_a_picture_has_a_source_a_size_and_words(entry: PictureEntry) -> None:
    assert entry.path.with_suffix(".svg").is_file()
    assert entry.path.stat().st_size < HEAVIEST
    with Pillow.open(entry.path) as raster:
        assert raster.size == (1600, 900)
    assert all(entry.values[name] for name in ("title", "alt_ja", "alt_en", "credit", "licence"))


@pytest.mark.parametrize("entry", PICTURES, ids=lambda entry: entry.name)
def test_a_drawing_holds_no_text_and_loads_nothing(entry: PictureEntry) -> None:
    drawing = entry.path.with_suffix(".svg").read_text(encoding="utf-8")
    for forbidden in ("<text", "<image", "<script", "<foreignObject", "href="):
        assert forbidden not in drawing


def test_no_file_lies_about_unused() -> None:
    files = {path.stem for path in (CONTENT_DIR / "pictures").iterdir()}
    assert files == {entry.name for entry in PICTURES}
    shown = {page.picture for page in read_content().pages if page.picture}
    assert shown == files


def test_the_origin_of_every_asset_is_recorded() -> None:
    record = (Path(settings.BASE_DIR) / "docs" / "assets.md").read_text(encoding="utf-8")
    static = [path.name for path in (Path(settings.BASE_DIR) / "static" / "img").iterdir()]
    names = [entry.name for entry in PICTURES] + static
    assert [name for name in names if f"`{name}`" not in record] == []


@pytest.mark.django_db
def test_pictures_go_through_the_sites_storage(folder: Folder, client: Client) -> None:
    with override_settings(STORAGES=IN_MEMORY):
        folder.load()
        image = Image.objects.get()
        assert image.file.storage.exists(image.file.name)
        assert (image.width, image.height) == (1600, 900)
        assert image.file_size == (folder.path / "pictures" / "desk.webp").stat().st_size
        assert image.file_hash
        assert "A desk" in client.get(find("about", "en").url).content.decode()
