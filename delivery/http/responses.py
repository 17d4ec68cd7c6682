"""Answers of the API: as JSON, kept by everybody or by nobody."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import http_date

from content.addresses import bytes_filled_in
from content.representation import moment
from http_cache import policies
from http_cache.conditional import CacheableResponse, Validator, etag_of, not_modified
from http_cache.encoding import WORTH_COMPRESSING, compressed, encoding_for

MEDIA_TYPE = "application/json"
#: ``Last-Modified`` knows whole seconds: within one, the content might yet change again.
A_SECOND = timedelta(seconds=1)


def json_bytes(value: Any) -> bytes:
    """Return a value as compact JSON in UTF-8."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def written_moment(value: datetime | None) -> str | None:
    """Return a moment as answers have it, with Japan's offset."""
    local = moment(value)
    return local.isoformat() if local else None


def answer(
    request: HttpRequest,
    body: bytes,
    etag: str,
    *,
    tags: Iterable[str] = (),
    modified: datetime | None = None,
    content_language: str = "",
    cache_control: str = "",
    validator: Validator | None = None,
) -> HttpResponse:
    """Answer with JSON that everybody may keep; compressed where the client reads that.

    ``tags`` name what the answer shows, for caches that purge by name. ``cache_control`` stands
    for what changes without a line in the change log, ``validator`` for what alone determines it.
    """
    body = bytes_filled_in(body)
    headers = {
        "ETag": etag,
        "Cache-Control": cache_control or policies.purged(),
        "Vary": "Accept-Encoding",
    }
    if modified and timezone.now() - modified > A_SECOND:
        headers["Last-Modified"] = http_date(modified.timestamp())
    elif modified:
        validator = None  # in a second it has one header more
    if content_language:
        headers["Content-Language"] = content_language
    headers |= policies.cache_tags(tags)
    encoding = encoding_for(request) if len(body) >= WORTH_COMPRESSING else ""
    if encoding:
        body = compressed(encoding, body)
        headers |= {"Content-Encoding": encoding, "ETag": f"W/{etag}"}
    response = CacheableResponse(body, content_type=MEDIA_TYPE, headers=headers)
    response.etag, response.modified, response.validator = etag, modified, validator
    return response


def answer_revalidated(
    request: HttpRequest, name: str, body: bytes, tags: Iterable[str] = ()
) -> HttpResponse:
    """Answer with JSON that changes without the change log: kept, but asked for each time."""
    etag = etag_of(name, body.decode())
    return not_modified(request, etag, cache_control=policies.REVALIDATED) or answer(
        request, body, etag, tags=tags, cache_control=policies.REVALIDATED
    )


def fresh(body: bytes, status: int = 200) -> HttpResponse:
    """Answer with JSON that nobody may keep."""
    return HttpResponse(
        bytes_filled_in(body),
        content_type=MEDIA_TYPE,
        status=status,
        headers={"Cache-Control": policies.NO_STORE},
    )
