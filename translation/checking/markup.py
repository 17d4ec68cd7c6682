"""Inline tags, links, e-mail addresses and placeholders: all must come through a translation."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from .findings import Finding, Severity, Span
from .segments import Pair, Piece, Tag, Text

#: Parts of addresses that name a language, and so may differ.
_LANGUAGE_PART = re.compile(r"(?<=[/=_.-])(?:ja|jp|jpn|en|eng|english|japanese)(?=[/&#_.-]|$)")
_EMPTY_LINK = re.compile(r"<a(?:\s[^<>]*)?>\s*</a\s*>", re.IGNORECASE)


def _named(tag: Tag) -> str:
    """A tag as it is compared: name and attributes, in a fixed order."""
    attributes = "".join(f' {key}="{value}"' for key, value in tag.attributes)
    return f"<{'/' if tag.closing else ''}{tag.name}{attributes}>"


def tags(pair: Pair) -> Iterator[Finding]:
    """Tags that are lost, added or changed, in whatever order they stand."""
    if not pair.source.tags and not pair.target.tags:
        return
    source, target = (Counter(map(_named, text.tags)) for text in (pair.source, pair.target))
    missing, added = source - target, target - source
    for tag in pair.source.tags:
        if missing[_named(tag)] and not tag.closing:
            missing[_named(tag)] -= 1
            yield Finding("tag_missing", Severity.ERROR, {"tag": _named(tag)}, source_span=tag.span)
    for tag in pair.target.tags:
        if added[_named(tag)] and not tag.closing:
            added[_named(tag)] -= 1
            yield Finding("tag_added", Severity.ERROR, {"tag": _named(tag)}, tag.span)
    unbalanced = _first_unbalanced(pair.target)
    if unbalanced and not _first_unbalanced(pair.source):
        yield Finding(
            "tag_unbalanced", Severity.ERROR, {"tag": _named(unbalanced)}, unbalanced.span
        )
    for match in _EMPTY_LINK.finditer(pair.target.raw):
        if not _EMPTY_LINK.search(pair.source.raw):
            span = Span(match.start(), match.end())
            yield Finding("link_empty", Severity.ERROR, {"tag": match.group()}, span)


def _first_unbalanced(text: Text) -> Tag | None:
    """The first tag that is closed without being open, or left open."""
    open_tags: list[Tag] = []
    for tag in text.tags:
        if tag.empty:
            continue
        if not tag.closing:
            open_tags.append(tag)
        elif open_tags and open_tags[-1].name == tag.name:
            open_tags.pop()
        else:
            return tag
    return open_tags[0] if open_tags else None


def _without_language(address: str) -> str:
    return _LANGUAGE_PART.sub("*", address.rstrip("/").lower())


def _left_over(pieces: list[Piece], counts: Counter[str]) -> list[Piece]:
    """As many of the pieces as the counts say, by their text without its language."""
    left = []
    for piece in pieces:
        if counts[_without_language(piece.text)]:
            counts[_without_language(piece.text)] -= 1
            left.append(piece)
    return left


def _compared(
    pair: Pair, source: list[Piece], target: list[Piece], name: str, *, if_changed: Severity
) -> Iterator[Finding]:
    """Pieces of the source that the target lacks, and the reverse; paired where both are left."""
    wanted = Counter(_without_language(piece.text) for piece in source)
    there = Counter(_without_language(piece.text) for piece in target)
    lost, more = _left_over(source, wanted - there), _left_over(target, there - wanted)
    for before, after in zip(lost, more, strict=False):
        yield Finding(
            f"{name}_changed",
            if_changed,
            {"source": before.text, "target": after.text},
            pair.target.span(after.start, after.end),
            pair.source.span(before.start, before.end),
        )
    for piece in lost[len(more) :]:
        span = pair.source.span(piece.start, piece.end)
        yield Finding(f"{name}_missing", Severity.ERROR, {"source": piece.text}, None, span)
    for piece in more[len(lost) :]:
        span = pair.target.span(piece.start, piece.end)
        yield Finding(f"{name}_added", Severity.WARNING, {"target": piece.text}, span)


def links(pair: Pair) -> Iterator[Finding]:
    """Web addresses that are lost, added or changed; the language in them may change."""
    source, target = pair.source.urls, pair.target.urls
    if source or target:
        yield from _compared(pair, source, target, "link", if_changed=Severity.WARNING)


def emails(pair: Pair) -> Iterator[Finding]:
    """E-mail addresses that are lost, added or changed."""
    source, target = pair.source.emails, pair.target.emails
    if source or target:
        yield from _compared(pair, source, target, "email", if_changed=Severity.WARNING)


def placeholders(pair: Pair) -> Iterator[Finding]:
    """Placeholders that are lost, added or changed."""
    source, target = pair.source.placeholders, pair.target.placeholders
    if source or target:
        yield from _compared(pair, source, target, "placeholder", if_changed=Severity.ERROR)
