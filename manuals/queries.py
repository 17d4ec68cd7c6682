"""What readers of the manuals section ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F
from wagtail.models import PageManager

from cms.content.queries import SectionQuerySet

if TYPE_CHECKING:
    from wagtail.models import Page


class ManualQuerySet(SectionQuerySet):
    """Publications, as this section speaks of them."""

    def listed_below(self, page: Page) -> ManualQuerySet:
        """Return the public publications below a page, the latest first."""
        return super().listed_below(page).order_by(F("published_on").desc(nulls_last=True), "path")


ManualManager = PageManager.from_queryset(ManualQuerySet)
