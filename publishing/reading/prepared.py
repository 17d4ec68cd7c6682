"""Reads that PostgreSQL parses and plans once for each connection, most of what a small one costs.

Behind a pooler that gives each transaction another connection of the server (``DATABASE_POOLED``)
statements are sent as they are; where nobody said so, from the first loss on. Within a transaction
they always are, since an error would end it.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from functools import lru_cache
from threading import Event
from typing import Any

from django.db import Error, connection
from psycopg2.errors import (  # type: ignore[import-untyped]
    DuplicatePreparedStatement,
    FeatureNotSupported,
    InvalidSqlStatementName,
)

logger = logging.getLogger(__name__)

#: Whether this process has found that nothing stays prepared.
_is_pooled = Event()


def rows(statement: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Return what a statement reads; ``%s`` stands for each of its parameters."""
    if _stays_prepared():
        try:
            return _prepared_rows(statement, parameters)
        except Error as error:
            if isinstance(error.__cause__, FeatureNotSupported):
                _forget(statement)  # a column's type has changed since
            elif isinstance(error.__cause__, InvalidSqlStatementName | DuplicatePreparedStatement):
                logger.warning("The database is behind a pooler: set DATABASE_POOLED=true.")
                _is_pooled.set()
            else:
                raise
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()


def _stays_prepared() -> bool:
    if connection.vendor != "postgresql" or connection.in_atomic_block:
        return False
    return not (_is_pooled.is_set() or connection.settings_dict["DISABLE_SERVER_SIDE_CURSORS"])


def _prepared_rows(statement: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    name, prepare, execute = _named(statement)
    with connection.cursor() as cursor:
        known = _known()
        if name not in known:
            # By itself, since it stays prepared although running it may fail.
            cursor.execute(prepare)
            known.add(name)
        cursor.execute(execute, parameters)
        return cursor.fetchall()


def _forget(statement: str) -> None:
    name, _prepare, _execute = _named(statement)
    _known().discard(name)
    with connection.cursor() as cursor:
        cursor.execute(f"DEALLOCATE {name}")


def _known() -> set[str]:
    """Return the names of what is prepared on the connection to the server that is open now."""
    opened, known = getattr(connection, "prepared", (None, set()))
    if opened is not connection.connection:
        known = set()
        connection.prepared = (connection.connection, known)  # type: ignore[attr-defined]
    return known


@lru_cache(maxsize=64)
def _named(statement: str) -> tuple[str, str, str]:
    """Return a statement's name, what prepares it and what runs it.

    Another release's statement of the same name would be another statement.
    """
    name = "hashi_" + hashlib.sha256(statement.encode()).hexdigest()[:16]
    pieces = statement.split("%s")
    numbered = pieces[0] + "".join(f"${at}{piece}" for at, piece in enumerate(pieces[1:], start=1))
    places = ", ".join(["%s"] * (len(pieces) - 1))
    return (
        name,
        f"PREPARE {name} AS {numbered}",
        f"EXECUTE {name}" + (f"({places})" if places else ""),
    )
