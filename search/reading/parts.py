"""What a reader gives: parts of a text, what it noticed, and why a file cannot be read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

#: Pages of a file that are read; what follows is left out.
MOST_PAGES = 2_000
#: About how many characters a part of a file without pages has.
PART_CHARACTERS = 1_500
#: A line of Japanese that is shorter ends where it does for another reason than the page's width.
FULL_LINE = 16

_CJK = "\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff\uff10-\uffef"
_LETTER = "\u3005\u3041-\u3096\u30a1-\u30fa\u30fc\u3400-\u9fff\uf900-\ufaff"
_CJK_END = re.compile(f"[{_CJK}、，]$")
_CJK_BEGIN = re.compile(f"[{_CJK}、。，．]")
_DIVIDED_WORD_END = re.compile(r"(?<=[a-z])[-\u00ad\u2010\ufffe]$")
#: Control characters that divide: vertical tabs, form feeds, separators.
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1f\x85\u2028\u2029]")
#: Letters of one kind, each followed by a space: at least four of them, or three kanji or kana.
_SET_APART = re.compile(
    rf"(?<![^\W_])(?:[A-Za-z][ \u00a0\u3000]){{3,}}[A-Za-z](?![^\W_])"
    rf"|(?<![^\W_])(?:[{_LETTER}][ \u00a0\u3000]+){{2,}}[{_LETTER}](?![^\W_])"
)
_SPACES = re.compile(r"[^\S\n]+")
_SENTENCE_END = re.compile(r"[。．.!?！？:：]$")


class Reason(StrEnum):
    """Why a file has no text, or not all of it; :class:`search.models.FileText` names them."""

    SCANNED = "scanned"
    EMPTY = "empty"
    PASSWORD = "password"  # noqa: S105  # no password of ours
    DAMAGED = "damaged"
    PARTLY = "partly"
    OLD_FORMAT = "old_format"
    OTHER_TYPE = "other_type"
    ENCODING = "encoding"
    TOO_MUCH = "too_much"
    NOT_FETCHED = "not_fetched"


@dataclass(frozen=True)
class Part:
    """A page of a file, or a part of one that has no pages; ``page`` counts from one."""

    page: int | None
    text: str


@dataclass
class Notes:
    """What a reader noticed beside the text.

    ``is_damaged`` says that something could not be read. ``pages`` is how many pages there were to
    read, ``scanned`` how many of them show a picture and next to no letters.
    """

    is_damaged: bool = False
    pages: int = 0
    scanned: int = 0


class UnreadableError(Exception):
    """A file whose text cannot be read; ``reason`` says why, the message what happened."""

    def __init__(self, message: str, reason: Reason = Reason.DAMAGED) -> None:
        super().__init__(message)
        self.reason = reason


def tidied(text: str) -> str:
    """Return a text without control characters and needless space, a line a paragraph."""
    text = _BREAKS.sub("\n", text)
    text = "".join(
        one for one in text if one in "\n\t" or unicodedata.category(one) not in {"Cc", "Cs"}
    )
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(filter(None, lines))


def joined(text: str, is_prose: bool = True) -> str:
    """Return a page's text with the lines joined that only the page's width divides.

    Where it may be lists or code rather than prose, a Latin line that begins small stands alone.
    """
    paragraphs: list[str] = []
    is_full = False
    for line in tidied(text).split("\n"):
        last = paragraphs[-1] if paragraphs else ""
        if _DIVIDED_WORD_END.search(last) and line[:1].islower():
            paragraphs[-1] = last[:-1] + line
        elif is_prose and last and line[:1].islower() and not _SENTENCE_END.search(last):
            paragraphs[-1] = f"{last} {line}"
        elif is_full and _CJK_END.search(last) and _CJK_BEGIN.match(line):
            paragraphs[-1] = last + line
        else:
            paragraphs.append(line)
        is_full = len(line) >= FULL_LINE
    return "\n".join(paragraphs)


def closed_up(line: str) -> str:
    """Return a line whose letters are set apart (環 境 計 画, H e l l o) with its words whole."""
    return _SET_APART.sub(_without_gaps, line)


def _without_gaps(found: re.Match[str]) -> str:
    letters = _SPACES.sub("", found[0])
    # Latin words are told apart by their capitals alone.
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", letters)


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
