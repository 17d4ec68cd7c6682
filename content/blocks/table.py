"""A table whose header cells say what its other cells mean."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.telepath import register
from wagtail.blocks import Block
from wagtail.contrib.table_block.blocks import TableBlock as WagtailTableBlock
from wagtail.contrib.table_block.blocks import TableInput, TableInputAdapter
from wagtail_localize.segments import StringSegmentValue

from .. import schemas
from .published import PublishedBlock

HEADER_CHOICES = ("row", "column", "both")
Rows = list[list[Any]]

#: What the menu of a cell offers; the table's own names for it are English.
MENU: dict[str, Promise] = {
    "row_above": _("Insert row above"),
    "row_below": _("Insert row below"),
    "col_left": _("Insert column to the left"),
    "col_right": _("Insert column to the right"),
    "remove_row": _("Remove row"),
    "remove_col": _("Remove column"),
    "undo": _("Undo"),
    "redo": _("Redo"),
}


class OwnTableInput(TableInput):  # type: ignore[misc]
    """The field in which a table is written, whose menu speaks the language of the admin."""


class OwnTableInputAdapter(TableInputAdapter):  # type: ignore[misc]
    """Gives the script of Wagtail's field the menu's words."""

    def js_args(self, widget: TableInput) -> list[Any]:
        options, strings = super().js_args(widget)
        items: dict[str, Any] = {}
        for number, name in enumerate(options["contextMenu"]):
            is_line = name not in MENU
            items[f"line_{number}" if is_line else name] = (
                name if is_line else {"name": str(MENU[name])}
            )
        return [{**options, "contextMenu": {"items": items}}, strings]


register(OwnTableInputAdapter(), OwnTableInput)


class TableBlock(PublishedBlock, WagtailTableBlock):
    """A table with a caption and header cells.

    A value is a dictionary: ``data`` holds rows of cells (text, or ``None`` when empty),
    ``table_caption`` the caption, ``table_header_choice`` where the header cells are.
    """

    @cached_property
    def field(self) -> forms.CharField:
        return forms.CharField(
            widget=OwnTableInput(table_options=self.table_options), **self.field_options
        )

    def get_translatable_segments(self, value: dict[str, Any] | None) -> list[StringSegmentValue]:
        """Return the caption's and the cells' words by position; figures are shared, not words."""
        if not value:
            return []
        texts = {"caption": value.get("table_caption") or ""}
        for row, cells in enumerate(value.get("data") or []):
            texts |= {f"{row}-{column}": cell for column, cell in enumerate(cells)}
        return [StringSegmentValue(path, text) for path, text in texts.items() if has_words(text)]

    def restore_translated_segments(
        self, value: dict[str, Any], segments: list[Any]
    ) -> dict[str, Any]:
        """Put translated texts back where they came from."""
        restored = {**value, "data": [list(row) for row in value["data"]]}
        for segment in segments:
            text = segment.render_text()
            if segment.path == "caption":
                restored["table_caption"] = text
            else:
                row, column = segment.path.split("-")
                restored["data"][int(row)][int(column)] = text
        return restored

    def clean(self, value: dict[str, Any] | None) -> dict[str, Any] | None:
        if value and not self.is_deferred_validation:
            if not value.get("mergeCells"):
                value = {**value, "data": without_empty_edges(value.get("data") or [])}
            # Before Wagtail's own check, whose message does not say what is missing.
            choice = value.get("table_header_choice") or ""
            if choice not in HEADER_CHOICES:
                raise ValidationError(
                    _("Choose which cells are headers: the first row, the first column, or both.")
                )
            rows: Rows = value.get("data") or []
            if not any(has_text(cell) for row in rows for cell in row):
                raise ValidationError(_("The table is empty: fill it in, or remove it."))
            if not all(has_text(cell) for cell in header_cells(rows, choice)):
                raise ValidationError(
                    _("A header cell is empty. Enter what its row or column contains.")
                )
        cleaned: dict[str, Any] | None = super().clean(value)
        return cleaned

    class Meta:
        icon = "table"
        label = _("Table")
        description = _("A table with header cells")
        template = "blocks/table.html"
        schema = schemas.TableBlockSchema
        preview_value = {
            "table_caption": "会員の状況",
            "table_header_choice": "row",
            "first_row_is_table_header": True,
            "first_col_is_header": False,
            "data": [["区分", "団体数"], ["都市", "10"], ["団体", "3"]],
        }

    def render(self, value: dict[str, Any] | None, context: dict[str, Any] | None = None) -> str:
        """Return the table as HTML; Wagtail's own way asks the value, not its published shape."""
        shown: str = Block.render(self, value, context)
        return shown

    def represent(self, value: dict[str, Any] | None) -> dict[str, Any]:
        value = value or {}
        header = value.get("table_header_choice") or "neither"
        return {
            "caption": value.get("table_caption") or "",
            "header": "column" if header == "col" else header,
            "rows": [
                ["" if cell is None else str(cell) for cell in row]
                for row in value.get("data") or []
            ],
        }


def has_text(cell: Any) -> bool:
    """Whether a cell holds anything that a reader sees."""
    return cell is not None and bool(str(cell).strip())


def has_words(cell: Any) -> bool:
    """Whether a cell holds words of some language, and not a figure alone."""
    return isinstance(cell, str) and any(character.isalpha() for character in cell)


def without_empty_edges(rows: Rows) -> Rows:
    """Return a table without the empty columns at its right and the empty rows at its end.

    A new table comes with three of each, which an editor rarely needs all.
    """
    height = max(
        (number for number, row in enumerate(rows, 1) if any(map(has_text, row))), default=0
    )
    width = max(
        (number for row in rows for number, cell in enumerate(row, 1) if has_text(cell)), default=0
    )
    return [row[:width] for row in rows[:height]]


def header_cells(rows: Rows, choice: str) -> list[Any]:
    """Return the cells that name a column or a row; the corner may name neither."""
    columns = rows[0] if choice in {"row", "both"} else []
    names = [row[0] for row in rows if row] if choice in {"column", "both"} else []
    if len(columns) > 1:
        columns = columns[1:]
    return [*columns, *(names[1:] if choice == "both" else names)]
