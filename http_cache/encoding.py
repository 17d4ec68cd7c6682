"""Compression of bodies, each once, for clients that read it."""

from __future__ import annotations

import gzip
from functools import lru_cache

import brotli
from django.http import HttpRequest

#: Bytes below which compressing gains nothing.
WORTH_COMPRESSING = 500
BROTLI_QUALITY = 5
GZIP_LEVEL = 6
KEPT_COMPRESSED = 512


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
