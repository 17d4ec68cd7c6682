"""Reads the text of a file, page by page, in a process of its own.

``python -m search.extraction PATH MEDIA_TYPE`` writes what it read to its output, as JSON. Files
come from outside: whatever one does to the process that reads it, the service goes on. This module
knows neither Django nor a database.
"""

from __future__ import annotations

import codecs
import json
import re
import resource
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import Element  # the type alone: defusedxml reads

import openpyxl
import pypdfium2
from defusedxml import ElementTree

#: What a file may cost: seconds of processor time and on the clock, bytes of memory.
MOST_PROCESSOR_SECONDS = 120
MOST_SECONDS = 300
MOST_MEMORY = 2 * 1024**3
#: Pages and characters of a file that are read; what follows is left out.
MOST_PAGES = 2_000
MOST_CHARACTERS = 3_000_000
#: About how many characters a part of a file without pages has.
PART_CHARACTERS = 1_500
#: A line of Japanese that is shorter ends where it does for another reason than the page's width.
FULL_LINE = 16
ROOT = Path(__file__).resolve().parent.parent

_CJK = "\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff\uff10-\uffef"
_CJK_END = re.compile(f"[{_CJK}、，]$")
_CJK_BEGIN = re.compile(f"[{_CJK}、。，．]")
_DIVIDED_WORD_END = re.compile(r"(?<=[a-z])[-\u00ad\u2010\ufffe]$")
_SPACES = re.compile(r"[^\S\n]+")
_SENTENCE_END = re.compile(r"[。．.!?！？:：]$")
#: Members of an Office file that hold text, in the order in which they are read.
_WORD_PARTS = re.compile(r"word/(document|footnotes|endnotes)\.xml$")
_SLIDE = re.compile(r"ppt/slides/slide(\d+)\.xml$")


@dataclass(frozen=True)
class Part:
    """A page of a file, or a part of one that has no pages; ``page`` counts from one."""

    page: int | None
    text: str


class UnreadableError(Exception):
    """A file whose text cannot be read, with the reason."""


