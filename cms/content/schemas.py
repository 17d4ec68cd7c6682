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
    """A value with its unit, the date it holds for (``2013``, ``2013-04``) and its source.

    ``approximate`` and ``at_least`` say how exact the value is: “about 40”, “1,000 or more”.
    """

    label: str
    value: Decimal
    approximate: bool = False
    at_least: bool = False
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


class FileWithStandingBlockSchema(FileBlockSchema):
    """A publication's file; ``file`` is absent while ``standing`` is ``pending``."""

    language: str
    standing: Literal["original", "official", "provisional", "pending"]


class SourceBlockSchema(Schema):
    """Where a statement comes from; ``as_of`` as in figures."""

    title: str
    publisher: str = ""
    as_of: str = ""
    url: str = ""


class LinkListBlockSchema(Schema):
    title: str = ""
    links: list[LinkSchema]


class KeyFigureBlockSchema(FigureSchema):
    pass


class MemberFigureBlockSchema(FigureSchema):
    """How many members, and in how many ``countries`` (and regions) where that is known."""

    countries: int | None = None


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
