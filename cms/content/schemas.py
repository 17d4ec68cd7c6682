"""Schemas of body blocks: what each block gives to a reader or another program."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict


class Schema(BaseModel):
    """A published shape; unknown members are errors."""

    model_config = ConfigDict(extra="forbid")


class LinkSchema(Schema):
    """A link that can be followed; ``language`` is that of its target."""

    text: str
    url: str
    language: str = ""


class ImageSchema(Schema):
    """A picture; ``alt`` is empty when it is decorative."""

    url: str
    srcset: str
    width: int
    height: int
    alt: str
    credit: str = ""
    licence: str = ""


class FileSchema(Schema):
    """A file to download: ``bytes`` is its size, ``pages`` is known for PDF only."""

    title: str
    url: str
    bytes: int
    media_type: str
    language: str
    pages: int | None = None
    checksum: str


class FigureSchema(Schema):
    """A value with its unit, the date it holds for (``2013``, ``2013-04``) and its source."""

    label: str
    value: Decimal
    unit: str = ""
    note: str = ""
    as_of: str
    source_name: str
    source_url: str = ""


class HeadingBlockSchema(Schema):
    level: Literal["h2", "h3", "h4"]
    text: str


class RichTextBlockSchema(Schema):
    html: str
    text: str


class ImageBlockSchema(Schema):
    image: ImageSchema | None
    caption: str = ""


class QuoteBlockSchema(Schema):
    text: str
    attribution: str = ""
    source_url: str = ""


class TableBlockSchema(Schema):
    """``header`` says where header cells are; ``rows`` holds the text of every cell."""

    caption: str = ""
    header: Literal["row", "column", "both", "neither"]
    rows: list[list[str]]


class FileBlockSchema(Schema):
    label: str
    file: FileSchema | None


class LinkListBlockSchema(Schema):
    title: str = ""
    links: list[LinkSchema]


class KeyFigureBlockSchema(FigureSchema):
    pass


class NoticeBlockSchema(Schema):
    kind: Literal["information", "caution", "important"]
    title: str
    html: str


class ContactBlockSchema(Schema):
    organisation: str
    department: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    address: str = ""


class RelatedPagesBlockSchema(Schema):
    title: str = ""
    pages: list[LinkSchema]


class StepSchema(Schema):
    title: str
    html: str


class StepsBlockSchema(Schema):
    title: str = ""
    steps: list[StepSchema]
