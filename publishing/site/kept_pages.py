"""The site's pages are kept in this process, and given again until anything is another.

What readers see of the site depends on its address, on the read model, on settings and
vocabularies, and on time. All but time leaves its mark in the ledger when it changes, whoever
changes it; what time will change says until when it holds. In development templates change too, so
nothing is kept there.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from content.availability import DATABASE_ERRORS, asked_again
from http_cache import policies, response_cache
from http_cache.compression import compress, is_for_everybody
from http_cache.conditional import CacheableResponse, Validator, etag_of_bytes, not_modified
from http_cache.lifetimes import earliest, end_of
from publishing.followers.purging import PAGES
from publishing.reading import freshness
from publishing.reading.fetching import Newest

HTML = "text/html; charset=utf-8"
#: Methods that only read.
READING = frozenset({"GET", "HEAD"})


def page_response(
    request: HttpRequest,
    content: bytes,
    at: Newest,
    *,
    until: datetime | None = None,
    content_type: str = HTML,
) -> CacheableResponse:
    """Answer with what everybody gets at an address, to be given again while it holds.

    ``at`` was read before anything of the answer was. ``until`` is when time changes it, beside
    what was noted at the request (:mod:`http_cache.lifetimes`) and is due in the read model.
    """
    until = earliest(until, end_of(request), at.next_due)
    response = _tagged(content, content_type, policies.purged_page(until))
    response.validator = Validator(at, freshness.as_of, until)
    return response


def unkept_page(content: bytes) -> CacheableResponse:
    """Answer with what everybody gets, at an address that says more than anybody reads of it."""
    return _tagged(content, HTML, policies.REVALIDATED)


def _tagged(content: bytes, content_type: str, cache_control: str) -> CacheableResponse:
    etag = etag_of_bytes(content)
    headers = {"ETag": etag, "Cache-Control": cache_control, **policies.cache_tags([PAGES])}
    response = CacheableResponse(content, content_type=content_type, headers=headers)
    response.etag = etag
    return response


class KeptPagesMiddleware:
    """Answer with what is kept, past all that follows; keep what may be given again.

    Nobody is asked who they are: who is signed in gets the page that everybody gets, too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # A preview asks at the address of the public page.
        if request.method not in READING or getattr(request, "is_dummy", False):
            return self.get_response(request)
        if (kept := _kept(request)) is not None:
            return kept
        response = self.get_response(request)
        if not isinstance(response, CacheableResponse) or not is_for_everybody(request, response):
            return response
        compress(request, response)
        if not settings.DEBUG:
            response_cache.keep(request, response)
        said = response.headers["Cache-Control"]
        return not_modified(request, response.etag, cache_control=said) or response


def _kept(request: HttpRequest) -> HttpResponse | None:
    if not response_cache.is_kept(request):
        return None
    try:
        request.get_host()
        return asked_again(lambda: response_cache.find(request))
    except (SuspiciousOperation, *DATABASE_ERRORS):
        return None  # what follows says so to readers
