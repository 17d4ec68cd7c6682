"""The termbase as CSV: one concept on each row, several names of a cell on lines of their own."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from django.utils.translation import gettext as _

from text.exports import BYTE_ORDER_MARK, FORMULA

from .entries import FIELDS, MOST_ENTRIES, Entry, EntryProblem, FileError, Placed, normal

NEEDED = ("code", "name_ja", "name_en")


def write(entries: Iterable[Entry]) -> bytes:
    """Return a file in UTF-8 with its mark, in which no cell begins a formula."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(FIELDS)
    writer.writerows([harmless(entry.get(name, "")) for name in FIELDS] for entry in entries)
    return BYTE_ORDER_MARK + file.getvalue().encode()


def read(data: bytes) -> tuple[list[Placed], list[EntryProblem]]:
    """Return a file's entries with their lines, and what is wrong with other lines.

    Raises:
        FileError: the file is no such table.
    """
    file = io.StringIO(decoded(data), newline="")
    reader = csv.reader(file, strict=True)
    entries: list[Placed] = []
    problems: list[EntryProblem] = []
    try:
        header = _header(next(reader, []))
        line = reader.line_num + 1
        for cells in reader:
            place, line = line, reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if len(entries) + len(problems) == MOST_ENTRIES:
                raise FileError(
                    _("The file has more than %(count)s terms. Divide it.")
                    % {"count": MOST_ENTRIES}
                )
            if len(cells) != len(header):
                message = _("This row has %(count)s cells, and the header has %(wanted)s.")
                wanted = {"count": len(cells), "wanted": len(header)}
                problems.append(EntryProblem(place, message % wanted))
                continue
            row = zip(header, map(as_meant, cells), strict=True)
            entries.append(Placed(place, normal(dict(row))))
    except csv.Error as error:
        message = _("Line %(line)s cannot be read as CSV. Look for a quotation mark that is open.")
        raise FileError(message % {"line": reader.line_num}) from error
    return entries, problems


def decoded(data: bytes) -> str:
    """Return a file's text: UTF-8, with or without its mark, or what Japanese Windows writes.

    Raises:
        FileError: it is in neither encoding.
    """
    for encoding in ("utf-8-sig", "cp932"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise FileError(
        _("The file’s characters cannot be read. Save it as “CSV UTF-8” and choose it again.")
    )


def harmless(text: str) -> str:
    """Return a cell that no spreadsheet program runs; :func:`as_meant` is the way back."""
    return f"'{text}" if text.lstrip("'").startswith(FORMULA) else text


def as_meant(cell: str) -> str:
    """Return what a cell says without the apostrophe that made it harmless."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(FORMULA) else cell


def _header(cells: list[str]) -> list[str]:
    header = [cell.strip().lower() for cell in cells]
    unknown = [name for name in header if name not in FIELDS]
    missing = [name for name in NEEDED if name not in header]
    if unknown or missing or len(set(header)) != len(header):
        raise FileError(
            _(
                "The first row has to name the columns: %(needed)s, and any of %(others)s, each"
                " once. Export the termbase as CSV for a file to begin with."
            )
            % {"needed": ", ".join(NEEDED), "others": ", ".join(FIELDS[len(NEEDED) :])}
        )
    return header
