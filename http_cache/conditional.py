"""Entity tags, and the one answer to who holds already what is asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag

from . import policies

NOT_MODIFIED = 304


@dataclass(frozen=True, slots=True)
class Validator:
    """What alone determines an answer: a state, and how that is asked for.

    ``read`` takes one small query; it returns ``None`` while time has changed something. From
    ``until`` on, where it is given, the answer is another one, whatever the state.
    """

    state: Any
    read: Callable[[], Any]
    until: datetime | None = None


class CacheableResponse(HttpResponse):
    """An answer that everybody may keep, or that it is as the client has it.

    ``validator`` is what determines it, where nothing else does.
    """

    etag: str = ""
    modified: datetime | None = None
    validator: Validator | None = None


def etag_of(*parts: object) -> str:
    """Return the entity tag of what is determined by some values."""
    text = "\x1f".join(map(str, (settings.BASE_URL, *parts)))
    return quote_etag(hashlib.sha256(text.encode()).hexdigest()[:32])


def etag_of_bytes(content: bytes) -> str:
    """Return the entity tag of an answer's own bytes."""
    return quote_etag(hashlib.sha256(content).hexdigest()[:32])


def revalidated(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let everybody keep an answer and ask each time; a 304 in its place to who holds it."""
    response.headers.setdefault("Cache-Control", policies.REVALIDATED)
    response.headers["ETag"] = etag = etag_of_bytes(response.content)
    return not_modified(request, etag, cache_control=policies.REVALIDATED) or response


def is_conditional(request: HttpRequest) -> bool:
    """Whether a client says what it holds already."""
    return bool(
        request.META.get("HTTP_IF_NONE_MATCH") or request.META.get("HTTP_IF_MODIFIED_SINCE")
    )


def not_modified(
    request: HttpRequest,
    etag: str,
    modified: datetime | None = None,
    cache_control: str = "",
    validator: Validator | None = None,
) -> CacheableResponse | None:
    """Return a 304 when the client already holds what has an entity tag, else ``None``."""
    if not is_conditional(request):
        return None
    if request.META.get("HTTP_IF_NONE_MATCH", "").removeprefix("W/") != etag:  # not that alone
        timestamp = int(modified.timestamp()) if modified else None
        found = get_conditional_response(request, etag=etag, last_modified=timestamp)
        if not isinstance(found, HttpResponse) or found.status_code != NOT_MODIFIED:
            return None
    headers = {
        "ETag": etag,
        "Cache-Control": cache_control or policies.purged(),
        "Vary": "Accept-Encoding",
    }
    if modified:
        headers["Last-Modified"] = http_date(modified.timestamp())
    response = CacheableResponse(status=NOT_MODIFIED, headers=headers)
    del response.headers["Content-Type"]
    response.etag, response.modified, response.validator = etag, modified, validator
    return response
