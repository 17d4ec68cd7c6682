"""Reading the read model: what time has changed is rendered again first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from django.http import HttpRequest, HttpResponse

from http_cache.conditional import Validator, etag_of, not_modified
from publishing.reading import freshness
from publishing.reading.fetching import Newest
from publishing.reading.freshness import catch_up

from .responses import answer

__all__ = ["answer_until_next_change", "catch_up", "newest"]


def newest(request: HttpRequest) -> Newest:
    """Return the newest line of the change log, after what is due has been done."""
    known = getattr(request, "as_read", None)
    return freshness.newest(known if isinstance(known, Newest) else None)


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
    validator = Validator(at, freshness.as_of)
    return not_modified(request, etag, validator=validator) or answer(
        request, make(at), etag, tags=tags, validator=validator
    )
