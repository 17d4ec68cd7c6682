"""Template tags of the public site."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import PurePath
from typing import Any

from babel.numbers import format_decimal
from django import template

from .. import dates, readable_texts
from ..addresses import absolute_url
from ..languages import active_language, babel_locale

register = template.Library()


@register.simple_tag
def lang_if_other(language_code: str | None) -> str:
    """Return a language code when it is not the one being read; empty otherwise."""
    return "" if language_code in (None, active_language()) else str(language_code)


@register.filter
def in_its_language(text: object) -> str:
    """Return a name with ``lang`` where it is evidently not in the language being read."""
    return readable_texts.in_its_language(text if isinstance(text, str) else str(text or ""))


@register.filter
def shortened(text: str, most: int) -> str:
    """Return a text of at most so many characters, cut where a reader would pause."""
    return readable_texts.shortened(text, most)


@register.filter
def long_date(value: date | str | None) -> str:
    """Write a date in full as the language being read writes it.

    Of a moment it is the day at the moment's own place: those of published shapes are Japan's.
    """
    day = date.fromisoformat(value[:10]) if isinstance(value, str) and value else value
    return dates.long_date(day or None)  # type: ignore[arg-type]


@register.filter
def end_of_span(moment: str) -> str:
    """Write the moment at which something ends: midnight is 24:00 of the day that it includes."""
    return dates.end_in_words(datetime.fromisoformat(moment))


@register.filter
def partial_date(value: str | None) -> str:
    """Write a date of which perhaps only the year or month is known (``2013``, ``2013-04``)."""
    return dates.partial_date(value)


@register.filter
def file_type(filename: str) -> str:
    """Return the kind of a file as readers know it, such as ``PDF``."""
    return PurePath(filename).suffix.removeprefix(".").upper()


@register.simple_tag(takes_context=True)
def is_preview(context: dict[str, Any]) -> bool:
    """Whether an editor is looking at a draft in the admin's preview."""
    request = context.get("request")
    return bool(getattr(request, "is_preview", False))


@register.filter
def plain_number(value: Decimal | float | None) -> str:
    """Write a number with separators between thousands and without empty decimals."""
    if value is None:
        return ""
    return format_decimal(value, format="#,##0.######", locale=babel_locale())


@register.simple_tag
def absolute(url: str) -> str:
    """Return the public address of a path on this site, for those who read it elsewhere."""
    return absolute_url(url)
