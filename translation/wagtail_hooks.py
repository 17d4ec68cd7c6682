"""What this room adds to the admin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.models import Page
from wagtail_localize.views.report import TranslationsReportFilterSet

from content.editing.doors import Refused, refuse
from content.rights import rights

from . import guards
from .completeness import incomplete_pages

# These filters of the report have names that no catalogue reaches.
_filters = TranslationsReportFilterSet.base_filters
_filters["source_locale"].label = gettext_lazy("Language of the original")
_filters["target_locale"].label = gettext_lazy("Language of the translation")


@hooks.register("before_edit_page", order=-100)  # before wagtail-localize's, which answers
def ask_before_editing(request: HttpRequest, page: Page) -> HttpResponse | None:
    try:
        guards.before_editing(request, page)
    except Refused as refused:
        return refuse(request, refused)
    return None


@hooks.register("before_bulk_action")
def keep_incomplete_translations_from_readers(
    request: HttpRequest, action_type: str, objects: Sequence[Any], action: Any
) -> HttpResponse | None:
    """Refuse to publish several pages at once when one is a translation with texts missing."""
    pages = [one for one in objects if isinstance(one, Page)]
    if action_type != "publish" or not pages:
        return None
    if action.cleaned_form.cleaned_data.get("include_descendants"):
        below = [page.get_descendants().not_live() for page in pages]
        pages += [page for some in below for page in some]
    incomplete = incomplete_pages(pages)
    for page in incomplete:
        messages.error(
            request,
            _("“%(page)s” is not completely translated. Nothing was published.") % {"page": page},
        )
    return redirect(request.get_full_path()) if incomplete else None


@hooks.register("construct_page_action_menu", order=100)
def offer_what_is_allowed(
    menu_items: list[Any], request: HttpRequest, context: dict[str, Any]
) -> None:
    """Leave out of a translation's menu what the server refuses."""
    page = context.get("page")
    hidden = {"localize-convert-to-alias"}
    if page is not None and page.pk and not rights(request.user, page).can_publish():
        hidden.add("localize-restart-translation")
    menu_items[:] = [item for item in menu_items if item.name not in hidden]
