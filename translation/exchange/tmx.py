"""TMX 1.4: a translation memory as a file, which other programs read and write."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from lxml import etree

from . import inline
from .documents import ExchangeError, Fault
from .inline import InlineTag, Piece
from .safe_xml import XML_LANG, indent, parsed, put_text, require_usable, serialised

_MOMENT = "%Y%m%dT%H%M%SZ"
_HEADER = {
    "creationtool": "Hashi",
    "creationtoolversion": "1",
    "segtype": "block",
    "o-tmf": "Hashi",
    "adminlang": "en",
    "srclang": "*all*",
    "datatype": "html",
}
_PAGE, _PATH, _ORIGIN, _MACHINE, _REVIEWED = (
    "x-page",
    "x-place",
    "x-origin",
    "x-machine",
    "x-reviewed",
)
#: Elements of a segment that hold a program's own code, not text.
_CODES = frozenset({"bpt", "ept", "it", "ph", "ut"})
_KEEP = frozenset({"seg"})
#: What a path may reach.
LONGEST_PATH = 1000


@dataclass(frozen=True, slots=True)
class TmxPair:
    """A translation in a TMX file; texts are fragments of HTML (:mod:`.inline`)."""

    source_locale: str
    target_locale: str
    source: str
    target: str
    page: int = 0
    path: str = ""
    origin: str = ""
    is_machine: bool = False
    is_reviewed: bool = False
    created_at: datetime | None = None
    changed_at: datetime | None = None


def write(pairs: Iterable[TmxPair]) -> bytes:
    """Return a TMX file, its units in the order given.

    Raises:
        ExchangeError: a text cannot be written.
    """
    root = etree.Element("tmx", {"version": "1.4"})
    etree.SubElement(root, "header", _HEADER)
    body = etree.SubElement(root, "body")
    for pair in pairs:
        _write_pair(body, pair)
    indent(root, keep=_KEEP)
    return serialised(root)


def _write_pair(body: etree._Element, pair: TmxPair) -> None:
    unit = etree.SubElement(body, "tu", {"srclang": pair.source_locale})
    for name, moment in (("creationdate", pair.created_at), ("changedate", pair.changed_at)):
        if moment:
            unit.set(name, moment.astimezone(UTC).strftime(_MOMENT))
    properties = (
        (_PAGE, str(pair.page) if pair.page else ""),
        (_PATH, pair.path),
        (_ORIGIN, pair.origin),
        (_MACHINE, "yes" if pair.is_machine else ""),
        (_REVIEWED, "yes" if pair.is_reviewed else ""),
    )
    for kind, value in properties:
        if value:
            put_text(etree.SubElement(unit, "prop", {"type": kind}), value)
    for locale, text in ((pair.source_locale, pair.source), (pair.target_locale, pair.target)):
        variant = etree.SubElement(unit, "tuv", {XML_LANG: locale})
        _write_segment(etree.SubElement(variant, "seg"), inline.parse(text))


def _write_segment(segment: etree._Element, pieces: Iterable[Piece]) -> None:
    """Write texts as they are, tags as codes; a tag that closes has the number that opened it."""
    last = 0
    open_numbers: list[int] = []
    for piece in pieces:
        if isinstance(piece, str):
            require_usable(piece)
            if len(segment):
                segment[-1].tail = (segment[-1].tail or "") + piece
            else:
                segment.text = (segment.text or "") + piece
            continue
        if piece.kind == "close":
            attributes, name = {"i": str(open_numbers.pop() if open_numbers else 0)}, "ept"
        else:
            last += 1
            name = "ph" if piece.kind == "empty" else "bpt"
            attributes = {"x" if name == "ph" else "i": str(last), "type": piece.name}
            if name == "bpt":
                open_numbers.append(last)
        put_text(etree.SubElement(segment, name, attributes), inline.to_html([piece]))


def read(data: bytes) -> list[TmxPair]:
    """Return the translations of a TMX file: each unit's source with each of its translations.

    Codes of other programs, which no page may have, are left out of the texts.

    Raises:
        ExchangeError: it is none, broken, too large, or declares a document type.
    """
    root = parsed(data)
    if root.tag != "tmx":
        raise ExchangeError(Fault.WRONG_FORMAT)
    header = root.find("header")
    by_default = "" if header is None else header.get("srclang", "")
    return [pair for unit in root.iter("tu") for pair in _pairs(unit, by_default)]


def _pairs(unit: etree._Element, by_default: str) -> Iterator[TmxPair]:
    texts: list[tuple[str, str]] = []
    for variant in unit.iterfind("tuv"):
        segment = variant.find("seg")
        locale = variant.get(XML_LANG) or variant.get("lang") or ""
        if segment is not None and locale:
            texts.append((locale, inline.to_html(_segment(segment))))
    wanted = unit.get("srclang", by_default).lower()
    first = next((at for at, text in enumerate(texts) if text[0].lower() == wanted), 0)
    if not texts:
        return
    source_locale, source = texts.pop(first)
    values = {one.get("type"): one.text or "" for one in unit.iterfind("prop")}
    page = values.get(_PAGE, "")
    for locale, target in texts:
        yield TmxPair(
            source_locale,
            locale,
            source,
            target,
            page=int(page) if page.isdecimal() and len(page) < 19 else 0,  # noqa: PLR2004 - 64 bits
            path=values.get(_PATH, "")[:LONGEST_PATH],
            origin=values.get(_ORIGIN, ""),
            is_machine=values.get(_MACHINE) == "yes",
            is_reviewed=values.get(_REVIEWED) == "yes",
            created_at=_moment(unit.get("creationdate")),
            changed_at=_moment(unit.get("changedate")),
        )


def _moment(text: str | None) -> datetime | None:
    try:
        return datetime.strptime(text or "", _MOMENT).replace(tzinfo=UTC)
    except ValueError:
        return None


def _segment(segment: etree._Element) -> tuple[Piece, ...]:
    found: list[Piece] = [segment.text or ""]
    for child in segment:
        if child.tag in _CODES:
            code = inline.parse("".join(child.itertext()))
            found += [one for one in code if isinstance(one, InlineTag) and _is_ours(one)]
        else:
            found += _segment(child)
        found.append(child.tail or "")
    pieces = inline.joined(found)
    if inline.is_nested(pieces):
        return pieces
    return inline.joined(piece for piece in pieces if isinstance(piece, str))


def _is_ours(tag: InlineTag) -> bool:
    return not inline.has_foreign_markup([tag])
