"""System checks: terms of another analyser find nothing reliably, and those not there nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, register
from django.core.checks import Warning as CheckWarning
from django.db import DatabaseError

from search.analysis import ANALYSER_VERSION
from search.engines import UnavailableError, engine
from search.models import Entry, Progress

#: What mends an index.
REBUILD = "Run: manage.py search rebuild"


@register("database")
def index_fits_the_analyser(
    databases: Sequence[str] | None = None, **_kwargs: Any
) -> list[CheckMessage]:
    """Say so when the index was made by another analyser (``migrate`` and ``check --database``)."""
    try:
        made_by = Progress.objects.filter(pk=1).values_list("analyser", flat=True).first()
    except DatabaseError:  # before the first migration
        return []
    if made_by in (None, "", ANALYSER_VERSION):
        return []
    return [
        CheckWarning(
            f"The search index was made by analyser {made_by}; this one is {ANALYSER_VERSION}.",
            hint=REBUILD,
            id="search.W001",
        )
    ]


@register("database")
def cluster_has_every_document(
    databases: Sequence[str] | None = None, **_kwargs: Any
) -> list[CheckMessage]:
    """Say so when the cluster of ``SEARCH_URL`` lacks documents, as a new one does, or is away."""
    if not settings.SEARCH_CLUSTER:
        return []
    try:
        known = set(Entry.objects.values_list("pk", flat=True))
        lost = len(known - engine().stored())
    except DatabaseError:  # before the first migration
        return []
    except UnavailableError as error:
        return [CheckWarning(str(error), hint="Is SEARCH_URL right?", id="search.W003")]
    if not lost:
        return []
    return [
        CheckWarning(
            f"The index that SEARCH_URL names lacks {lost} of {len(known)} documents.",
            hint=REBUILD,
            id="search.W002",
        )
    ]
