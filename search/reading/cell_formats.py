"""A number of a sheet as its format shows it: dates, eras, times, percentages, decimals."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

#: Formats that files name by number only, as a Japanese Excel shows them.
BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    37: "#,##0;-#,##0",
    38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss",
    **dict.fromkeys((27, 36, 50, 57), "ge.m.d"),
    **dict.fromkeys((28, 29, 51, 54, 58), 'ggge"年"m"月"d"日"'),
    30: "m/d/yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"時"mm"分"',
    33: 'h"時"mm"分"ss"秒"',
    **dict.fromkeys((34, 52, 55), 'yyyy"年"m"月"'),
    **dict.fromkeys((35, 53, 56), 'm"月"d"日"'),
}
#: Each era's first day, its letter and its two characters.
_ERAS = (
    (datetime(2019, 5, 1, tzinfo=UTC), "R", "令和"),
    (datetime(1989, 1, 8, tzinfo=UTC), "H", "平成"),
    (datetime(1926, 12, 25, tzinfo=UTC), "S", "昭和"),
    (datetime(1912, 7, 30, tzinfo=UTC), "T", "大正"),
    (datetime(1868, 1, 25, tzinfo=UTC), "M", "明治"),
)
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_JAPANESE_DAYS = "月火水木金土日"
#: The day that Excel counts and that never was: 29 February 1900.
_NEVER_WAS = 60
_LAST_DAY = 2_958_466
_HALF_DAY = 12
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|(?P<skipped>[_*].|\[[^\]]*\])'
    r"|(?P<noon>AM/PM|A/P|午前/午後|上午/下午)"
    r"|(?P<part>g+|r+|e+|y+|m+|d+|h+|s+(?:\.0+)?|a{3,4}|b{2,4})|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_NUMBER = re.compile(r"[#0?][#0?,]*(?:\.[#0?]*)?|\.[#0?]+")
_GENERAL = re.compile("general|G/標準", re.IGNORECASE)
_NO_NUMBER = re.compile(r'"[^"]*"?|\\.|[_*].|\[[^\]]*\]', re.DOTALL)
_TWO, _FOUR = 2, 4


def shown(value: float, code: str, is_1904: bool = False) -> str:
    """Return a number as a format shows it; nothing where it hides the number."""
    section = _section(code, value)
    if not section.strip():
        return "" if code.strip() else general(value)
    if is_date(section):
        return _moment(value, section, is_1904)
    # Of two sections or more, the second is for what is below zero, and says so itself.
    return _number(abs(value) if value < 0 and ";" in code else value, section)


def is_date(code: str) -> bool:
    """Whether a format shows a date or a time."""
    if _ELAPSED.search(code):
        return True
    bare = _GENERAL.sub("", _NO_NUMBER.sub("", code))
    if re.search(r"[#0?].*e[+-]", bare, re.IGNORECASE):
        return False
    return bool(re.search(r"[ymdhsg]|a{3}|(?<![a-z])e", bare, re.IGNORECASE))


def general(value: float) -> str:
    """Return a number as a cell without a format shows it."""
    if value == int(value) and abs(value) < 1e15:  # noqa: PLR2004  # exact up to there
        return str(int(value))
    return f"{value:.15g}"


def _section(code: str, value: float) -> str:
    sections = re.findall(r'((?:"[^"]*"?|\\.|[^;"\\])*)(?:;|$)', code)[:-1] or [code]
    if value < 0 and len(sections) > 1:
        return str(sections[1])
    if value == 0 and len(sections) > _TWO:
        return str(sections[2])
    return str(sections[0])


def _moment(value: float, code: str, is_1904: bool) -> str:
    if not 0 <= value < _LAST_DAY:
        return ""
    seconds = round(value * 86_400)
    if is_1904:
        begin = datetime(1904, 1, 1, tzinfo=UTC)
    else:
        begin = datetime(1899, 12, 30 if value >= _NEVER_WAS else 31, tzinfo=UTC)
    try:
        moment = begin + timedelta(seconds=seconds)
    except OverflowError:
        return ""
    tokens = list(_TOKEN.finditer(code))
    has_noon = any(token["noon"] for token in tokens)
    pieces: list[str] = []
    after_hours = False
    for index, token in enumerate(tokens):
        if elapsed := _ELAPSED.fullmatch(token["skipped"] or ""):
            unit = elapsed[1][0].lower()
            pieces.append(str(seconds // {"h": 3600, "m": 60, "s": 1}[unit]))
            after_hours = unit == "h"
        elif token["part"]:
            part = token["part"].lower()
            is_minute = part[0] == "m" and (after_hours or _before_seconds(tokens[index + 1 :]))
            pieces.append(_part("n" * len(part) if is_minute else part, moment, has_noon))
            after_hours = part[0] == "h"
        elif token["noon"]:
            before, _slash, after = token["noon"].partition("/")
            pieces.append(before if moment.hour < _HALF_DAY else after)
        elif token["skipped"]:
            pieces.append(" " if token["skipped"][0] == "_" else "")
        else:
            pieces.append(token["quoted"] or token["escaped"] or token["other"] or "")
    return "".join(pieces).replace("@", "").strip()


def _before_seconds(tokens: list[re.Match[str]]) -> bool:
    part = next((token["part"] for token in tokens if token["part"]), "")
    return part[:1].lower() == "s"


def _part(part: str, moment: datetime, has_noon: bool) -> str:
    letter, length = part[0], len(part)
    two = length >= _TWO
    if letter == "y":
        return f"{moment:%Y}" if length > _TWO else f"{moment.year % 100:02}"
    if letter == "b":
        return str(moment.year + 543)
    if letter in "ger":
        return _era(letter, length, moment)
    if letter == "a":
        return _JAPANESE_DAYS[moment.weekday()] + ("曜日" if length == _FOUR else "")
    if letter in "md" and length > _TWO:
        name = _MONTHS[moment.month - 1] if letter == "m" else _DAYS[moment.weekday()]
        return name[: 1 if length > _FOUR else 3] if length != _FOUR else name
    hour = (moment.hour % _HALF_DAY or _HALF_DAY) if has_noon else moment.hour
    number = {
        "m": moment.month,
        "d": moment.day,
        "h": hour,
        "n": moment.minute,
        "s": moment.second,
    }[letter]
    return f"{number:02}" if two else str(number)


def _era(letter: str, length: int, moment: datetime) -> str:
    found = next((era for era in _ERAS if moment >= era[0]), None)
    if found is None:
        return f"{moment.year}" if letter != "g" else ""
    first, short, name = found
    if letter == "g":
        return {1: short, 2: name[0]}.get(length, name)
    year = moment.year - first.year + 1
    number = f"{year:02}" if length >= _TWO and letter == "e" else str(year)
    return name + str(year) if letter == "r" else number


def _number(value: float, code: str) -> str:
    bare = _NO_NUMBER.sub("", code)
    found = _NUMBER.search(bare)
    if named := _GENERAL.search(bare):
        return _literal(code.replace(named[0], general(value)))
    if found is None:
        return general(value) if "@" in bare else _literal(code)
    if "/" in bare or "e" in bare.lower():
        return general(value)
    pattern = found[0]
    whole, _point, decimals = pattern.partition(".")
    if "%" in bare:
        value *= 100
    value /= 1000 ** (len(whole) - len(whole.rstrip(",")))
    try:
        rounded = Decimal(f"{value:.15g}").quantize(
            Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP
        )
    except InvalidOperation:
        return general(value)
    text = f"{rounded:,f}" if "," in whole.rstrip(",") else f"{rounded:f}"
    for mark in reversed(decimals):
        if mark == "0" or not text.endswith("0"):
            break
        text = text[:-1]
    return _around(code, text.rstrip(".") if decimals else text)


def _around(code: str, text: str) -> str:
    """Return a number with the words that its format puts around it."""
    pieces: list[str] = []
    position, is_placed = 0, False
    while position < len(code):
        other = _NO_NUMBER.match(code, position)
        number = _NUMBER.match(code, position)
        if other:
            pieces.append(_literal(other[0]))
        elif number:
            pieces.append("" if is_placed else text)
            is_placed = True
        else:
            pieces.append(code[position])
        position = (other or number).end() if other or number else position + 1  # type: ignore[union-attr]
    return "".join(pieces).strip()


def _literal(code: str) -> str:
    """Return what a format shows whatever the number is."""
    pieces: list[str] = []
    for token in _TOKEN.finditer(code):
        if token["skipped"]:
            currency = re.match(r"\[\$([^\-\]]*)", token["skipped"])
            pieces.append(currency[1] if currency else "")
        else:
            pieces.append(token["quoted"] or token["escaped"] or token[0].strip('"\\'))
    return "".join(pieces)
