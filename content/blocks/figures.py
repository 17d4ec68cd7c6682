"""Blocks for dated figures, files and sources; page types use them for fields of their own too."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock

from media.models import Document

from .. import representation, schemas
from ..date_fields import refusal
from ..typed_dates import UnreadableDateError, read_partial
from .published import PublishedBlock
from .texts import LineBlock, NumberBlock, URLBlock


class PartialDateBlock(LineBlock):
    """A date of which perhaps only the year or the month is known, as people type it.

    Stored as ``2013``, ``2013-04`` or ``2013-04-01``.
    """

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Year, month or day: 2013, 2013-04 or 2013-04-01."))
        super().__init__(max_length=40, **kwargs)
        self.field.widget.attrs |= {"data-date-kind": "partial", "autocomplete": "off"}

    def clean(self, value: str) -> str:
        """Return a date as it is stored.

        Raises:
            ValidationError: it is none.
        """
        cleaned: str = super().clean(value)
        if not cleaned:
            return cleaned
        try:
            return str(read_partial(cleaned))
        except UnreadableDateError as error:
            raise refusal(error) from None

    def get_translatable_segments(self, _value: str) -> list[object]:
        """A date is shared by the languages, not translated."""
        return []


class FigureBlock(PublishedBlock, blocks.StructBlock):
    """A value with what it counts, the date it holds for, and where it comes from."""

    label = LineBlock(label=_("What is measured"), max_length=120)
    value = NumberBlock(label=_("Value"))
    approximate = blocks.BooleanBlock(
        label=_("Approximate"), required=False, help_text=_("Shown as “about”.")
    )
    at_least = blocks.BooleanBlock(
        label=_("Or more"), required=False, help_text=_("Shown as “or more”.")
    )
    unit = LineBlock(
        label=_("Unit"), max_length=60, required=False, help_text=_("For example: cities, t-CO₂.")
    )
    note = LineBlock(label=_("Note"), max_length=255, required=False)
    as_of = PartialDateBlock(label=_("As of"))
    source_name = LineBlock(label=_("Name of the source"), max_length=255)
    source_url = URLBlock(label=_("Address of the source"), required=False)

    class Meta:
        icon = "order"
        label = _("Key figure")
        description = _("A number that stands out, with its date and source")
        template = "blocks/key_figure.html"
        schema = schemas.KeyFigureBlockSchema
        preview_value = {
            "label": "会員自治体",
            "value": 1000,
            "at_least": True,
            "unit": "自治体",
            "as_of": "2013",
            "source_name": "環境省「自治体向け情報」",
        }

    def represent(self, value: Any) -> dict[str, Any]:
        words = ("label", "unit", "note", "as_of", "source_name", "source_url")
        return {
            **representation.texts(value, *words),
            "value": value["value"],
            "approximate": bool(value["approximate"]),
            "at_least": bool(value["at_least"]),
        }


class MemberFigureBlock(FigureBlock):
    """How many members of what kind a network has, and in how many countries."""

    countries = blocks.IntegerBlock(
        label=_("Countries and regions"),
        required=False,
        min_value=1,
        help_text=_("In how many countries and regions these members are."),
    )

    class Meta:
        label = _("Member figure")
        template = "blocks/key_figure.html"
        schema = schemas.MemberFigureBlockSchema

    def represent(self, value: Any) -> dict[str, Any]:
        return {**super().represent(value), "countries": value["countries"]}


class FileBlock(PublishedBlock, blocks.StructBlock):
    """A file to download."""

    document = DocumentChooserBlock(label=_("File"))
    label = LineBlock(
        label=_("Label"), max_length=200, required=False, help_text=_("The file’s title if empty.")
    )

    class Meta:
        icon = "doc-full"
        label = _("File to download")
        description = _("A document with its type, size and language")
        template = "blocks/file.html"
        schema = schemas.FileBlockSchema

    def represent(self, value: Any) -> dict[str, Any]:
        return {
            **representation.texts(value, "label"),
            "file": representation.file(value["document"]),
        }

    def get_preview_value(self) -> Any:
        # Never stored; the number is there for its address.
        sample = Document(
            pk=0, title="ガイドライン", file="sample.pdf", file_size=1_834_021, language="ja"
        )
        return self.normalize({"document": sample, "label": "ガイドライン（見本）"})


class FileWithStandingBlock(FileBlock):
    """A publication's file with its language and how far its translation may be relied on."""

    STANDINGS = (
        ("original", _("Original")),
        ("official", _("Official translation")),
        ("provisional", _("Provisional translation")),
        ("pending", _("Translation in preparation")),
    )

    document = DocumentChooserBlock(
        label=_("File"),
        required=False,
        help_text=_("May be empty while a translation is prepared."),
    )
    label = LineBlock(label=_("Label"), max_length=200)
    language = blocks.ChoiceBlock(label=_("Language"), choices=Document.Language.choices)
    standing = blocks.ChoiceBlock(
        label=_("Kind of translation"), choices=STANDINGS, default="original"
    )

    class Meta:
        icon = "doc-full"
        label = _("File")
        template = "blocks/file_with_standing.html"
        schema = schemas.FileWithStandingBlockSchema

    def represent(self, value: Any) -> dict[str, Any]:
        return {
            **super().represent(value),
            **representation.texts(value, "language", "standing"),
        }

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        incomplete = cleaned["document"] is None and cleaned["standing"] != "pending"
        if incomplete and not self.is_deferred_validation:
            message = _(
                "Choose a file, or set the kind of translation to “Translation in preparation”."
            )
            raise StructBlockValidationError({"document": ValidationError(message)})
        return cleaned


class SourceBlock(PublishedBlock, blocks.StructBlock):
    """Where a statement comes from."""

    title = LineBlock(label=_("Title"), max_length=255)
    publisher = LineBlock(label=_("Published by"), max_length=200, required=False)
    as_of = PartialDateBlock(label=_("As of"), required=False)
    url = URLBlock(label=_("Address"), required=False)

    class Meta:
        icon = "link"
        label = _("Source of a statement")
        template = "blocks/source.html"
        schema = schemas.SourceBlockSchema

    def represent(self, value: Any) -> dict[str, Any]:
        return representation.texts(value, *self.child_blocks)
