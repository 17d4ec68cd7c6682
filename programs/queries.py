"""What readers of the programmes section ask for: above all, what they can apply for now."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import PageManager

from cms.content.queries import SectionQuerySet

if TYPE_CHECKING:
    from wagtail.models import Page


class State(models.TextChoices):
    """Whether somebody can apply to a programme at a moment."""

    OPEN = "open", _("Open for applications")
    UPCOMING = "upcoming", _("Opens soon")
    ALL_YEAR = "all_year", _("Open all year")
    UNKNOWN = "unknown", _("Dates not known")
    CLOSED = "closed", _("Closed")


def window_is_open(now: datetime) -> Q:
    """A window is open from the moment it opens until just before the moment it closes."""
    has_opened = Q(opens_at__lte=now) | Q(opens_at__isnull=True)
    has_not_closed = Q(closes_at__gt=now) | Q(closes_at__isnull=True)
    return has_opened & has_not_closed


def window_is_upcoming(now: datetime) -> Q:
    """A window is upcoming until it opens."""
    return Q(opens_at__gt=now)


class ProgramQuerySet(SectionQuerySet):
    """Programmes, as this section speaks of them."""

    def with_state(self, now: datetime | None = None) -> ProgramQuerySet:
        """Add ``state``, computed by the database from the application windows."""
        now = now or timezone.now()
        windows = apps.get_model("programs.ApplicationWindow").objects.filter(
            program=OuterRef("pk")
        )
        return self.annotate(
            state=Case(
                When(all_year=True, then=Value(State.ALL_YEAR.value)),
                When(Exists(windows.filter(window_is_open(now))), then=Value(State.OPEN.value)),
                When(
                    Exists(windows.filter(window_is_upcoming(now))),
                    then=Value(State.UPCOMING.value),
                ),
                When(Exists(windows), then=Value(State.CLOSED.value)),
                default=Value(State.UNKNOWN.value),
                output_field=CharField(),
            )
        )

    def soonest_first(self, now: datetime | None = None) -> ProgramQuerySet:
        """Order by deadline what is open, by opening what is upcoming, the latest closed last."""
        now = now or timezone.now()
        windows = apps.get_model("programs.ApplicationWindow").objects.filter(
            program=OuterRef("pk")
        )
        deadline = windows.filter(window_is_open(now)).order_by(F("closes_at").asc(nulls_last=True))
        opening = windows.filter(window_is_upcoming(now)).order_by("opens_at")
        closed = windows.filter(closes_at__lte=now).order_by("-closes_at")
        rank = Case(
            *(
                When(state=state.value, then=Value(position))
                for position, state in enumerate(State)
            ),
            output_field=IntegerField(),
        )
        return self.annotate(
            state_rank=rank,
            deadline=Subquery(deadline.values("closes_at")[:1]),
            opening=Subquery(opening.values("opens_at")[:1]),
            last_closed=Subquery(closed.values("closes_at")[:1]),
        ).order_by(
            "state_rank",
            F("deadline").asc(nulls_last=True),
            F("opening").asc(nulls_last=True),
            F("last_closed").desc(nulls_last=True),
            "path",
        )

    def listed_below(self, page: Page) -> ProgramQuerySet:
        """Return the public programmes below a page, the nearest deadline first."""
        return super().listed_below(page).with_state().soonest_first()


ProgramManager = PageManager.from_queryset(ProgramQuerySet)
