"""How often a client may ask, counted for a minute in the cache."""

from __future__ import annotations

import time
from contextlib import suppress

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from content.clients import client_address

from .problems import Problem

MINUTE = 60


def count_client(request: HttpRequest, bucket: str, most: int) -> None:
    """Count a request by its client's address, as :func:`count` does."""
    count(bucket, client_address(request), most)


def count(bucket: str, who: str, most: int) -> None:
    """Count a request in a bucket; ``most`` is how many a minute holds, 0 for any number.

    Raises:
        Problem: the minute's requests are used up.
    """
    if not most:
        return
    minute, second = divmod(int(time.time()), MINUTE)
    key = _key(bucket, minute, who)
    used: int | None
    try:
        used = cache.incr(key)  # a cache that is down counts nothing: ``None``
    except ValueError:  # the first in a minute
        used = 1
        if not cache.add(key, used, timeout=2 * MINUTE):
            with suppress(ValueError):  # somebody else was, or it is forgotten already
                used = cache.incr(key)
    if used is not None and used > most:
        raise _problem(most, MINUTE - second)


def check(bucket: str, who: str, most: int) -> None:
    """Refuse as :func:`count` does, without counting.

    Raises:
        Problem: the minute's requests are used up.
    """
    minute, second = divmod(int(time.time()), MINUTE)
    used = cache.get(_key(bucket, minute, who), 0) if most else 0
    if used >= most > 0:
        raise _problem(most, MINUTE - second)


def _key(bucket: str, minute: int, who: str) -> str:
    return f"delivery-limit:{bucket}:{minute}:{who}"


def _problem(most: int, wait: int) -> Problem:
    return Problem(
        "too-many-requests",
        _in_readers_language(most, wait),
        headers={"Retry-After": str(wait)},
    )


def _used_up(most: int, wait: int) -> str:
    return _("Up to %(most)d requests a minute are answered. Try again in %(wait)d seconds.") % {
        "most": most,
        "wait": wait,
    }


#: Worded when it is told, in the reader's language.
_in_readers_language = lazy(_used_up, str)
