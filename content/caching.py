"""Redis that is away costs one short wait now and then, and one line in the log, not one each time.

django-redis asks anew for each look-up, and logs each failure with its traceback.
"""

from __future__ import annotations

import logging
import sys
import time
from threading import Lock
from typing import Any

from django_redis.cache import RedisCache  # type: ignore[import-untyped]
from django_redis.client import DefaultClient  # type: ignore[import-untyped]
from django_redis.exceptions import ConnectionInterrupted  # type: ignore[import-untyped]

logger = logging.getLogger(__name__)

#: Seconds for which Redis is left alone after it has not answered.
REST = 5.0


class Rest:
    """Until when a process leaves Redis alone, and how often it went without meanwhile."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._until = 0.0
        self._without = 0
        self._is_away = False

    def is_on(self) -> bool:
        """Whether Redis is to be left alone now; who is told “no” after a rest tries for all."""
        with self._lock:
            now = time.monotonic()
            if now < self._until:
                self._without += 1
                return True
            if self._is_away:
                self._until = now + 1
            return False

    def begin(self, error: BaseException | None) -> None:
        """Leave Redis alone for a while; log the first time, and then how often it was missed."""
        with self._lock:
            self._until = time.monotonic() + REST
            self._is_away, without, is_first = True, self._without, not self._is_away
            self._without = 0
        if is_first:
            logger.error("Redis does not answer; the service goes on without a cache: %s", error)
        else:
            logger.warning("Redis still does not answer; gone without it %d times", without)

    def end(self) -> None:
        """Note that Redis has answered."""
        if not self._is_away:
            return
        with self._lock:
            self._until, self._is_away, without = 0.0, False, self._without
            self._without = 0
        logger.warning("Redis answers again; gone without it %d times", without)


#: One for each process: each of its threads has a cache of its own.
rest = Rest()


class RestingClient(DefaultClient):
    """Asks Redis for nothing while it is left alone."""

    def get_next_client_index(self, write: bool = True, tried: list[int] | None = None) -> int:
        """Return the client for a command; all of them come by here."""
        if rest.is_on():
            raise ConnectionInterrupted(connection=None)
        index: int = super().get_next_client_index(write, tried)
        return index


class RestingLog:
    """Takes the place of django-redis's own log, which it tells of each failure."""

    def exception(self, _message: str) -> None:
        error = sys.exc_info()[1]
        if error is not None and error.__cause__ is not None:
            rest.begin(error.__cause__)


class RestingRedisCache(RedisCache):
    """A cache that leaves Redis alone for a while after it has not answered."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        options = {
            "CLIENT_CLASS": f"{__name__}.RestingClient",
            "IGNORE_EXCEPTIONS": True,
            **params.get("OPTIONS", {}),
        }
        super().__init__(server, {**params, "OPTIONS": options})
        self._log_ignored_exceptions = True
        self.logger = RestingLog()  # type: ignore[assignment]

    def get(self, key: str, default: Any = None, version: Any = None, client: Any = None) -> Any:
        value = super().get(key, default, version, client)
        if value is not default:
            rest.end()
        return value

    def add(self, *arguments: Any, **options: Any) -> Any:
        added = super().add(*arguments, **options)
        if added is not None:
            rest.end()
        return added

    def set(self, *arguments: Any, **options: Any) -> Any:
        done = super().set(*arguments, **options)
        if done is not None:
            rest.end()
        return done
