"""Reading the read model: what time has changed is rendered again first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from publishing.reading import fetching, freshness
from publishing.reading.fetching import Newest
from publishing.reading.freshness import catch_up

from .responses import Source, answer, etag_of, unchanged

__all__ = ["answer_until_next_change", "catch_up", "line", "newest"]


def newest(request: HttpRequest) -> Newest:
    """Return the newest line of the change log, after what is due has been done."""
    known = getattr(request, "as_read", None)
    return freshness.newest(known if isinstance(known, Newest) else None)


def line() -> Newest | None:
    """Return the newest line of the change log, ``None`` while something is due."""
    found = fetching.newest()
    return None if found.is_due(timezone.now()) else found


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
