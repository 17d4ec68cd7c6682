"""Reads of the read model, as its readers speak of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q, Value


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

    def chosen(self, choice: Choice, now: datetime) -> DocumentQuerySet:
        """Narrow by facets: any of a facet's values, all of the facets."""
        facets = apps.get_model("publishing.Facet").objects.filter(holds_at(now))
        found = self
        for key, values in choice.items():
            carried = facets.filter(document=OuterRef("pk"), key=key, value__in=list(values))
            found = found.filter(Exists(carried))
        return found

    def counted(
        self, keys: Collection[str], choice: Choice, now: datetime
    ) -> tuple[int, dict[str, list[Count]]]:
        """Count the documents of a choice, and those behind each value of each facet: one query.

        A facet's own choice is left out of its own counts. Values that no document carries are
        absent; each facet's values come most frequent first.
        """
        facets = apps.get_model("publishing.Facet").objects.filter(holds_at(now))
        free = [key for key in keys if key not in choice]
        branches = [(free, choice)] if free else []
        branches += [
            ([key], {other: values for other, values in choice.items() if other != key})
            for key in keys
            if key in choice
        ]
        total = (
            self.order_by()
            .chosen(choice, now)
            .annotate(key=Value(""), value=Value(""), label=Value(""), one=Value(1))
            .values("key", "value", "label", "one")
            .annotate(total=models.Count("pk"))
            .values_list("key", "value", "label", "total")
        )
        queries = [
            facets.filter(key__in=own, document__in=self.order_by().chosen(rest, now).values("pk"))
            .values_list("key", "value", "label")
            .annotate(total=models.Count("document", distinct=True))
            .order_by()
            for own, rest in branches
        ]
        counts: dict[str, list[Count]] = {key: [] for key in keys}
        found = 0
        for key, value, label, number in total.union(*queries, all=True):
            if key:
                counts[key].append(Count(value, label or value, number))
            else:
                found = number
        for values in counts.values():
            values.sort(key=lambda count: (-count.total, count.value))
        return found, counts


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
