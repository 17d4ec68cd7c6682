"""Japanese numerals: how they are written, and what they are worth."""

from __future__ import annotations

import re
from fractions import Fraction

from . import japanese_words as words
from .figures import figure
from .mentions import Value

KANJI = "〇零一二三四五六七八九十百千壱弐"
FIGURE = r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+\.\d+(?!\.?\d)|\d+"
#: A run of kanji numerals; the one of 四半期 begins a word of its own.
_RUN = rf"(?:四(?!半)|[{KANJI.replace('四', '')}])+"
_DECIMAL_RUN = rf"{_RUN}(?:[・.]{_RUN}(?=[万億兆割倍%パ]))?"
_SPACED = (
    rf"(?:{FIGURE})(?: [十百千]?[万億兆]+(?: (?:{FIGURE}))?)*(?: [十百千]?[万億兆]+| [十百千])"
)
#: A number: parts of figures or kanji, with 万, 億, 兆 between; some offices write 1 億 4 千万.
NUMBER = rf"{_SPACED}|(?:(?:{FIGURE}|{_DECIMAL_RUN})+[万億兆]*)+"
_PART = re.compile(rf"({FIGURE})|([{KANJI}・.]+)|([万億兆])")


def value_of(written: str) -> frozenset[Value]:
    """The values of a number as it stands, such as 3億5,000万 or 二〇一八; 二三 has three."""
    total: Value = 0
    group: Value | None = None  # what stands before the next 万, 億 or 兆
    readings: frozenset[Value] = frozenset({0})
    for match in _PART.finditer(written):
        figures, kanji, scale = match.groups()
        if scale:
            total += (1 if group is None else group) * words.SCALES[scale]
            group, readings = None, frozenset({0})
        elif figures:
            group = (group or 0) + figure(figures.replace(",", ""))
            readings = frozenset({group})
        elif group is not None and kanji[0] in words.TENS:  # 3千, 5百
            group = group * words.TENS[kanji[0]] + (max(_kanji(kanji[1:])) if kanji[1:] else 0)
            readings = frozenset({group})
        else:
            readings = _kanji(kanji)
            group = (group or 0) + max(readings)
    if total or len(readings) == 1:
        return frozenset({total + (group or 0)})
    return readings


def _kanji(written: str) -> frozenset[Value]:
    """The readings of a run of kanji numerals below 万: positional, or figure by figure."""
    whole, point, decimals = written.replace(".", "・").partition("・")
    if point:
        digits = "".join(str(words.DIGITS.get(sign, "")) for sign in decimals) or "0"
        share = Fraction(int(digits[:40]), 10 ** len(digits[:40]))
        return frozenset(base + share for base in _kanji(whole)) if whole else frozenset({share})
    if not any(sign in words.TENS for sign in whole):
        digits = "".join(str(words.DIGITS[sign]) for sign in whole)
        either = {int(digit) for digit in digits} if len(digits) == 2 else set()
        return frozenset({figure(digits), *either})  # 「二三日」: two or three days
    total: Value = 0
    pending = ""
    for sign in whole:
        if sign in words.TENS:
            total, pending = total + figure(pending or "1") * words.TENS[sign], ""
        else:
            pending += str(words.DIGITS[sign])
    return frozenset({total + figure(pending or "0")})
