"""Excel files: the sheets, rows and columns that are shown, their values as they are shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, time
from pathlib import Path
from xml.etree.ElementTree import Element  # the type alone: defusedxml reads

from defusedxml import ElementTree

from .cell_formats import BUILT_IN, general, is_date, shown
from .office import OfficeReader
from .packages import Package, Relation, attribute, child, children, is_true, local
from .parts import Notes, Part, in_parts

_LETTERS = re.compile(r"[A-Za-z]+")
#: Characters that XML cannot hold stand as their numbers.
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_EPOCH = datetime(1899, 12, 30, tzinfo=UTC)
_EPOCH_1904 = datetime(1904, 1, 1, tzinfo=UTC)
_DAY = 86_400


def read(path: Path, notes: Notes) -> Iterator[Part]:
    """Yield the text of an Excel file in parts: a row a line, below its sheet's name."""
    with path.open("rb") as file:
        yield from in_parts(_Book(Package(file, notes)).lines())


class _Book:
    def __init__(self, package: Package) -> None:
        self._package = package
        self._part = package.main_part("xl/workbook.xml")
        self._relations = package.relations(self._part)
        self._is_1904 = False
        self._strings: list[str] = []
        self._formats: list[str] = []

    def lines(self) -> Iterator[str]:
        root = self._package.tree(self._part)
        if root is None:
            return
        settings = child(root, "workbookPr")
        stated = attribute(settings, "date1904") if settings is not None else ""
        self._is_1904 = bool(stated) and is_true(stated)
        self._strings = list(self._shared_strings())
        self._formats = self._cell_formats()
        for sheet in children(root, "sheets"):
            relation = self._relations.get(_relation_id(sheet))
            if attribute(sheet, "state").lower() in {"hidden", "veryhidden"} or relation is None:
                continue
            yield attribute(sheet, "name")
            yield from self._sheet(relation)

    def _sheet(self, relation: Relation) -> Iterator[str]:
        if relation.kind == "worksheet":
            yield from self._rows(relation.target)
        for one in self._package.relations(relation.target).values():
            if one.kind == "drawing":
                yield from OfficeReader(self._package, one.target).read()

    def _of_kind(self, kind: str) -> str | None:
        found = (one.target for one in self._relations.values() if one.kind == kind)
        return next(found, None)

    def _elements(self, part: str, *names: str) -> Iterator[Element]:
        """Yield elements of some names as they end, each forgotten when the next is asked for."""
        try:
            events = ElementTree.iterparse(self._package.stream(part), events=("start", "end"))
            above: list[Element] = []
            for event, element in events:
                if event == "start":
                    above.append(element)
                    continue
                above.pop()
                if local(element) in names:
                    yield element
                    element.clear()
                    if above:
                        above[-1].remove(element)
        except (ElementTree.ParseError, ValueError, MemoryError):
            self._package.notes.is_damaged = True

    def _shared_strings(self) -> Iterator[str]:
        if part := self._of_kind("sharedStrings"):
            for item in self._elements(part, "si"):
                yield _text_of(item)

    def _cell_formats(self) -> list[str]:
        """Return the code of each format that cells name by its place."""
        part = self._of_kind("styles")
        root = self._package.tree(part) if part else None
        codes = dict(BUILT_IN)
        for one in children(root, "numFmts"):
            codes[_whole(attribute(one, "numFmtId"))] = attribute(one, "formatCode")
        cells = children(root, "cellXfs")
        return [codes.get(_whole(attribute(one, "numFmtId")), "") for one in cells]

    def _rows(self, part: str) -> Iterator[str]:
        hidden: list[tuple[int, int]] = []
        for element in self._elements(part, "cols", "row"):
            if local(element) == "cols":
                hidden = [
                    (_whole(attribute(one, "min")), _whole(attribute(one, "max")))
                    for one in element
                    if _is_on(one, "hidden") or attribute(one, "width") == "0"
                ]
            elif (
                not _is_on(element, "hidden")
                and attribute(element, "ht") != "0"
                and (line := " ".join(self._values(element, hidden)))
            ):
                yield line

    def _values(self, row: Element, hidden: list[tuple[int, int]]) -> Iterator[str]:
        column = 0
        for cell in row:
            if local(cell) != "c":
                continue
            letters = _LETTERS.match(attribute(cell, "r"))
            column = _column(letters[0]) if letters else column + 1
            if any(first <= column <= last for first, last in hidden):
                continue
            if value := self._value(cell).strip():
                yield value

    def _value(self, cell: Element) -> str:
        kind = attribute(cell, "t")
        code = self._format(cell)
        value = child(cell, "v")
        text = (value.text or "") if value is not None else ""
        if kind == "s":
            text = self._string(text)
        elif kind == "inlineStr":
            inline = child(cell, "is")
            text = _text_of(inline) if inline is not None else ""
        elif kind == "b":
            return ("TRUE" if text == "1" else "FALSE") if text else ""
        elif kind == "e":
            return ""
        elif kind == "d":
            return self._stated_date(text, code)
        elif kind != "str":
            return self._number(text, code)
        # The fourth section of a format is for text.
        hides = code.count(";") == 3 and code.endswith(";")  # noqa: PLR2004
        return "" if hides or code.replace(" ", "") == ";;;" else _unescaped(text)

    def _format(self, cell: Element) -> str:
        place = _whole(attribute(cell, "s") or "0")
        return self._formats[place] if 0 <= place < len(self._formats) else ""

    def _string(self, text: str) -> str:
        place = _whole(text)
        if not 0 <= place < len(self._strings):
            self._package.notes.is_damaged = True
            return ""
        return self._strings[place]

    def _number(self, text: str, code: str) -> str:
        try:
            value = float(text)
            return shown(value, code, self._is_1904) if code else general(value)
        except (ValueError, OverflowError):
            return text

    def _stated_date(self, text: str, code: str) -> str:
        """Return a date of Strict Open XML as its format shows it."""
        try:
            if text.startswith("T") or re.match(r"\d+:", text):
                at = time.fromisoformat(text.lstrip("T").rstrip("Z"))
                days = (at.hour * 3600 + at.minute * 60 + at.second) / _DAY
            else:
                moment = datetime.fromisoformat(text.rstrip("Z")).replace(tzinfo=UTC)
                epoch = _EPOCH_1904 if self._is_1904 else _EPOCH
                days = (moment - epoch).total_seconds() / _DAY
        except ValueError:
            return text
        usual = BUILT_IN[22 if days % 1 else 14]
        return shown(days, code if is_date(code) else usual, self._is_1904)


def _relation_id(sheet: Element) -> str:
    """Return ``r:id``; the sheet has a number of its own beside."""
    found = (value for key, value in sheet.attrib.items() if key.endswith("}id"))
    return next(found, "")


def _text_of(item: Element) -> str:
    """Return a text without the readings above it."""
    pieces: list[str] = []
    for one in item:
        if local(one) == "t":
            pieces.append(one.text or "")
        elif local(one) == "r":
            pieces += [inner.text or "" for inner in one if local(inner) == "t"]
    return "".join(pieces)


def _unescaped(text: str) -> str:
    text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return " ".join(text.split())


def _is_on(element: Element, name: str) -> bool:
    value = attribute(element, name)
    return bool(value) and is_true(value)


def _whole(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        return -1


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
