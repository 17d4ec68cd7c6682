"""Writings of figures that both languages share."""

from __future__ import annotations

from fractions import Fraction

from .mentions import NOTHING, Meridiem, Value

#: Full-width signs, curly apostrophes and dashes, each as the one ASCII sign that it is read as;
#: circled numbers as the figure (places in the text must stay what they are).
_READ_AS = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    0x3000: ord(" "),
    0x00A0: ord(" "),
    0x2009: ord(" "),
    0x202F: ord(" "),
    0x2018: ord("'"),
    0x2019: ord("'"),
    **dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2212), ord("-")),
    **dict.fromkeys((0x301C, 0x223C), ord("~")),
    **{0x2460 + number: ord("1") + number for number in range(9)},
    **{code: code + 32 for code in range(ord("A"), ord("Z") + 1)},
    **{code: code - 0xFEE0 + 32 for code in range(0xFF21, 0xFF3B)},
}

#: Single signs for fractions.
FRACTION_SIGNS = {
    "½": Fraction(1, 2),
    "⅓": Fraction(1, 3),
    "⅔": Fraction(2, 3),
    "¼": Fraction(1, 4),
    "¾": Fraction(3, 4),
    "⅛": Fraction(1, 8),
}


def readable(text: str) -> str:
    """The text in lower case with half-width signs, each character in its old place."""
    return text.translate(_READ_AS)


def figure(written: str) -> Value:
    """The value of digits with a decimal point, without commas; of the first 40 of very many."""
    written = written[:40]
    return Fraction(written) if "." in written else int(written)


def short_years(year: Value) -> frozenset[Value]:
    """What a year of four digits is called for short: 2018 is 18."""
    return (
        frozenset({int(year) % 100}) if 1000 <= year < 2100 and year == int(year) else frozenset()
    )


def full_years(short: Value) -> frozenset[Value]:
    """The years that two digits may stand for: 18 is 1918 or 2018."""
    return frozenset({1900 + short, 2000 + short}) if 0 <= short < 100 else frozenset()


def in_other_units(value: Value, factors: tuple[int, ...], divisors: tuple[int, ...]) -> set[Value]:
    """A length of time in other units: what it is in smaller ones, and in larger ones by halves."""
    larger = (Fraction(value) / divisor for divisor in divisors)
    return {value * factor for factor in factors} | {
        one for one in larger if (one * 2).denominator == 1
    }


def hour_readings(hour: int, half: Meridiem) -> tuple[frozenset[Value], frozenset[Value]]:
    """What an hour says on a clock of 24 hours, and what it may be called besides."""
    if half == "pm" and hour < 12:
        return frozenset({hour + 12}), frozenset({hour})
    if half == "am" and hour == 12:
        return frozenset({0}), frozenset({12, 24})
    if half or hour == 12:
        return frozenset({hour}), NOTHING
    return frozenset({hour}), frozenset({hour + 12 if hour < 12 else hour - 12})
