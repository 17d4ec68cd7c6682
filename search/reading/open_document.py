"""OpenDocument files: text, sheets, slides and drawings, without what their authors hid."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element  # the type alone: defusedxml reads

from .open_reader import OpenDocumentReader
from .open_sheets import sheet_lines
from .open_styles import OpenDocumentStyles
from .packages import Package, attribute, child, local
from .parts import MOST_PAGES, Notes, Part, Reason, UnreadableError, in_parts


def read(path: Path, notes: Notes) -> Iterator[Part]:
    """Yield a part for each slide of a presentation; of other files, parts of a size."""
    with path.open("rb") as file:
        package = Package(file, notes)
        _refuse_encrypted(package)
        root = package.tree("content.xml")
        styles = package.tree("styles.xml") if "styles.xml" in package else None
        reader = OpenDocumentReader(package, OpenDocumentStyles(styles, root))
        presentation = child(child(root, "body"), "presentation")
        if presentation is not None:
            pages = [one for one in presentation if local(one) == "page"]
            for number, page in enumerate(pages[:MOST_PAGES], start=1):
                reader.visit(page)
                yield Part(number, "\n".join(reader.taken()))
            return
        body = child(root, "body")
        if (book := child(body, "spreadsheet")) is not None:
            yield from in_parts(line for one in book for line in sheet_lines(reader, one))
            return
        if root is not None:
            reader.walk(root if body is None else body)
        yield from in_parts([*reader.taken(), *_running_heads(reader, styles)])


def _refuse_encrypted(package: Package) -> None:
    manifest = "META-INF/manifest.xml"
    root = package.tree(manifest) if manifest in package else None
    if root is not None and any(local(one) == "encryption-data" for one in root.iter()):
        raise UnreadableError("Its members are encrypted.", Reason.PASSWORD)


def _running_heads(reader: OpenDocumentReader, styles: Element | None) -> list[str]:
    """Return the headers and footers of a text's pages, each once."""
    for master in styles.iter() if styles is not None else ():
        if local(master) != "master-page":
            continue
        for one in master:
            is_head = local(one).startswith(("header", "footer"))
            if is_head and attribute(one, "display") != "false":
                reader.walk(one)
    return list(dict.fromkeys(reader.taken()))
