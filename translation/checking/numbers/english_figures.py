"""Numbers in figures in an English text: amounts, years, dates, times of the day."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from . import english_words as words
from .english_cardinals import add_up, with_what_follows
from .english_tokens import EnglishToken, Reading, Tokens
from .figures import FRACTION_SIGNS, figure, full_years, hour_readings, short_years
from .mentions import NOTHING, Mention, Meridiem, Value

_MERIDIEM = re.compile(r"\s?(?:in the (morning|afternoon|evening)|at (night)|([ap])\.?\s?m\b)")
_DATE = re.compile(r"\d{1,4}([/.-])\d{1,2}(?:\1\d{1,4})?(?![\d/])")
_MINUTES = re.compile(r":\d\d(?!\d)")
_CURRENCIES = frozenset("$£€¥")


def read_figures(tokens: Tokens, at: int) -> Reading:
    """Read a number that begins with figures."""
    token = tokens.all[at]
    date = _DATE.match(tokens.text, token.start)
    if date and (reading := _date(tokens, at, date)):
        return reading
    value = figure(token.text.replace(",", ""))
    if _MINUTES.match(tokens.text, token.end):
        return _clock(tokens, at)
    meridiem = _MERIDIEM.match(tokens.text, token.end)
    if meridiem and value < 24:
        return _hour_and_half(tokens, at, meridiem)
    return _ordinal_or_decade(tokens, at, value) or _amount(tokens, at, value)


def _ordinal_or_decade(tokens: Tokens, at: int, value: Value) -> Reading | None:
    """Read “21st”, “1990s”, “1990's”, “'18”."""
    after = at + 1
    suffix = tokens.word(after)
    attached = tokens.attached(after)
    if attached and suffix in ("st", "nd", "rd", "th"):
        return [tokens.mention(at, after + 1, frozenset({value}))], after + 1
    if suffix == "'" and tokens.word(after + 1) == "s":
        suffix, after = "s", after + 1
    if attached and suffix == "s":
        years = short_years(value) or full_years(value)
        return [tokens.mention(at, after + 1, frozenset({value}), years)], after + 1
    if tokens.word(at - 1) == "'" and tokens.attached(at) and value < 100:
        return [tokens.mention(at, at + 1, frozenset({value}), full_years(value))], at + 1
    return None


def _amount(tokens: Tokens, at: int, value: Value) -> Reading:
    """Read an amount with its scale: “2.8bn”, “3 to 4 million”, “1½”."""
    token = tokens.all[at]
    value, after, loose = _with_scale(tokens, at, value)
    if token.text.isdecimal() and len(token.text) == 4:
        loose |= short_years(value)
    mention, after = with_what_follows(tokens, at, after, value)
    sure = not _letter_on_both_sides(tokens, token)
    return [replace(mention, loose=mention.loose | loose, required=sure)], after


def _with_scale(tokens: Tokens, at: int, value: Value) -> tuple[Value, int, frozenset[Value]]:
    """The value with the scale behind it, the place after, and what it may be without."""
    after = at + 1
    suffix = tokens.word(after)
    if suffix in FRACTION_SIGNS:
        return value + FRACTION_SIGNS[suffix], after + 1, NOTHING
    if tokens.attached(after) and suffix in words.SUFFIX_SCALES:
        unsure = suffix in words.UNSURE_SUFFIXES and tokens.word(at - 1) not in _CURRENCIES
        bare = frozenset({value}) if unsure else NOTHING
        return value * words.SUFFIX_SCALES[suffix], after + 1, bare
    if tokens.joined(after) and suffix in ("mn", "bn", "tn"):
        return value * words.SUFFIX_SCALES[suffix], after + 1, NOTHING
    scaled = tokens.joined(after) and suffix in words.SCALES
    if scaled and (added := add_up(tokens, after, value)):
        return *added, NOTHING
    shared = _scale_of_range(tokens, after)
    return value, after, frozenset({value * shared}) if shared else NOTHING


def _scale_of_range(tokens: Tokens, after: int) -> int:
    """The scale that a number shares with the one behind it: “3 to 4 million”; 0 without one."""
    if tokens.word(after) not in ("-", "to", "or", "and", "~", "/"):
        return 0
    further = after + 1 + (tokens.word(after + 1) in _CURRENCIES)
    return words.SUFFIX_SCALES.get(tokens.word(further + 1), 0) if tokens.is_figure(further) else 0


def _letter_on_both_sides(tokens: Tokens, token: EnglishToken) -> bool:
    """Whether figures are part of a name such as B2B or mp3s."""
    before = tokens.text[max(0, token.start - 1) : token.start]
    behind = tokens.text[token.end : token.end + 1]
    return before.isalpha() and behind.isalpha()


def _date(tokens: Tokens, at: int, date: re.Match[str]) -> Reading | None:
    """Read a date or fraction in figures: 2018-09-30, 9/30, 3/4; None if it is neither."""
    numbers = [int(part) for part in re.split(r"[/.-]", date.group())]
    if len(numbers) == 2 and date[1] != "/":
        return None
    fraction: frozenset[Value] = NOTHING
    if len(numbers) == 2 and numbers[1]:
        fraction = frozenset({Fraction(numbers[0], numbers[1])})
    mentions: list[Mention] = []
    for number in numbers:
        while not tokens.is_figure(at):
            at += 1
        if "." in tokens.word(at):  # “9.30.2018” is a decimal and a year for the tokens
            return None
        loose = full_years(number) | fraction if number < 100 else short_years(number)
        mentions.append(tokens.mention(at, at + 1, frozenset({number}), loose, kind="date"))
        at += 1
    return mentions, at


def _clock(tokens: Tokens, at: int) -> Reading:
    """Read 15:00 or 7:30 p.m."""
    hour, minute = int(tokens.word(at).replace(",", "").partition(".")[0]), int(tokens.word(at + 2))
    if hour > 24 or minute > 59:
        return [tokens.mention(at, at + 1, frozenset({hour}))], at + 1
    meridiem = _MERIDIEM.match(tokens.text, tokens.all[at + 2].end)
    mentions = [_hour(tokens, at, hour, meridiem)]
    if minute:
        mentions.append(_minutes(tokens, at + 2, minute))
    return mentions, at + 3


def _hour_and_half(tokens: Tokens, at: int, meridiem: re.Match[str]) -> Reading:
    """Read 7 a.m., 7.30pm."""
    hour, _point, minute = tokens.word(at).partition(".")
    mentions = [_hour(tokens, at, int(hour), meridiem)]
    if minute:
        mentions.append(_minutes(tokens, at, int(minute)))
    return mentions, at + 1


def _minutes(tokens: Tokens, at: int, minute: int) -> Mention:
    half: frozenset[Value] = frozenset({Fraction(1, 2)}) if minute == 30 else NOTHING
    return tokens.mention(at, at + 1, frozenset({minute}), half)


def _hour(tokens: Tokens, at: int, hour: int, meridiem: re.Match[str] | None) -> Mention:
    half: Meridiem = ""
    if meridiem:
        half = "am" if meridiem[1] == "morning" or meridiem[3] == "a" else "pm"
    return tokens.mention(at, at + 1, *hour_readings(hour, half), meridiem=half)
