"""Carrying a page into the other language with wagtail-localize, as a translator would."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wagtail.models import Locale, Page
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)


def in_english(text: str) -> str:
    """A translation that can be told from its source, and its source from it."""
    return f"EN {text}"


def translate(page: Page, say: Callable[[str], str] = in_english) -> Any:
    """Translate every text of a Japanese page as it is stored; return the English page, saved."""
    english = Locale.objects.get(language_code="en")
    source, _created = TranslationSource.update_or_create_from_instance(
        Page.objects.get(pk=page.pk).specific
    )
    Translation.objects.get_or_create(source=source, target_locale=english)
    for segment in StringSegment.objects.filter(source=source).select_related("string"):
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            locale=english,
            context=segment.context,
            defaults={"data": say(segment.string.data)},
        )
    target, _created = source.create_or_update_translation(english, publish=False)
    return Page.objects.get(pk=target.pk).specific
