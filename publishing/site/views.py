"""The pages of the site, each at its address."""

from __future__ import annotations

from functools import partial
from typing import Any

import pydantic_core
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.cache import (
    add_never_cache_headers,
    get_conditional_response,
    set_response_etag,
)
from wagtail.views import serve as serve_without_document

from content.reading import read_only
from publishing.reading import freshness

from .showing import document_context, known_type


@read_only
def page(request: HttpRequest, path: str) -> HttpResponseBase:
    """Answer with the page at an address, from its document.

    Where there is none, Wagtail decides what is there: a page for certain people, who are asked
    to sign in or for a password and whose answer nobody keeps, or nothing. Caches keep a public
    page and ask each time. Its entity tag is of the answer itself, since a page also shows what is
    in no document, such as banners.

    Raises:
        Http404: nothing is there.
    """
    if request.method in {"GET", "HEAD"} and (stored := freshness.by_path(request.path)):
        document: dict[str, Any] = pydantic_core.from_json(stored.body)
        template = known_type(document).model.template
        shown = TemplateResponse(request, template, document_context(document, request.GET))
        shown.headers["Cache-Control"] = "public, no-cache"
        shown.add_post_render_callback(partial(or_unchanged, request))
        return shown
    response: HttpResponseBase = serve_without_document(request, path)
    add_never_cache_headers(response)
    return response


def or_unchanged(request: HttpRequest, response: HttpResponse) -> HttpResponse | None:
    """Give an answer its entity tag; return a 304 in its place to who holds it already."""
    etag = set_response_etag(response).headers["ETag"]
    return get_conditional_response(request, etag=etag, response=response)
