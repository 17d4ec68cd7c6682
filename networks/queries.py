"""What readers of the networks section ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from cms.content.visibility import public_pages

if TYPE_CHECKING:
    from wagtail.models import Page


class NetworkQuerySet(PageQuerySet):
    """Networks, as this section speaks of them."""

    def listed_below(self, page: Page) -> NetworkQuerySet:
        """Return the public networks anywhere below a page, in the editors' order."""
        return public_pages(self.descendant_of(page)).order_by("path")


NetworkManager = PageManager.from_queryset(NetworkQuerySet)
