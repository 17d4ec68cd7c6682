"""Reads the text of a file, page by page, in a process of its own.

``python -m search.indexing.extraction PATH MEDIA_TYPE`` writes what it reads to its output: a
line of JSON for each part as soon as it is read, and one at the end that says what was noticed.
So what a file costs too much of, or what breaks its reader, costs the rest alone. Neither this
module nor the readers know Django or a database.
"""

from __future__ import annotations

import json
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from media.apart import limit_this_process, run_apart
from search.reading import open_document, pdf, plain, sheets, slides, word
from search.reading.parts import Notes, Part, Reason, UnreadableError, tidied

#: Characters of a file that are read; what follows is left out.
MOST_CHARACTERS = 3_000_000
#: Elements of a file may stand in each other so deep, times a few.
DEEPEST = 20_000

Reader = Callable[[Path, Notes], Iterator[Part]]
_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
_PDF = "application/pdf"
READERS: dict[str, Reader] = {
    _PDF: pdf.read,
    f"{_OFFICE}wordprocessingml.document": word.read,
    f"{_OFFICE}presentationml.presentation": slides.read,
    f"{_OFFICE}spreadsheetml.sheet": sheets.read,
    f"{_OPEN}text": open_document.read,
    f"{_OPEN}spreadsheet": open_document.read,
    f"{_OPEN}presentation": open_document.read,
    "text/plain": plain.read,
    "text/csv": plain.read_table,
}
#: Where the text of an archive is, and so what the archive is.
_MEMBERS = (
    ("word/", word.read),
    ("ppt/", slides.read),
    ("xl/", sheets.read),
    ("content.xml", open_document.read),
)
#: How old Office files begin, and those of today that a password protects.
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
#: Bytes of a file's beginning within which a PDF's own may stand.
_BEGINNING = 1024


@dataclass(frozen=True)
class Reading:
    """What was read of a file; ``reason`` says why it has no text or not all, or is empty."""

    parts: list[Part]
    reason: Reason | None = None


def read_apart(path: Path, media_type: str) -> Reading:
    """Return the text of a file, read in a process of its own; pages without text are left out.

    Raises:
        UnreadableError: nothing can be read: the file is damaged, protected, of another kind than
            it says, or costs too much.
    """
    outcome = run_apart(__name__, str(path), media_type)
    lines = [json.loads(line) for line in outcome.lines]
    parts = [Part(line["page"], line["text"]) for line in lines if "text" in line]
    told = lines[-1] if lines and "text" not in lines[-1] else None
    if told is None:
        if parts:
            return Reading(parts, Reason.TOO_MUCH)
        error = (outcome.errors or [f"Reading it ended with {outcome.code}."])[-1]
        raise UnreadableError(
            error, Reason.TOO_MUCH if _is_costly(outcome.code) else Reason.DAMAGED
        )
    if "error" in told:
        raise UnreadableError(told["error"], Reason(told["reason"]))
    return Reading(parts, reason_for(parts, Notes(**told)))


def _is_costly(code: int | None) -> bool:
    """Whether a process was stopped for its time, or by a signal as for its memory."""
    return code is None or code < 0


def reason_for(parts: list[Part], notes: Notes) -> Reason | None:
    """Return what is wrong with what was read, if anything is. A short text is fine."""
    has_letters = any(character.isalnum() for part in parts for character in part.text)
    if notes.scanned and notes.scanned * 2 >= notes.pages:
        return Reason.SCANNED
    if notes.is_damaged:
        return Reason.PARTLY if has_letters else Reason.DAMAGED
    return None if has_letters else Reason.EMPTY


def is_readable(media_type: str) -> bool:
    """Whether files of a type have a text that can be read."""
    return media_type in READERS


def read(path: Path, media_type: str, notes: Notes | None = None) -> Iterator[Part]:
    """Yield the text of a file; pages without text are left out.

    Raises:
        UnreadableError: nothing more can be read.
    """
    left = MOST_CHARACTERS
    for part in reader_of(path, media_type)(path, notes or Notes()):
        text = tidied(part.text)[:left]
        left -= len(text)
        if text:
            yield Part(part.page, text)
        if left <= 0:
            return


def reader_of(path: Path, media_type: str) -> Reader:
    """Return what reads a file, by its first bytes: the type that it is given is a hint.

    Raises:
        UnreadableError: it is of a type that has no reader.
    """
    with path.open("rb") as file:
        beginning = file.read(_BEGINNING)
        if b"%PDF-" in beginning:
            return pdf.read
        if beginning.startswith(_COMPOUND):
            is_locked = _ENCRYPTED in beginning + file.read(1024 * 1024) or _ends_with(file)
            raise UnreadableError(
                "It is a compound file.", Reason.PASSWORD if is_locked else Reason.OLD_FORMAT
            )
        if beginning.startswith(b"PK") and zipfile.is_zipfile(file):
            return _reader_of_archive(path)
    known = READERS[media_type]
    if known not in {plain.read, plain.read_table}:
        # Something else than its name says, or too damaged to tell.
        is_other = bool(beginning) and not beginning.startswith(b"PK")
        raise UnreadableError(
            "It is not what its type says.", Reason.OTHER_TYPE if is_other else Reason.DAMAGED
        )
    return known


def _ends_with(file: IO[bytes]) -> bool:
    """Whether the directory of a compound file, at its end, names what is locked."""
    size = file.seek(0, 2)
    file.seek(max(0, size - 1024 * 1024))
    return _ENCRYPTED in file.read()


def _reader_of_archive(path: Path) -> Reader:
    with zipfile.ZipFile(path) as archive:
        names = [name.replace("\\", "/").lstrip("/").lower() for name in archive.namelist()]
    for member, reader in _MEMBERS:
        if any(name.startswith(member) for name in names):
            return reader
    raise UnreadableError("It is an archive of other files.", Reason.OTHER_TYPE)


def main(path: str, media_type: str) -> int:
    """Read a file within what it may cost; return the process's exit code."""
    limit_this_process()
    sys.setrecursionlimit(DEEPEST)
    notes = Notes()
    is_read = False
    try:
        for part in read(Path(path), media_type, notes):
            is_read = True
            _write({"page": part.page, "text": part.text})
    except Exception as error:  # noqa: BLE001  # a file may break its reader in any way
        if not is_read:
            reason = error.reason if isinstance(error, UnreadableError) else Reason.DAMAGED
            if isinstance(error, MemoryError):
                reason = Reason.TOO_MUCH
            _write({"error": str(error) or type(error).__name__, "reason": reason})
            return 1
        notes.is_damaged = True
    _write(asdict(notes))
    return 0


def _write(line: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
