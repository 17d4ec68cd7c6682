"""The languages of the service, and which of them is being read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header

#: All languages as a field's choices.
LANGUAGES: list[tuple[str, Any]] = settings.LANGUAGES
#: Codes of all languages, in the order in which they are offered.
LANGUAGE_CODES: tuple[str, ...] = tuple(code for code, _name in LANGUAGES)
#: What each language calls itself.
ENDONYMS: dict[str, str] = dict(settings.WAGTAILADMIN_PERMITTED_LANGUAGES)

_written: ContextVar[str | None] = ContextVar("written", default=None)


@contextmanager
def writing_in(code: str | None) -> Iterator[None]:
    """Let blocks know, while they are checked, the language of the page that they stand on."""
    before = _written.set(code)
    try:
        yield
    finally:
        _written.reset(before)


def written_languages() -> tuple[str, ...]:
    """Return the languages in which a text has to exist: the page's own, or both if none is known.

    The language of the admin, which is being read, says nothing about that of the page.
    """
    code = _written.get()
    return (code,) if code in LANGUAGE_CODES else LANGUAGE_CODES


def active_language() -> str:
    """Return the code of the language being read, Japanese when none of ours is active."""
    code = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
    return code if code in LANGUAGE_CODES else settings.LANGUAGE_CODE


def preferred_language(accept_language: str) -> str | None:
    """Return the one of our languages that an ``Accept-Language`` header asks for first."""
    for wanted, _quality in parse_accept_lang_header(accept_language):
        try:
            supported = get_supported_language_variant(wanted)
        except LookupError:
            continue
        if supported in LANGUAGE_CODES:
            return supported
    return None


def other_language(code: str) -> str:
    """Return the other one of the two languages."""
    [other] = [known for known in LANGUAGE_CODES if known != code]
    return other


def babel_locale() -> str:
    """Return the locale by which dates and numbers are written in the language being read."""
    return "ja" if active_language() == "ja" else "en_GB"
