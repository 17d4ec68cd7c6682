"""Addresses without a page: redirects lead to public pages only, the rest is told so."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.encoding import uri_to_iri
from wagtail.contrib.redirects.middleware import RedirectMiddleware
from wagtail.contrib.redirects.models import Redirect

from cms.content.visibility import is_public

from .error_pages import page_not_found


class PublicRedirectMiddleware(RedirectMiddleware):
    """Redirect as Wagtail does, but never tell the address of a page that is not public."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        answer: HttpResponseBase = super().process_response(request, response)
        if answer is response:
            return response
        asked = Redirect.normalise_path(request.get_full_path(), decode_unicode=False)
        forms = {asked, urlsplit(asked).path}
        rows = Redirect.objects.filter(
            old_path__in=forms | {uri_to_iri(form) for form in forms}, redirect_page__isnull=False
        ).select_related("redirect_page")
        hidden = any(
            row.link == answer.headers["Location"] and not is_public(row.redirect_page)
            for row in rows
        )
        return response if hidden else answer


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
