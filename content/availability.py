"""Whether the database is away, so that an answer says so in place of something untrue."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.db import InterfaceError, OperationalError, connection

Answered = TypeVar("Answered")

#: Seconds after which it is worth asking again.
RETRY_SECONDS = 30
#: What Django raises while the database refuses, is cut off, is full or takes too long.
DATABASE_ERRORS = (InterfaceError, OperationalError)


class WaitedInVainError(Exception):
    """The database has not answered in the time that it may take."""


def has_waited_in_vain(error: BaseException) -> bool:
    """Whether the database let a request wait in vain: asking again at once would, too."""
    cause = error.__cause__
    return isinstance(cause and cause.__cause__, WaitedInVainError)


def is_database_away(error: BaseException | None) -> bool:
    """Whether an error, or what led to it, is the database's being away."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        if isinstance(error, DATABASE_ERRORS):
            return True
        seen.add(id(error))
        error = error.__cause__ or error.__context__
    return False


def asked_again(ask: Callable[[], Answered]) -> Answered:
    """Ask, once more where the database has closed its connection since the last request.

    Asking the database beforehand whether it is there would cost each answer a round trip.
    """
    connection.health_check_done = True  # type: ignore[attr-defined]
    try:
        return ask()
    except DATABASE_ERRORS as error:
        if connection.in_atomic_block or has_waited_in_vain(error):
            raise
        connection.close()
        return ask()
