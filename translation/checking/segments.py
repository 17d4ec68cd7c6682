"""A segment in two languages, as the checks see it: words, inline tags, links, placeholders."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Literal

from .findings import Span

Language = Literal["ja", "en"]

_TAG_OR_ENTITY = re.compile(
    r"<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)(?P<attributes>(?:\s[^<>]*?)?)\s*(?P<empty>/?)>"
    r"|&(?:[A-Za-z][A-Za-z0-9]*|#\d+|#x[0-9A-Fa-f]+);"
)
_ATTRIBUTE = re.compile(r"([A-Za-z_:][\w:.-]*)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_ADDRESS_END = r"[^\s<>\"'、。，．「」『』（）()［］\[\]｜|\u3040-\u30ff\u3400-\u9fff]"
_URL = re.compile(rf"(?:https?://|ftp://|(?<![\w@.])www\.){_ADDRESS_END}+", re.IGNORECASE)
_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}"
)
_PLACEHOLDER = re.compile(
    r"\{\{[^{}]*\}\}|\$?\{[A-Za-z_0-9][\w.:!\[\]-]*\}|\{\}|%\([A-Za-z_]\w*\)[sdif]"
    r"|(?<![\d%])%(?:\d+\$)?[sd](?![A-Za-z])"
)
_VOID = frozenset({"br", "hr", "img", "embed", "wbr", "input"})


class FieldKind(StrEnum):
    """What kind of field a segment comes from."""

    TEXT = "text"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class Tag:
    """An inline tag: its name, its attributes by name, and where it stands in the raw text."""

    name: str
    attributes: tuple[tuple[str, str], ...]
    closing: bool
    empty: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the plain text, from ``start`` up to ``end``."""

    text: str
    start: int
    end: int


class Text:
    """One side of a segment.

    Attributes:
        raw: The text as it was handed in.
        language: Its language.
        plain: The text without tags, entities decoded; places in it are turned into places in the
            raw text by :meth:`span`.
        tags: The tags, in order.
    """

    def __init__(self, raw: str, language: Language) -> None:
        self.raw = raw
        self.language = language
        self.tags: list[Tag] = []
        self.plain = raw
        self._offsets: list[int] | None = None
        if "<" in raw or "&" in raw:
            self._take_apart()

    def _take_apart(self) -> None:
        pieces: list[str] = []
        offsets: list[int] = []
        at = 0
        for match in _TAG_OR_ENTITY.finditer(self.raw):
            pieces.append(self.raw[at : match.start()])
            offsets.extend(range(at, match.start()))
            at = match.end()
            stands_for = self._read_tag(match) if match["name"] else html.unescape(match.group())
            pieces.append(stands_for)
            offsets.extend([match.start()] * len(stands_for))
        pieces.append(self.raw[at:])
        offsets.extend(range(at, len(self.raw) + 1))
        self.plain = "".join(pieces)
        self._offsets = offsets

    def _read_tag(self, match: re.Match[str]) -> str:
        name = match["name"].lower()
        attributes = tuple(
            sorted(
                (key.lower(), html.unescape(double or single or bare))
                for key, double, single, bare in _ATTRIBUTE.findall(match["attributes"])
            )
        )
        empty = bool(match["empty"]) or name in _VOID
        span = Span(match.start(), match.end())
        self.tags.append(Tag(name, attributes, bool(match["close"]), empty, span))
        return "\n" if name == "br" else ""

    def span(self, start: int, end: int) -> Span:
        """The place in the raw text of a place in the plain one."""
        if self._offsets is None:
            return Span(start, end)
        last = self._offsets[end - 1] if end > start else self._offsets[start]
        if end > start:
            # an entity is longer than the one character that it stands for
            last = self._offsets[end] if self._is_entity(last) else last + 1
        return Span(self._offsets[start], max(last, self._offsets[start]))

    def _is_entity(self, at: int) -> bool:
        match = _TAG_OR_ENTITY.match(self.raw, at) if self.raw[at : at + 1] == "&" else None
        return match is not None

    @cached_property
    def urls(self) -> list[Piece]:
        """The web addresses that stand in the text."""
        if "://" not in self.plain and "www." not in self.plain.lower():
            return []
        found = []
        for match in _URL.finditer(self.plain):
            address = match.group().rstrip(".,;:!?*")
            found.append(Piece(address, match.start(), match.start() + len(address)))
        return found

    @cached_property
    def emails(self) -> list[Piece]:
        """The e-mail addresses that stand in the text."""
        return self._pieces(_EMAIL) if "@" in self.plain else []

    @cached_property
    def placeholders(self) -> list[Piece]:
        """Places where a program fills something in: ``{name}``, ``%(count)s``."""
        return self._pieces(_PLACEHOLDER) if "{" in self.plain or "%" in self.plain else []

    def _pieces(self, pattern: re.Pattern[str]) -> list[Piece]:
        return [
            Piece(match.group(), match.start(), match.end())
            for match in pattern.finditer(self.plain)
        ]

    @cached_property
    def words(self) -> str:
        """The plain text with spaces where addresses and placeholders are, nothing moved."""
        text = self.plain
        for piece in (*self.urls, *self.emails, *self.placeholders):
            text = text[: piece.start] + " " * (piece.end - piece.start) + text[piece.end :]
        return text


def language_of(locale: str) -> Language:
    """The language of a locale's code, such as ``en-GB``.

    Raises:
        ValueError: It is neither Japanese nor English.
    """
    match re.split("[-_]", locale.lower())[0]:
        case "ja":
            return "ja"
        case "en":
            return "en"
    raise ValueError(locale)


@dataclass(frozen=True, slots=True)
class TermRule:
    """An entry of the termbase, as far as one direction needs it.

    Attributes:
        source: How the source language says it, with its other accepted forms.
        preferred: How the target language should say it.
        allowed: What it may say as well.
        forbidden: What it must not say.
        do_not_translate: The source's own writing must stay.
    """

    source: tuple[str, ...]
    preferred: str = ""
    allowed: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    do_not_translate: bool = False


@dataclass(frozen=True)
class Pair:
    """A segment with its translation."""

    source: Text
    target: Text
    terms: tuple[TermRule, ...] = ()
    kind: FieldKind = FieldKind.TEXT
