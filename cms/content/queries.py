"""Reads that every section needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Model, Q
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from .models.sections import with_card_data
from .visibility import public_pages

if TYPE_CHECKING:
    from wagtail.models import Page

    from .models import BasePage

RELATED_PAGES = 4


class SectionQuerySet(PageQuerySet):
    """The items of a section, as every section speaks of them."""

    def listed_below(self, page: Page) -> SectionQuerySet:
        """Return the public items anywhere below a page, in the editors' order."""
        return public_pages(self.descendant_of(page)).order_by("path")


SectionManager = PageManager.from_queryset(SectionQuerySet)


def related_pages(page: BasePage, shared: Mapping[str, Iterable[Model | None]]) -> list[BasePage]:
    """Return public pages of a page's type and language that share most with it, nearest first.

    ``shared`` maps a relation of the page type to this page's entries of it.
    """
    if not page.pk:
        return []
    score: Any = 0
    matches = Q()
    for name, entries in shared.items():
        ids = [entry.pk for entry in entries if entry is not None]
        if ids:
            condition = Q(**{f"{name}__in": ids})
            matches |= condition
            score = score + Count(name, filter=condition, distinct=True)
    if not matches:
        return []
    others = type(page)._default_manager.filter(locale_id=page.locale_id).exclude(pk=page.pk)
    found = (
        others.filter(matches).annotate(shared_entries=score).order_by("-shared_entries", "path")
    )
    return list(with_card_data(public_pages(found))[:RELATED_PAGES])
