"""The page of results."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from content.clients import client_address
from content.furniture import Crumb, LanguageLink
from content.languages import ENDONYMS, LANGUAGE_CODES, active_language
from content.list_pages import page_query
from content.reading import read_only
from publishing.models import Document
from search.answering.queries import RETRY_AFTER
from search.reports.query_log import note

from .pages import Asked, ResultsPage, results_page


@read_only
def results(request: HttpRequest) -> HttpResponse:
    """Answer a question with a page of results.

    A question that is too long has status 400, one that took too long 503.
    """
    asked = Asked.from_query(request.GET)
    locale = active_language()
    shown = results_page(asked, locale, request.path)
    if request.method == "GET" and asked.is_new and not shown.took_too_long:
        note(
            asked.text,
            locale,
            is_empty=not (shown.results.total or shown.results.links),
            client=client_address(request),
            agent=request.headers.get("User-Agent", ""),
        )
    context = {
        "shown": shown,
        "results": shown.results,
        "items": shown.items,
        "list_pages": shown.pages,
        "facets": shown.facets,
        "active_filters": shown.active_filters,
        "reset_url": shown.reset_url,
        "total": shown.results.total,
        "breadcrumbs": _breadcrumbs(locale),
        "language_links": _language_links(locale, shown),
        "search_text": asked.text,
    }
    if shown.took_too_long:
        response = render(request, "search/results.html", context, status=503)
        response["Retry-After"] = str(RETRY_AFTER)
        return response
    status = 400 if asked.is_too_long else 200
    return render(request, "search/results.html", context, status=status)


def _breadcrumbs(locale: str) -> list[Crumb]:
    homes = Document.objects.filter(type="home", locale=locale)
    return [Crumb(title, path) for title, path in homes.values_list("title", "path")[:1]]


def _language_links(locale: str, shown: ResultsPage) -> list[LanguageLink]:
    """Return links to the same question in each language."""
    items = shown.items
    query = (
        page_query(shown.asked.address, items.number if items else 1) if shown.asked.text else ""
    )
    return [
        LanguageLink(
            code,
            ENDONYMS[code],
            f"/{code}/search/{query}",
            "self" if code == locale else "translation",
            "",
        )
        for code in LANGUAGE_CODES
    ]
