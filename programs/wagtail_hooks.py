"""What this section adds to the admin."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet

from content.editing.next_steps import HOOK, NextStep, editable_pages, pages_step
from content.vocabularies.admin import NAMES, VocabularyViewSet

from .models import ProgramKind, ProgramPage, SupportForm
from .queries import State


class SupportFormViewSet(VocabularyViewSet):
    """Forms of support, as the programmes offer them."""

    model = SupportForm
    icon = "tag"
    menu_label = _("Forms of support")
    add_to_settings_menu = True
    panels = [*NAMES, FieldPanel("sort_order")]


register_snippet(SupportFormViewSet)


@hooks.register(HOOK, order=10)
def programmes_to_update(user: Any) -> NextStep | None:
    """Public support programmes that have closed, or whose dates nobody has entered."""
    stale = (
        ProgramPage.objects.live()
        .filter(kind=ProgramKind.SUPPORT_PROGRAMME)
        .with_state()
        .filter(state__in=[State.CLOSED, State.UNKNOWN])
    )
    return pages_step(
        gettext("Programmes without open or coming applications"),
        gettext("Enter the next application window when the provider has announced it."),
        editable_pages(user).filter(pk__in=stale.values("pk")).order_by("path"),
    )
