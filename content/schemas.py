"""The published shapes of what pages are made of: blocks, pictures, files, vocabulary entries.

One set of rules holds for all of them:

- Every address is absolute and can be followed as it stands. Where a page of this site is meant,
  ``path`` beside ``url`` is its address within the site.
- A text that is not there is the empty string; anything else that is not there is ``null``; a
  list that holds nothing is empty. No member is ever left out.
- Moments carry Japan's offset (``+09:00``); days are plain dates; a date that ends in ``as_of``
  may be known to the year or the month only (``2013``, ``2013-04``).
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

Locale = Literal["ja", "en"]
#: Languages of files and of other sites: ``mul`` several, ``und`` another one.
FileLanguage = Literal["ja", "en", "mul", "und"]


def _plain_number(value: Decimal | int | None) -> int | float | None:
    if value is None:  # in a draft
        return None
    return int(value) if value == int(value) else float(value)


Number = Annotated[Decimal, PlainSerializer(_plain_number, return_type=int | float)]


class Schema(BaseModel):
    """A published shape; unknown members are errors."""

    model_config = ConfigDict(
        extra="forbid",
        use_attribute_docstrings=True,
        json_schema_serialization_defaults_required=True,
    )


class RichTextSchema(Schema):
    """Formatted text, final: nothing in it is left to resolve."""

    html: str
    """HTML of paragraphs, lists, bold text and links."""
    text: str
    """The same as plain text."""


class PageLinkSchema(Schema):
    """A page of this site that the public can read."""

    title: str
    url: str
    path: str
    locale: Locale


class ImageSourceSchema(Schema):
    """A picture's files of one format, for a ``source`` element."""

    media_type: str
    srcset: str


class ImageSchema(Schema):
    """A picture: ``sources`` from the smallest format to the one that every browser reads."""

    url: str
    srcset: str
    width: int
    """Pixels of the file at ``url``."""
    height: int
    alt: str
    """What it tells somebody who cannot see it; empty when it is decorative."""
    credit: str
    licence: str
    sources: list[ImageSourceSchema]


class FileSchema(Schema):
    """A file to download."""

    title: str
    filename: str
    url: str
    bytes: int
    """Its size."""
    media_type: str
    language: FileLanguage
    pages: int | None
    """The number of its pages, known for PDF only."""
    checksum: str
    """SHA-256, hexadecimal."""


class LinkSchema(Schema):
    """A link that an editor listed; without an address when its target is not public."""

    kind: Literal["page", "file", "website", "text"]
    """What it leads to; ``text`` when it leads nowhere."""
    text: str
    text_language: Locale | None
    """The text's language: the target's, where the text is its title; ``null`` if not known."""
    url: str | None
    language: FileLanguage | None
    """The target's language, where it is known."""
    file: FileSchema | None


class FigureSchema(Schema):
    """A value with what it counts, the date it holds for and where it comes from."""

    label: str
    value: Number
    approximate: bool
    at_least: bool
    """The true value is this or more."""
    unit: str
    note: str
    as_of: str
    source_name: str
    source_url: str


class MemberFigureBlockSchema(FigureSchema):
    """How many members of what kind a network has."""

    countries: int | None
    """In how many countries and regions they are, where that is known."""


class SourceBlockSchema(Schema):
    """Where a statement comes from."""

    title: str
    publisher: str
    as_of: str
    url: str


class FileWithStandingBlockSchema(Schema):
    """A publication's file and how far its wording may be relied on; ``null`` while prepared."""

    label: str
    language: FileLanguage
    standing: Literal["original", "official", "provisional", "pending"]
    file: FileSchema | None


class WebsiteSchema(Schema):
    """A website in one language."""

    url: str
    language: Locale


class TermSchema(Schema):
    """A vocabulary entry: its stable code and its name in the page's language."""

    code: str
    name: str


class CitySchema(TermSchema):
    """A city or other municipality."""

    country: TermSchema
    latitude: float | None
    longitude: float | None


class OrganisationSchema(TermSchema):
    """An organisation; its website is that in the page's language where there is one."""

    kind: Literal[
        "government",
        "municipality",
        "network",
        "international",
        "agency",
        "research",
        "company",
        "civil_society",
    ]
    acronym: str
    website: str


class BlockSchema(Schema):
    """A part of a page's body; ``id`` stays the same when the part is edited or moved."""

    id: str


class HeadingBlockSchema(BlockSchema):
    """A heading below the page's title."""

    type: Literal["heading"]
    level: Literal["h2", "h3", "h4"]
    text: str


class RichTextBlockSchema(BlockSchema, RichTextSchema):
    """Running text."""

    type: Literal["rich_text"]


class ImageBlockSchema(BlockSchema):
    """A picture with a caption; no picture when it is not public."""

    type: Literal["image"]
    image: ImageSchema | None
    caption: str


class QuoteBlockSchema(BlockSchema):
    """Somebody's words."""

    type: Literal["quote"]
    text: str
    attribution: str
    source_url: str


class TableBlockSchema(BlockSchema):
    """A table of texts."""

    type: Literal["table"]
    caption: str
    header: Literal["row", "column", "both", "neither"]
    """Where its header cells are: the first row, the first column, both or neither."""
    rows: list[list[str]]


class FileBlockSchema(BlockSchema):
    """A file to download; no file when it is not public."""

    type: Literal["file"]
    label: str
    file: FileSchema | None


class LinkListBlockSchema(BlockSchema):
    """A list of links."""

    type: Literal["link_list"]
    title: str
    links: list[LinkSchema]


class KeyFigureBlockSchema(BlockSchema, FigureSchema):
    """A number that stands out."""

    type: Literal["key_figure"]


class NoticeBlockSchema(BlockSchema, RichTextSchema):
    """Something a reader must not miss."""

    type: Literal["notice"]
    kind: Literal["information", "caution", "important"]
    title: str


class ContactBlockSchema(BlockSchema):
    """Whom to ask, and how."""

    type: Literal["contact"]
    organisation: str
    department: str
    phone: str
    email: str
    website: str
    address: str


class RelatedPagesBlockSchema(BlockSchema):
    """Pages to read next; those that are not public are left out."""

    type: Literal["related_pages"]
    title: str
    pages: list[PageLinkSchema]


class StepSchema(RichTextSchema):
    """One step."""

    title: str


class StepsBlockSchema(BlockSchema):
    """What to do, in order."""

    type: Literal["steps"]
    title: str
    steps: list[StepSchema]


Block = Annotated[
    HeadingBlockSchema
    | RichTextBlockSchema
    | ImageBlockSchema
    | QuoteBlockSchema
    | TableBlockSchema
    | FileBlockSchema
    | LinkListBlockSchema
    | KeyFigureBlockSchema
    | NoticeBlockSchema
    | ContactBlockSchema
    | RelatedPagesBlockSchema
    | StepsBlockSchema,
    Field(discriminator="type"),
]
Body = list[Block]
