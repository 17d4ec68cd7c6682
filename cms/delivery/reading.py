"""Reading the read model: what time has changed is rendered again first."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from cms.publishing import actions, fetching, purging
from cms.publishing.fetching import Newest

from .answers import Source, answer, etag_of, unchanged

logger = logging.getLogger(__name__)

#: Seconds for which nobody else tries what one request is trying, or what has failed.
ONE_AT_A_TIME = 20


def newest(request: HttpRequest) -> Newest:
    """Return the newest line of the change log, after what is due has been done."""
    known = getattr(request, "as_read", None)
    found: Newest = known if isinstance(known, Newest) else fetching.newest()
    if found.is_due(timezone.now()) and catch_up():
        found = fetching.newest()
    return found


def line() -> Newest | None:
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


def answer_until_next_change(
    request: HttpRequest,
    question: Sequence[object],
    make: Callable[[Newest], bytes],
    tags: Iterable[str],
) -> HttpResponse:
    """Answer a question whose answer only the change log changes.

    ``question`` tells it from others; ``make`` returns the answer as JSON, as of a line of the
    change log or later.
    """
    at = newest(request)
    etag = etag_of(*question, at.sequence, at.changed_at)
    source = Source(at, line)
    return unchanged(request, etag, source=source) or answer(
        request, make(at), etag, tags=tags, source=source
    )
