"""Inline tags as XLIFF's inline codes: numbered in the source, and by that number in the target."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from lxml import etree

from . import inline
from .inline import InlineTag, Piece
from .safe_xml import require_usable

#: What a code that belongs to no tag is read as; no segment may have it.
UNKNOWN = InlineTag("!", "empty")


@dataclass(frozen=True, slots=True)
class Code:
    """A tag with its number.

    Attributes:
        tag: The tag that opens or stands alone.
        number: From 1 in the source's order; a tag of the target has that of its like.
    """

    tag: InlineTag
    number: int

    @property
    def name(self) -> str:
        """The tag's name, with its key where it has one: ``a-a1``."""
        return f"{self.tag.name}-{self.tag.key}" if self.tag.key else self.tag.name


def tag_named(name: str, *, is_empty: bool) -> InlineTag:
    """Return the tag of a :attr:`Code.name`."""
    tag, _separator, key = name.partition("-")
    return InlineTag(tag, "empty" if is_empty else "open", key)


def numbered(source: Iterable[Piece], target: Iterable[Piece]) -> tuple[list[Code], list[Code]]:
    """Return the codes of a source and of its translation, each in order."""
    ours = [Code(tag, number) for number, tag in enumerate(inline.tags(source), 1)]
    free = list(ours)
    theirs: list[Code] = []
    last = len(ours)
    for tag in inline.tags(target):
        like = next((code for code in free if code.tag.identity == tag.identity), None)
        if like:
            free.remove(like)
            theirs.append(Code(tag, like.number))
        else:
            last += 1
            theirs.append(Code(tag, last))
    return ours, theirs


def put(
    element: etree._Element,
    pieces: Iterable[Piece],
    codes: Sequence[Code],
    make: Callable[[etree._Element, Code], etree._Element],
) -> None:
    """Fill an element with texts and codes.

    Args:
        element: What becomes the parent of all.
        pieces: Nested as :func:`inline.is_nested` asks.
        codes: Those of the pieces, in order.
        make: Adds a code's element to a parent and returns it.
    """
    left = iter(codes)
    parents = [element]
    for piece in pieces:
        if isinstance(piece, str):
            require_usable(piece)
            _append_text(parents[-1], piece)
        elif piece.kind == "close":
            parents.pop()
        else:
            child = make(parents[-1], next(left))
            if piece.kind == "open":
                parents.append(child)


def _append_text(element: etree._Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


#: What an element within a text is: what stands before its content, and what behind.
Around = tuple[Sequence[Piece], Sequence[Piece]]


def pieces_of(
    element: etree._Element, read: Callable[[etree._Element], Around]
) -> tuple[Piece, ...]:
    """Return the texts and tags of an element.

    Args:
        element: A source or a target.
        read: Says what stands around the content of an element within.
    """
    found: list[Piece] = [element.text or ""]
    for child in element:
        before, behind = read(child)
        found += [*before, *pieces_of(child, read), *behind, child.tail or ""]
    return inline.joined(found)


def around(tag: InlineTag) -> Around:
    """Return what stands around the content of a tag."""
    return [tag], [InlineTag(tag.name, "close")] if tag.kind == "open" else []
