"""The data files as typed entries, checked before anything is written."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from wagtail.fields import StreamField

from content.languages import LANGUAGE_CODES
from content.models import BasePage, City, Country, Organisation, Sector
from content.models.vocabularies import Vocabulary
from programs.models import SupportForm

from .blocks import unknown_parts
from .errors import OpeningContentError
from .links import page_keys

CONTENT_DIR = Path(__file__).parent
#: The files of pages, in the order in which the site's header lists the sections.
PAGE_FILES = ("home", "networks", "programs", "measures", "manuals")
VOCABULARIES: dict[str, type[Vocabulary]] = {
    "country": Country,
    "city": City,
    "sector": Sector,
    "organisation": Organisation,
    "support_form": SupportForm,
}
#: Fields of pages that name vocabulary entries by their codes, and in which vocabulary.
REFERENCES = {
    "sectors": "sector",
    "member_cities": "city",
    "secretariat_city": "city",
    "countries": "country",
    "provider": "organisation",
    "publisher": "organisation",
    "support_forms": "support_form",
}
REQUIRED = {"key", "type", "slug", *LANGUAGE_CODES}
OPTIONAL = {"parent", "picture", "featured", "show_in_menus", "shared"}


@dataclass(frozen=True)
class VocabularyEntry:
    """An entry of a vocabulary; ``values`` are its fields as the file gives them."""

    vocabulary: str
    values: dict[str, Any]

    @property
    def key(self) -> str:
        return f"{self.vocabulary}/{self.values['code']}"

    @property
    def model(self) -> type[Vocabulary]:
        return VOCABULARIES[self.vocabulary]


@dataclass(frozen=True)
class PictureEntry:
    """A picture of the image library."""

    name: str
    path: Path
    values: dict[str, str]

    @property
    def key(self) -> str:
        return f"picture/{self.name}"


@dataclass(frozen=True)
class PageEntry:
    """A page in both languages. ``parent``, ``featured`` and links name pages by their keys."""

    key: str
    model: type[BasePage]
    slug: str
    parent: str
    picture: str
    featured: list[str]
    show_in_menus: bool
    shared: dict[str, Any]
    texts: dict[str, dict[str, Any]]

    def record_key(self, language: str) -> str:
        """The name under which one language of this page is remembered."""
        return f"{self.key}:{language}"

    def values(self, language: str) -> dict[str, Any]:
        """Return the fields of one language, those that the languages share included."""
        return {**self.shared, **self.texts[language]}

    def fingerprint(self, language: str) -> str:
        """Return a hash of what one language of this page shows."""
        shown = [self.values(language), self.picture, self.featured, self.show_in_menus]
        return fingerprint(shown)


@dataclass(frozen=True)
class Content:
    """All entries; pages stand after the pages above them."""

    vocabularies: list[VocabularyEntry]
    pictures: list[PictureEntry]
    pages: list[PageEntry]


def fingerprint(data: Any) -> str:
    """Return a hash of an entry's data."""
    return hashlib.sha256(json.dumps(data, sort_keys=True, default=str).encode()).hexdigest()


def read_content(folder: Path = CONTENT_DIR) -> Content:
    """Read the files below a folder.

    Raises:
        OpeningContentError: naming the file, the entry and the field that is wrong.
    """
    vocabularies = [
        VocabularyEntry(name, values)
        for name, entries in _read(folder, "vocabularies").items()
        for values in entries
    ]
    content = Content(vocabularies, _pictures(folder), _pages(folder))
    for message in _dangling_names(content):
        raise OpeningContentError(message)
    return content


def _read(folder: Path, stem: str) -> dict[str, Any]:
    path = folder / "data" / f"{stem}.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise OpeningContentError(f"{path.name}: {error}") from error


def _pictures(folder: Path) -> list[PictureEntry]:
    data = _read(folder, "pictures")
    common: dict[str, str] = {n: data[n] for n in ("credit", "licence") if n in data}
    pictures = [
        PictureEntry(name, folder / "pictures" / f"{name}.webp", {**common, **values})
        for name, values in data.get("picture", {}).items()
    ]
    for picture in pictures:
        if not picture.path.is_file():
            message = f"pictures.toml: {picture.name}: there is no {picture.path.name}."
            raise OpeningContentError(message)
    return pictures


def _pages(folder: Path) -> list[PageEntry]:
    pages: dict[str, PageEntry] = {}
    for stem in PAGE_FILES:
        for number, raw in enumerate(_read(folder, stem).get("page", []), start=1):
            where = f"{stem}.toml: page {raw.get('key', f'number {number}')}"
            page = _page_entry(where, raw)
            if page.key in pages:
                raise OpeningContentError(f"{where}: this key is used twice.")
            if page.parent and page.parent not in pages:
                message = f"{where}: parent: no page above has the key {page.parent!r}."
                raise OpeningContentError(message)
            pages[page.key] = page
    return list(pages.values())


def _page_entry(where: str, raw: dict[str, Any]) -> PageEntry:
    for name in sorted(REQUIRED - set(raw)):
        raise OpeningContentError(f"{where}: {name} is missing.")
    for name in sorted(set(raw) - REQUIRED - OPTIONAL):
        raise OpeningContentError(f"{where}: {name} is no part of a page entry.")
    try:
        model = apps.get_model(raw["type"])
    except (LookupError, ValueError):
        raise OpeningContentError(f"{where}: type: there is no {raw['type']!r}.") from None
    if not issubclass(model, BasePage):
        raise OpeningContentError(f"{where}: type: {raw['type']} is no page type of this site.")
    entry = PageEntry(
        key=raw["key"],
        model=model,
        slug=raw["slug"],
        parent=raw.get("parent", ""),
        picture=raw.get("picture", ""),
        featured=raw.get("featured", []),
        show_in_menus=raw.get("show_in_menus", False),
        shared=raw.get("shared", {}),
        texts={language: raw[language] for language in LANGUAGE_CODES},
    )
    for part in ("shared", *LANGUAGE_CODES):
        for name, value in raw.get(part, {}).items():
            _check_field(f"{where}: {part}.{name}", model, name, value)
    for language in LANGUAGE_CODES:
        if not entry.texts[language].get("title"):
            raise OpeningContentError(f"{where}: {language}.title is missing.")
    return entry


def _check_field(where: str, model: type[BasePage], name: str, value: Any) -> None:
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        message = f"{where}: a {model._meta.label} has no such field."
        raise OpeningContentError(message) from None
    if isinstance(field, StreamField):
        for problem in unknown_parts(field.stream_block, value):
            raise OpeningContentError(f"{where}: {problem}")


def _dangling_names(content: Content) -> Iterator[str]:
    """Yield a message for each name that no entry has."""
    keys = {page.key for page in content.pages}
    pictures = {picture.name for picture in content.pictures}
    codes = {entry.key for entry in content.vocabularies}
    for page in content.pages:
        if page.picture and page.picture not in pictures:
            yield f"page {page.key}: picture: there is none named {page.picture!r}."
        for key in page.featured:
            if key not in keys:
                yield f"page {page.key}: featured: no page has the key {key!r}."
        for language in LANGUAGE_CODES:
            for name, value in page.values(language).items():
                if vocabulary := REFERENCES.get(name):
                    for code in value if isinstance(value, list) else [value]:
                        if f"{vocabulary}/{code}" not in codes:
                            yield f"page {page.key}: {name}: no {vocabulary} has the code {code!r}."
                for key in page_keys(value):
                    if key not in keys:
                        yield f"page {page.key}: {language}.{name}: no page has the key {key!r}."
