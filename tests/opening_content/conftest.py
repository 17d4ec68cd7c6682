"""A small folder of opening content, and runs of the loader over it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from wagtail.models import Locale, Page, Site

from cms.management.opening_content.entries import CONTENT_DIR, Content, read_content
from cms.management.opening_content.loader import Event, Loader, LoadOutcome
from content.models import City, Country, Sector
from home.models import FeaturedPage, OpeningContentRecord
from media.models import Image

DATA = {
    "vocabularies": """
[[country]]
code = "JP"
[[city]]
code = "kita"
name_ja = "北市"
name_en = "Kita"
country = "JP"
[[sector]]
code = "water"
name_ja = "水"
name_en = "Water"
""",
    "pictures": """
credit = "Hashi"
licence = "CC BY 4.0"
[picture.desk]
title = "机"
alt_ja = "机の絵"
alt_en = "A desk"
""",
    "home": """
[[page]]
key = "home"
type = "home.HomePage"
slug = "home"
featured = ["net/one", "about"]
ja = { title = "表紙", lead = "<p>はじめに</p>" }
en = { title = "Home", lead = "<p>Welcome</p>" }

[[page]]
key = "about"
type = "home.ContentPage"
parent = "home"
slug = "about"
picture = "desk"
show_in_menus = true
[page.ja]
title = "概要"
summary = "一文。"
body = [
  { type = "rich_text", value = '<p><a linktype="page" key="net/one">一つ目</a>を読む</p>' },
  { type = "link_list", value = { links = [{ page = "net/one", text = "" }] } },
]
[page.en]
title = "About"
summary = "A sentence."
body = [
  { type = "rich_text", value = '<p>Read <a linktype="page" key="net/one">the first</a></p>' },
  { type = "link_list", value = { links = [{ page = "net/one", text = "" }] } },
]
""",
    "networks": """
[[page]]
key = "net"
type = "networks.NetworkIndexPage"
parent = "home"
slug = "net"
ja = { title = "ネットワーク" }
en = { title = "Networks" }

[[page]]
key = "net/one"
type = "networks.NetworkPage"
parent = "net"
slug = "one"
shared = { sectors = ["water"], secretariat_city = "kita", founded_year = 1990 }
ja = { title = "一つ目", summary = "説明。", tags = ["試験"] }
en = { title = "The first", summary = "A summary." }
""",
}
PAGES = 8
ENTRIES = 3


class Folder:
    """Opening content on disk, which a test may change."""

    def __init__(self, path: Path) -> None:
        self.path = path
        (path / "data").mkdir()
        (path / "pictures").mkdir()
        shutil.copy(CONTENT_DIR / "pictures" / "desk.webp", path / "pictures")
        for stem, text in DATA.items():
            self.write(stem, text)

    def write(self, stem: str, text: str) -> None:
        (self.path / "data" / f"{stem}.toml").write_text(text, encoding="utf-8")

    def replace(self, stem: str, old: str, new: str) -> None:
        assert old in DATA[stem]
        self.write(stem, DATA[stem].replace(old, new))

    def read(self) -> Content:
        return read_content(self.path)

    def load(self, *, check: bool = False) -> dict[str, LoadOutcome]:
        """Run the loader; return the outcome of each entry."""
        return {event.key: event.outcome for event in self.events(check=check)}

    def events(self, *, check: bool = False) -> list[Event]:
        events: list[Event] = []
        Loader(self.read(), events.append, check=check).run()
        return events


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def find(slug: str, language: str) -> Page:
    """Return a page of the small content as its own type."""
    return Page.objects.get(slug=slug, locale__language_code=language).specific


def snapshot() -> dict[str, Any]:
    """Return all rows that the loader could write."""
    models = (
        Page, Locale, Site, Image, Country, City, Sector, FeaturedPage, OpeningContentRecord,
    )  # fmt: skip
    return {
        model.__name__: list(model._default_manager.order_by("pk").values()) for model in models
    }
