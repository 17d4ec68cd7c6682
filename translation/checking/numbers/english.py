"""The numbers that an English text says, in figures and in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from . import english_words as words
from .figures import FRACTION_SIGNS, figure, full_years, readable, short_years
from .mentions import NOTHING, Kind, Mention, Meridiem, Value

#: A hyphen between letters joins words, as a space does; elsewhere it may be a range.
_TOKEN = re.compile(
    r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+\.\d+(?!\.?\d)|\d+|[a-z]+|[½⅓⅔¼¾⅛]"
    r"|(?!(?<=[a-z])-(?=[a-z]))[^\s\w]|\w"
)
_MERIDIEM = re.compile(r"\s?(?:in the (morning|afternoon|evening)|at (night)|([ap])\.?\s?m\b)")
_ISO_OR_SLASH_DATE = re.compile(r"\d{1,4}[/.-]\d{1,2}(?:[/.-]\d{1,4})?(?![\d/])")
_ROMAN = re.compile(r"(?<=[a-z] )(?:I{2,3}|IV|VI{0,3}|IX)\b")
_ROMAN_VALUES = {"II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9}


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    end: int


class _Reader:
    """Walks through the words of one text and collects its numbers."""

    def __init__(self, text: str) -> None:
        self.original = text
        self.text = readable(text)
        self.tokens = [
            _Token(match.group(), match.start(), match.end())
            for match in _TOKEN.finditer(self.text)
        ]
        self.mentions: list[Mention] = []

    def word(self, at: int) -> str:
        """The token at a place; empty beyond the ends."""
        return self.tokens[at].text if 0 <= at < len(self.tokens) else ""

    def joined(self, at: int, *, by: tuple[str, ...] = (" ", "-", "")) -> bool:
        """Whether the token at a place goes on from the one before."""
        if not 0 < at < len(self.tokens):
            return False
        return self.text[self.tokens[at - 1].end : self.tokens[at].start] in by

    def add(
        self,
        first: int,
        after: int,
        values: frozenset[Value],
        loose: frozenset[Value] = NOTHING,
        *,
        required: bool = True,
        kind: Kind = "",
        meridiem: Meridiem = "",
        unit: str = "",
    ) -> int:
        """Collect a number of the tokens from ``first`` up to ``after``, and return ``after``."""
        self.mentions.append(
            Mention(
                self.tokens[first].start,
                self.tokens[after - 1].end,
                values,
                loose,
                required,
                kind,
                meridiem,
                unit,
            )
        )
        return after

    def read(self) -> list[Mention]:
        at = 0
        while at < len(self.tokens):
            at = self._read_one(at)
        for match in _ROMAN.finditer(self.original):
            value = _ROMAN_VALUES[match.group()]
            self.mentions.append(
                Mention(match.start(), match.end(), frozenset({value}), required=False)
            )
        return self.mentions

    def _read_one(self, at: int) -> int:
        word = self.word(at)
        if word[0].isdigit():
            return self._figures(at)
        if not word[0].isascii():
            if word in FRACTION_SIGNS:
                return self.add(at, at + 1, frozenset({FRACTION_SIGNS[word]}))
            return at + 1
        if word in words.SMALL or word in words.SCALES:
            return self._cardinal(at)
        if word in words.ORDINALS:
            value = words.ORDINALS[word]
            of_it = self.word(at - 1) in ("a", "one") or self.word(at + 1) == "of"
            loose = frozenset({Fraction(1, value)}) if value > 2 and of_it else NOTHING
            demanded = value > 2 or (value == 2 and self._is_ordinal_second(at))
            return self.add(at, at + 1, frozenset({value}), loose, required=demanded)
        if word in words.MONTHS:
            return self._month(at)
        if word in words.DECADES:
            value = words.DECADES[word]
            return self.add(at, at + 1, frozenset({value}), frozenset({1900 + value}))
        if word in words.WEAK:
            return self._weak(at)
        if word in words.VAGUE:
            return self._vague(at)
        return at + 1

    # Words

    def _is_ordinal_second(self, at: int) -> bool:
        """Whether “second” counts something (a second meeting), rather than being a moment."""
        behind = self.word(at + 1)
        return (
            self.word(at) == "second"
            and self.joined(at + 1)
            and behind[:1].isalpha()
            and behind not in words.BEHIND_A_MOMENT
            and self.word(at - 1) not in ("per", "every", "split", "each")
        )

    def _vague(self, at: int) -> int:
        """Read “thousands”, “tens of millions”."""
        value = words.VAGUE[self.word(at)]
        after = at + 1
        if self.word(after) == "of" and self.word(after + 1) in words.VAGUE:
            value *= words.VAGUE[self.word(after + 1)]
            after += 2
        return self.add(at, after, frozenset({value}), kind="vague")

    def _weak(self, at: int) -> int:
        word, after = self.word(at), at + 1
        if word in ("a", "an") and self.word(after) in words.SCALES:
            return self._cardinal(after, first=at)
        if word == "half":
            scaled = after + (self.word(after) in ("a", "of"))
            if self.word(scaled) in words.SCALES:
                value = Fraction(words.SCALES[self.word(scaled)], 2)
                return self.add(at, scaled + 1, frozenset({value}))
            if self.word(scaled) == "dozen":
                return self.add(at, scaled + 1, frozenset({6}), frozenset({5}), required=False)
        if word in words.TIME_UNITS and (half := self._half_behind(after)):
            long = Fraction(3, 2)
            longer: frozenset[Value] = frozenset(
                long * factor for factor in words.TIME_UNITS[word][0]
            )
            return self.add(at, half, frozenset({long}), longer | {18}, required=False)
        values = words.WEAK[word]
        if word == "quarter" and self.word(at - 1) in words.ORDINALS:  # the fourth of a year
            values = values[:1]
        return self.add(at, after, frozenset(values), required=False)

    def _cardinal(self, at: int, first: int | None = None) -> int:
        """Read a cardinal in words (“two hundred and five”, “a million”); at its first word."""
        first = at if first is None else first
        value, after, _size = self._sum(at, None)
        if value is None:  # a scale without a number: “per thousand”
            return self.add(at, at + 1, frozenset({words.SCALES[self.word(at)]}), required=False)
        return self._finish(first, after, value, in_words=True)

    def _sum(self, at: int, current: Value | None) -> tuple[Value | None, int, int]:
        """Add up the words from ``at``, on top of a figure read before.

        Returns:
            The value, the place after it, and its largest scale (1 for none).
        """
        total: Value = 0
        begun = at
        lowest = 10**15
        largest = 1
        last = "figure" if current is not None else ""
        if current is None and self.word(at) in words.SCALES:
            if self.word(at - 1) not in ("a", "an", "one"):
                return None, at, 1
            current, last = 1, "unit"
        while True:
            word = self.word(at)
            if at > begun and not self.joined(at):
                break
            if word in words.SMALL:
                size = words.SMALL[word]
                if current is None and (last in ("", "scale", "and")):
                    current, last = size, "tens" if size >= 20 else "unit"
                elif (last == "tens" and size < 10) or last in ("hundred", "hundred and"):
                    assert current is not None
                    current += size
                    last = "tens" if size >= 20 else "unit"
                else:
                    break
            elif word == "hundred" and current is not None and last in ("unit", "tens", "figure"):
                current, last, largest = current * 100, "hundred", max(largest, 100)
            elif word in words.SCALES and current is not None and words.SCALES[word] < lowest:
                lowest = words.SCALES[word]
                largest = max(largest, lowest)
                total, current, last = total + current * lowest, None, "scale"
            elif (
                word == "and"
                and last in ("hundred", "scale")
                and self.word(at + 1) in words.SMALL
                and self.joined(at + 1)
            ):
                last = "hundred and" if last == "hundred" else "and"
            else:
                break
            at += 1
        if not last:
            return None, at, 1
        if self.word(at - 1) == "and":
            at -= 1
        return total + (current or 0), at, largest

    def _finish(self, first: int, after: int, value: Value, *, in_words: bool) -> int:
        """Read what belongs to a cardinal behind it, and collect the whole."""
        loose: set[Value] = set()
        required = value != 1 or not in_words
        word = self.word(after)
        if in_words and self.joined(after) and word in words.SMALL | words.ORDINALS:
            if word in words.SMALL and 10 <= value < 100:
                second, end, _size = self._sum(after, None)
                if second is not None and 10 <= second < 100:
                    # a year, a price, a time of day, or two numbers that only stand together
                    return self.add(
                        first,
                        end,
                        frozenset({value * 100 + second}),
                        frozenset({value, second, value + Fraction(second) / 100}),
                    )
            if word in words.ORDINALS and value % 10 == 0 and words.ORDINALS[word] < 10:
                ordinal = value + words.ORDINALS[word]
                return self.add(first, after + 1, frozenset({ordinal}))
        if self.joined(after) and word in words.DENOMINATORS and word not in ("half", "second"):
            below = words.DENOMINATORS[word]
            if value < below and (word.endswith("s") or value == 1):
                return self.add(
                    first,
                    after + 1,
                    frozenset({Fraction(value) / below}),
                    frozenset({value, below}),
                    required=below != 4 or value != 1,
                )
        half = self._half_behind(after)
        if half:
            loose.add(value)
            value += Fraction(1, 2)
            after = half
            scale = words.SCALES.get(self.word(after))
            if scale and self.joined(after):
                value, after = value * scale, after + 1
        if self.joined(after) and self.word(after) == "dozen":
            value, after = value * 12, after + 1
        after, further = self._unit_behind(after, value)
        return self.add(
            first, after, frozenset({value}), frozenset(loose | further), required=required
        )

    def _half_behind(self, at: int) -> int:
        """The place after “and a half”, with a word between at most (“an hour and a half”)."""
        for between in (0, 1):
            start = at + between
            if self.word(start) == "and" and self.word(start + 1) == "a":
                if self.word(start + 2) == "half" and (
                    not between or self.word(at).rstrip("s") in words.TIME_UNITS
                ):
                    return start + 3
        return 0

    def _unit_behind(self, at: int, value: Value) -> tuple[int, set[Value]]:
        """What a unit behind the number makes of it: per cent, a length of time."""
        word = self.word(at)
        if word == "%" or word in ("percent", "pct", "percentage"):
            return at + 1, {Fraction(value) / 100}
        if word == "per" and self.word(at + 1) == "cent":
            return at + 2, {Fraction(value) / 100}
        unit = word if word == "century" else word.removesuffix("s")
        if self.word(at) == "-":
            unit = self.word(at + 1)
        if unit == "centurie":
            unit = "century"
        if unit in words.TIME_UNITS:
            factors, divisors = words.TIME_UNITS[unit]
            return at, {value * factor for factor in factors} | {
                Fraction(value) / divisor
                for divisor in divisors
                if (Fraction(value) * 2 / divisor).denominator == 1
            }
        return at, set()

    def _month(self, at: int) -> int:
        word, token = self.word(at), self.tokens[at]
        capital = self.original[token.start].isupper()
        if not capital:
            return at + 1
        if word in words.AMBIGUOUS_MONTHS or len(word) == 3:
            dated = self.word(at + 1)[:1].isdigit() or self.word(at - 1)[:1].isdigit()
            dated = dated or self.word(at + 1) == "the" and self.word(at + 2)[:1].isdigit()
            before = self.word(at - 1) in words.BEFORE_MONTHS
            dotted = self.word(at + 1) == "." and self.word(at + 2)[:1].isdigit()
            if len(word) > 3 or word == "may":
                inner = at > 0 and self.word(at - 1) not in ('"', "'", ".", "!", "?", ":")
                if not (dated or (before and inner)):
                    return self.add(
                        at,
                        at + 1,
                        frozenset({words.MONTHS[word]}),
                        required=False,
                        kind="month",
                    )
            elif not (dated or dotted or before):
                if self.word(at + 1) != ".":
                    return at + 1
                return self.add(
                    at, at + 1, frozenset({words.MONTHS[word]}), required=False, kind="month"
                )
        return self.add(at, at + 1, frozenset({words.MONTHS[word]}), kind="month")

    # Figures

    def _figures(self, at: int) -> int:
        token = self.tokens[at]
        date = _ISO_OR_SLASH_DATE.match(self.text, token.start)
        if date:
            after = self._date(at, date)
            if after:
                return after
        value = figure(token.text.replace(",", ""))
        after = at + 1
        if self.word(after) == ":" and re.match(r"\d\d(?!\d)", self.text[self.tokens[after].end :]):
            return self._clock(at)
        meridiem = _MERIDIEM.match(self.text, token.end)
        if meridiem and value < 24:
            return self._hour(at, meridiem)
        attached = self.joined(after, by=("",))
        suffix = self.word(after)
        if attached and suffix in ("st", "nd", "rd", "th"):
            return self.add(at, after + 1, frozenset({value}))
        if suffix == "'" and self.word(after + 1) == "s":
            suffix, after = "s", after + 1
        if attached and suffix == "s":
            years = short_years(value) or full_years(value)
            return self.add(at, after + 1, frozenset({value}), years)
        if self.word(at - 1) == "'" and self.joined(at, by=("",)) and value < 100:
            return self.add(at, after, frozenset({value}), full_years(value))
        loose: set[Value] = set()
        if attached and suffix in words.SUFFIX_SCALES:
            if suffix in words.UNSURE_SUFFIXES:
                money = self.word(at - 1) in "$£€¥" and self.word(at - 1)
                loose = set() if money else {value}
            value, after = value * words.SUFFIX_SCALES[suffix], after + 1
        elif self.joined(after) and suffix in ("mn", "bn", "tn"):
            value, after = value * words.SUFFIX_SCALES[suffix], after + 1
        elif self.joined(after) and suffix in words.SCALES:
            scaled, after, _largest = self._sum(after, value)
            assert scaled is not None
            value = scaled
        elif suffix in FRACTION_SIGNS:
            value, after = value + FRACTION_SIGNS[suffix], after + 1
        else:
            scale = self._scale_of_range(after)
            if scale:
                loose = {value * scale}
        if token.text.isdigit() and len(token.text) == 4:
            loose |= short_years(value)
        end = self._finish(at, after, value, in_words=False)
        if loose or self._letter_on_both_sides(token):
            last = self.mentions.pop()
            self.mentions.append(
                Mention(
                    last.start,
                    last.end,
                    last.values,
                    last.loose | loose,
                    not self._letter_on_both_sides(token),
                )
            )
        return end

    def _letter_on_both_sides(self, token: _Token) -> bool:
        """Whether figures are part of a name such as B2B or mp3s."""
        before, behind = self.text[: token.start][-1:], self.text[token.end : token.end + 1]
        return before.isalpha() and behind.isalpha()

    def _scale_of_range(self, after: int) -> int:
        """The scale that a number shares with the one behind it: “3 to 4 million”."""
        for gap in (1, 2):
            if self.word(after) in ("-", "to", "or", "and", "~", "/") and gap == 1:
                further = after + 1
                if self.word(further) in "$£€¥" and self.word(further):
                    further += 1
                if self.word(further)[:1].isdigit():
                    return words.SUFFIX_SCALES.get(self.word(further + 1), 0)
        return 0

    def _date(self, at: int, date: re.Match[str]) -> int:
        """Read a date or fraction in figures: 2018-09-30, 9/30, 3/4; 0 if it is none."""
        parts = re.split(r"[/.-]", date.group())
        separator = date.group()[len(parts[0])]
        if len(parts) == 2 and separator != "/":
            return 0
        numbers = [int(part) for part in parts]
        if len(numbers) == 3 and not any(1 <= number <= 31 for number in numbers):
            return 0
        if len(numbers) == 3 and separator == "." and date.group().count(".") != 2:
            return 0
        after = at
        for number in numbers:
            while not self.word(after)[:1].isdigit():
                after += 1
            start = self.tokens[after].start
            # “9.30.2018” is one decimal token for the tokenizer and its rest: leave it alone
            if "." in self.word(after):
                return 0
            fraction = (
                frozenset({Fraction(numbers[0], numbers[1])})
                if len(numbers) == 2 and numbers[1]
                else NOTHING
            )
            self.mentions.append(
                Mention(
                    start,
                    self.tokens[after].end,
                    frozenset({number}),
                    full_years(number) | fraction if number < 100 else short_years(number),
                    kind="date",
                )
            )
            after += 1
        return after

    def _clock(self, at: int) -> int:
        """Read 15:00 or 7:30 p.m."""
        hour, minute = int(self.word(at)), int(self.word(at + 2))
        end = at + 3
        meridiem = _MERIDIEM.match(self.text, self.tokens[at + 2].end)
        if hour > 24 or minute > 59:
            return self.add(at, at + 1, frozenset({hour}))
        self._add_hour(at, at + 1, hour, meridiem)
        if minute:
            loose = frozenset({Fraction(1, 2)}) if minute == 30 else NOTHING
            self.add(at + 2, end, frozenset({minute}), loose)
        return end

    def _hour(self, at: int, meridiem: re.Match[str]) -> int:
        """Read 7 a.m., 7.30pm."""
        value = figure(self.word(at))
        hour = int(value)
        self._add_hour(at, at + 1, hour, meridiem)
        if value != hour:
            minute = int(self.word(at).partition(".")[2])
            self.add(at, at + 1, frozenset({minute}), frozenset({Fraction(1, 2)}))
        return at + 1

    def _add_hour(self, first: int, after: int, hour: int, meridiem: re.Match[str] | None) -> None:
        half: Meridiem = ""
        if meridiem:
            half = "am" if meridiem.group(1) == "morning" or meridiem.group(3) == "a" else "pm"
        values: set[Value] = {hour}
        loose: set[Value] = set()
        if half == "pm" and hour < 12:
            values, loose = {hour + 12}, {hour}
        elif half == "am" and hour == 12:
            values, loose = {0}, {12, 24}
        elif not half and hour < 12:
            loose = {hour + 12}
        elif not half and hour > 12:
            loose = {hour - 12}
        self.add(first, after, frozenset(values), frozenset(loose), meridiem=half)


def numbers_in_english(text: str) -> list[Mention]:
    """The numbers of an English text, in its order."""
    return _Reader(text).read()
