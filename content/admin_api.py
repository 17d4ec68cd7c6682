"""The admin's own API of pages, for its script alone."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from rest_framework.fields import SerializerMethodField
from wagtail.admin.api.serializers import AdminPageSerializer
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.models import Page

from .rights import FIXED


class PageInMenuSerializer(AdminPageSerializer):  # type: ignore[misc]
    """A page as the menu shows it: a section without pages, which has no arrow, says that it is."""

    admin_display_title = SerializerMethodField()

    def get_admin_display_title(self, page: Page) -> str:
        title: str = page.get_admin_display_title()
        is_for_menu = "for_explorer" in self.context["request"].GET
        is_empty_section = getattr(page.specific_class, FIXED, False) and not page.numchild
        if is_for_menu and is_empty_section:
            return _("%(title)s (no pages yet)") % {"title": title}
        return title


class PagesWithoutActions(PagesAdminAPIViewSet):  # type: ignore[misc]
    """Lists pages for the admin's menu, and changes none.

    Wagtail's own copies, moves, publishes, deletes and reverts pages as well. Its script never asks
    for that, and whoever does is asked less than by the forms: neither about locks nor reviews.
    """

    actions: ClassVar[dict[str, Any]] = {}
    base_serializer_class = PageInMenuSerializer
