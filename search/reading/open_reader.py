"""The paragraphs of an OpenDocument, as somebody who opens the file sees them."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element  # the type alone: defusedxml reads

from .open_styles import OpenDocumentStyles
from .packages import Package, attribute, child, local
from .parts import closed_up

#: What is no text that is seen: changes, comments, descriptions, rules, scripts.
UNSEEN = frozenset(
    {
        "tracked-changes",
        "annotation",
        "annotation-end",
        "title",
        "desc",
        "scripts",
        "script",
        "event-listeners",
        "forms",
        "font-face-decls",
        "automatic-styles",
        "content-validations",
        "dde-links",
        "label-ranges",
        "data-pilot-tables",
        "scenario",
        "covered-table-cell",
        "note-citation",
        "ruby-text",
        "math",
        "image",
        "page-thumbnail",
        "index-title-template",
        "linenumbering-configuration",
    }
)
#: What stands within a line of text.
INLINE = frozenset({"span", "a", "meta", "meta-field", "ruby", "ruby-base", "bookmark-ref"})
_DIVIDING = frozenset({"tab", "line-break"})
_DRAWN = frozenset(
    {
        *("frame", "rect", "line", "polyline", "polygon", "path", "circle", "ellipse", "connector"),
        *("custom-shape", "g", "measure", "caption", "regular-polygon", "text-box", "object"),
        *("control", "page-thumbnail", "regular-polygon", "note", "shapes", "plugin"),
    }
)
_HIDDEN_ROWS = frozenset({"collapse", "filter"})
_NUMBERS = frozenset({"float", "percentage", "currency"})
#: Placeholders of a page of notes that say no more than where one is.
_REPEATED = frozenset({"page-number", "header", "footer", "date-time", "page"})
#: How deep an object may hold another.
DEEPEST = 3


@dataclass
class _OpenParagraph:
    is_hidden: bool = False
    is_divided: bool = False
    pieces: list[str] = field(default_factory=list)
    readings: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)


@dataclass
class OpenDocumentReader:
    """Reads the body of a document; ``folder`` is where in its package the document stands."""

    package: Package
    styles: OpenDocumentStyles
    folder: str = ""
    depth: int = 0
    is_chart: bool = False
    lines: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._open: list[_OpenParagraph] = []

    def taken(self) -> list[str]:
        """Return the lines that were read since they were last taken."""
        lines, self.lines = self.lines, []
        return lines

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
        if name in UNSEEN or self.is_hidden(element, name):
            return
        if name in {"p", "h"}:
            self._paragraph(element)
        elif name == "object":
            self._object(element)
        elif not (self.is_chart and attribute(element, "value-type") in _NUMBERS):
            self.walk(element)

    def is_hidden(self, element: Element, name: str) -> bool:
        """Whether an element of a name is hidden by itself, its style or its layer."""
        if attribute(element, "is-hidden") == "true" or attribute(element, "display") == "none":
            return True
        if name.endswith("-group") and attribute(element, "display") == "false":
            return True
        if attribute(element, "layer") in self.styles.hidden_layers and name in _DRAWN:
            return True
        if attribute(element, "class") in _REPEATED and name in _DRAWN:
            return True
        if name in {"page", "section", "table"}:
            family = "drawing-page" if name == "page" else name
            return bool(self.styles.hides(family, attribute(element, "style-name")))
        return attribute(element, "visibility") in _HIDDEN_ROWS

    def _add(self, text: str | None) -> None:
        if text and self._open and not self._open[-1].is_hidden:
            self._open[-1].pieces.append(text.replace("\n", " "))
            self._open[-1].is_divided = True

    def _paragraph(self, element: Element) -> None:
        style = attribute(element, "style-name")
        paragraph = _OpenParagraph(bool(self.styles.hides("paragraph", style)))
        if any(
            local(one) == "hidden-paragraph" and attribute(one, "is-hidden") == "true"
            for one in element.iter()
        ):
            return
        self._open.append(paragraph)
        self._inline(element)
        self._open.pop()
        own, readings = closed_up("".join(paragraph.pieces)), "".join(paragraph.readings).strip()
        found = [line for line in (own, readings, *paragraph.after) if line.strip()]
        (self._open[-1].after if self._open else self.lines).extend(found)

    def _inline(self, element: Element) -> None:
        """Read a line: its text, and the text between what stands in it."""
        self._add(element.text)
        for one in element:
            self._within(one, local(one))
            self._add(one.tail)

    def _within(self, element: Element, name: str) -> None:
        if name == "s":
            self._add(" ")
        elif name in _DIVIDING:
            self._add("\t")
        elif name in UNSEEN or self.is_hidden(element, name):
            return
        elif name == "ruby":
            self._ruby(element)
        elif name in _DRAWN or name in {"p", "h", "list", "note-body"}:
            self._beside(element, name)
        else:
            self._span(element)

    def _span(self, element: Element) -> None:
        paragraph = self._open[-1]
        before = paragraph.is_hidden
        own = self.styles.hides("text", attribute(element, "style-name"))
        paragraph.is_hidden = before if own is None else own
        self._inline(element)
        paragraph.is_hidden = before

    def _ruby(self, element: Element) -> None:
        """Read a word, and what is written above it: beside the word, never within."""
        paragraph = self._open[-1]
        base, reading = child(element, "ruby-base"), child(element, "ruby-text")
        is_divided = paragraph.is_divided and bool(paragraph.readings)
        if base is not None:
            self._inline(base)
        if reading is not None and not paragraph.is_hidden:
            before = " " if is_divided else ""
            paragraph.readings.append(before + "".join(reading.itertext()))
            paragraph.is_divided = False

    def _beside(self, element: Element, name: str) -> None:
        """Read what stands in a line without being a part of it: notes, frames."""
        if not self._open[-1].is_hidden:
            self.visit(element) if name != "note" else self.walk(element)

    def _object(self, element: Element) -> None:
        """Read a chart, or another document that stands in this one."""
        self.walk(element)
        place = attribute(element, "href").removeprefix("./").strip("/")
        member = f"{self.folder}{place}/content.xml"
        if not place or member not in self.package or self.depth >= DEEPEST:
            return
        root = self.package.tree(member)
        body = child(root, "body")
        if body is None:
            return
        inner = OpenDocumentReader(
            self.package,
            OpenDocumentStyles(root),
            folder=f"{self.folder}{place}/",
            depth=self.depth + 1,
            is_chart=child(body, "chart") is not None,
        )
        inner.walk(body)
        (self._open[-1].after if self._open else self.lines).extend(dict.fromkeys(inner.lines))
