"""Rows by many ids: one parameter, however many there are."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL


def by_ids(rows: QuerySet[Any], ids: Collection[int]) -> QuerySet[Any]:
    """Narrow rows to those with some ids."""
    if connection.vendor == "postgresql":
        listed = RawSQL("SELECT unnest(%s::bigint[])", [list(ids)])
    else:
        listed = RawSQL("SELECT value FROM json_each(%s)", [json.dumps(list(ids))])
    return rows.filter(pk__in=listed)
