"""The languages of the service, and which of them is being read."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import get_language

LANGUAGE_CODES: tuple[str, ...] = ("ja", "en")
ENDONYMS = {"ja": "日本語", "en": "English"}


def active_language() -> str:
    """Return the code of the language being read, Japanese when none of ours is active."""
    code = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
    return code if code in LANGUAGE_CODES else settings.LANGUAGE_CODE


def other_language(code: str) -> str:
    """Return the other one of the two languages."""
    return "en" if code == "ja" else "ja"


def babel_locale() -> str:
    """Return the locale by which dates and numbers are written in the language being read."""
    return "ja" if active_language() == "ja" else "en_GB"
