"""Addresses without a page: redirects lead to public pages only, the rest is told so."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from wagtail.contrib.redirects.middleware import RedirectMiddleware

from cms.media.storage import StoreUnavailableError

from .error_pages import page_not_found, store_away
from .redirects import leads_to_hidden_page


class PublicRedirectMiddleware(RedirectMiddleware):
    """Redirect as Wagtail does, but never tell the address of a page that is not public.

    Browsers ask again each time, also for a permanent redirect: a page may come back to an
    address that it has left.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        answer: HttpResponseBase = super().process_response(request, response)
        if answer is response:
            return response
        if leads_to_hidden_page(answer.headers["Location"]):
            return response
        answer.headers["Cache-Control"] = "no-cache"
        return answer


class StoreUnavailableMiddleware:
    """Say 503, and when to ask again, while the place of uploaded files does not answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return store_away(request) if isinstance(exception, StoreUnavailableError) else None


class NotFoundInDevelopmentMiddleware:
    """Show readers of a development site the page that production shows, not Django's list of URLs.

    Whoever tries the site out meets it as readers will.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if settings.DEBUG and isinstance(exception, Http404):
            return page_not_found(request, exception)
        return None
