"""Addresses without a page: redirects lead to public pages only, the rest is told so."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from wagtail.contrib.redirects.middleware import RedirectMiddleware

from content.availability import DATABASE_ERRORS, is_database_away
from http_cache import policies
from media.storage import StoreUnavailableError

from .error_pages import database_away, page_not_found, store_away
from .queries import redirect_at
from .redirects import leads_to_hidden_page

logger = logging.getLogger(__name__)

NOT_FOUND = 404


class PublicRedirectMiddleware(RedirectMiddleware):
    """Redirect as Wagtail does, but never tell the address of a page that is not public.

    Browsers ask again each time, also for a permanent redirect: a page may come back to an
    address that it has left.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        try:
            answer: HttpResponseBase = super().process_response(request, response)
            if answer is response and response.status_code == NOT_FOUND:
                answer = self._written_otherwise(request, response)
            if answer is response or leads_to_hidden_page(answer.headers["Location"]):
                return response
        except DATABASE_ERRORS:
            return database_away(request)
        answer.headers["Cache-Control"] = policies.ASKED_AGAIN
        return answer

    @staticmethod
    def _written_otherwise(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Follow a redirect that Wagtail does not find: from an address with a space."""
        found = redirect_at(request.path, request.META.get("QUERY_STRING", ""))
        if found is None:
            return response
        kind = HttpResponsePermanentRedirect if found.is_permanent else HttpResponseRedirect
        return kind(found.target)


class StoreUnavailableMiddleware:
    """Say 503, and when to ask again, while the place of uploaded files does not answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return store_away(request) if isinstance(exception, StoreUnavailableError) else None


class DatabaseUnavailableMiddleware:
    """Say 503, and when to ask again, while the database does not answer.

    An error outside of a view comes to :func:`home.error_pages.server_error` instead.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not is_database_away(exception):
            return None
        logger.error("The database did not answer: %s", exception)
        return database_away(request)


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
