"""Dates, moments and years as people in Japan type them; no Django here.

``令和6年3月1日``, ``R6.3.1``, ``２０２４／３／１`` and ``1 March 2024`` are one day. What is not
understood is refused with the reason, and never guessed: a day without its year, a weekday that is
not that day's.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from enum import Enum

#: Japan's time, all year round.
JAPAN = timezone(timedelta(hours=9), "JST")
#: First years of eras, by the names and letters that stand for them.
ERAS = {"令和": 2019, "平成": 1989, "昭和": 1926, "大正": 1912, "明治": 1868}
LETTERS = {"R": "令和", "H": "平成", "S": "昭和", "T": "大正", "M": "明治"}
WEEKDAYS = "月火水木金土日"
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
ENGLISH_WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
KANJI_DIGITS = "〇一二三四五六七八九"
#: Years that are a slip of the hand, and with which calendars overflow, lie outside of these.
YEARS = range(1000, 9000)
NOON = 12
MIDNIGHT = 24
DATE_LENGTH = 3


class UnreadableReason(Enum):
    """Why a text is no date."""

    UNREADABLE = "unreadable"
    NO_YEAR = "no year"
    NO_SUCH_DAY = "no such day"
    OTHER_WEEKDAY = "other weekday"
    NO_TIME = "no time"
    FISCAL_YEAR = "fiscal year"


class UnreadableDateError(ValueError):
    """A text that is not understood, with the reason."""

    def __init__(self, reason: UnreadableReason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True)
class PartialDate:
    """A year, a month or a day, as far as it is known."""

    year: int
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        known = [f"{self.year:04d}"]
        known += [f"{part:02d}" for part in (self.month, self.day) if part]
        return "-".join(known)


_ERA = r"(?P<era>令和|平成|昭和|大正|明治|[令平昭大明]|[RHSTM])\.?\s*(?P<era_year>元|\d{1,2})"
_YEAR = rf"(?:{_ERA}|(?:西暦)?(?P<year>\d{{4}}))"
_WEEKDAY = rf"(?:\s*\(?(?P<weekday>[{WEEKDAYS}])(?:曜日?)?(?:・?[祝休])?\)?)?"
_DATE = re.compile(
    rf"{_YEAR}(?P<fiscal>\s*年度)?"
    rf"(?:(?:\s*年\s*|\s*[-./]\s*)(?P<month>\d{{1,2}})"
    rf"(?:(?:\s*月\s*|\s*[-./]\s*)(?P<day>\d{{1,2}})\s*日?{_WEEKDAY}|\s*月?)|\s*年)?",
    re.IGNORECASE,
)
_PACKED = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})")
_ENGLISH = re.compile(
    r"(?:(?P<weekday>mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs|ur)?(?:day)?\.?,?\s+)?"
    r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+(?P<month>[a-z]{3,9})\.?,?\s+(?P<year>\d{4})"
    r"|(?P<month_2>[a-z]{3,9})\.?\s+(?P<day_2>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year_2>\d{4})"
    r"|(?P<month_3>[a-z]{3,9})\.?\s+(?P<year_3>\d{4}))",
    re.IGNORECASE,
)
_FISCAL = re.compile(r"(?:FY|fiscal year)\s*(?P<year>\d{4})", re.IGNORECASE)
_KANJI = re.compile(r"[〇零一二三四五六七八九十]+(?=\s*[年月日時分])")
#: What the keys of ``/``, ``-``, ``.`` and ``,`` give while Japanese is typed.
_SEPARATORS = re.compile(r"(?<=[\d元])\s*[・ー。、]\s*(?=\d)")
_WITHOUT_YEAR = re.compile(rf"\d{{1,2}}\s*(?:月\s*\d{{1,2}}\s*日?|[-./]\s*\d{{1,2}}){_WEEKDAY}")
_TIME = re.compile(
    r"(?P<half>午前|午後|am|pm|a\.m\.|p\.m\.)?\s*(?P<hour>\d{1,2})"
    r"(?:\s*時(?P<half_hour>半)|\s*[:時]\s*(?P<minute>\d{2})?(?:\s*[:分]\s*(?:\d{2}(?:\.\d+)?\s*秒?)?)?)?"
    r"\s*(?P<half_2>am|pm|a\.m\.|p\.m\.)?",
    re.IGNORECASE,
)


def folded(text: str) -> str:
    """Return a text with half-width letters and single spaces, without what follows a date."""
    found = unicodedata.normalize("NFKC", text).replace("−", "-").replace("–", "-")
    found = _KANJI.sub(lambda match: str(_number(match[0])), found)
    found = _SEPARATORS.sub("-", found)
    found = re.sub(r"[\s、,]+$", "", " ".join(found.split()))
    return re.sub(r"\s*(?:まで|から|より|必着|JST|日本時間|\(日本時間\))$", "", found)


def read_partial(text: str) -> PartialDate:
    """Read a year, a month or a day.

    Raises:
        UnreadableDateError: it is none; a fiscal year is none either, since it is a span of time.
    """
    found, is_fiscal = _read(folded(text))
    if is_fiscal:
        raise UnreadableDateError(UnreadableReason.FISCAL_YEAR)
    return found


def read_day(text: str) -> date:
    """Read a day.

    Raises:
        UnreadableDateError: it is none, or lacks something.
    """
    found = read_partial(text)
    if found.month is None or found.day is None:
        raise UnreadableDateError(UnreadableReason.UNREADABLE)
    return date(found.year, found.month, found.day)


def read_year(text: str) -> int:
    """Read a year or a fiscal year by its number: 2024 for 2024年, 令和6年度 and R6.

    Raises:
        UnreadableDateError: it is none, or says more than a year.
    """
    found, _is_fiscal = _read(folded(text))
    if found.month is not None:
        raise UnreadableDateError(UnreadableReason.UNREADABLE)
    return found.year


def read_moment(text: str, *, is_end: bool) -> datetime:
    """Read a moment in Japan's time; of a day alone its beginning, or as an end its end.

    The end of a day is the beginning of the next: 24:00.

    Raises:
        UnreadableDateError: it is none.
    """
    for day_text, time_text in _splits(folded(text)):
        try:
            day = read_day(day_text)
        except UnreadableDateError as error:
            if error.reason is UnreadableReason.UNREADABLE:
                continue
            raise
        minutes = _minutes(time_text) if time_text else MIDNIGHT * 60 * is_end
        return datetime.combine(day, time.min, JAPAN) + timedelta(minutes=minutes)
    raise UnreadableDateError(UnreadableReason.UNREADABLE)


def ends_a_day(moment: datetime) -> bool:
    """Whether a moment is midnight in Japan, which as an end belongs to the day before."""
    return moment.astimezone(JAPAN).time() == time.min


def last_day(moment: datetime) -> date:
    """Return the last day that an end includes, at least in part."""
    return (moment.astimezone(JAPAN) - timedelta(microseconds=1)).date()


def _splits(text: str) -> Iterator[tuple[str, str]]:
    """Yield the ways to take a text apart into a day and a time, the longest day first."""
    yield text, ""
    places = [match.start() for match in re.finditer(r"[\sT]|(?<=[日)])|(?=午)", text)]
    for place in reversed(places):
        day, clock = text[:place].strip(), text[place:].strip().removeprefix("T").removeprefix("の")
        if day and clock:
            yield day, clock


def _minutes(text: str) -> int:
    """Return the minutes since midnight; 24:00 is the end of a day.

    Raises:
        UnreadableDateError: it is no time.
    """
    if text in {"正午", "noon"}:
        return NOON * 60
    match = _TIME.fullmatch(text)
    if not match:
        raise UnreadableDateError(UnreadableReason.NO_TIME)
    hour, minute = int(match["hour"]), 30 if match["half_hour"] else int(match["minute"] or 0)
    half = (match["half"] or match["half_2"] or "").lower().replace(".", "")
    if half:
        # 午後12時 is midnight by the law of 1872 and noon to most people: nobody should guess.
        is_noon_or_midnight = hour == NOON and half in {"午前", "午後"}
        if hour > NOON or is_noon_or_midnight or (half in {"am", "pm"} and hour == 0):
            raise UnreadableDateError(UnreadableReason.NO_TIME)
        hour = hour % NOON + NOON * (half in {"午後", "pm"})
    elif not (":" in text or "時" in text):
        raise UnreadableDateError(UnreadableReason.NO_TIME)
    if minute >= 60 or hour * 60 + minute > MIDNIGHT * 60:  # noqa: PLR2004  # an hour's minutes
        raise UnreadableDateError(UnreadableReason.NO_TIME)
    return hour * 60 + minute


def _read(text: str) -> tuple[PartialDate, bool]:
    if match := _DATE.fullmatch(text) or _PACKED.fullmatch(text):
        known = match.groupdict()
        if known.get("fiscal") and known["month"]:
            raise UnreadableDateError(UnreadableReason.UNREADABLE)
        year = _year_of(known.get("era"), known.get("era_year"), known["year"])
        weekday = known.get("weekday")
        named = WEEKDAYS.index(weekday) if weekday else None
        return _real(year, known["month"], known["day"], named), bool(known.get("fiscal"))
    if match := _FISCAL.fullmatch(text):
        return _real(int(match["year"]), None, None, None), True
    if match := _ENGLISH.fullmatch(text):
        known = match.groupdict()
        month = (known["month"] or known["month_2"] or known["month_3"]).lower()
        if month[:3] not in MONTHS:
            raise UnreadableDateError(UnreadableReason.UNREADABLE)
        year = int(known["year"] or known["year_2"] or known["year_3"])
        day = known["day"] or known["day_2"]
        weekday = known["weekday"]
        named = ENGLISH_WEEKDAYS.index(weekday.lower()) if weekday and day else None
        return _real(year, str(MONTHS.index(month[:3]) + 1), day, named), False
    without_year = _WITHOUT_YEAR.fullmatch(text)
    raise UnreadableDateError(
        UnreadableReason.NO_YEAR if without_year else UnreadableReason.UNREADABLE
    )


def _year_of(era: str | None, era_year: str | None, year: str | None) -> int:
    if era is None:
        return int(year or 0)
    name = LETTERS.get(era.upper(), era)
    first = next(first for long, first in ERAS.items() if long.startswith(name))
    count = 1 if era_year == "元" else int(era_year or 0)
    if not count:
        raise UnreadableDateError(UnreadableReason.UNREADABLE)
    return first + count - 1


def _number(text: str) -> int:
    """Return what kanji numerals below a hundred say, or years written digit by digit."""
    text = text.replace("零", "〇")
    tens, is_in_tens, ones = text.rpartition("十")
    if is_in_tens:
        return 10 * (_number(tens) if tens else 1) + (_number(ones) if ones else 0)
    return int("".join(str(KANJI_DIGITS.index(numeral)) for numeral in text))


def _real(year: int, month: str | None, day: str | None, weekday: int | None) -> PartialDate:
    if year not in YEARS:
        raise UnreadableDateError(UnreadableReason.UNREADABLE)
    found = PartialDate(year, int(month) if month else None, int(day) if day else None)
    try:
        real = date(found.year, found.month if month else 1, found.day if day else 1)  # type: ignore[arg-type]
    except ValueError:
        raise UnreadableDateError(UnreadableReason.NO_SUCH_DAY) from None
    if weekday is not None and real.weekday() != weekday:
        raise UnreadableDateError(UnreadableReason.OTHER_WEEKDAY)
    return found
