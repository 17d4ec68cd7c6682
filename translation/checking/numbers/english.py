"""The numbers that an English text says, in figures and in words."""

from __future__ import annotations

import re
from fractions import Fraction

from . import english_words as words
from .english_cardinals import half_behind, read_cardinal
from .english_figures import read_figures
from .english_tokens import Reading, Tokens
from .figures import FRACTION_SIGNS
from .mentions import NOTHING, Mention, Value

_ROMAN = re.compile(r"(?<=[a-z] )(?:I{2,3}|IV|VI{0,3}|IX)\b")
_ROMAN_VALUES = {"II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9}


def numbers_in_english(text: str) -> list[Mention]:
    """The numbers of an English text, in its order; Roman ones last."""
    tokens = Tokens(text)
    mentions: list[Mention] = []
    at = 0
    while at < len(tokens.all):
        read, at = _read(tokens, at)
        mentions += read
    for match in _ROMAN.finditer(text):
        value = frozenset({_ROMAN_VALUES[match.group()]})
        mentions.append(Mention(match.start(), match.end(), value, required=False))
    return mentions


def _read(tokens: Tokens, at: int) -> Reading:
    """Read what stands at a place: a number, or nothing and on to the next."""
    word = tokens.word(at)
    if tokens.is_figure(at):
        return read_figures(tokens, at)
    if word in FRACTION_SIGNS:
        return [tokens.mention(at, at + 1, frozenset({FRACTION_SIGNS[word]}))], at + 1
    for lexicon, read in _READERS:
        if word in lexicon:
            return read(tokens, at)
    return [], at + 1


def _ordinal(tokens: Tokens, at: int) -> Reading:
    """Read “fourth”; “a third of” may be a share."""
    value = words.ORDINALS[tokens.word(at)]
    of_it = tokens.word(at - 1) in ("a", "one") or tokens.word(at + 1) == "of"
    loose: frozenset[Value] = frozenset({Fraction(1, value)}) if value > 2 and of_it else NOTHING
    sure = value > 2 or (value == 2 and _counts_something(tokens, at))
    return [tokens.mention(at, at + 1, frozenset({value}), loose, required=sure)], at + 1


def _counts_something(tokens: Tokens, at: int) -> bool:
    """Whether “second” counts something (a second meeting), rather than being a moment."""
    behind = tokens.word(at + 1)
    return (
        tokens.word(at) == "second"
        and tokens.joined(at + 1)
        and behind[:1].isalpha()
        and behind not in words.BEHIND_A_MOMENT
        and tokens.word(at - 1) not in ("per", "every", "split", "each")
    )


def _vague(tokens: Tokens, at: int) -> Reading:
    """Read “thousands”, “tens of millions”."""
    value, after = words.VAGUE[tokens.word(at)], at + 1
    if tokens.word(after) == "of" and tokens.word(after + 1) in words.VAGUE:
        value, after = value * words.VAGUE[tokens.word(after + 1)], after + 2
    return [tokens.mention(at, after, frozenset({value}), kind="vague")], after


def _decade(tokens: Tokens, at: int) -> Reading:
    """Read “nineties”."""
    value = words.DECADES[tokens.word(at)]
    return [tokens.mention(at, at + 1, frozenset({value}), frozenset({1900 + value}))], at + 1


def _weak(tokens: Tokens, at: int) -> Reading:
    """Read a word that may stand for a number: “both”, “an hour and a half”, “half a million”."""
    word, after = tokens.word(at), at + 1
    if word in ("a", "an"):
        if tokens.gap(after) != " ":  # “a.m.”
            return [], after
        if tokens.word(after) in words.SCALES:
            return read_cardinal(tokens, after, first=at)
    if word == "half":
        return _half(tokens, at)
    if word in words.TIME_UNITS and (half := half_behind(tokens, at)):
        long = Fraction(3, 2)
        loose: frozenset[Value] = frozenset(long * factor for factor in words.TIME_UNITS[word][0])
        mention = tokens.mention(at, half, frozenset({long}), loose | {18}, required=False)
        return [mention], half
    values: tuple[Value, ...] = words.WEAK[word]
    if word == "quarter" and tokens.word(at - 1) in words.ORDINALS:  # the fourth of a year
        values = values[:1]
    elif word == "quarter" and "century" in (tokens.word(after), tokens.word(after + 2)):
        values = (25, Fraction(1, 4))
    return [tokens.mention(at, after, frozenset(values), required=False)], after


def _half(tokens: Tokens, at: int) -> Reading:
    """Read “half a million”, “half an hour”, “half past”."""
    after = at + 1
    after += tokens.word(after) in ("a", "an", "of")
    behind = tokens.word(after)
    if behind in words.SCALES:
        value = frozenset({Fraction(words.SCALES[behind], 2)})
        return [tokens.mention(at, after + 1, value)], after + 1
    values: set[Value] = {Fraction(1, 2)}
    if behind in words.HALVES:
        values.add(words.HALVES[behind])
    return [tokens.mention(at, at + 1, frozenset(values), required=False)], at + 1


def _month(tokens: Tokens, at: int) -> Reading:
    """Read a month's name; one that is another word as well, or short, needs a date beside it."""
    word, after = tokens.word(at), at + 1
    if not tokens.original[tokens.all[at].start].isupper():
        return [], after
    value = frozenset({words.MONTHS[word]})
    short = len(word) == 3 and word != "may"
    if not short and word not in words.AMBIGUOUS_MONTHS:
        return [tokens.mention(at, after, value, kind="month")], after
    dated = tokens.is_figure(after) or tokens.is_figure(at - 1)
    dated = dated or (tokens.word(after) in ("the", ".") and tokens.is_figure(after + 1))
    introduced = tokens.word(at - 1) in words.BEFORE_MONTHS
    if short and not (dated or introduced or tokens.word(after) == "."):
        return [], after
    return [tokens.mention(at, after, value, required=dated or introduced, kind="month")], after


_READERS = (
    (words.SMALL.keys() | words.SCALES.keys(), read_cardinal),
    (words.ORDINALS.keys(), _ordinal),
    (words.MONTHS.keys(), _month),
    (words.DECADES.keys(), _decade),
    (words.WEAK.keys(), _weak),
    (words.VAGUE.keys(), _vague),
)
