"""The languages of the service, and which of them is being read."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import get_language, get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header

LANGUAGE_CODES: tuple[str, ...] = ("ja", "en")
ENDONYMS = {"ja": "日本語", "en": "English"}


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
    return "en" if code == "ja" else "ja"


def babel_locale() -> str:
    """Return the locale by which dates and numbers are written in the language being read."""
    return "ja" if active_language() == "ja" else "en_GB"
