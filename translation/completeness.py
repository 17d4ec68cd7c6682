"""Whether a translation may be read by the public: every text of it is there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation


def untranslated(translation: Translation) -> int:
    """Return how many texts of a translation are missing, empty or faulty.

    wagtail-localize's own progress counts an empty text as translated.
    """
    done = StringTranslation.objects.filter(
        locale_id=translation.target_locale_id, has_error=False
    ).exclude(data="")
    known = set(
        done.filter(translation_of__in=_segments(translation).values("string_id")).values_list(
            "translation_of_id", "context_id"
        )
    )
    wanted = _segments(translation).values_list("string_id", "context_id")
    return sum(key not in known for key in wanted)


def _segments(translation: Translation) -> QuerySet[Any]:
    segments: QuerySet[Any] = StringSegment.objects.filter(source_id=translation.source_id)
    return segments


def current_translation(page: Page, *, is_enabled: bool = True) -> Translation | None:
    """Return the translation that a page is the target of, being carried on or stopped."""
    return (
        Translation.objects.filter(
            source__object_id=page.translation_key,
            target_locale_id=page.locale_id,
            enabled=is_enabled,
        )
        .select_related("source", "target_locale")
        .first()
    )


def incomplete_pages(pages: Iterable[Page]) -> list[Page]:
    """Return those of some pages that are translations with texts missing."""
    return [
        page
        for page in pages
        if (translation := current_translation(page)) and untranslated(translation)
    ]
