"""XLIFF 1.2 (OASIS, strict): what most translation programs read."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import etree

from . import codes, inline
from .codes import Code
from .documents import (
    ExchangeError,
    ExchangeFile,
    Fault,
    PageDocument,
    TextUnit,
    UnitState,
    languages_of,
    require_unique,
)
from .inline import InlineTag
from .safe_xml import XML_SPACE, indent, parsed, put_text, serialised

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
_N = f"{{{NAMESPACE}}}"
_KEEP = frozenset({f"{_N}source", f"{_N}target", f"{_N}note"})
_ORIGINAL = re.compile(r"hashi:(\d{1,18}):([0-9a-f]{32})")
_HTML = "x-html-"

_WRITTEN = {
    UnitState.NEW: "new",
    UnitState.NEEDS_REVIEW: "needs-review-translation",
    UnitState.TRANSLATED: "translated",
    UnitState.FINAL: "final",
}
_READ = {
    "new": UnitState.NEW,
    "needs-translation": UnitState.NEW,
    "needs-adaptation": UnitState.NEEDS_REVIEW,
    "needs-l10n": UnitState.NEEDS_REVIEW,
    "needs-review-adaptation": UnitState.NEEDS_REVIEW,
    "needs-review-l10n": UnitState.NEEDS_REVIEW,
    "needs-review-translation": UnitState.NEEDS_REVIEW,
    "final": UnitState.FINAL,
    "signed-off": UnitState.FINAL,
}


def write(documents: Sequence[PageDocument]) -> bytes:
    """Return an XLIFF 1.2 file of documents.

    Raises:
        ExchangeError: there is no document, or a text cannot be written.
    """
    languages_of(documents)
    root = etree.Element(f"{_N}xliff", {"version": "1.2"}, nsmap={None: NAMESPACE})
    for document in documents:
        file = etree.SubElement(
            root,
            f"{_N}file",
            {
                "original": original_of(document),
                "source-language": document.source_locale,
                "target-language": document.target_locale,
                "datatype": "html",
            },
        )
        header = etree.SubElement(file, f"{_N}header")
        put_text(etree.SubElement(header, f"{_N}note"), document.title)
        body = etree.SubElement(file, f"{_N}body")
        for unit in document.units:
            _write_unit(body, unit)
    indent(root, keep=_KEEP)
    return serialised(root)


def original_of(document: PageDocument) -> str:
    """Return what names a page and its source in a file."""
    return f"hashi:{document.page}:{document.source_hash}"


def named_by(original: str | None) -> tuple[int, str]:
    """Return page number and source hash of what :func:`original_of` wrote.

    Raises:
        ExchangeError: it was written elsewhere.
    """
    match = _ORIGINAL.fullmatch(original or "")
    if match is None:
        raise ExchangeError(Fault.NO_PAGE)
    return int(match[1]), match[2]


def _write_unit(body: etree._Element, unit: TextUnit) -> None:
    attributes = {"id": unit.id, "resname": unit.path, XML_SPACE: "preserve"}
    if unit.target and unit.state is UnitState.FINAL:
        attributes["approved"] = "yes"
    element = etree.SubElement(body, f"{_N}trans-unit", attributes)
    source, target = inline.parse(unit.source), inline.parse(unit.target)
    ours, theirs = codes.numbered(source, target)
    codes.put(etree.SubElement(element, f"{_N}source"), source, ours, _make)
    if unit.target:
        state = {"state": _WRITTEN[unit.state]}
        codes.put(etree.SubElement(element, f"{_N}target", state), target, theirs, _make)
    if unit.note:
        put_text(etree.SubElement(element, f"{_N}note"), unit.note)


def _make(parent: etree._Element, code: Code) -> etree._Element:
    name = "x" if code.tag.kind == "empty" else "g"
    attributes = {"id": str(code.number), "ctype": f"{_HTML}{code.name}"}
    return etree.SubElement(parent, f"{_N}{name}", attributes)


def read(data: bytes) -> ExchangeFile:
    """Return the documents of an XLIFF 1.2 file.

    Raises:
        ExchangeError: it is none, or not one of ours.
    """
    root = parsed(data)
    if root.tag != f"{_N}xliff":
        raise ExchangeError(Fault.WRONG_FORMAT)
    documents = []
    for file in root.iterfind(f"{_N}file"):
        page, source_hash = named_by(file.get("original"))
        documents.append(
            PageDocument(
                page=page,
                title=file.findtext(f"{_N}header/{_N}note") or "",
                source_hash=source_hash,
                source_locale=file.get("source-language", ""),
                target_locale=file.get("target-language", ""),
                units=tuple(_read_unit(unit) for unit in file.iter(f"{_N}trans-unit")),
            )
        )
    languages_of(documents)
    require_unique(documents)
    return ExchangeFile(tuple(documents))


def _read_unit(element: etree._Element) -> TextUnit:
    known: dict[str, InlineTag] = {}

    def around(within: etree._Element) -> codes.Around:
        if within.tag == f"{_N}mrk":
            return [], []
        if within.tag not in {f"{_N}g", f"{_N}x"}:
            return codes.around(codes.UNKNOWN)
        tag = known.get(within.get("id", ""))
        if tag is None:
            kind = within.get("ctype", "")
            if not kind.startswith(_HTML):
                return codes.around(codes.UNKNOWN)
            tag = codes.tag_named(kind.removeprefix(_HTML), is_empty=within.tag == f"{_N}x")
            known[within.get("id", "")] = tag
        return codes.around(tag)

    def html(name: str) -> str:
        found = element.find(f"{_N}{name}")
        return "" if found is None else inline.to_html(codes.pieces_of(found, around))

    source, target = html("source"), html("target")
    found = element.find(f"{_N}target")
    state = UnitState.NEW
    if target and found is not None:
        state = _READ.get(found.get("state", ""), UnitState.TRANSLATED)
    return TextUnit(
        id=element.get("id", ""),
        path=element.get("resname", ""),
        source=source,
        target=target,
        state=state,
        note=element.findtext(f"{_N}note") or "",
    )
