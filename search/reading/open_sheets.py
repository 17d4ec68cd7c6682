"""Sheets of an OpenDocument: a row a line, without hidden sheets, rows, columns and cells."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element  # the type alone: defusedxml reads

from .open_reader import OpenDocumentReader
from .packages import attribute, local

_GROUPS = frozenset(
    {"table-row-group", "table-header-rows", "table-rows"}
    | {"table-column-group", "table-header-columns", "table-columns"}
)
_CELLS = frozenset({"table-cell", "covered-table-cell"})


def sheet_lines(reader: OpenDocumentReader, sheet: Element) -> Iterator[str]:
    """Yield a sheet's name and its rows; what is no sheet, or a hidden one, gives nothing."""
    if local(sheet) != "table" or reader.is_hidden(sheet, "table"):
        return
    yield attribute(sheet, "name")
    hidden: list[tuple[int, int]] = []
    is_protected = attribute(sheet, "protected") == "true"
    number = 0
    for one in _flat(reader, sheet):
        name = local(one)
        if name == "table-column":
            last = number + _repeated(one)
            if attribute(one, "visibility") in {"collapse", "filter"} or one.get("hidden"):
                hidden.append((number, last))
            number = last
        elif name == "table-row":
            if not reader.is_hidden(one, name):
                yield from _row(reader, one, hidden, is_protected)
        elif name in {"shapes", "frame", "custom-shape"}:
            reader.visit(one)
            yield from reader.taken()


def _flat(
    reader: OpenDocumentReader, element: Element, is_hidden: bool = False
) -> Iterator[Element]:
    """Yield columns and rows whatever groups they stand in; hidden rows are left out."""
    for one in element:
        name = local(one)
        if name in _GROUPS:
            yield from _flat(reader, one, is_hidden or attribute(one, "display") == "false")
        elif is_hidden and name == "table-column":
            one.set("hidden", "true")
            yield one
        elif not is_hidden:
            yield one


def _row(
    reader: OpenDocumentReader, row: Element, hidden: list[tuple[int, int]], is_protected: bool
) -> Iterator[str]:
    column = 0
    values: list[str] = []
    beside: list[str] = []
    for cell in row:
        if local(cell) not in _CELLS:
            continue
        first = column
        column += _repeated(cell)
        is_seen = not any(begin <= first and column <= end for begin, end in hidden)
        style = attribute(cell, "style-name")
        if is_protected and reader.styles.hides("table-cell", style):
            is_seen = False
        if is_seen and local(cell) == "table-cell":
            for one in cell:
                reader.visit(one)
                (values if local(one) in {"p", "h"} else beside).extend(reader.taken())
    if values:
        yield " ".join(values)
    yield from beside


def _repeated(element: Element) -> int:
    """Return how many columns an element stands for; the number is counted with, never walked."""
    stated = attribute(element, "number-columns-repeated")
    return max(int(stated), 1) if stated.isdecimal() else 1
