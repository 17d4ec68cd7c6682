"""What is asked of programmes: above all, whether somebody can apply now."""

from __future__ import annotations

from datetime import datetime

from django.apps import apps
from django.db import models
from django.db.models import (
    Case,
    CharField,
    Exists,
    OuterRef,
    Q,
    Value,
    When,
)
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import PageManager
from wagtail.query import PageQuerySet


class State(models.TextChoices):
    """Whether somebody can apply to a programme at a moment."""

    OPEN = "open", _("Open for applications")
    UPCOMING = "upcoming", _("Upcoming")
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


class ProgramQuerySet(PageQuerySet):
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


ProgramManager = PageManager.from_queryset(ProgramQuerySet)
