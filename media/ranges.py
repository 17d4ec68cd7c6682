"""Parts of files (RFC 9110, section 14): a reader of PDFs or a broken download asks for one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO, Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from http_cache import policies

ONE_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")
CHUNK = 2**16
WHOLE, PART, NOT_THERE = 200, 206, 416


def part_of(request: HttpRequest, response: HttpResponseBase, file: Any) -> HttpResponseBase:
    """Return the part of a file that is asked for, in place of an answer with the whole.

    ``file`` is a field's file. Who asks for several parts at once, or for one of another version
    (``If-Range``), gets the whole.
    """
    if response.status_code != WHOLE:
        return response
    response.headers["Accept-Ranges"] = "bytes"
    asked = ONE_RANGE.fullmatch(request.headers.get("Range", "").strip())
    version = request.headers.get("If-Range", "")
    if asked is None or request.method != "GET" or asked.group(0) == "bytes=-":
        return response
    if version and version != response.headers.get("ETag"):
        return response
    size = int(file.size)
    first, last = _bounds(asked.group(1), asked.group(2), size)
    # Not response.close(), by which Django takes the request for finished, and its connection.
    for close in response._resource_closers:  # type: ignore[attr-defined]
        close()
    if first > last or first >= size:
        headers = {"Content-Range": f"bytes */{size}", "Cache-Control": policies.NO_STORE}
        return HttpResponse(status=NOT_THERE, headers=headers)
    part = StreamingHttpResponse(_read(file.open("rb"), first, last - first + 1), status=PART)
    for name, value in response.items():
        part.headers[name] = value
    part.headers["Content-Length"] = str(last - first + 1)
    part.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    return part


def _bounds(first: str, last: str, size: int) -> tuple[int, int]:
    """Return the first and the last byte asked for; ``-500`` are the last 500."""
    if not first:
        length = int(last)
        return (max(size - length, 0), size - 1) if length else (size, size)
    end = int(last) if last else size - 1
    if end < int(first):
        return size, size
    return int(first), min(end, size - 1)


def _read(file: IO[bytes], first: int, length: int) -> Iterator[bytes]:
    with file:
        file.seek(first)
        while length > 0 and (chunk := file.read(min(CHUNK, length))):
            length -= len(chunk)
            yield chunk
