"""A small site in both languages, built in a second: home pages and the four sections."""

from __future__ import annotations

import io
from typing import Any
from unittest.mock import patch
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.utils import timezone
from PIL import Image as Pillow
from wagtail.models import Collection, Locale, Page, Site

from content.dependencies import file_name, image_name
from content.models import BasePage
from home.models import HomePage
from manuals.models import ManualIndexPage
from measures.models import MeasureIndexPage
from media.models import Document, Image
from networks.models import NetworkIndexPage
from programs.models import ProgramIndexPage
from publishing.models import Document as Published
from publishing.models import Pending

LANGUAGES = ("ja", "en")
SECTIONS: dict[str, type[BasePage]] = {
    "networks": NetworkIndexPage,
    "programs": ProgramIndexPage,
    "measures": MeasureIndexPage,
    "manuals": ManualIndexPage,
}


class SmallSite:
    """Home pages by language and section pages by name and language."""

    def __init__(self) -> None:
        Site.objects.all().delete()
        Page.objects.filter(depth=2).delete()
        # The tree above was deleted below it: read its root's child count anew.
        self.root = Page.objects.get(depth=1)
        self.homes: dict[str, BasePage] = {}
        self.sections: dict[tuple[str, str], BasePage] = {}
        for code in LANGUAGES:
            locale, _created = Locale.objects.get_or_create(language_code=code)
            home = HomePage(title=f"Home {code}", slug=code, lead="<p>Lead</p>", locale=locale)
            self.homes[code] = add(self.root, home, twin=self.homes.get("ja"))
            for name, model in SECTIONS.items():
                section = model(title=f"Section {name} {code}", slug=name, locale=locale)
                twin = self.sections.get((name, "ja"))
                self.sections[name, code] = add(home, section, twin=twin)
        Site.objects.create(hostname="localhost", root_page=self.homes["ja"], is_default_site=True)


def add(parent: Page, page: Any, *, twin: Page | None = None, live: bool = True) -> Any:
    """Add a page below another, as the translation of its twin, published or as a draft."""
    page.locale = page.locale if parent.depth == 1 else parent.locale
    page.live = False
    page.has_unpublished_changes = True
    if twin is not None:
        page.translation_key = twin.translation_key
    Page.objects.get(pk=parent.pk).add_child(instance=page)
    revision = page.save_revision()
    if live:
        revision.publish()
        page.refresh_from_db()
    return page


def add_image(word: str, collection: Collection | None = None, **values: Any) -> Image:
    """Add a picture whose every text holds a word."""
    buffer = io.BytesIO()
    Pillow.new("RGB", (64, 48), "seagreen").save(buffer, "PNG")
    image = Image(
        title=f"{word} picture",
        alt_ja=f"{word} 代替",
        alt_en=f"{word} alternative",
        credit=f"{word} credit",
        licence=f"{word} licence",
        collection=collection or Collection.get_first_root_node(),
        **values,
    )
    image.file = ImageFile(io.BytesIO(buffer.getvalue()), name=f"{word}-picture.png")
    image.save()
    return image


def add_document(word: str, collection: Collection | None = None) -> Document:
    """Add a text file whose title, name and content hold a word."""
    document = Document(
        title=f"{word} file", collection=collection or Collection.get_first_root_node()
    )
    document.file = ContentFile(f"{word} content".encode(), name=f"{word}-file.txt")
    document.save()
    return document


def show(*files: Image | Document) -> None:
    """Let the read model say that a public page shows files."""
    moment = timezone.now()
    page, _created = Published.objects.get_or_create(
        page_id=0,
        defaults={
            "number": 0,
            "locale": "en",
            "translation_key": uuid4(),
            "body": b"{}",
            "card": b"{}",
            "last_published_at": moment,
            "rendered_at": moment,
            "changed_at": moment,
        },
    )
    for file in files:
        name = image_name(file.pk) if isinstance(file, Image) else file_name(file.pk)
        page.dependencies.get_or_create(name=name)
        Pending.objects.filter(name=name).delete()  # or the page that is none would be removed


def lose(file: Image | Document) -> None:
    """Delete a file although it is used: no door does so, but what shows it has to bear it."""
    with patch("content.handlers.where_file_used", return_value=[]):
        file.delete()
