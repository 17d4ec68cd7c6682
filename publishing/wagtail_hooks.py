"""What happens in the admin without a signal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page
from wagtail.permissions import policy_registry

from content import dependencies
from content.editing.doors import Refused, refuse
from content.editing.next_steps import HOOK as NEXT_STEP
from media.models import Document, Image

from . import job_admin
from .next_steps import undescribed_pictures
from .writing import invalidation
from .writing.hiding import hide_pages
from .writing.recording import record

hooks.register(NEXT_STEP, undescribed_pictures, order=5)


@hooks.register("after_bulk_action")
def record_files_moved_together(
    _request: HttpRequest, action_type: str, objects: Iterable[Model], _action: Any
) -> None:
    """Pictures and files that change their collection together are changed by one SQL update."""
    if action_type != "add_to_collection":
        return
    names = [dependencies.image_name(one.pk) for one in objects if isinstance(one, Image)]
    names += [dependencies.file_name(one.pk) for one in objects if isinstance(one, Document)]
    record(*names)


@hooks.register("before_bulk_action", order=1000)
def hide_pages_together(
    _request: HttpRequest, action_type: str, objects: Iterable[Model], action: Any
) -> None:
    """Last of these hooks: another may refuse."""
    pages = [one.pk for one in objects if isinstance(one, Page)]
    if not pages or action_type not in {"delete", "unpublish"}:
        return
    form = action.cleaned_form.cleaned_data if action.cleaned_form else {}
    with_trees = action_type == "delete" or bool(form.get("include_descendants"))
    _hide(pages, with_trees)


@hooks.register("before_delete_page", order=1000)
def hide_page_with_those_below(request: HttpRequest, page: Page) -> None:
    if request.method == "POST":
        _hide([page.pk], with_trees=True)


@hooks.register("before_unpublish_page", order=1000)
def hide_page_before_it_is_unpublished(request: HttpRequest, page: Page) -> None:
    if request.method == "POST":
        _hide([page.pk], with_trees=bool(request.POST.get("include_descendants")))


def _hide(pages: list[int], with_trees: bool) -> None:
    hide_pages(pages, with_trees=with_trees)
    name = invalidation.tree_name if with_trees else dependencies.page_name
    record(*(name(page_id) for page_id in pages))


@hooks.register("register_admin_urls")
def register_jobs() -> list[URLPattern]:
    return [path("jobs/<int:job_id>/", job_admin.show, name="publishing_job")]


@hooks.register("before_edit_snippet")
def only_who_may_change_what_readers_see(request: HttpRequest, entry: Model) -> HttpResponse | None:
    """Wagtail asks for the right on the whole vocabulary alone."""
    return _refusal(request, [entry], "change")


@hooks.register("before_delete_snippet")
def only_who_may_remove_what_readers_see(
    request: HttpRequest, entries: Sequence[Model]
) -> HttpResponse | None:
    return _refusal(request, entries, "delete")


def _refusal(request: HttpRequest, entries: Sequence[Model], action: str) -> HttpResponse | None:
    for entry in entries:
        policy = policy_registry.get(entry)
        if not policy.user_has_permission_for_instance(request.user, action, entry):
            message = _(
                "“%(entry)s” is shown on published pages. Only a person who can publish all of "
                "them can change it. Ask an approver."
            )
            return refuse(request, Refused(message % {"entry": entry}))
    return None
