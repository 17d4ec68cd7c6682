"""How long a request waits for PostgreSQL, which may accept everything and answer nothing.

A server that is stopped or overloaded keeps its connections: neither ``connect_timeout`` nor
``statement_timeout`` nor TCP's own limits end a wait for it, since its kernel still confirms what
is sent. So psycopg2 is given what waits in its place (its ``set_wait_callback``), with a limit.

Commands and background work wait as long as it takes: they hold up nobody.
"""

from __future__ import annotations

import logging
import select
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.backends.signals import connection_created
from django.http import HttpRequest, HttpResponseBase
from psycopg2 import OperationalError, extensions

from .availability import WaitedInVainError

logger = logging.getLogger(__name__)

#: Seconds to wait where the server has just let somebody wait in vain, and for how long that holds.
IMPATIENT_SECONDS, IMPATIENT_FOR = 1.0, 10.0
READING = frozenset({"GET", "HEAD", "OPTIONS"})

_limit: ContextVar[float | None] = ContextVar("limit", default=None)


class _Impatience:
    """Until when this process expects nothing of the server."""

    until = 0.0


@contextmanager
def waiting_at_most(seconds: float) -> Iterator[None]:
    """Let each statement within take so many seconds."""
    token = _limit.set(seconds)
    try:
        yield
    finally:
        _limit.reset(token)


class DatabaseWaitsMiddleware:
    """Limit what a request waits for each statement: shortly where somebody reads."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        reads = request.method in READING
        most = settings.DATABASE_READ_SECONDS if reads else settings.DATABASE_WRITE_SECONDS
        with waiting_at_most(most):
            return self.get_response(request)


def install() -> None:
    """Wait for PostgreSQL by :func:`wait`, and let it break off itself what nobody waits for."""
    if connection.vendor != "postgresql":
        return
    extensions.set_wait_callback(wait)
    connection_created.connect(limit_statements, dispatch_uid="content.database_waits")


def wait(waiting: Any) -> None:
    """Wait until a connection of psycopg2 has done what it was asked for.

    Raises:
        psycopg2.OperationalError: it took longer than it may; the connection is closed then.
    """
    begun = time.monotonic()
    limit = _seconds_for(waiting, begun)
    events = {extensions.POLL_READ: select.POLLIN, extensions.POLL_WRITE: select.POLLOUT}
    while (state := waiting.poll()) != extensions.POLL_OK:
        poller = select.poll()
        poller.register(waiting.fileno(), events[state])
        left = None if limit is None else max(begun + limit - time.monotonic(), 0)
        if not poller.poll(None if left is None else left * 1000):
            _Impatience.until = time.monotonic() + IMPATIENT_FOR
            message = f"the database has not answered within {limit:g} seconds"
            raise OperationalError(message) from WaitedInVainError()
    if _Impatience.until:
        _Impatience.until = 0.0


def _seconds_for(waiting: Any, now: float) -> float | None:
    """Return how long to wait, ``None`` for as long as it takes."""
    limit = _limit.get()
    if waiting.status == extensions.STATUS_SETUP:  # libpq's own limit holds for a wait of its own
        given = extensions.parse_dsn(waiting.dsn).get("connect_timeout")
        limit = float(given) if given else limit
    if limit is not None and _limit.get() is not None and now < _Impatience.until:
        limit = min(limit, IMPATIENT_SECONDS)
    return limit


def limit_statements(connection: Any, **_signal: object) -> None:
    """Let the server give up what a request asks for, when the request does.

    Not behind a pooler, which would give the limit to somebody else.
    """
    if connection.vendor != "postgresql" or _limit.get() is None:
        return
    if connection.settings_dict["DISABLE_SERVER_SIDE_CURSORS"]:
        return
    with connection.cursor() as cursor:
        milliseconds = str(int(settings.DATABASE_WRITE_SECONDS * 1000))
        cursor.execute("SELECT set_config('statement_timeout', %s, false)", [milliseconds])
