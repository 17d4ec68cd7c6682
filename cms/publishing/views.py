"""The pages of the site, each at its address."""

from __future__ import annotations

from typing import Any

import pydantic_core
from django.http import HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import conditional_page
from wagtail.views import serve as serve_without_document

from . import reading
from .showing import document_context, known_type


@conditional_page
def page(request: HttpRequest, path: str) -> HttpResponseBase:
    """Answer with the page at an address, from its document.

    Where there is none, Wagtail decides what is there: a page for certain people, who are asked
    to sign in or for a password and whose answer nobody keeps, or nothing. Caches keep a public
    page and ask each time. Its entity tag is of the answer itself, since a page also shows what is
    in no document, such as banners.

    Raises:
        Http404: nothing is there.
    """
    if request.method in {"GET", "HEAD"} and (stored := reading.by_path(request.path)):
        document: dict[str, Any] = pydantic_core.from_json(stored.body)
        template = known_type(document).model.template
        response: HttpResponseBase = TemplateResponse(
            request, template, document_context(document, request.GET)
        )
        response.headers["Cache-Control"] = "public, no-cache"
        return response
    response = serve_without_document(request, path)
    add_never_cache_headers(response)
    return response
