"""Cardinals in English words, and what stands behind a number: halves, fractions, units."""

from __future__ import annotations

from fractions import Fraction

from . import english_words as words
from .english_tokens import Reading, Tokens
from .figures import in_other_units
from .mentions import Mention, Value


class _Sum:
    """Adds up the words of one cardinal, such as “two hundred and five thousand”.

    ``last`` is the kind of word that was taken last, which decides what may follow.
    """

    def __init__(self, figure: Value | None) -> None:
        self.total: Value = 0
        self.current: Value = figure or 0
        self.in_figures = figure is not None
        self.last = "figure" if self.in_figures else ""
        self.lowest = 10**15

    def take(self, word: str, following: str) -> bool:
        """Add a word; whether it belongs to the cardinal."""
        if word in words.SMALL:
            return self._take_small(words.SMALL[word])
        if word == "hundred" and self.last in ("unit", "tens", "figure"):
            self.current, self.last = self.current * 100, "hundred"
            return True
        if word in words.SCALES:
            return self._take_scale(words.SCALES[word])
        if word == "and" and self.last in ("hundred", "scale") and following in words.SMALL:
            self.last = "hundred and" if self.last == "hundred" else "and"
            return not self.in_figures
        return False

    def _take_small(self, size: int) -> bool:
        if self.in_figures and self.last == "scale":  # “1.7 million four years ago”
            return False
        fits = self.last in ("", "scale", "and", "hundred", "hundred and")
        if not fits and not (self.last == "tens" and size < 10):
            return False
        self.current += size
        self.last = "tens" if size >= 20 else "unit"
        return True

    def _take_scale(self, scale: int) -> bool:
        if self.last in ("", "scale", "and", "hundred and") or scale >= self.lowest:
            return False
        self.total += self.current * scale
        self.current, self.last, self.lowest = 0, "scale", scale
        return True


def add_up(tokens: Tokens, at: int, figure: Value | None = None) -> tuple[Value, int] | None:
    """The value of the words from a place, times a figure before them, and the place after.

    None where no cardinal begins: a scale alone does only behind “a” and “one”.
    """
    sum_ = _Sum(figure)
    begun = at
    if figure is None and tokens.word(at) in words.SCALES:
        if tokens.word(at - 1) not in ("a", "an", "one"):
            return None
        sum_.current, sum_.last = 1, "unit"
    while at == begun or tokens.joined(at):
        if not sum_.take(tokens.word(at), tokens.word(at + 1)):
            break
        at += 1
    if at == begun:
        return None
    return sum_.total + sum_.current, at


def read_cardinal(tokens: Tokens, at: int, first: int | None = None) -> Reading:
    """Read a cardinal in words at a place; ``first`` is an article before it."""
    first = at if first is None else first
    added = add_up(tokens, at)
    if added is None:  # a scale without a number: “per thousand”
        scale = frozenset({words.SCALES[tokens.word(at)]})
        return [tokens.mention(at, at + 1, scale, required=False)], at + 1
    value, after = added
    for read in (_two_together, _compound_ordinal):
        if found := read(tokens, first, after, value):
            return [found[0]], found[1]
    mention, after = with_what_follows(tokens, first, after, value)
    if value == 1:  # an article, in other words
        mention = tokens.mention(first, after, mention.values, mention.loose, required=False)
    return [mention], after


def _two_together(
    tokens: Tokens, first: int, after: int, value: Value
) -> tuple[Mention, int] | None:
    """Two numbers below a hundred: a year, a price, a time, or two that only stand together."""
    if not (tokens.joined(after) and tokens.word(after) in words.SMALL and 10 <= value < 100):
        return None
    added = add_up(tokens, after)
    if added is None or not 10 <= added[0] < 100:
        return None
    second, end = added
    loose: set[Value] = {value, second, value + Fraction(second) / 100}
    values: frozenset[Value] = frozenset({value * 100 + second})
    return tokens.mention(first, end, values, frozenset(loose)), end


def _compound_ordinal(
    tokens: Tokens, first: int, after: int, value: Value
) -> tuple[Mention, int] | None:
    """The ordinal that ends a cardinal: “twenty-first”."""
    ordinal = words.ORDINALS.get(tokens.word(after), 10)
    if not tokens.joined(after) or ordinal >= 10 or value % 10:
        return None
    return tokens.mention(first, after + 1, frozenset({value + ordinal})), after + 1


def with_what_follows(tokens: Tokens, first: int, after: int, value: Value) -> tuple[Mention, int]:
    """A number together with what belongs to it behind: “-thirds”, “and a half”, “dozen”, units."""
    word = tokens.word(after)
    if tokens.joined(after) and word in words.DENOMINATORS and word not in ("half", "second"):
        below = words.DENOMINATORS[word]
        if value < below and (word.endswith("s") or value == 1):
            share: frozenset[Value] = frozenset({Fraction(value) / below})
            parts = frozenset({value, below})
            sure = below != 4 or value != 1
            return tokens.mention(first, after + 1, share, parts, required=sure), after + 1
    loose: set[Value] = set()
    if half := half_behind(tokens, after):
        loose.add(value)
        value, after = value + Fraction(1, 2), half
        if tokens.joined(after) and tokens.word(after) in words.SCALES:
            value, after = value * words.SCALES[tokens.word(after)], after + 1
    if tokens.joined(after) and tokens.word(after) == "dozen":
        value, after = value * 12, after + 1
    after, further = _unit_behind(tokens, after, value)
    return tokens.mention(first, after, frozenset({value}), frozenset(loose | further)), after


def half_behind(tokens: Tokens, at: int) -> int:
    """The place after “and a half”, or “hour and a half”; 0 without."""
    start = at + (tokens.word(at).removesuffix("s") in words.TIME_UNITS)
    said = [tokens.word(start + offset) for offset in range(3)]
    return start + 3 if said == ["and", "a", "half"] else 0


def _unit_behind(tokens: Tokens, at: int, value: Value) -> tuple[int, set[Value]]:
    """What a unit behind the number makes of it: per cent, a length of time."""
    word = tokens.word(at)
    if word in ("%", "percent", "pct", "percentage"):
        return at + 1, {Fraction(value) / 100}
    if word == "per" and tokens.word(at + 1) == "cent":
        return at + 2, {Fraction(value) / 100}
    if word == "-":
        word = tokens.word(at + 1)
    unit = "century" if word == "centuries" else word.removesuffix("s")
    return at, in_other_units(value, *words.TIME_UNITS.get(unit, ((), ())))
