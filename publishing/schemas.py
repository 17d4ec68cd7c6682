"""The published shape of a page: what every document has; each type adds its own members.

The rules in :mod:`content.schemas` on addresses, absent values and dates hold here too.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from typing_extensions import TypeAliasType

from content.schemas import (
    Body,
    ImageSchema,
    Locale,
    PageLinkSchema,
    RichTextSchema,
    Schema,
)

#: How many children a document lists; it counts them all.
CHILDREN_SHOWN = 20

Standing = Literal["original", "official", "provisional", "machine"]
#: A thing in JSON-LD, whose members schema.org defines. The recursion passes through an object
#: with a name, because generated types can follow that one only.
JsonLdThing = TypeAliasType(
    "JsonLdThing",
    "dict[str, str | int | float | bool | JsonLdThing"
    " | list[str | int | float | bool | JsonLdThing]]",
)


class IdentitySchema(Schema):
    """What names a page, in lists and by itself."""

    number: int
    """The permanent number, the same in every language."""
    locale: Locale
    type: str
    section: str
    """The section that the page belongs to; empty for the home page and general pages."""
    title: str
    url: str
    path: str
    summary: str


class CardSchema(IdentitySchema):
    """What lists show of a page; each type adds those of its members that belong in a list."""

    picture: ImageSchema | None
    """Decorative beside the title: its alternative text is empty."""
    standing: Standing
    last_updated: datetime | None


class ChildSchema(Schema):
    """A page directly below a page."""

    number: int
    title: str
    url: str
    path: str
    summary: str


class ChildrenSchema(Schema):
    """The pages directly below a page, in the editors' order: the first ones, and their number."""

    total: int
    pages: list[ChildSchema]


class TranslationSchema(Schema):
    """The page in one of the service's languages, its own included."""

    locale: Locale
    live: bool
    """Whether the public can read the page in this language."""
    title: str
    url: str | None
    path: str | None
    standing: Standing | None
    nearest_url: str
    """Where a language switch leads: to the page, or to the nearest page above in the language."""
    nearest_title: str
    """The title of the page there; empty where not even the language's front page is public."""


class DatesSchema(Schema):
    """A page's dates, each with its own meaning."""

    first_published: datetime | None
    last_updated: datetime | None
    last_reviewed: date | None
    """The day on which somebody last checked that everything here is still true."""
    outdated_from: date | None
    """The first day on which readers are told that the page may be out of date."""


class AlternateSchema(Schema):
    """The page's address for readers of a language; ``x-default`` for all others."""

    hreflang: Literal["ja", "en", "x-default"]
    url: str


class SeoSchema(Schema):
    """What search engines and social networks are told."""

    title: str
    description: str
    canonical_url: str
    alternates: list[AlternateSchema]
    image_url: str | None
    """The picture to show where the page is shared; ``null`` where it has none of its own."""
    image_width: int | None
    """Pixels of that picture."""
    image_height: int | None
    image_alt: str
    """What that picture tells somebody who cannot see it."""
    json_ld: JsonLdThing


class PageSchema(IdentitySchema):
    """A page as the public may read it, complete: nothing is left to look up."""

    picture: ImageSchema | None
    in_menus: bool
    """Whether editors want a link to it in menus."""
    breadcrumbs: list[PageLinkSchema]
    """The pages above, the home page first."""
    children: ChildrenSchema
    translations: list[TranslationSchema]
    standing: Standing
    """How far a reader may rely on this text's wording."""
    prevailing_language: Locale | None
    """Which language's text holds if the two differ; ``null`` for an original."""
    dates: DatesSchema
    tags: list[str]
    seo: SeoSchema
    body: Body
    related: list[CardSchema]


class SectionIndexSchema(PageSchema):
    """The front page of a section."""

    introduction: RichTextSchema | None
    empty_text: RichTextSchema | None
    """What belongs here; shown as long as the section holds no item."""
