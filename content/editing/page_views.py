"""The admin's forms of a page, safe for two at once.

Whoever sends a form waits until the one before is done with that page or its section, and then
sees what that one has done: the next free address is taken, a second press changes nothing, a form
that is sent twice makes one page. All or nothing is stored.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.workflow import WorkflowActionView
from wagtail.admin.viewsets.pages import PageViewSet, page_viewset_registry
from wagtail.models import Page, Revision, TaskState

from content.models.base import ODD_VALUES, needs_correcting

from .decisions import (
    tell_that_a_review_decides,
    tell_the_decision,
    tell_why_it_was_sent_back,
)
from .status_panel import tell_what_is_not_scheduled

#: Buttons that take a page to its next state. Wagtail saves a draft where one is no longer offered.
STEPS = (
    "action-publish",
    "action-submit",
    "action-restart-workflow",
    "action-workflow-action",
    "action-cancel-workflow",
)


def lock(page_id: int, *, with_parent: bool = False) -> None:
    """Let nobody else change a page until this transaction ends; none that is gone is no error.

    A section is locked before its page: by its address, which whoever adds a page below needs.
    """
    found = Page.objects.filter(pk=page_id).first()
    if with_parent and found is not None and found.depth > 1:
        parent = Page.objects.parent_of(found)
        list(parent.select_for_update().values_list("pk"))
    list(Page.objects.filter(pk=page_id).select_for_update().values_list("pk"))


class PageCreateView(CreateView):
    """Adds one page for one form, however often it is sent, at an address of its own."""

    def dispatch(
        self,
        request: HttpRequest,
        content_type_app_name: str,
        content_type_model_name: str,
        parent_page_id: int,
    ) -> HttpResponse:
        named = (content_type_app_name, content_type_model_name, parent_page_id)
        if request.method != "POST":
            return super().dispatch(request, *named)
        with transaction.atomic():
            lock(parent_page_id)
            return super().dispatch(request, *named)

    def post(self, request: HttpRequest) -> HttpResponse:
        made = self._made_before(request.POST.get("creation_key", ""))
        if made is None:
            return super().post(request)
        # The same form came before, and perhaps its answer did not arrive: what was typed since is
        # stored too, but for rows of a list, which would be added a second time.
        has_rows = any(
            name.endswith("-TOTAL_FORMS") and not name.startswith("comments") and value != "0"
            for name, value in request.POST.items()
        )
        if not has_rows:
            edit: HttpResponse = page_viewset_registry.get_by_type(type(made)).edit_view(
                request, made.pk
            )
            return edit
        refusal = _(
            "“%(title)s” was already saved. Copy what you have changed since, and open the page."
        ) % {"title": made.get_admin_display_title()}
        if self.expects_json_response:
            return self.json_error_response("invalid_revision", refusal)
        messages.error(request, refusal)
        return redirect("wagtailadmin_pages:edit", made.pk)

    def _made_before(self, key: str) -> Page | None:
        """Return the page that the same form has made, which carries the form's key."""
        try:
            named = UUID(key)
        except ValueError:
            return None
        pages = Page.objects.child_of(self.parent_page).filter(translation_key=named)
        found = pages.first()
        return found.specific if found is not None else None


class PageEditView(EditView):
    """Saves and decides for one person after the other, and nothing that is decided already."""

    def dispatch(self, request: HttpRequest, page_id: int, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return super().dispatch(request, page_id, **kwargs)
        with transaction.atomic():
            lock(page_id, with_parent=True)
            return super().dispatch(request, page_id, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not (self.hydrate_create_view or self.page.alias_of_id):
            tell_why_it_was_sent_back(request, self.page)
        response: HttpResponse = super().get(request, *args, **kwargs)
        return response

    def add_save_confirmation_message(self) -> None:
        """Say what a decision has done; Wagtail says “updated” of each."""
        if self.action_name == "perform_workflow_action":
            tell_the_decision(self.request, self.workflow_state, self.workflow_action)
        else:
            super().add_save_confirmation_message()
            if self.request.POST.get("action-publish") and self.action_name == "save":
                tell_that_a_review_decides(self.request, self.page)
            tell_what_is_not_scheduled(self.request, self.page)

    def form_valid(self, form: Any) -> HttpResponse:
        """Leave everything as it is where the same has been done already."""
        self.has_content_changes = form.has_changed()
        if not self.has_content_changes and self._is_done():
            return self._nothing_changed()
        return super().form_valid(form)

    def _is_done(self) -> bool:
        pressed = [name for name in STEPS if self.request.POST.get(name)]
        if self.action_name == "save":
            is_sent_again = "creation_key" in self.request.POST
            return bool(pressed) or self.expects_json_response or is_sent_again
        is_published = self.page.live and not self.page.has_unpublished_changes
        return self.action_name == "publish" and is_published

    def _nothing_changed(self) -> HttpResponse:
        if self.expects_json_response:
            written = self.request.POST.get("overwrite_revision_id")
            return JsonResponse(
                {
                    "success": True,
                    "pk": self.page.pk,
                    "revision_id": int(written) if written and written.isdigit() else None,
                    "revision_created_at": None,
                    "field_updates": {},
                    "comments": self.form.serialize_comments(self.request.user),
                    "html": self.render_partials(),
                }
            )
        messages.info(
            self.request,
            _("This had been done already. Nothing was changed."),
        )
        return redirect("wagtailadmin_pages:edit", self.page.pk)


class PageWorkflowActionView(WorkflowActionView):
    """Decides on a page under review once, whoever presses at the same moment."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return super().dispatch(request, *args, **kwargs)
        with transaction.atomic():
            lock(kwargs["page_id"], with_parent=True)
            return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        before = self.task_state.status
        response: HttpResponse = super().post(request, *args, **kwargs)
        if TaskState.objects.get(pk=self.task_state.pk).status != before:
            tell_the_decision(request, self.task_state.workflow_state, self.action_name)
        return response


class OwnPageViewSet(PageViewSet):
    """The views of every page type."""

    add_view_class: ClassVar[type] = PageCreateView
    edit_view_class: ClassVar[type] = PageEditView
    workflow_action_view_class: ClassVar[type] = PageWorkflowActionView


def refuse_publishing_odd_values(
    request: HttpRequest, action_type: str, objects: Sequence[Any], action: Any
) -> HttpResponse | None:
    """Refuse to publish several pages at once when a draft among them needs correcting."""
    if action_type != "publish":
        return None
    pages = [found for found in objects if isinstance(found, Page)]
    revisions = Revision.objects.filter(pk__in=[page.latest_revision_id for page in pages])
    odd = [revision for revision in revisions if revision.content.get(ODD_VALUES)]
    for revision in odd:
        messages.error(request, needs_correcting(revision.object_str))
    return redirect(action.next_url) if odd else None
