"""Which translations go on once a page and its other language are back from the bin."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page
from wagtail_localize.models import Translation

from recycle_bin.models import BinnedItem

ROOM = "translation"


def remember(pages: list[Page]) -> list[int]:
    """Return the translations that the deletion of pages stops, or that of their twins stopped."""
    keys = {page.translation_key for page in pages}
    concerned = Translation.objects.filter(source__object_id__in=keys)
    stopped: set[int] = set()
    for beside in BinnedItem.objects.values_list("beside", flat=True):
        stopped.update(beside.get(ROOM, ()))
    return [one.pk for one in concerned.order_by("pk") if one.enabled or one.pk in stopped]


def go_on(translation_ids: Any) -> None:
    """Let those go on whose pages are there in both languages."""
    found = Translation.objects.filter(pk__in=translation_ids).select_related("source")
    for translation in found:
        pages = Page.objects.filter(translation_key=translation.source.object_id)
        locales = set(pages.values_list("locale", flat=True))
        if {translation.source.locale_id, translation.target_locale_id} <= locales:
            Translation.objects.filter(pk=translation.pk).update(enabled=True)
