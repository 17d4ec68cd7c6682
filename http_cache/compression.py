"""Compresses what everybody gets alike: the site's pages, site maps and API v2.

Never compressed is what holds something secret beside what a stranger can put in it (the BREACH
attack): the admin, and whatever depends on a cookie, sets one, or may not be kept.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import has_vary_header, patch_vary_headers

from .conditional import NOT_MODIFIED
from .encoding import WORTH_COMPRESSING, compressed, encoding_for

ADMIN = "/admin/"
MEDIA_TYPES = frozenset(
    {
        "application/json",
        "application/manifest+json",
        "application/opensearchdescription+xml",
        "application/xml",
        "image/svg+xml",
        "text/html",
        "text/plain",
        "text/xml",
    }
)
OK = 200


class CompressionMiddleware:
    """Compress a public answer for clients that read that, and tell caches of the difference."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if is_for_everybody(request, response):
            compress(request, response)
        return response


def is_for_everybody(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether an answer is the same for all readers, and caches may keep it."""
    kept = response.headers.get("Cache-Control", "")
    return not (
        request.path_info.startswith(ADMIN)
        or response.cookies
        or has_vary_header(response, "Cookie")
        or "private" in kept
        or "no-store" in kept
    )


def compress(request: HttpRequest, response: HttpResponseBase) -> None:
    """Compress an answer where that is worth it.

    The entity tag is of the content, not of its bytes: compressed, it is a weak one.
    """
    if response.status_code == NOT_MODIFIED:
        patch_vary_headers(response, ["Accept-Encoding"])
        return
    media_type = response.headers.get("Content-Type", "").partition(";")[0].strip()
    if (
        response.status_code != OK
        or not isinstance(response, HttpResponse)
        or media_type not in MEDIA_TYPES
        or response.has_header("Content-Encoding")
    ):
        return
    patch_vary_headers(response, ["Accept-Encoding"])
    encoding = encoding_for(request)
    if not encoding or len(response.content) < WORTH_COMPRESSING:
        return
    response.content = compressed(encoding, response.content)
    response.headers["Content-Encoding"] = encoding
    response.headers["Content-Length"] = str(len(response.content))
    etag = response.headers.get("ETag", "")
    if etag and not etag.startswith("W/"):
        response.headers["ETag"] = f"W/{etag}"
