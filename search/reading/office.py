"""The paragraphs of a part of a Word, PowerPoint or Excel file, as who opens it sees them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element  # the type alone: defusedxml reads

from .packages import Package, attribute, child, is_true, local
from .parts import closed_up

#: What is no text that is seen: properties, deleted and moved text, codes of fields, comments.
UNSEEN = frozenset(
    {
        "rPr",
        "sdtPr",
        "tblPr",
        "del",
        "moveFrom",
        "delText",
        "instrText",
        "delInstrText",
        "rubyPr",
        "numCache",
        "numLit",
        "numDim",
        "spPr",
        "style",
        "binData",
    }
)
#: What is drawn at a place of its own and may be hidden there.
SHAPES = frozenset(
    {"inline", "anchor", "sp", "grpSp", "pic", "graphicFrame", "cxnSp", "wsp", "wgp", "contentPart"}
)
#: Placeholders that say no more than where one is.
NUMBERS = frozenset({"sldNum", "sldImg"})
#: Kept words of a chart: names of its series and categories.
CHART_WORDS = frozenset({"strCache", "strLit", "multiLvlStrCache", "strDim", "dlblRangeCache"})
#: How deep a part may lead to another.
DEEPEST = 4
_PRIVATE_USE = range(0xE000, 0xF900)
_WHITE_SPACE = str.maketrans("\n\r", "  ")

IsHidden = Callable[[Element | None, Element], bool]
"""Whether a run is hidden, by its paragraph's properties and the run itself."""


def _nothing_is_hidden(_paragraph: Element | None, _run: Element) -> bool:
    return False


@dataclass
class _OfficeParagraph:
    """What is being read of a paragraph; ``beside`` are the readings above it."""

    properties: Element | None
    pieces: list[str] = field(default_factory=list)
    readings: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)


