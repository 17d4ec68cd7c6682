"""The dashboard's list of what to do next; a room adds to it by the hook ``register_next_step``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.models import Page, WorkflowState
from wagtail.permissions import policy_registry

from content.models import BasePage

HOOK = "register_next_step"
ITEMS_SHOWN = 5
REVIEW_NOTICE = timedelta(days=30)


@dataclass(frozen=True)
class Item:
    """One thing to look at, and where."""

    title: str
    url: str


@dataclass(frozen=True)
class NextStep:
    """What a person can do next: why, and the first of the things that it concerns."""

    heading: str
    advice: str
    items: list[Item]
    total: int

    @property
    def further(self) -> int:
        """How many more there are than ``items`` names."""
        return self.total - len(self.items)


StepFinder = Callable[[Any], NextStep | None]


def steps_for(user: Any) -> list[NextStep]:
    """Return the steps that wait for a person, in the order in which rooms registered them."""
    finders: Iterable[StepFinder] = hooks.get_hooks(HOOK)
    return [step for finder in finders if (step := finder(user)) is not None]


class NextStepsPanel(Component):
    """The dashboard's panel."""

    name = "next_steps"
    template_name = "content/admin/next_steps.html"
    order = 90

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        return {"steps": steps_for(parent_context["request"].user)}


def step_about(
    heading: str,
    advice: str,
    rows: QuerySet[Any],
    title_of: Callable[[Any], str],
    address_of: Callable[[Any], str],
) -> NextStep | None:
    """Return a step about rows, each with a title and an address; ``None`` for none."""
    total = rows.count()
    if not total:
        return None
    items = [Item(title_of(row), address_of(row)) for row in rows[:ITEMS_SHOWN]]
    return NextStep(heading, advice, items, total)


def edit_address(page: Any) -> str:
    """Return where a page is edited."""
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def translation_address(page: Any) -> str:
    """Return where a page is translated: at the translation that was started, or where one starts.

    Whoever translates need not be allowed to edit the page itself.
    """
    others = Page.objects.filter(translation_key=page.translation_key, alias_of__isnull=True)
    started = others.exclude(locale_id=page.locale_id).first()
    if started is not None:
        return edit_address(started)
    return reverse("wagtail_localize:submit_page_translation", args=[page.pk])


def title_with_language(page: Any) -> str:
    """Return a page's title with the name of its language."""
    return _("%(title)s (%(language)s)") % {
        "title": page.get_admin_display_title(),
        "language": page.locale.get_display_name(),
    }


def pages_step(
    heading: str,
    advice: str,
    pages: QuerySet[Any],
    address_of: Callable[[Any], str] = edit_address,
) -> NextStep | None:
    """Return a step about pages, ``None`` when there are none."""
    return step_about(
        heading,
        advice,
        pages.select_related("locale"),
        title_with_language,
        address_of,
    )


def editable_pages(user: Any) -> QuerySet[Page]:
    """Return the pages that a person may change, without the mirrors of other pages."""
    policy = policy_registry.get_by_type(Page)
    pages = policy.instances_user_has_permission_for(user, "change")
    return pages.filter(depth__gt=1, alias_of__isnull=True)


def due_for_review(user: Any) -> NextStep | None:
    """Pages of which this person is the owner and whose day of review is near or past."""
    soon = timezone.localdate() + REVIEW_NOTICE
    due = [
        pk
        for model in apps.get_models()
        if issubclass(model, BasePage)
        for pk in model._default_manager.filter(
            content_owner=user, review_by__lte=soon
        ).values_list("pk", flat=True)
    ]
    pages = editable_pages(user).filter(pk__in=due, live=True)
    return pages_step(
        _("Due for review"),
        _("Check that everything is still true, then set “last reviewed” and the next date."),
        pages.order_by("path"),
    )


def own_drafts(user: Any) -> NextStep | None:
    """Pages that this person changed last, whose changes nobody has been asked to publish."""
    waiting = WorkflowState.objects.filter(
        status=WorkflowState.STATUS_IN_PROGRESS, object_id__isnull=False
    ).values_list("object_id", flat=True)
    pages = editable_pages(user).filter(
        Q(has_unpublished_changes=True) | Q(live=False, latest_revision__isnull=False),
        latest_revision__user=user,
    )
    return pages_step(
        _("Your drafts"),
        _("Finish them and submit them for moderation."),
        pages.exclude(pk__in=[int(pk) for pk in waiting]).order_by("-latest_revision_created_at"),
    )


def missing_translations(user: Any) -> NextStep | None:
    """Public pages that do not exist, or are not live, in the other language."""
    if not user.has_perm("wagtail_localize.submit_translation"):
        return None
    siblings = Page.objects.filter(
        translation_key=OuterRef("translation_key"), live=True, alias_of__isnull=True
    ).exclude(locale=OuterRef("locale"))
    pages = editable_pages(user).filter(live=True).exclude(Exists(siblings))
    return pages_step(
        _("Not yet in the other language"),
        _("Translate them, or finish and publish the translation that was started."),
        pages.order_by("-last_published_at", "path"),
        translation_address,
    )
