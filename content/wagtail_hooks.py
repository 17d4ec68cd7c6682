"""What this room adds to Wagtail: link handlers and the vocabularies' admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.snippets.models import register_snippet

from .admin_api import PagesWithoutActions
from .editing import doors, link_chooser_labels, next_steps
from .editing.date_views import understood_date
from .editing.decisions import put_the_decision_first
from .editing.file_views import leave_out_used_files
from .editing.page_views import OwnPageViewSet, refuse_publishing_odd_values
from .link_handlers import PublicDocumentLinkHandler, PublicPageLinkHandler
from .vocabularies.admin import VocabularyGroup
from .vocabularies.views import refuse_deleting_used_entries


@hooks.register("register_rich_text_features", order=100)
def register_public_link_handlers(features: FeatureRegistry) -> None:
    """Links whose target the public may not read become plain text."""
    features.register_link_type(PublicPageLinkHandler)
    features.register_link_type(PublicDocumentLinkHandler)


@hooks.register("insert_global_admin_js")
def load_own_scripts() -> str:
    """What Wagtail's own scripts of the form lack: see each file's first lines."""
    return format_html(
        '<script src="{}"></script><script src="{}"></script>'
        '<script src="{}" data-address="{}"></script>'
        '<script src="{}" data-into="{}" data-refused="{}" data-lines="{}" data-files="{}"'
        ' data-pictures="{}"></script>'
        '<script src="{}" data-search="{}"></script>',
        static("js/admin/autosave.js"),
        static("js/admin/decisions.js"),
        static("js/admin/dates.js"),
        reverse("understood_date"),
        static("js/admin/pasting.js"),
        _("The table you pasted is a block of its own, below this text."),
        _(
            "Running text cannot hold a table, so nothing was pasted. Add a table block to the "
            "page’s body and paste there."
        ),
        _("The table you pasted is lines of text here. For a table, add a table block."),
        _(
            "Running text cannot hold a picture or a file, so nothing was added. Add an image or "
            "file block to the page’s body and upload it there."
        ),
        _(
            "The pictures in what you pasted were left out. Add an image block to the page’s body "
            "for each, and upload it there."
        ),
        static("js/admin/words.js"),
        _("Search"),
    )


@hooks.register("insert_global_admin_css")
def load_own_style() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("register_admin_urls")
def register_date_address() -> list[Any]:
    return [path("dates/understood/", understood_date, name="understood_date")]


@hooks.register("construct_help_menu")
def leave_out_english_sites(request: HttpRequest, menu_items: list[Any]) -> None:
    """Leave out what leads to Wagtail's own site: it is in English and shows another admin."""
    elsewhere = ("whats-new-in-wagtail", "editor-guide")
    menu_items[:] = [item for item in menu_items if not item.name.startswith(elsewhere)]


@hooks.register("register_admin_viewset")
def register_page_views() -> OwnPageViewSet:
    """In the place of Wagtail's own views of pages."""
    return OwnPageViewSet()


@hooks.register("construct_homepage_panels")
def put_next_steps_first(request: HttpRequest, panels: list[Any]) -> None:
    panels.insert(0, next_steps.NextStepsPanel())


for order, find_step in enumerate(
    (
        next_steps.due_for_review,
        next_steps.own_drafts,
        next_steps.missing_translations,
    )
):
    hooks.register(next_steps.HOOK, find_step, order=order)
hooks.register("construct_page_chooser_queryset", doors.known_pages)


@hooks.register("construct_admin_api")
def leave_out_actions(router: WagtailAPIRouter) -> None:
    router.register_endpoint("pages", PagesWithoutActions)


hooks.register("construct_page_action_menu", put_the_decision_first)
hooks.register("before_bulk_action", refuse_deleting_used_entries)
hooks.register("before_bulk_action", refuse_publishing_odd_values)
hooks.register("before_bulk_action", leave_out_used_files)
register_snippet(VocabularyGroup)
link_chooser_labels.label_fields()
