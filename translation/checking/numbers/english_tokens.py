"""An English text as a row of words, figures and signs, from which its numbers are read."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .figures import readable
from .mentions import NOTHING, Kind, Mention, Meridiem, Value

#: A hyphen between letters joins words, as a space does; elsewhere it may be a range.
_TOKEN = re.compile(
    r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+\.\d+(?!\.?\d)|\d+|[a-z]+|[½⅓⅔¼¾⅛]"
    r"|(?!(?<=[a-z])-(?=[a-z]))[^\s\w]|\w"
)
_BETWEEN_JOINED = frozenset({" ", "-", ""})

#: What was read, and the place after it.
Reading = tuple[list[Mention], int]


@dataclass(frozen=True, slots=True)
class EnglishToken:
    """A word, a figure or a sign, in lower case, and where it stands."""

    text: str
    start: int
    end: int


class Tokens:
    """The tokens of a text; ``original`` keeps its capitals."""

    def __init__(self, text: str) -> None:
        self.original = text
        self.text = readable(text)
        self.all = [
            EnglishToken(match.group(), match.start(), match.end())
            for match in _TOKEN.finditer(self.text)
        ]

    def word(self, at: int) -> str:
        """The token at a place; empty beyond the ends."""
        return self.all[at].text if 0 <= at < len(self.all) else ""

    def is_figure(self, at: int) -> bool:
        """Whether the token at a place is a number in figures."""
        return self.word(at)[:1].isdecimal()

    def gap(self, at: int) -> str | None:
        """What stands between the token at a place and the one before; None at the ends."""
        if not 0 < at < len(self.all):
            return None
        return self.text[self.all[at - 1].end : self.all[at].start]

    def joined(self, at: int) -> bool:
        """Whether the token at a place goes on from the one before: nothing, a space, a hyphen."""
        return self.gap(at) in _BETWEEN_JOINED

    def attached(self, at: int) -> bool:
        """Whether the token at a place follows the one before without a space."""
        return self.gap(at) == ""

    def mention(
        self,
        first: int,
        after: int,
        values: frozenset[Value],
        loose: frozenset[Value] = NOTHING,
        *,
        required: bool = True,
        kind: Kind = "",
        meridiem: Meridiem = "",
    ) -> Mention:
        """A number that the tokens from ``first`` up to ``after`` say."""
        start, end = self.all[first].start, self.all[after - 1].end
        return Mention(start, end, values, loose, required, kind, meridiem)
