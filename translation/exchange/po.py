"""PO files (gettext). A page and a unit are named in the context of each entry.

Of the states a PO file knows one: ``fuzzy``, which says that somebody has to look at it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import polib

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
from .safe_xml import decoded, require_usable

_PAGES, _SOURCE_LANGUAGE, _LANGUAGE = "X-Hashi-Pages", "X-Source-Language", "Language"
_PAGE = re.compile(r"(\d{1,18})=([0-9a-f]{32})")
_CONTEXT = re.compile(r"(\d{1,18})/([^/]+)/(.*)", re.DOTALL)


def write(documents: Sequence[PageDocument]) -> bytes:
    """Return a PO file of documents, which are all of one pair of languages.

    Raises:
        ExchangeError: there is no document, or a text cannot be written.
    """
    source_locale, target_locale = languages_of(documents)
    file = polib.POFile(wrapwidth=0)
    file.metadata = {
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        _LANGUAGE: target_locale,
        _SOURCE_LANGUAGE: source_locale,
        _PAGES: " ".join(f"{one.page}={one.source_hash}" for one in documents),
    }
    for document in documents:
        for unit in document.units:
            file.append(_entry(document, unit))
    return (str(file).rstrip("\n") + "\n").encode()


def _entry(document: PageDocument, unit: TextUnit) -> polib.POEntry:
    source = inline.to_readable(inline.parse(unit.source))
    target = inline.to_readable(inline.parse(unit.target))
    for text in (source, target, document.title, unit.note):
        require_usable(text)
    is_fuzzy = bool(target) and unit.state is UnitState.NEEDS_REVIEW
    return polib.POEntry(
        msgctxt=f"{document.page}/{unit.id}/{unit.path}",
        msgid=source,
        msgstr=target,
        comment=" ".join(unit.note.split()),
        flags=["fuzzy"] if is_fuzzy else [],
    )


def read(data: bytes) -> ExchangeFile:
    """Return the documents of a PO file; titles are not in it.

    Raises:
        ExchangeError: it is none, or not one of ours.
    """
    text = decoded(data).replace("\r\n", "\n")
    if not re.search(r"^msgid ", text, re.MULTILINE):
        raise ExchangeError(Fault.WRONG_FORMAT)  # polib takes a text that is none for a path
    try:
        file = polib.pofile(text, wrapwidth=0)
    except (OSError, ValueError, IndexError) as error:
        raise ExchangeError(Fault.NOT_READABLE, str(error)) from None
    pages = _PAGE.findall(file.metadata.get(_PAGES, ""))
    units: dict[int, list[TextUnit]] = {int(page): [] for page, _hash in pages}
    findings: list[ImportFinding] = []
    for entry in file:
        match = _CONTEXT.fullmatch(entry.msgctxt or "")
        if entry.obsolete:
            continue
        if match is None or int(match[1]) not in units:
            findings.append(ImportFinding(Fault.UNKNOWN_LINE, place=f"line {entry.linenum}"))
            continue
        units[int(match[1])].append(_unit(entry, match[2], match[3]))
    documents = tuple(
        PageDocument(
            page=int(page),
            title="",
            source_hash=source_hash,
            source_locale=file.metadata.get(_SOURCE_LANGUAGE, ""),
            target_locale=file.metadata.get(_LANGUAGE, ""),
            units=tuple(units[int(page)]),
        )
        for page, source_hash in pages
    )
    languages_of(documents)
    require_unique(documents)
    return ExchangeFile(documents, tuple(findings))


def _unit(entry: polib.POEntry, unit: str, path: str) -> TextUnit:
    target = inline.canonical(entry.msgstr)
    state = UnitState.NEW
    if target:
        state = UnitState.NEEDS_REVIEW if entry.fuzzy else UnitState.TRANSLATED
    return TextUnit(unit, path, inline.canonical(entry.msgid), target, state, entry.comment)