def read_apart(path: Path, media_type: str) -> list[Part]:
    """Return the text of a file, read in a process of its own; pages without text are left out.

    Raises:
        UnreadableError: the file is damaged, protected, of another kind than it says, or costs too
            much.
    """
    command = [sys.executable, "-m", __name__, str(path), media_type]
    try:
        done = subprocess.run(  # noqa: S603  # our own interpreter and module, no shell
            command, cwd=ROOT, capture_output=True, timeout=MOST_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise UnreadableError("Reading it took too long.") from None
    if done.returncode:
        lines = done.stderr.decode(errors="replace").strip().splitlines()
        raise UnreadableError(lines[-1] if lines else f"Reading it ended with {done.returncode}.")
    return [Part(page, text) for page, text in json.loads(done.stdout)]


def is_readable(media_type: str) -> bool:
    """Whether files of a type have a text that can be read."""
    return media_type in READERS


def read(path: Path, media_type: str) -> list[Part]:
    """Return the text of a file; pages without text are left out."""
    parts: list[Part] = []
    left = MOST_CHARACTERS
    for part in READERS[media_type](path):
        text = tidied(part.text)[:left]
        left -= len(text)
        if text:
            parts.append(Part(part.page, text))
        if left <= 0:
            break
    return parts


def tidied(text: str) -> str:
    """Return a text without control characters and needless space, a line a paragraph."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = "".join(one for one in text if one in "\n\t" or unicodedata.category(one) != "Cc")
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(filter(None, lines))


def joined(text: str) -> str:
    """Return a page's text with the lines joined that only the page's width divides."""
    paragraphs: list[str] = []
    is_full = False
    for line in tidied(text).split("\n"):
        last = paragraphs[-1] if paragraphs else ""
        if _DIVIDED_WORD_END.search(last) and line[:1].islower():
            paragraphs[-1] = last[:-1] + line
        elif last and line[:1].islower() and not _SENTENCE_END.search(last):
            paragraphs[-1] = f"{last} {line}"
        elif is_full and _CJK_END.search(last) and _CJK_BEGIN.match(line):
            paragraphs[-1] = last + line
        else:
            paragraphs.append(line)
        is_full = len(line) >= FULL_LINE
    return "\n".join(paragraphs)


def _pdf(path: Path) -> Iterator[Part]:
    document = pypdfium2.PdfDocument(path)
    for index in range(min(len(document), MOST_PAGES)):
        page = document[index]
        words = page.get_textpage()
        yield Part(index + 1, joined(words.get_text_bounded()))
        words.close()
        page.close()


def _docx(path: Path) -> Iterator[Part]:
    with zipfile.ZipFile(path) as archive:
        names = sorted(name for name in archive.namelist() if _WORD_PARTS.match(name))
        yield from in_parts(line for name in names for line in _paragraphs(archive, name))


def _pptx(path: Path) -> Iterator[Part]:
    with zipfile.ZipFile(path) as archive:
        slides = {
            int(found[1]): name for name in archive.namelist() if (found := _SLIDE.match(name))
        }
        for number in sorted(slides)[:MOST_PAGES]:
            yield Part(number, "\n".join(_paragraphs(archive, slides[number])))


def _opendocument(path: Path) -> Iterator[Part]:
    with zipfile.ZipFile(path) as archive:
        yield from in_parts(_paragraphs(archive, "content.xml"))


def _paragraphs(archive: zipfile.ZipFile, name: str) -> Iterator[str]:
    """Yield the paragraphs of a member: Word, PowerPoint and OpenDocument call them ``p``."""
    with archive.open(name) as stream:
        root = ElementTree.parse(stream).getroot()
    for paragraph in _below(root):
        is_open = paragraph.tag.startswith("{urn:oasis")
        yield "".join(paragraph.itertext() if is_open else _runs(paragraph))


def _below(element: Element) -> Iterator[Element]:
    for child in element:
        local = _local(child)
        if local in {"p", "h"}:
            yield child
        if local != "Fallback":  # what older programs show instead of the same again
            yield from _below(child)


def _runs(element: Element) -> Iterator[str]:
    """Yield the texts of a paragraph, without those of paragraphs that stand in it."""
    for child in element:
        local = _local(child)
        if local == "t":
            yield child.text or ""
        elif local in {"tab", "br"}:
            yield " "
        elif local not in {"p", "Fallback"}:
            yield from _runs(child)


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _xlsx(path: Path) -> Iterator[Part]:
    with path.open("rb") as stream:  # by its name alone it would be refused
        yield from in_parts(_rows(stream))


def _rows(stream: IO[bytes]) -> Iterator[str]:
    book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
    yield from (
        " ".join(str(value) for value in row if value is not None)
        for sheet in book.worksheets
        for row in chain([(sheet.title,)], sheet.iter_rows(values_only=True))
    )


def _plain(path: Path) -> Iterator[Part]:
    data = path.read_bytes()
    has_mark = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if has_mark else ("utf-8-sig", "cp932"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        yield from in_parts(text.splitlines())
        return
    raise UnreadableError("Its characters are of no encoding that is known here.")


def in_parts(lines: Iterable[str]) -> Iterator[Part]:
    """Yield the lines of a file without pages in parts, divided between lines where possible."""
    held: list[str] = []
    size = 0
    for line in lines:
        for start in range(0, max(len(line), 1), PART_CHARACTERS):
            piece = line[start : start + PART_CHARACTERS]
            if held and size + len(piece) > PART_CHARACTERS:
                yield Part(None, "\n".join(held))
                held, size = [], 0
            held.append(piece)
            size += len(piece)
    if held:
        yield Part(None, "\n".join(held))


_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
READERS: dict[str, Callable[[Path], Iterator[Part]]] = {
    "application/pdf": _pdf,
    f"{_OFFICE}wordprocessingml.document": _docx,
    f"{_OFFICE}presentationml.presentation": _pptx,
    f"{_OFFICE}spreadsheetml.sheet": _xlsx,
    f"{_OPEN}text": _opendocument,
    f"{_OPEN}spreadsheet": _opendocument,
    "text/plain": _plain,
    "text/csv": _plain,
}


def main(path: str, media_type: str) -> int:
    """Read a file within what it may cost; return the process's exit code."""
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_PROCESSOR_SECONDS, MOST_PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    try:
        parts = read(Path(path), media_type)
    except MemoryError:
        sys.stderr.write("It needs too much memory.\n")
        return 1
    except Exception as error:  # a file may break its reader in any way
        sys.stderr.write(f"{error or type(error).__name__}\n")
        return 1
    json.dump([(part.page, part.text) for part in parts], sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
