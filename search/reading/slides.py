"""PowerPoint files: the slides that are shown, each with its notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from .office import NUMBERS, OfficeReader
from .packages import Package, children, is_true
from .parts import MOST_PAGES, Notes, Part

_SLIDE = re.compile(r"ppt/slides/slide(\d+)\.xml")
#: What a page of notes repeats from its master.
_OF_NOTES = NUMBERS | {"hdr", "ftr", "dt"}


def read(path: Path, notes: Notes) -> Iterator[Part]:
    """Yield a part for each slide; hidden ones count, as their numbers on screen do."""
    with path.open("rb") as file:
        package = Package(file, notes)
        for number, slide in enumerate(_slides(package)[:MOST_PAGES], start=1):
            yield Part(number, "\n".join(_lines(package, slide)))


def _slides(package: Package) -> list[str]:
    """Return the slides in the order in which they are shown."""
    main = package.main_part("ppt/presentation.xml")
    root = package.tree(main) if main in package else None
    relations = package.relations(main)
    named = [
        relations[identifier].target
        for one in children(root, "sldIdLst")
        for key, identifier in one.attrib.items()
        if key.endswith("}id") and identifier in relations
    ]
    if named:
        return named
    found = {int(match[1]): name for name in package.names() if (match := _SLIDE.fullmatch(name))}
    return [found[number] for number in sorted(found)]


def _lines(package: Package, part: str) -> list[str]:
    root = package.tree(part)
    if root is None or (root.get("show") and not is_true(root.get("show", ""))):
        return []
    reader = OfficeReader(package, part)
    reader.walk(root)
    lines = reader.lines
    for target in reader.related("notesSlide"):
        lines += OfficeReader(package, target, skipped_placeholders=_OF_NOTES).read()
    return lines
