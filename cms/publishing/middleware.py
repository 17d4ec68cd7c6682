"""What an editor changes in one request reaches readers once, before the editor's answer does."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from .recording import gathering


class SettleMiddleware:
    """Settle what a request that changes something has recorded when it has been handled."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in {"GET", "HEAD", "OPTIONS"}:
            return self.get_response(request)
        with gathering():
            return self.get_response(request)
