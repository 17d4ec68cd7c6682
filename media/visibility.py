"""Which files are public: those of open collections, as soon as a public page shows them.

A page shows what no restricted collection, nor one below it, holds (:func:`public_files`). The
public is given what one of its pages shows (:func:`served_files`): a file that drafts alone use,
or nothing, is nobody's yet. Which pages show what is known above this room, which registers it.

What is restricted, of files and of pages, is read once at most in a response that only reads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from django.db.models import Exists, Model, Q, QuerySet
from wagtail.models import Collection, CollectionViewRestriction

Value = TypeVar("Value")

#: Makes the condition that a public page shows the file whose id a model's field holds.
Condition = Callable[[type[Model], str], Exists]

_conditions: list[Condition] = []
#: What one response has already learned; absent outside of ``restrictions_read_once``.
_learned: ContextVar[dict[str, Any] | None] = ContextVar("learned", default=None)


@contextmanager
def restrictions_read_once() -> Iterator[None]:
    """Ask for each kind of restriction once at most, while a response is made that only reads."""
    token = _learned.set({})
    try:
        yield
    finally:
        _learned.reset(token)


def learn_once(kind: str, read: Callable[[], Value]) -> Value:
    """Return what ``read`` answers: a response within ``restrictions_read_once`` asks it once."""
    learned = _learned.get()
    if learned is None:
        return read()
    if kind not in learned:
        learned[kind] = read()
    value: Value = learned[kind]
    return value


def restricted_collections() -> frozenset[int]:
    """Return the ids of the collections that are closed to the public."""
    return learn_once("collections", _read_restricted_collections)


def public_files(queryset: QuerySet[Any]) -> QuerySet[Any]:
    """Narrow a query-set of files to those that public pages may show."""
    restricted = restricted_collections()
    return queryset.exclude(collection__in=restricted) if restricted else queryset


def served_where(condition: Condition) -> None:
    """Register what knows which files public pages show."""
    _conditions[:] = [condition]


def is_shown(model: type[Model], field: str = "pk") -> Exists:
    """Return the condition that a public page shows the file of a model whose id a field holds."""
    [condition] = _conditions
    return condition(model, field)


def served_files(queryset: QuerySet[Any]) -> QuerySet[Any]:
    """Narrow a query-set of files to those that the public is given: a public page shows them."""
    return public_files(queryset).filter(is_shown(queryset.model))


def _read_restricted_collections() -> frozenset[int]:
    below = Q()
    for path in CollectionViewRestriction.objects.values_list("collection__path", flat=True):
        below |= Q(path__startswith=path)
    if not below:
        return frozenset()
    return frozenset(Collection.objects.filter(below).values_list("pk", flat=True))
