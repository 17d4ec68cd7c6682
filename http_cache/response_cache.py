"""Answers kept in this process's memory, given again while what they were made from is as it was.

Whoever makes an answer that stored documents, the change log or the ledger alone determine says
what that was, and how it is asked for by one small query: its :class:`~.conditional.Validator`. The
same address is then answered after that query, past parameters and database. What else an answer
depends on is in the key.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from django.core.signals import setting_changed
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from . import policies
from .conditional import NOT_MODIFIED, CacheableResponse, Validator, not_modified
from .encoding import encoding_for

MOST_BYTES = 32 * 2**20
#: What a kept answer takes beside its content.
OVERHEAD = 2000
FOUND = 200

Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class CachedResponse:
    """An answer; ``content`` is ``None`` where only a 304 has been asked for."""

    validator: Validator
    etag: str
    modified: datetime | None
    headers: dict[str, str]
    content: bytes | None

    @property
    def is_over(self) -> bool:
        """Whether time has made another one of it."""
        until = self.validator.until
        return until is not None and until <= timezone.now()

    @property
    def cache_control(self) -> str:
        """What it says now about being kept: time may change it soon."""
        if self.validator.until is None:
            return self.headers["Cache-Control"]
        return policies.purged_page(self.validator.until)

    @property
    def size(self) -> int:
        """Bytes that it takes."""
        return OVERHEAD + len(self.content or b"")


class LRUCache:
    """The answers asked for last, by what they answer, as many as there is room for."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._kept: OrderedDict[Key, CachedResponse] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def get(self, key: Key) -> CachedResponse | None:
        """Return a kept answer."""
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None:
                self._kept.move_to_end(key)
            return kept

    def __contains__(self, key: Key) -> bool:
        with self._lock:
            return key in self._kept

    def put(self, key: Key, kept: CachedResponse) -> None:
        """Keep an answer; forget those that nobody has asked for longest where room is short."""
        with self._lock:
            self._forget(key)
            self._kept[key] = kept
            self._bytes += kept.size
            while self._bytes > self._most:
                self._forget(next(iter(self._kept)))

    def discard(self, key: Key) -> None:
        """Forget an answer."""
        with self._lock:
            self._forget(key)

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._kept.clear()
            self._bytes = 0

    def _forget(self, key: Key) -> None:
        kept = self._kept.pop(key, None)
        if kept is not None:
            self._bytes -= kept.size


answers = LRUCache(MOST_BYTES)


def is_kept(request: HttpRequest) -> bool:
    """Whether an answer is kept for a request that may still hold."""
    return key_of(request) in answers


def find(request: HttpRequest) -> CacheableResponse | None:
    """Return the answer that is kept for a request, if what it was made from is as it was.

    What has been asked for to know that is left at the request as ``as_read``.
    """
    key = key_of(request)
    kept = answers.get(key)
    if kept is None:
        return None
    cache_control = kept.cache_control
    same = not_modified(request, kept.etag, kept.modified, cache_control)
    if same is None and kept.content is None:
        return None
    now = kept.validator.read()
    if now != kept.validator.state or kept.is_over:
        request.as_read = now  # type: ignore[attr-defined]
        answers.discard(key)
        return None
    if same is not None:
        return same
    headers = {**kept.headers, "Cache-Control": cache_control}
    return CacheableResponse(kept.content, headers=headers)


def keep(request: HttpRequest, response: HttpResponse) -> None:
    """Keep the answer to a request, if whoever made it says what it was made from."""
    if not isinstance(response, CacheableResponse) or response.validator is None:
        return
    if response.status_code not in {FOUND, NOT_MODIFIED} or response.cookies:
        return
    content = response.content if response.status_code == FOUND else None
    key = key_of(request)
    headers = dict(response.items())
    kept = CachedResponse(response.validator, response.etag, response.modified, headers, content)
    if content is not None or answers.get(key) is None:
        answers.put(key, kept)


def key_of(request: HttpRequest) -> Key:
    """Return what tells a request's answer from others."""
    return request.path_info, request.META.get("QUERY_STRING", ""), encoding_for(request)


def forget(**_signal: object) -> None:
    """Forget all answers, as when a setting that shapes them has changed."""
    answers.clear()


setting_changed.connect(forget, dispatch_uid="http_cache.response_cache")
