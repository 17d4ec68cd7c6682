"""The formats of exchange, by name, and which of them a file is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from . import po, xliff12, xliff20, xlsx
from .documents import ExchangeFile, PageDocument


@dataclass(frozen=True, slots=True)
class Format:
    """One format.

    Attributes:
        name: By which it is asked for.
        suffix: That of a file's name.
        write: Returns a file of documents.
        read: Returns the documents of a file.
    """

    name: str
    suffix: str
    write: Callable[[Sequence[PageDocument]], bytes]
    read: Callable[[bytes], ExchangeFile]


XLIFF_12 = Format("xliff1.2", ".xlf", xliff12.write, xliff12.read)
XLIFF_20 = Format("xliff2.0", ".xlf", xliff20.write, xliff20.read)
PO = Format("po", ".po", po.write, po.read)
XLSX = Format("xlsx", ".xlsx", xlsx.write, xlsx.read)
FORMATS = {one.name: one for one in (XLIFF_12, XLIFF_20, PO, XLSX)}

#: Within so many bytes an XLIFF file names its version.
_BEGINNING = 4096


def format_of(data: bytes) -> Format:
    """Return what a file is by its beginning; what it is not, its reader says."""
    beginning = data[:_BEGINNING].replace(b"\0", b"")
    if beginning.startswith(b"PK"):
        return XLSX
    if beginning.removeprefix(b"\xef\xbb\xbf").lstrip(b"\xff\xfe \t\r\n").startswith(b"<"):
        return XLIFF_20 if xliff20.NAMESPACE.encode() in beginning else XLIFF_12
    return PO


def read(data: bytes) -> ExchangeFile:
    """Return the documents of a file in any of the formats.

    Raises:
        ExchangeError: it is in none of them, or not one of ours.
    """
    return format_of(data).read(data)
