"""A stand-in for an S3-compatible service: keeps the bytes that are put, and hands them back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.test import override_settings


class BucketServer(ThreadingHTTPServer):
    """Objects by path (``/bucket/name``), and every request's method and path."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.objects: dict[str, bytes] = {}
        self.requests: list[tuple[str, str]] = []
        self.hangs = Event()
        self.goes_on = Event()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Answer(BaseHTTPRequestHandler):
    """The part of the protocol that storing files needs."""

    protocol_version = "HTTP/1.1"
    server: BucketServer

    def object_path(self) -> str:
        path = unquote(urlsplit(self.path).path)
        self.server.requests.append((self.command, path))
        if self.server.hangs.is_set():
            self.server.goes_on.wait()
        return path

    def answer(self, status: int, body: bytes = b"", etag: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Last-Modified", "Wed, 01 Apr 2026 00:00:00 GMT")
        if etag:
            self.send_header("ETag", f'"{etag}"')
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_PUT(self) -> None:
        path = self.object_path()
        if "Content-Length" not in self.headers or "aws-chunked" in str(self.headers):
            return self.answer(501)
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.objects[path] = body
        return self.answer(200, etag=hashlib.md5(body).hexdigest())

    def do_GET(self) -> None:
        body = self.server.objects.get(self.object_path())
        if body is None:
            return self.answer(404)
        return self.answer(200, body, etag=hashlib.md5(body).hexdigest())

    do_HEAD = do_GET  # noqa: N815

    def do_DELETE(self) -> None:
        self.server.objects.pop(self.object_path(), None)
        self.answer(204)

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@contextmanager
def bucket_server() -> Iterator[BucketServer]:
    """Serve while the block runs."""
    with BucketServer() as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def stored_in_bucket() -> Iterator[BucketServer]:
    """Keep uploaded files in a bucket, as the settings would have it."""
    with bucket_server() as server:
        options: dict[str, Any] = {
            "bucket_name": "hashi",
            "endpoint_url": server.address,
            "region_name": "ap-northeast-1",
            "access_key": "key",
            "secret_key": "secret",
            "file_overwrite": False,
        }
        kept = {"BACKEND": "media.storage.GatedS3Storage", "OPTIONS": options}
        with override_settings(STORAGES={**settings.STORAGES, "default": kept}):
            yield server
