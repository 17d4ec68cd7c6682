"""A segment's text as pieces: its words, and the inline tags among them.

wagtail-localize keeps a segment as a fragment of HTML whose tags have lost their attributes: a link
is ``<a id="a1">``. People and programs write such fragments in many ways; two of them are the same
text when their pieces are equal.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.entities import html5
from itertools import groupby
from typing import Literal

#: The tags that a segment may hold.
INLINE_TAGS = frozenset({"a", "abbr", "acronym", "b", "br", "code", "em", "i", "strong"})
#: Those that hold nothing.
EMPTY_TAGS = frozenset({"br"})

_MARKUP = re.compile(
    r"<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)(?P<attributes>(?:\s[^<>]*?)?)\s*/?>"
    r"|<(?P<foreign>[!?][^>]*)>"
    r"|&(?P<entity>#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]*);"
)
_ATTRIBUTE = re.compile(r"""([^\s=/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+)))?""")
#: What would be read as markup, were it written bare.
_AMBIGUOUS = re.compile(r"&(?=#|[A-Za-z])|<(?=[A-Za-z/!?])")


@dataclass(frozen=True, slots=True)
class InlineTag:
    """One tag.

    Attributes:
        name: In small letters; ``!`` for a comment, a declaration or an instruction.
        kind: Whether it opens, closes or stands alone.
        key: The ``id`` by which a link is told from another, otherwise empty.
        has_more: Whether it has attributes besides, which no segment may have.
    """

    name: str
    kind: Literal["open", "close", "empty"]
    key: str = ""
    has_more: bool = False

    @property
    def identity(self) -> tuple[str, str]:
        """What a tag of a translation has in common with that of the source."""
        return self.name, self.key


Piece = str | InlineTag


def parse(fragment: str) -> tuple[Piece, ...]:
    """Return the pieces of a fragment of HTML, neighbouring texts joined.

    What is no complete tag or entity is text: ``R&D``, ``a < b``.
    """
    found: list[Piece] = []
    at = 0
    for match in _MARKUP.finditer(fragment):
        piece = _piece(match)
        if piece is None:
            continue
        found += [fragment[at : match.start()], piece]
        at = match.end()
    return joined([*found, fragment[at:]])


def _piece(match: re.Match[str]) -> Piece | None:
    if entity := match["entity"]:
        return html.unescape(match[0]) if entity[0] == "#" or f"{entity};" in html5 else None
    if match["foreign"]:
        return InlineTag("!", "empty")
    name = match["name"].lower()
    if match["close"]:
        return InlineTag(name, "close")
    attributes = {
        key.lower(): double or single or bare
        for key, double, single, bare in _ATTRIBUTE.findall(match["attributes"])
    }
    key = attributes.pop("id", "") if name == "a" else ""
    return InlineTag(name, "empty" if name in EMPTY_TAGS else "open", key, bool(attributes))


def joined(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Return pieces with neighbouring texts made one, and none empty."""
    result: list[Piece] = []
    for is_text, group in groupby(pieces, lambda piece: isinstance(piece, str)):
        if not is_text:
            result += group
        elif text := "".join(str(piece) for piece in group):
            result.append(text)
    return tuple(result)


def to_html(pieces: Iterable[Piece]) -> str:
    """Return pieces as wagtail-localize writes them."""
    return "".join(
        html.escape(piece, quote=False) if isinstance(piece, str) else _tag(piece)
        for piece in pieces
    )


def to_readable(pieces: Iterable[Piece]) -> str:
    """Return pieces as a person reads and writes them: ``R&D``, escaped only where it must be."""
    return "".join(
        _AMBIGUOUS.sub(lambda found: html.escape(found[0], quote=False), piece)
        if isinstance(piece, str)
        else _tag(piece)
        for piece in pieces
    )


def to_text(pieces: Iterable[Piece]) -> str:
    """Return the words alone, a line feed for each line break."""
    return "".join(
        piece if isinstance(piece, str) else "\n" if piece.name == "br" else "" for piece in pieces
    )


def _tag(tag: InlineTag) -> str:
    if tag.kind == "close":
        return f"</{tag.name}>"
    key = f' id="{html.escape(tag.key)}"' if tag.key else ""
    return f"<{tag.name}{key}{'/' if tag.kind == 'empty' else ''}>"


def canonical(fragment: str) -> str:
    """Return a fragment of HTML in the one writing that all writings of the same text share."""
    return to_html(parse(fragment))


def tags(pieces: Iterable[Piece]) -> Iterator[InlineTag]:
    """Yield the tags that open or stand alone."""
    for piece in pieces:
        if isinstance(piece, InlineTag) and piece.kind != "close":
            yield piece


def has_foreign_markup(pieces: Iterable[Piece]) -> bool:
    """Whether something is there that no segment may hold: another tag, attributes, a comment."""
    return any(
        isinstance(piece, InlineTag) and (piece.has_more or piece.name not in INLINE_TAGS)
        for piece in pieces
    )


def is_nested(pieces: Iterable[Piece]) -> bool:
    """Whether each tag that opens is closed, in order."""
    open_tags: list[str] = []
    for piece in pieces:
        if not isinstance(piece, InlineTag):
            continue
        if piece.kind == "open":
            open_tags.append(piece.name)
        elif piece.kind == "close" and (not open_tags or open_tags.pop() != piece.name):
            return False
    return not open_tags


def keeps_tags(source: Iterable[Piece], target: Iterable[Piece]) -> bool:
    """Whether a translation has the tags of its source, in any order.

    Line breaks may be left out, not added.
    """
    wanted = Counter(tag.identity for tag in tags(source))
    given = Counter(tag.identity for tag in tags(target))
    breaks = ("br", "")
    if given[breaks] > wanted[breaks]:
        return False
    del wanted[breaks], given[breaks]
    return wanted == given
