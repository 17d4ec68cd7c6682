"""The admin's own API of pages, for its script alone."""

from __future__ import annotations

from typing import Any, ClassVar

from wagtail.admin.api.views import PagesAdminAPIViewSet


class PagesWithoutActions(PagesAdminAPIViewSet):  # type: ignore[misc]
    """Lists pages for the admin's menu, and changes none.

    Wagtail's own copies, moves, publishes, deletes and reverts pages as well. Its script never asks
    for that, and whoever does is asked less than by the forms: neither about locks nor reviews.
    """

    actions: ClassVar[dict[str, Any]] = {}
