"""What this room adds to the admin: tokens, and sharing a draft."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from .access import preview_admin
from .access.actions import ISSUE, REVOKE
from .access.token_admin import TokenViewSet


@hooks.register("register_admin_viewset")
def register_tokens() -> TokenViewSet:
    return TokenViewSet()


@hooks.register("register_admin_urls")
def register_preview_links() -> list[URLPattern]:
    return [
        path(
            "pages/<int:page_id>/preview-links/",
            preview_admin.preview_links,
            name="delivery_preview_links",
        ),
        path(
            "preview-links/<int:link_id>/revoke/",
            preview_admin.revoke_preview,
            name="delivery_revoke_preview",
        ),
    ]


@hooks.register("register_page_header_buttons")
def offer_sharing(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """Offer to share a draft, beside what else can be done with a page."""
    if page.depth > 1 and page.permissions_for_user(user).can_share_draft():
        yield Button(
            _("Share a preview"),
            reverse("delivery_preview_links", args=[page.pk]),
            icon_name="view",
            priority=45,
        )


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(ISSUE, gettext_lazy("Give access"), gettext_lazy("Access given"))
    actions.register_action(REVOKE, gettext_lazy("Turn off"), gettext_lazy("Access removed"))
