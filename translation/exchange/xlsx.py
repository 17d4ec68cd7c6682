"""Bilingual workbooks (XLSX): a row for each segment, source and translation beside each other."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font, Protection
from openpyxl.utils.escape import escape, unescape

from . import inline
from .documents import (
    ExchangeError,
    ExchangeFile,
    Fault,
    ImportFinding,
    PageDocument,
    TextUnit,
    UnitState,
    languages_of,
    require_unique,
)
from .safe_xml import MEGABYTE, require_usable

#: What a workbook may come to once it is unpacked, and in how many parts.
LARGEST_UNPACKED = 64 * MEGABYTE
MOST_PARTS = 500
LARGEST = 20 * MEGABYTE
MOST_ROWS = 50_000
#: What a cell of Excel holds.
LONGEST = 32_767

_SHEET, _PAGES = "translation", "pages"
_HEADINGS = ("page", "id", "place", "原文 / source", "訳文 / translation", "state", "note")
_PAGE_HEADINGS = ("page", "source hash", "source language", "target language", "title")
_WIDTHS = (8, 8, 24, 60, 60, 14, 30)
_TRANSLATION = 5
_MOMENT = datetime(2000, 1, 1)  # noqa: DTZ001 - openpyxl writes moments without a zone
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_DOCTYPE = b"<!DOCTYPE"


def write(documents: Sequence[PageDocument]) -> bytes:
    """Return a workbook of documents, which are all of one pair of languages.

    Raises:
        ExchangeError: there is no document, a text cannot be written or a cell cannot hold it.
    """
    languages_of(documents)
    book = Workbook()
    book.properties.created = _MOMENT
    sheet = book.active
    sheet.title = _SHEET
    _put_row(sheet, 1, _HEADINGS)
    row = 1
    for document in documents:
        for unit in document.units:
            row += 1
            _put_row(sheet, row, _cells(document, unit))
            sheet.cell(row, _TRANSLATION).protection = Protection(locked=False)
    for column, width in zip("ABCDEFG", _WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width
    sheet.freeze_panes = "E2"
    pages = book.create_sheet(_PAGES)
    _put_row(pages, 1, _PAGE_HEADINGS)
    for number, one in enumerate(documents, 2):
        languages = (one.source_locale, one.target_locale)
        _put_row(pages, number, (str(one.page), one.source_hash, *languages, one.title))
    buffer = io.BytesIO()
    book.save(buffer)
    return _repacked(buffer.getvalue())


def _cells(document: PageDocument, unit: TextUnit) -> tuple[str, ...]:
    return (
        str(document.page),
        unit.id,
        unit.path,
        inline.to_readable(inline.parse(unit.source)),
        inline.to_readable(inline.parse(unit.target)),
        unit.state if unit.target else UnitState.NEW,
        unit.note,
    )


def _put_row(sheet: Any, row: int, texts: Sequence[str]) -> None:
    for column, text in enumerate(texts, 1):
        require_usable(text)
        written = escape(text)
        if len(written) > LONGEST:
            raise ExchangeError(Fault.CANNOT_BE_WRITTEN, ascii(text[:40]))
        cell = sheet.cell(row, column)
        cell.value = written or None
        if written:
            cell.data_type = "s"  # a text that begins with “=” would become a formula
        cell.number_format = "@"
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if row == 1:
            cell.font = Font(bold=True)


def _repacked(data: bytes) -> bytes:
    """Return a workbook without the moment of its making."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part = _MODIFIED.sub(rb"\g<1>" + f"{_MOMENT.isoformat()}Z".encode(), part)
            new.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def read(data: bytes) -> ExchangeFile:
    """Return the documents of a workbook.

    Nothing is calculated: a cell with a formula, a date or another thing that is no text is a
    finding, and its row is left out.

    Raises:
        ExchangeError: it is none or not one of ours, or too large once unpacked.
    """
    _look_at_the_package(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        return _read(book)
    except ExchangeError:
        raise
    except Exception as error:  # noqa: BLE001 - openpyxl raises whatever a broken part leads to
        raise ExchangeError(Fault.NOT_READABLE, type(error).__name__) from None


def _look_at_the_package(data: bytes) -> None:
    """Refuse a package by what it says of itself; no more than that is unpacked of it later."""
    if len(data) > LARGEST:
        raise ExchangeError(Fault.TOO_LARGE, f"{LARGEST // MEGABYTE} MB")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            unpacked = sum(part.file_size for part in parts)
            if len(parts) > MOST_PARTS or unpacked > LARGEST_UNPACKED:
                raise ExchangeError(Fault.TOO_LARGE, f"{LARGEST_UNPACKED // MEGABYTE} MB")
            # Without the zeros, a document type is found in UTF-16 as well.
            if any(_DOCTYPE in package.read(part).replace(b"\0", b"") for part in parts):
                raise ExchangeError(Fault.HAS_DTD)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise ExchangeError(Fault.NOT_READABLE, type(error).__name__) from None


def _read(book: Any) -> ExchangeFile:
    if not {_SHEET, _PAGES} <= set(book.sheetnames):
        raise ExchangeError(Fault.WRONG_FORMAT)
    rows = _rows(book[_PAGES], len(_PAGE_HEADINGS))
    next(rows, None)
    pages = [[_text(cell) or "" for cell in row] for _number, row in rows]
    pages = [page for page in pages if page[0].isdecimal()]
    units: dict[str, list[TextUnit]] = {page[0]: [] for page in pages}
    findings: list[ImportFinding] = []
    rows = _rows(book[_SHEET], len(_HEADINGS))
    headings = next(rows, None)
    if headings is None or tuple(_text(cell) for cell in headings[1]) != _HEADINGS:
        raise ExchangeError(Fault.WRONG_FORMAT)
    for number, row in rows:
        texts = [_text(cell) for cell in row]
        if not any(texts):
            continue
        page, unit = texts[0] or "", texts[1] or ""
        if page not in units or not unit:
            findings.append(ImportFinding(Fault.UNKNOWN_LINE, place=f"row {number}"))
        elif None in texts:
            is_formula = any(cell.data_type == "f" for cell in row)
            fault = Fault.FORMULA if is_formula else Fault.NOT_TEXT
            findings.append(ImportFinding(fault, int(page), unit, f"row {number}"))
        else:
            units[page].append(_unit([text or "" for text in texts]))
    documents = tuple(
        PageDocument(
            int(page), title, source_hash, source_locale, target_locale, tuple(units[page])
        )
        for page, source_hash, source_locale, target_locale, title in pages
    )
    languages_of(documents)
    require_unique(documents)
    return ExchangeFile(documents, tuple(findings))


def _rows(sheet: Any, columns: int) -> Iterator[tuple[int, Sequence[Any]]]:
    """Yield row numbers and cells.

    Raises:
        ExchangeError: there are more rows than anybody translates.
    """
    # What the sheet says of its own size is not believed.
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(max_col=columns), 1):
        if number > MOST_ROWS:
            raise ExchangeError(Fault.TOO_MANY_ROWS, str(MOST_ROWS))
        yield number, [*row, *[_EMPTY] * (columns - len(row))]


class _Empty:
    """A cell that a row does not reach."""

    value = None
    data_type = "n"


_EMPTY = _Empty()


def _text(cell: Any) -> str | None:
    """Return a cell's text, ``None`` where there is something else; whole numbers are text."""
    if cell.value is None:
        return ""
    if cell.data_type == "f" or isinstance(cell.value, bool | datetime):
        return None
    if isinstance(cell.value, int | float):
        is_whole = cell.value == int(cell.value)
        return str(int(cell.value)) if is_whole else str(cell.value)
    if not isinstance(cell.value, str) or cell.data_type == "e":
        return None
    return str(unescape(cell.value))


def _unit(texts: Sequence[str]) -> TextUnit:
    _page, unit, path, source, target, state, note = texts
    target = inline.canonical(target.replace("\r\n", "\n"))
    known = {one.value for one in UnitState}
    read_state = UnitState(state) if state in known else UnitState.TRANSLATED
    return TextUnit(unit, path, inline.canonical(source), target, read_state, note)
