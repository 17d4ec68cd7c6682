"""What is exchanged, whatever the file's format; and what can be wrong with it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

#: A translation that consists of this alone asks that the present one be deleted. An empty one asks
#: for nothing, since programs write empty ones where nobody translated.
CLEAR = "{clear}"


class UnitState(StrEnum):
    """How far a translation is."""

    NEW = "new"
    NEEDS_REVIEW = "needs-review"
    TRANSLATED = "translated"
    FINAL = "final"


class Fault(StrEnum):
    """What is wrong with a file, a page in it or one line."""

    TOO_LARGE = "too-large"
    TOO_MANY_ROWS = "too-many-rows"
    BROKEN_ENCODING = "broken-encoding"
    NOT_READABLE = "not-readable"
    HAS_DTD = "has-dtd"
    WRONG_FORMAT = "wrong-format"
    NO_PAGE = "no-page"
    MIXED_LANGUAGES = "mixed-languages"
    CANNOT_BE_WRITTEN = "cannot-be-written"
    # of a page
    OTHER_PAGE = "other-page"
    OTHER_LANGUAGES = "other-languages"
    OLD_SOURCE = "old-source"
    STOPPED = "stopped"
    HELD = "held"
    TWICE = "twice"
    # of a line
    UNKNOWN_LINE = "unknown-line"
    SOURCE_CHANGED = "source-changed"
    TAGS_CHANGED = "tags-changed"
    FOREIGN_MARKUP = "foreign-markup"
    FORMULA = "formula"
    NOT_TEXT = "not-text"
    NOT_FINAL = "not-final"
    UNUSABLE_CHARACTERS = "unusable-characters"


class ExchangeError(Exception):
    """A file cannot be read, or something cannot be written.

    Attributes:
        fault: What is wrong.
        detail: What a person needs beside: a line, a limit, a place.
    """

    def __init__(self, fault: Fault, detail: str = "") -> None:
        super().__init__(f"{fault}: {detail}" if detail else str(fault))
        self.fault = fault
        self.detail = detail


@dataclass(frozen=True, slots=True)
class ImportFinding:
    """Something wrong with one line, which is then left as it was.

    Attributes:
        fault: What is wrong.
        page: The page's number, 0 where it is unknown.
        unit: The id of the unit, empty where it is unknown or the page as a whole is meant.
        place: Where it stands in the file: ``row 7``.
    """

    fault: Fault
    page: int = 0
    unit: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class TextUnit:
    """One segment.

    Attributes:
        id: Unique on its page: letters and digits.
        path: The place on the page.
        source: A fragment of HTML (:mod:`.inline`).
        target: A fragment of HTML; empty where nothing was translated.
        state: How far the translation is.
        note: For the translator.
    """

    id: str
    path: str
    source: str
    target: str = ""
    state: UnitState = UnitState.NEW
    note: str = ""


@dataclass(frozen=True, slots=True)
class PageDocument:
    """The segments of one page.

    Attributes:
        page: The page's number.
        title: For people; nothing is decided by it.
        source_hash: What :func:`hash_of` says of the sources, when the file was written.
        source_locale: The code of the source's language.
        target_locale: The code of the translation's language.
        units: In the order of the page.
    """

    page: int
    title: str
    source_hash: str
    source_locale: str
    target_locale: str
    units: tuple[TextUnit, ...]


@dataclass(frozen=True, slots=True)
class ExchangeFile:
    """What was read from a file.

    Attributes:
        documents: A document for each page.
        findings: Lines that could not be read; they are not in the documents.
    """

    documents: tuple[PageDocument, ...]
    findings: tuple[ImportFinding, ...] = field(default=())


def hash_of(units: Iterable[TextUnit]) -> str:
    """Return a hash (32 hexadecimal digits) of all source texts, their places and their order."""
    whole = hashlib.sha256()
    for unit in units:
        for value in (unit.id, unit.path, unit.source):
            data = value.encode()
            whole.update(f"{len(data)}:".encode() + data)
    return whole.hexdigest()[:32]


def languages_of(documents: Iterable[PageDocument]) -> tuple[str, str]:
    """Return the one pair of languages of all documents.

    Raises:
        ExchangeError: there is none, or there are several.
    """
    pairs = {(one.source_locale, one.target_locale) for one in documents}
    if not pairs:
        raise ExchangeError(Fault.NO_PAGE)
    if len(pairs) > 1:
        raise ExchangeError(Fault.MIXED_LANGUAGES)
    return pairs.pop()


def require_unique(documents: Iterable[PageDocument]) -> None:
    """Raise an error when a page is there twice.

    Raises:
        ExchangeError: naming the page.
    """
    seen: set[int] = set()
    for document in documents:
        if document.page in seen:
            raise ExchangeError(Fault.TWICE, str(document.page))
        seen.add(document.page)
