"""What the panel beside a page says of its schedule, in the words of the rest of the admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.ui.side_panels import StatusSidePanel
from wagtail.models import Page

from content.date_fields import moment_in_words

MOMENTS = (
    "draft_go_live_at",
    "draft_expire_at",
    "scheduled_go_live_at",
    "scheduled_expire_at",
    "live_expire_at",
)

_schedule = StatusSidePanel.get_scheduled_publishing_context


def install() -> None:
    """Name the moments of every schedule as the form does: an end by the day that it includes."""
    StatusSidePanel.get_scheduled_publishing_context = schedule_in_words


def schedule_in_words(panel: Any, parent_context: Any) -> dict[str, Any]:
    """Return what the panel shows of a schedule, with moments written out."""
    found: dict[str, Any] = _schedule(panel, parent_context)
    for name in MOMENTS:
        if found.get(name):
            is_end = name.endswith("expire_at")
            found[name] = moment_in_words(timezone.localtime(found[name]), is_end=is_end)
    return found


def tell_what_is_not_scheduled(request: HttpRequest, draft: Page) -> None:
    """Say of a draft's dates that saving them has scheduled nothing yet."""
    scheduled = draft.get_scheduled_revision_as_object()
    public = Page.objects.get(pk=draft.pk)
    for in_effect in (scheduled, public):
        dates = in_effect and (in_effect.go_live_at, in_effect.expire_at)
        if dates == (draft.go_live_at, draft.expire_at) and (in_effect is scheduled or public.live):
            return
    if draft.go_live_at or draft.expire_at:
        messages.info(
            request,
            _(
                "The dates you have chosen are not in effect yet: they are once this draft is "
                "published, scheduled or approved."
            ),
        )
