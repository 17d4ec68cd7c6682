"""XLIFF 2.0 (OASIS)."""

from __future__ import annotations

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
from .inline import InlineTag, Piece
from .safe_xml import XML_SPACE, indent, parsed, put_text, serialised
from .xliff12 import named_by, original_of

NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"
_N = f"{{{NAMESPACE}}}"
_KEEP = frozenset({f"{_N}source", f"{_N}target", f"{_N}note"})
_OURS = "hashi:"
_NEEDS_REVIEW = f"{_OURS}needs-review"
_LINK = "a"

_WRITTEN = {
    UnitState.NEW: "initial",
    UnitState.NEEDS_REVIEW: "translated",
    UnitState.TRANSLATED: "translated",
    UnitState.FINAL: "final",
}
_READ = {"initial": UnitState.NEW, "reviewed": UnitState.FINAL, "final": UnitState.FINAL}
#: Of several segments the least finished decides.
_ORDER = (UnitState.NEEDS_REVIEW, UnitState.NEW, UnitState.TRANSLATED, UnitState.FINAL)


def write(documents: Sequence[PageDocument]) -> bytes:
    """Return an XLIFF 2.0 file of documents, which are all of one pair of languages.

    Raises:
        ExchangeError: there is no document, or a text cannot be written.
    """
    source_locale, target_locale = languages_of(documents)
    attributes = {"version": "2.0", "srcLang": source_locale, "trgLang": target_locale}
    root = etree.Element(f"{_N}xliff", attributes, nsmap={None: NAMESPACE})
    for document in documents:
        attributes = {
            "id": f"f{document.page}",
            "original": original_of(document),
            XML_SPACE: "preserve",
        }
        file = etree.SubElement(root, f"{_N}file", attributes)
        notes = etree.SubElement(file, f"{_N}notes")
        put_text(etree.SubElement(notes, f"{_N}note", {"category": "title"}), document.title)
        for unit in document.units:
            _write_unit(file, unit)
    indent(root, keep=_KEEP)
    return serialised(root)


def _write_unit(file: etree._Element, unit: TextUnit) -> None:
    element = etree.SubElement(file, f"{_N}unit", {"id": unit.id, "name": unit.path})
    if unit.note:
        notes = etree.SubElement(element, f"{_N}notes")
        put_text(etree.SubElement(notes, f"{_N}note"), unit.note)
    state = {"state": _WRITTEN[unit.state if unit.target else UnitState.NEW]}
    if unit.target and unit.state is UnitState.NEEDS_REVIEW:
        state["subState"] = _NEEDS_REVIEW
    segment = etree.SubElement(element, f"{_N}segment", state)
    source, target = inline.parse(unit.source), inline.parse(unit.target)
    ours, theirs = codes.numbered(source, target)
    codes.put(etree.SubElement(segment, f"{_N}source"), source, ours, _make)
    if unit.target:
        codes.put(etree.SubElement(segment, f"{_N}target"), target, theirs, _make)


def _make(parent: etree._Element, code: Code) -> etree._Element:
    name = "ph" if code.tag.kind == "empty" else "pc"
    attributes = {
        "id": str(code.number),
        "type": "link" if code.tag.name == _LINK else "fmt",
        "subType": f"{_OURS}{code.name}",
    }
    return etree.SubElement(parent, f"{_N}{name}", attributes)


def read(data: bytes) -> ExchangeFile:
    """Return the documents of an XLIFF 2.0 file.

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
                title=file.findtext(f"{_N}notes/{_N}note[@category='title']") or "",
                source_hash=source_hash,
                source_locale=root.get("srcLang", ""),
                target_locale=root.get("trgLang", ""),
                units=tuple(_read_unit(unit) for unit in file.iter(f"{_N}unit")),
            )
        )
    languages_of(documents)
    require_unique(documents)
    return ExchangeFile(tuple(documents))


def _read_unit(element: etree._Element) -> TextUnit:
    tags = _Tags()
    segments = element.findall(f"{_N}segment")
    is_translated = any(segment.find(f"{_N}target") is not None for segment in segments)
    source = inline.to_html(_pieces(element, "source", tags))
    target = inline.to_html(_pieces(element, "target", tags)) if is_translated else ""
    return TextUnit(
        id=element.get("id", ""),
        path=element.get("name", ""),
        source=source,
        target=target,
        state=min(map(_state, segments), key=_ORDER.index) if target else UnitState.NEW,
        note=element.findtext(f"{_N}notes/{_N}note") or "",
    )


def _pieces(unit: etree._Element, name: str, tags: _Tags) -> tuple[Piece, ...]:
    """Return what a unit's segments say together; a program may have split it into several."""
    found: list[Piece] = []
    for part in unit:
        if part.tag in {f"{_N}segment", f"{_N}ignorable"}:
            text = part.find(f"{_N}{name}")
            if text is None and part.tag == f"{_N}ignorable":
                text = part.find(f"{_N}source")
            found += () if text is None else codes.pieces_of(text, tags.around)
    return inline.joined(found)


class _Tags:
    """The tags of a unit by the numbers of their codes; the source says which they are."""

    def __init__(self) -> None:
        self._known: dict[str, InlineTag] = {}

    def around(self, within: etree._Element) -> codes.Around:
        name = etree.QName(within).localname
        if name == "mrk":
            return [], []
        if name == "sc":
            return [self._tag(within, "id")], []
        if name == "ec":
            return [InlineTag(self._tag(within, "startRef").name, "close")], []
        if name in {"pc", "ph"}:
            return codes.around(self._tag(within, "id", is_empty=name == "ph"))
        return codes.around(codes.UNKNOWN)

    def _tag(self, within: etree._Element, key: str, *, is_empty: bool = False) -> InlineTag:
        number = within.get(key, "")
        kind = within.get("subType", "")
        if number not in self._known and kind.startswith(_OURS):
            named = codes.tag_named(kind.removeprefix(_OURS), is_empty=is_empty)
            self._known[number] = named
        return self._known.get(number, codes.UNKNOWN)


def _state(segment: etree._Element) -> UnitState:
    if segment.get("subState") == _NEEDS_REVIEW:
        return UnitState.NEEDS_REVIEW
    return _READ.get(segment.get("state", ""), UnitState.TRANSLATED)
