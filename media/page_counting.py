"""Counts the pages of a PDF: ``python -m media.page_counting PATH`` writes their number.

The number that a file states is a hint: only pages that are there count.
"""

from __future__ import annotations

import ctypes
import sys
from pathlib import Path
from typing import Any

import pypdfium2
from pypdfium2 import raw

from .apart import limit_this_process, run_apart

#: Pages that are stated and missing, one after the other, until no more are looked for.
MOST_MISSING = 1_000


def count_apart(path: Path) -> int | None:
    """Return a PDF's number of pages, counted in a process of its own; ``None`` where it has none.

    A file that needs a password, that no reader can open or that costs too much has none.
    """
    outcome = run_apart(__name__, str(path))
    if outcome.code or not outcome.lines or not outcome.lines[0].isdecimal():
        return None
    return int(outcome.lines[0]) or None


def count(path: Path) -> int:
    """Return how many pages of a PDF are there."""
    document = pypdfium2.PdfDocument(path)
    stated = len(document)
    if stated and _is_there(document, stated - 1):
        return stated
    found = missing = 0
    for index in range(stated):
        if _is_there(document, index):
            found, missing = found + 1, 0
        elif (missing := missing + 1) == MOST_MISSING:
            break
    return found


def _is_there(document: Any, index: int) -> bool:
    size = raw.FS_SIZEF()
    return bool(raw.FPDF_GetPageSizeByIndexF(document, index, ctypes.byref(size)))


def main(path: str) -> int:
    """Count within what a file may cost; return the process's exit code."""
    limit_this_process()
    try:
        sys.stdout.write(f"{count(Path(path))}\n")
    except Exception as error:  # noqa: BLE001  # a file may break its reader in any way
        sys.stderr.write(f"{error or type(error).__name__}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
