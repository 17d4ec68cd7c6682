"""A system check: terms made by another analyser or dictionary find nothing reliably."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Warning, register
from django.db import DatabaseError

from .analysis import ANALYSER_VERSION
from .models import Progress


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
        Warning(
            f"The search index was made by analyser {made_by}; this one is {ANALYSER_VERSION}.",
            hint="Run: manage.py search rebuild",
            id="search.W001",
        )
    ]
