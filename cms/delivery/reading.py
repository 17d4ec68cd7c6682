"""Reading the read model: what time has changed is rendered again first."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.utils import timezone

from cms.publishing import actions, fetching, purging

logger = logging.getLogger(__name__)

#: Seconds for which nobody else tries what one request is trying, or what has failed.
ONE_AT_A_TIME = 20
#: Seconds for which an answer is kept that the newest line of the change log determines.
KEPT = 3600


def newest_sequence(now: datetime | None = None) -> int:
    """Return the number of the newest line of the change log, after what is due has been done."""
    sequence, due = fetching.newest()
    if due is not None and due <= (now or timezone.now()) and catch_up():
        sequence, _due = fetching.newest()
    return sequence


def catch_up() -> bool:
    """Render what time has changed; return whether that was done here and now.

    While another request does it, and for a while after it has failed, readers get what there is.
    """
    if not cache.add("delivery-catching-up", 1, timeout=ONE_AT_A_TIME):
        return False
    try:
        actions.refresh()
        purging.purge()
    except Exception:
        logger.exception("What time has changed could not be rendered; it is tried again.")
        return False
    cache.delete("delivery-catching-up")
    return True


def kept(sequence: int, etag: str) -> bytes | None:
    """Return an answer that was made since the change log's newest line was written."""
    found: Any = cache.get(f"delivery:{sequence}:{etag}")
    return found if isinstance(found, bytes) else None


def keep(sequence: int, etag: str, body: bytes) -> None:
    """Keep an answer until the change log grows."""
    cache.set(f"delivery:{sequence}:{etag}", body, timeout=KEPT)
