"""Dates as the language being read writes them."""

from __future__ import annotations

from datetime import date, datetime

from babel.dates import format_date

from .languages import active_language, babel_locale
from .typed_dates import JAPAN, ends_a_day, last_day

MONTH_AND_YEAR = {"ja": "y年M月", "en": "MMMM y"}


def long_date(value: date | None) -> str:
    """Write a date in full; nothing for no date."""
    return format_date(value, "long", locale=babel_locale()) if value else ""


def end_in_words(moment: datetime) -> str:
    """Write when something ends, in Japan; a day that it includes whole ends at 24:00."""
    local = moment.astimezone(JAPAN)
    clock = "24:00" if ends_a_day(moment) else local.strftime("%H:%M")
    return f"{long_date(last_day(moment))} {clock}"


def partial_date(value: str | None) -> str:
    """Write a date of which perhaps only the year or month is known (``2013``, ``2013-04``).

    What is no such date is returned as it is.
    """
    text = value or ""
    parts = [int(part) for part in text.split("-") if part.isdigit()]
    try:
        match parts:
            case [year]:
                return f"{year}年" if active_language() == "ja" else str(year)
            case [year, month]:
                pattern = MONTH_AND_YEAR[active_language()]
                return format_date(date(year, month, 1), pattern, locale=babel_locale())
            case [year, month, day, *_]:
                return long_date(date(year, month, day))
    except ValueError:
        return text
    return text
