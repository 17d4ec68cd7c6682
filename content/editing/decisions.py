"""A page's way through its approval: what comes first, what was decided, what comes next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.admin import messages
from wagtail.admin.action_menu import (
    ActionMenuItem,
    PublishMenuItem,
    SubmitForModerationMenuItem,
    WorkflowMenuItem,
)
from wagtail.admin.utils import get_user_display_name
from wagtail.models import Page, TaskState, WorkflowState

from content.date_fields import moment_in_words

APPROVE, SEND_BACK = "approve", "reject"


# What to do first ------------------------------------------------------------------------------


class ApprovalMenuItem(SubmitForModerationMenuItem):  # type: ignore[misc]
    """The button that asks for approval: for the first time, or again."""

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        page = parent_context.get("page")
        is_again = page is not None and sent_back(page) is not None
        context["label"] = _("Request approval again") if is_again else _("Request approval")
        return context


def put_the_decision_first(
    menu_items: list[ActionMenuItem], request: HttpRequest, context: Mapping[str, Any]
) -> None:
    """Offer a reviewer the decision first, and no way past it; else the way to ask for one.

    Whoever reviews a page and publishes it has approved it: the one button does both. Publishing
    beside it would leave the review open, with nobody told.
    """
    asks = SubmitForModerationMenuItem
    items = [
        ApprovalMenuItem(order=item.order) if type(item) is asks else item for item in menu_items
    ]
    decisions = [item for item in items if isinstance(item, WorkflowMenuItem)]
    if decisions:
        decisions.sort(key=lambda item: (item.name != APPROVE, item.launch_modal))
        rest = [item for item in items if not isinstance(item, WorkflowMenuItem | PublishMenuItem)]
        items = [*decisions, *rest]
    elif context.get("page") is not None and sent_back(context["page"]) is not None:
        again = [item for item in items[1:] if isinstance(item, ApprovalMenuItem)]
        items = [*items[:1], *again, *(item for item in items[1:] if item not in again)]
    menu_items[:] = items


# What somebody is told who opens a page that was sent back -------------------------------------


def sent_back(page: Page) -> TaskState | None:
    """Return the decision by which a page was sent back and waits to be corrected."""
    state = page.current_workflow_state
    if state is None or state.status != WorkflowState.STATUS_NEEDS_CHANGES:
        return None
    decision: TaskState | None = state.current_task_state
    return decision


def tell_that_a_review_decides(request: HttpRequest, page: Page) -> None:
    """Say why a page under review was saved, and not published as was asked."""
    if page.workflow_in_progress:
        messages.warning(
            request,
            _("This page is under review, so it was not published. Approve it to publish it."),
        )


def tell_why_it_was_sent_back(request: HttpRequest, page: Page) -> None:
    """Show who sent a page back, when and why, what to do next, and the button for that."""
    decision = sent_back(page)
    if decision is None:
        return
    told = {
        "person": get_user_display_name(decision.finished_by),
        "moment": timezone.localtime(decision.finished_at) if decision.finished_at else None,
        "comment": decision.specific.get_comment(),
        "may_ask_again": page.permissions_for_user(request.user).can_submit_for_moderation(),
    }
    note = render_to_string("content/admin/sent_back.html", told, request)
    messages.warning(request, note, extra_tags="lock")


# What somebody is told who has decided ---------------------------------------------------------


def tell_the_decision(request: HttpRequest, state: WorkflowState, action: str) -> None:
    """Say what a decision on a page has done, and what comes next."""
    state = WorkflowState.objects.get(pk=state.pk)
    page = Page.objects.get(pk=state.object_id).specific
    buttons = []
    if page.live and action == APPROVE and page.url is not None:
        buttons.append(messages.button(page.url, _("View live")))
    buttons.append(messages.button(reverse("wagtailadmin_pages:edit", args=[page.pk]), _("Edit")))
    if action == APPROVE:
        told = what_approval_did(page, state)
    elif action == SEND_BACK:
        told = what_sending_back_did(page, state)
    else:
        told = _("“%(title)s” was updated.") % {"title": page.get_admin_display_title()}
    messages.success(request, told, buttons=buttons)


def what_approval_did(page: Page, state: WorkflowState) -> str:
    """Say what an approval has done."""
    words = {"title": page.get_admin_display_title()}
    if state.status == WorkflowState.STATUS_IN_PROGRESS:
        words["task"] = state.current_task_state.task.name
        return _("You approved “%(title)s”. It now waits for the next approval: %(task)s.") % words
    scheduled = page.scheduled_revision
    if scheduled is not None:
        moment = timezone.localtime(scheduled.approved_go_live_at)
        words["moment"] = moment_in_words(moment, is_end=False)
        return _("You approved “%(title)s”. It will be published on %(moment)s.") % words
    if page.has_unpublished_changes:
        return (
            _(
                "You approved and published “%(title)s”, as it was submitted. What was changed "
                "afterwards stays a draft."
            )
            % words
        )
    return _("You approved and published “%(title)s”.") % words


def what_sending_back_did(page: Page, state: WorkflowState) -> str:
    """Say to whom a page was sent back, and that it comes again."""
    words = {
        "title": page.get_admin_display_title(),
        "person": get_user_display_name(state.requested_by),
    }
    if not words["person"]:
        return (
            _(
                "You sent “%(title)s” back. Once it is corrected, approval can be requested again; "
                "until then these changes are not published."
            )
            % words
        )
    return (
        pgettext(
            "of a page",
            "You sent “%(title)s” back to %(person)s, who can correct it and request approval "
            "again. Until then these changes are not published.",
        )
        % words
    )
