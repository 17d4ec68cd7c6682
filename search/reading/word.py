"""Word files: what is not hidden, with notes, text boxes, charts and alternative chunks."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes, policy
from io import BytesIO
from pathlib import Path
from xml.etree.ElementTree import Element  # the type alone: defusedxml reads

from .html import html_lines
from .office import OfficeReader
from .packages import Package, attribute, child, is_true, local
from .parts import Notes, Part, UnreadableError, in_parts
from .plain import decoded, text_of_rtf

#: A style based on itself, by way of others, ends somewhere.
_LONGEST_ANCESTRY = 32


class WordStyles:
    """Which styles hide their text (``w:vanish``)."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, Element] = {}
        self._defaults: dict[str, str] = {}
        for style in root if root is not None else ():
            if local(style) == "style":
                identifier = attribute(style, "styleId")
                self._styles[identifier] = style
                if attribute(style, "default") and is_true(attribute(style, "default")):
                    self._defaults[attribute(style, "type")] = identifier
        defaults = child(child(child(root, "docDefaults"), "rPrDefault"), "rPr")
        self._is_hidden_by_default = bool(_vanishes(defaults))

    def hide(self, paragraph: Element | None, run: Element) -> bool:
        """Whether a run is hidden: its own word counts, else each of its styles turns it over."""
        properties = child(run, "rPr")
        own = _vanishes(properties)
        if own is not None:
            return own
        is_hidden = self._is_hidden_by_default
        for owner, name, kind in (
            (paragraph, "pStyle", "paragraph"),
            (properties, "rStyle", "character"),
        ):
            style = child(owner, name)
            named = attribute(style, "val") if style is not None else ""
            is_hidden ^= self._vanish(named or self._defaults.get(kind, ""))
        return is_hidden

    def _vanish(self, identifier: str) -> bool:
        for _step in range(_LONGEST_ANCESTRY):
            style = self._styles.get(identifier)
            if style is None:
                return False
            own = _vanishes(child(style, "rPr"))
            if own is not None:
                return own
            based_on = child(style, "basedOn")
            identifier = attribute(based_on, "val") if based_on is not None else ""
        return False


def _vanishes(properties: Element | None) -> bool | None:
    vanish = child(properties, "vanish")
    return None if vanish is None else is_true(attribute(vanish, "val"))


def read(path: Path, notes: Notes) -> Iterator[Part]:
    """Yield the text of a Word file in parts."""
    with path.open("rb") as file:
        yield from in_parts(lines_of(Package(file, notes)))


def lines_of(package: Package, depth: int = 0) -> list[str]:
    """Return the paragraphs of a Word file, then its notes, headers and footers."""
    part = package.main_part("word/document.xml")
    by_kind = {one.kind: one.target for one in package.relations(part).values()}
    usual = part.rpartition("/")[0] + "/styles.xml"
    named = by_kind.get("styles", usual)
    styles = WordStyles(package.tree(named) if named in package else None)
    main = OfficeReader(package, part, styles.hide, chunk=_chunk, depth=depth)
    lines = main.read()
    for kind in ("footnote", "endnote"):
        if (target := by_kind.get(f"{kind}s")) and main.referred.get(kind):
            lines += _notes(package, target, styles, set(main.referred[kind]), depth)
    for identifier in dict.fromkeys(main.referred.get("header", [])):
        if target := main.target(identifier):
            lines += OfficeReader(package, target, styles.hide, depth=depth).read()
    for identifier in dict.fromkeys(main.referred.get("footer", [])):
        if target := main.target(identifier):
            lines += OfficeReader(package, target, styles.hide, depth=depth).read()
    return lines


def _notes(
    package: Package, part: str, styles: WordStyles, referred: set[str], depth: int
) -> list[str]:
    """Return the notes that the visible text refers to."""
    reader = OfficeReader(package, part, styles.hide, chunk=_chunk, depth=depth)
    root = package.tree(part)
    for note in root if root is not None else ():
        if attribute(note, "id") in referred:
            reader.walk(note)
    return reader.lines


def _chunk(package: Package, part: str, depth: int) -> list[str]:
    """Return the lines of a file that Word shows as a part of this one."""
    data = package.data(part)
    if data.startswith(b"PK"):
        try:
            return lines_of(Package(BytesIO(data), package.notes), depth)
        except UnreadableError:
            package.notes.is_damaged = True
            return []
    if data.lstrip().startswith(b"{\\rtf"):
        return text_of_rtf(data).split("\n")
    ending = part.rpartition(".")[2].lower()
    if ending in {"mht", "mhtml"}:
        return _mail_lines(data)
    text = decoded(data)
    if text is None:
        package.notes.is_damaged = True
        return []
    is_html = ending in {"htm", "html", "xhtml"} or text.lstrip()[:1] == "<"
    return html_lines(text) if is_html else text.splitlines()


def _mail_lines(data: bytes) -> list[str]:
    body = message_from_bytes(data, policy=policy.default).get_body(("html", "plain"))  # type: ignore[attr-defined]
    if body is None:
        return []
    text = str(body.get_content())
    return html_lines(text) if body.get_content_subtype() == "html" else text.splitlines()
