"""Answers that can be kept: entity tags, lifetimes, cache tags, compression."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

import brotli
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag

from content.addresses import bytes_filled_in
from content.representation import moment

MEDIA_TYPE = "application/json"
#: Bytes below which compressing gains nothing.
WORTH_COMPRESSING = 500
BROTLI_QUALITY = 5
GZIP_LEVEL = 6
#: ``Last-Modified`` knows whole seconds: within one, the content might yet change again.
A_SECOND = timedelta(seconds=1)
NOT_MODIFIED = 304
#: Kept, but asked for each time.
REVALIDATED = "public, no-cache"
KEPT_COMPRESSED = 512


@dataclass(frozen=True, slots=True)
class Source:
    """What alone determines an answer: a state, and how that is asked for.

    ``read`` takes one small query; it returns ``None`` while time has changed something.
    """

    state: Any
    read: Callable[[], Any]


class Answer(HttpResponse):
    """An answer that everybody may keep, or that it is as the client has it.

    ``source`` is what determines it, where nothing else does.
    """

    etag: str = ""
    modified: datetime | None = None
    source: Source | None = None


def json_bytes(value: Any) -> bytes:
    """Return a value as compact JSON in UTF-8."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def written_moment(value: datetime | None) -> str | None:
    """Return a moment as answers have it, with Japan's offset."""
    local = moment(value)
    return local.isoformat() if local else None


def etag_of(*parts: object) -> str:
    """Return the entity tag of what is determined by some values."""
    text = "\x1f".join(map(str, (settings.BASE_URL, *parts)))
    return quote_etag(hashlib.sha256(text.encode()).hexdigest()[:32])


def is_conditional(request: HttpRequest) -> bool:
    """Whether a client says what it holds already."""
    return bool(
        request.META.get("HTTP_IF_NONE_MATCH") or request.META.get("HTTP_IF_MODIFIED_SINCE")
    )


def unchanged(
    request: HttpRequest,
    etag: str,
    modified: datetime | None = None,
    cache_control: str = "",
    source: Source | None = None,
) -> HttpResponse | None:
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
        "Cache-Control": cache_control or settings.DELIVERY_CACHE_CONTROL,
        "Vary": "Accept-Encoding",
    }
    if modified:
        headers["Last-Modified"] = http_date(modified.timestamp())
    response = Answer(status=NOT_MODIFIED, headers=headers)
    del response.headers["Content-Type"]
    response.etag, response.modified, response.source = etag, modified, source
    return response


def answer(
    request: HttpRequest,
    body: bytes,
    etag: str,
    *,
    tags: Iterable[str] = (),
    modified: datetime | None = None,
    content_language: str = "",
    cache_control: str = "",
    source: Source | None = None,
) -> HttpResponse:
    """Answer with JSON that everybody may keep; compressed where the client reads that.

    ``tags`` name what the answer shows, for caches that purge by name. ``cache_control`` stands
    for what changes without a line in the change log, ``source`` for what alone determines it.
    """
    body = bytes_filled_in(body)
    headers = {
        "ETag": etag,
        "Cache-Control": cache_control or settings.DELIVERY_CACHE_CONTROL,
        "Vary": "Accept-Encoding",
    }
    if modified and timezone.now() - modified > A_SECOND:
        headers["Last-Modified"] = http_date(modified.timestamp())
    elif modified:
        source = None  # in a second it has one header more
    if content_language:
        headers["Content-Language"] = content_language
    headers |= cache_tags(tags)
    encoding = encoding_for(request) if len(body) >= WORTH_COMPRESSING else ""
    if encoding:
        body = compressed(encoding, body)
        headers |= {"Content-Encoding": encoding, "ETag": f"W/{etag}"}
    response = Answer(body, content_type=MEDIA_TYPE, headers=headers)
    response.etag, response.modified, response.source = etag, modified, source
    return response


def answer_revalidated(
    request: HttpRequest, name: str, body: bytes, tags: Iterable[str] = ()
) -> HttpResponse:
    """Answer with JSON that changes without the change log: kept, but asked for each time."""
    etag = etag_of(name, body.decode())
    return unchanged(request, etag, cache_control=REVALIDATED) or answer(
        request, body, etag, tags=tags, cache_control=REVALIDATED
    )


def cache_tags(tags: Iterable[str]) -> dict[str, str]:
    """Return the header that names what an answer shows, where the settings ask for one."""
    header = settings.DELIVERY_CACHE_TAG_HEADER
    separator = "," if header == "Cache-Tag" else " "
    return {header: separator.join(tags)} if header else {}


def fresh(body: bytes, status: int = 200) -> HttpResponse:
    """Answer with JSON that nobody may keep."""
    return HttpResponse(
        bytes_filled_in(body),
        content_type=MEDIA_TYPE,
        status=status,
        headers={"Cache-Control": "no-store"},
    )


def encoding_for(request: HttpRequest) -> str:
    """Return the best encoding that a client reads: ``br``, ``gzip`` or none (``""``)."""
    return _best_encoding(request.META.get("HTTP_ACCEPT_ENCODING", ""))


@lru_cache(maxsize=KEPT_COMPRESSED)
def _best_encoding(header: str) -> str:
    accepted = {}
    for part in header.lower().split(","):
        name, _semicolon, parameters = part.partition(";")
        quality = parameters.strip().removeprefix("q=").strip() or "1"
        accepted[name.strip()] = quality.strip("0.") != ""
    for encoding in ("br", "gzip"):
        if accepted.get(encoding, False):
            return encoding
    return ""


@lru_cache(maxsize=KEPT_COMPRESSED)
def compressed(encoding: str, body: bytes) -> bytes:
    """Return a body compressed; the same body is compressed once, as long as it is asked for."""
    if encoding == "br":
        return bytes(brotli.compress(body, quality=BROTLI_QUALITY, mode=brotli.MODE_TEXT))
    return gzip.compress(body, compresslevel=GZIP_LEVEL, mtime=0)
