"""Old addresses: redirects lead to public pages only."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponseBase
from django.utils.encoding import uri_to_iri
from wagtail.contrib.redirects.middleware import RedirectMiddleware
from wagtail.contrib.redirects.models import Redirect

from cms.content.visibility import is_public


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
