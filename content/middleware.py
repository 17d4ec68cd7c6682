"""What holds for a whole request: its language, and which files it may show."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from media.visibility import restrictions_read_once


class LanguageFromPathMiddleware:
    """Activate the language that the address names, Japanese where it names none.

    Django's own ``LocaleMiddleware`` also asks a cookie and a header; then a shared cache
    could hand one reader's language to another. Signed-in editors choose theirs in the admin.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        code = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        with translation.override(code):
            request.LANGUAGE_CODE = code
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or code)
        return response


class ReadRestrictionsOnceMiddleware:
    """Ask once for the collections that are closed, however many files a page shows.

    Only where the request changes nothing: an answer must never rest on what held before it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        with restrictions_read_once():
            return self.get_response(request)
