"""Reads of the read model, as its readers speak of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q


@dataclass(frozen=True)
class Count:
    """How many documents carry a facet value, and how the value is called."""

    value: str
    label: str
    total: int


Choice = Mapping[str, Collection[str]]


def holds_at(now: datetime) -> Q:
    """Facet values that hold at a moment."""
    started = Q(starts_at__isnull=True) | Q(starts_at__lte=now)
    return started & (Q(ends_at__isnull=True) | Q(ends_at__gt=now))


class DocumentQuerySet(models.QuerySet[Any]):
    """Documents of the read model: everything here is public."""

    def due(self, now: datetime) -> DocumentQuerySet:
        """Narrow to the documents that time alone has changed since they were rendered."""
        return self.filter(fresh_until__lte=now)


DocumentManager: Any = models.Manager.from_queryset(DocumentQuerySet)


class ChangeQuerySet(models.QuerySet[Any]):
    """Lines of the change log."""

    def since(self, sequence: int) -> ChangeQuerySet:
        """Narrow to what happened after a line, oldest first."""
        return self.filter(sequence__gt=sequence).order_by("sequence")

    def newest(self) -> ChangeQuerySet:
        """Narrow to the newest line of each document: what older ones say no longer holds."""
        later = self.model._default_manager.filter(
            number=OuterRef("number"),
            locale=OuterRef("locale"),
            sequence__gt=OuterRef("sequence"),
        )
        return self.exclude(Exists(later))


ChangeManager: Any = models.Manager.from_queryset(ChangeQuerySet)
