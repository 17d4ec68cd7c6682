"""The pages of the site, each at its address."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pydantic_core
from django.http import HttpRequest, HttpResponseBase
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from wagtail.views import serve as serve_without_document

from content.reading import read_only
from publishing.reading import freshness

from .kept_pages import page_response, unkept_page
from .sections import parameters_of
from .showing import document_context, known_type


@read_only
def page(request: HttpRequest, path: str) -> HttpResponseBase:
    """Answer with the page at an address, from its document.

    Where there is none, Wagtail decides what is there: a page for certain people, who are asked
    to sign in or for a password and whose answer nobody keeps, or nothing. Its entity tag is of the
    answer itself, since a page also shows what is in no document, such as banners.

    Raises:
        Http404: nothing is there.
    """
    at = freshness.newest()
    if stored := freshness.by_path(request.path):
        document: dict[str, Any] = pydantic_core.from_json(stored.body)
        template = known_type(document).model.template
        context = document_context(document, request.GET, at)
        content = render_to_string(template, context, request).encode()
        if request.GET.keys() <= parameters_of(document["type"]):
            return page_response(request, content, at, until=outdated_at(document))
        return unkept_page(content)
    response: HttpResponseBase = serve_without_document(request, path)
    add_never_cache_headers(response)
    return response


def outdated_at(document: dict[str, Any]) -> datetime | None:
    """Return when a page will begin to say that it may be out of date, where it does not yet."""
    first_day = document["dates"]["outdated_from"]
    if first_day is None:
        return None
    moment = timezone.make_aware(datetime.combine(date.fromisoformat(first_day), time()))
    return moment if moment > timezone.now() else None
