"""Wagtail's search with our analysis: the admin's page, image and file search know Japanese too.

Wagtail's tables, triggers and signals stay as they are. What goes into them and what is asked of
them are terms of :mod:`search.analysis`, written so that no parser of the database divides them.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.db import connection


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802  # Wagtail looks for this name
    """Return the backend for the database in use; Wagtail's own where we have none."""
    if connection.vendor in {"sqlite", "postgresql"}:
        return import_module(f"{__name__}.{connection.vendor}").Backend(params)
    return import_module("wagtail.search.backends.database").SearchBackend(params)
