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
            if not isinstance(
                error.__cause__, InvalidSqlStatementName | DuplicatePreparedStatement
            ):
                raise
            logger.warning("The database is behind a pooler: set DATABASE_POOLED=true.")
            _is_pooled.set()
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()


def _stays_prepared() -> bool:
    is_pooled = _is_pooled.is_set() or connection.settings_dict["DISABLE_SERVER_SIDE_CURSORS"]
    return connection.vendor == "postgresql" and not (connection.in_atomic_block or is_pooled)


def _prepared_rows(statement: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    name, prepare, execute = _named(statement)
    with connection.cursor() as cursor:
        known = _known()
        # Both in one message where it is new.
        cursor.execute(execute if name in known else f"{prepare}; {execute}", parameters)
        known.add(name)
        return cursor.fetchall()


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
