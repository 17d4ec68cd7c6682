"""Which files the public may fetch: those of no restricted collection, nor of one below it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db.models import Q, QuerySet
from wagtail.models import Collection, CollectionViewRestriction

#: What one response has already learned; absent outside of ``restrictions_read_once``.
_learned: ContextVar[list[frozenset[int]] | None] = ContextVar("learned", default=None)


def restricted_collections() -> frozenset[int]:
    """Return the ids of the collections that are closed to the public."""
    learned = _learned.get()
    if learned is None:
        return _read_restricted_collections()
    if not learned:
        learned.append(_read_restricted_collections())
    return learned[0]


@contextmanager
def restrictions_read_once() -> Iterator[None]:
    """Ask for the restricted collections once at most, while a response is made that only reads."""
    token = _learned.set([])
    try:
        yield
    finally:
        _learned.reset(token)


def public_files(queryset: QuerySet[Any]) -> QuerySet[Any]:
    """Narrow a query-set of files to those that the public may fetch."""
    restricted = restricted_collections()
    return queryset.exclude(collection__in=restricted) if restricted else queryset


def _read_restricted_collections() -> frozenset[int]:
    below = Q()
    for path in CollectionViewRestriction.objects.values_list("collection__path", flat=True):
        below |= Q(path__startswith=path)
    if not below:
        return frozenset()
    return frozenset(Collection.objects.filter(below).values_list("pk", flat=True))