@dataclass
class OfficeReader:
    """Reads one part and whatever it leads to; ``notes`` are the foot and end notes it names."""

    package: Package
    part: str
    is_hidden: IsHidden = _nothing_is_hidden
    skipped_placeholders: frozenset[str] = NUMBERS
    chunk: Callable[[Package, str, int], list[str]] | None = None
    depth: int = 0
    lines: list[str] = field(default_factory=list)
    referred: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._relations = self.package.relations(self.part)
        self._open: list[_OfficeParagraph] = []

    def read(self) -> list[str]:
        """Return the paragraphs of the part as far as it can be read."""
        root = self.package.tree(self.part)
        if root is not None:
            self.walk(root)
        return self.lines

    def walk(self, element: Element) -> None:
        """Read what stands in an element."""
        try:
            for one in element:
                self.visit(one)
        except RecursionError:
            self.package.notes.is_damaged = True

    def visit(self, element: Element) -> None:
        """Read an element of any kind."""
        name = local(element)
        if name in UNSEEN or name.startswith("filtered") or _is_hidden_shape(element, name):
            return
        reader = getattr(self, f"_on_{name.lower()}", None)
        if reader is not None:
            reader(element)
        else:
            self.walk(element)

    def _add(self, text: str) -> None:
        if self._open:
            self._open[-1].pieces.append(text)

    def _lines(self, lines: list[str]) -> None:
        (self._open[-1].after if self._open else self.lines).extend(lines)

    def _on_p(self, element: Element) -> None:
        paragraph = _OfficeParagraph(child(element, "pPr"))
        self._open.append(paragraph)
        self.walk(element)
        self._open.pop()
        readings = "".join(paragraph.readings).strip()
        own = closed_up("".join(paragraph.pieces))
        self._lines([line for line in (own, readings, *paragraph.after) if line.strip()])

    def _on_r(self, element: Element) -> None:
        properties = self._open[-1].properties if self._open else None
        if not self.is_hidden(properties, element):
            self._divide_readings(element)
            self.walk(element)

    def _divide_readings(self, run: Element) -> None:
        """Keep readings of words apart that do not stand side by side."""
        if self._open and self._open[-1].readings and child(run, "ruby") is None:
            self._open[-1].readings.append(" ")

    def _on_t(self, element: Element) -> None:
        self._add((element.text or "").translate(_WHITE_SPACE))
        self.walk(element)  # a point of SmartArt holds its paragraphs in an element of this name

    def _on_tab(self, _element: Element) -> None:
        self._add("\t")

    _on_ptab = _on_br = _on_cr = _on_tab

    def _on_nobreakhyphen(self, _element: Element) -> None:
        self._add("-")

    def _on_sym(self, element: Element) -> None:
        try:
            code = int(attribute(element, "char"), 16)
            self._add(" " if code in _PRIVATE_USE else chr(code))
        except (ValueError, OverflowError):
            self._add(" ")

    def _on_ruby(self, element: Element) -> None:
        base, reading = child(element, "rubyBase"), child(element, "rt")
        if base is not None:
            for one in base:
                if not self.is_hidden(self._open[-1].properties if self._open else None, one):
                    self.walk(one)
        if reading is not None and self._open:
            texts = (one.text or "" for one in reading.iter() if local(one) == "t")
            self._open[-1].readings.append("".join(texts))

    def _on_ppr(self, element: Element) -> None:
        if (section := child(element, "sectPr")) is not None:
            self.walk(section)

    def _on_tr(self, element: Element) -> None:
        hidden = child(child(element, "trPr"), "hidden")
        if hidden is None or not is_true(attribute(hidden, "val")):
            self.walk(element)

    def _on_sp(self, element: Element) -> None:
        kinds = {attribute(one, "type") for one in element.iter() if local(one) == "ph"}
        if not kinds & self.skipped_placeholders:
            self.walk(element)

    def _on_alternatecontent(self, element: Element) -> None:
        """Read what newer programs show; what older ones show is mostly the same again."""
        for one in element:
            before = self._amount()
            self.walk(one)
            if self._amount() > before:
                return

    def _amount(self) -> int:
        opened = sum(len(one.pieces) + len(one.after) for one in self._open)
        return len(self.lines) + opened

    def _on_pt(self, element: Element) -> None:
        settings = child(element, "prSet")
        prompt = attribute(settings, "phldr") if settings is not None else ""
        if not prompt or not is_true(prompt):
            self.walk(element)

    def _on_chart(self, element: Element) -> None:
        self.walk(element)
        self._follow(attribute(element, "id"))

    _on_usershapes = _on_chart

    def _on_relids(self, element: Element) -> None:
        self._follow(attribute(element, "dm"))

    def _words_of_chart(self, element: Element) -> None:
        texts = [
            one.text.translate(_WHITE_SPACE)
            for one in element.iter()
            if local(one) in {"v", "pt"} and one.text and one.text.strip()
        ]
        known = set(self.lines)
        self._lines([text for text in dict.fromkeys(texts) if text not in known])

    _on_strcache = _on_strlit = _on_multilvlstrcache = _words_of_chart
    _on_strdim = _on_dlblrangecache = _words_of_chart

    def _on_tx(self, element: Element) -> None:
        if child(element, "v") is not None:
            self._words_of_chart(element)
        else:
            self.walk(element)

    def _on_altchunk(self, element: Element) -> None:
        relation = self._relations.get(attribute(element, "id"))
        if relation and self.chunk and self.depth < DEEPEST:
            self._lines(self.chunk(self.package, relation.target, self.depth + 1))

    def _refer(self, element: Element) -> None:
        name = local(element).removesuffix("Reference")
        self.referred.setdefault(name, []).append(attribute(element, "id"))

    _on_footnotereference = _on_endnotereference = _refer
    _on_headerreference = _on_footerreference = _refer

    def _follow(self, identifier: str) -> None:
        relation = self._relations.get(identifier)
        if relation is None or self.depth >= DEEPEST:
            return
        self._lines(OfficeReader(self.package, relation.target, depth=self.depth + 1).read())

    def related(self, *kinds: str) -> Iterator[str]:
        """Yield the parts of some kinds that this one leads to."""
        seen = dict.fromkeys(
            relation.target for relation in self._relations.values() if relation.kind in kinds
        )
        yield from seen

    def target(self, identifier: str) -> str | None:
        """Return the part that an identifier leads to."""
        relation = self._relations.get(identifier)
        return relation.target if relation else None


def _is_hidden_shape(element: Element, name: str) -> bool:
    if "visibility:hidden" in element.get("style", "").replace(" ", ""):
        return True
    if name not in SHAPES:
        return False
    described = [one for one in element if local(one) in {"docPr", "cNvPr"}]
    for one in element:
        if local(one).startswith("nv"):
            described += [inner for inner in one if local(inner) == "cNvPr"]
    return any(attribute(one, "hidden") and is_true(attribute(one, "hidden")) for one in described)
