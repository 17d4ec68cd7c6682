"""Reading the read model: what time has changed is rendered again first."""

from __future__ import annotations

import logging

from django.core.cache import cache
from django.utils import timezone

from publishing.followers import purging
from publishing.writing import actions

from . import fetching
from .fetching import Newest, Stored

logger = logging.getLogger(__name__)

#: Seconds for which nobody else tries what one request is trying, or what has failed.
ONE_AT_A_TIME = 20


def by_path(path: str) -> Stored | None:
    """Return the document at an address, as it is at this moment."""
    document = fetching.by_path(path, whole=True)
    if document is not None and document.is_due(timezone.now()) and catch_up():
        document = fetching.by_path(path, whole=True)
    return document


def newest(known: Newest | None = None) -> Newest:
    """Return the newest line of the change log, after what is due has been done.

    ``known`` saves a query where it has been read already.
    """
    found = known or fetching.newest()
    if found.is_due(timezone.now()) and catch_up():
        found = fetching.newest()
    return found


def as_of() -> Newest | None:
    """Return the newest line of the change log, ``None`` while something is due."""
    found = fetching.newest()
    return None if found.is_due(timezone.now()) else found


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
