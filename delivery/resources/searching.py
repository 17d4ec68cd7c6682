"""Searching what is published, and suggestions while somebody types."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from pydantic import Field

from content.addresses import absolute_url
from content.clients import client_address
from content.languages import other_language
from content.schemas import Locale
from delivery.access import tokens
from delivery.http import fieldsets, limits
from delivery.http.parameters import InLanguage
from delivery.http.problems import Problem
from delivery.http.responses import answer_revalidated, fresh, json_bytes
from delivery.models import Scope
from publishing.reading import catalogue
from search.answering import queries, suggesting
from search.answering.explaining import explanation
from search.answering.no_results import ways_on
from search.reports import query_log as questions_asked

from .lists import Narrowing, check_values, with_standard_names, written_counts

MOST_RESULTS = 50
FARTHEST = 10_000
Text = Annotated[
    str, Field(min_length=1, max_length=queries.LONGEST_QUESTION, pattern=r"^[^\x00]*$")
]


class SearchParameters(Narrowing):
    """Parameters of a search."""

    q: Text
    """What is looked for, in either language."""
    limit: Annotated[int, Field(ge=1, le=MOST_RESULTS)] = 10
    """Results of one answer."""
    offset: Annotated[int, Field(ge=0, le=FARTHEST)] = 0
    """Results to leave out."""
    explain: bool = False
    """How the question was understood, and why pages rank so: for tokens that administer."""


class SuggestParameters(InLanguage):
    """Parameters of suggestions."""

    q: Text
    """What has been typed so far; kana and Latin letters find Japanese names by their reading."""


def search(request: HttpRequest, asked: SearchParameters) -> HttpResponse:
    """Answer with the pages that a question finds, the best first.

    Raises:
        Problem: the question is too long or takes too long, a value is unknown, or it is to be
            explained to a token that does not administer.
    """
    if asked.explain:
        tokens.require(request, Scope.ADMINISTER)
    limits.count_client(request, "searches", settings.DELIVERY_SEARCHES_PER_MINUTE)
    check_values(asked, catalogue.current())
    try:
        found = queries.find(
            asked.q,
            asked.locale,
            choice=asked.choice(),
            count=asked.facets,
            offset=asked.offset,
            limit=asked.limit,
        )
        explained = _explained(asked) if asked.explain else None
    except queries.QuestionError:
        raise _too_long() from None
    except queries.OutOfTimeError:
        raise _took_too_long() from None
    if not (asked.offset or asked.choice() or asked.explain):
        _note(request, asked, found)
    counts = with_standard_names(found.counts, asked.choice(), catalogue.current(), asked.locale)
    members = {
        "query": asked.q,
        "total": found.total,
        "foreign_total": found.foreign_total,
        "facets": written_counts(counts),
        "promoted_links": [asdict(link) for link in found.links],
        "ways_on": None if found.total else _ways_on(asked),
        "explanation": explained,
    }
    items = b",".join(written(result, asked.locale) for result in found.results)
    body = b'%b,"items":[%b]}' % (json_bytes(members)[:-1], items)
    return fresh(body) if asked.explain else answer_revalidated(request, "search", body)


def _explained(asked: SearchParameters) -> dict[str, Any]:
    return asdict(explanation(asked.q, asked.locale, settings.SEARCH_SECONDS))


def _ways_on(asked: SearchParameters) -> dict[str, Any]:
    """Return what may help where nothing was found."""
    found = ways_on(asked.q, asked.locale, asked.choice())
    return {
        "spelling": found.spelling or None,
        "total": found.total,
        "without": [{"facet": one.key, "total": one.total} for one in found.without],
        "values": [
            {"facet": one.key, "value": one.value, "label": one.label, "total": one.total}
            for one in found.values
        ],
        "sections": [{**asdict(one), "url": absolute_url(one.path)} for one in found.sections],
        "other_locale": other_language(asked.locale),
        "other_total": found.elsewhere,
    }


def _note(request: HttpRequest, asked: SearchParameters, found: queries.Results) -> None:
    """Count a question in the statistics; programs with a token ask for many people."""
    has_token = getattr(request, "token", None) is not None
    questions_asked.note(
        asked.q,
        asked.locale,
        is_empty=not (found.total or found.links),
        client="" if has_token else client_address(request),
        agent=request.headers.get("User-Agent", ""),
    )


def written(result: queries.Result, locale: Locale) -> bytes:
    """Return a result as the answer has it: what matched, and the page as lists show it."""
    found = {
        "title_html": str(result.title),
        "excerpt_html": str(result.excerpt),
        "is_foreign": result.is_foreign,
        "match": result.way,
        "file": in_file(result.file),
        "promoted": result.is_promoted,
    }
    page = fieldsets.serve(json_bytes(result.card), locale, result.locale, result.etag)
    return b'%b,"page":%b}' % (json_bytes(found)[:-1], page)


def in_file(place: queries.InFile | None) -> dict[str, Any] | None:
    """Return the place in a file as the answer has it."""
    return None if place is None else {**asdict(place), "url": absolute_url(place.url)}


def suggest(request: HttpRequest, asked: SuggestParameters) -> HttpResponse:
    """Answer with what somebody may be about to type.

    Raises:
        Problem: the text is too long.
    """
    limits.count_client(request, "suggestions", settings.DELIVERY_SUGGESTIONS_PER_MINUTE)
    try:
        found = suggesting.suggest(asked.q, asked.locale)
    except queries.QuestionError:
        raise _too_long() from None
    items: list[dict[str, Any]] = [{"text": one.text, "kind": one.kind} for one in found]
    return answer_revalidated(request, "search", json_bytes({"query": asked.q, "items": items}))


def _took_too_long() -> Problem:
    return Problem(
        "took-too-long",
        _("Please try again in a moment, or use fewer and rarer words."),
        {"Retry-After": str(queries.RETRY_AFTER)},
    )


def _too_long() -> Problem:
    return Problem(
        "invalid-value",
        _("Use at most %(most)d characters to search.") % {"most": queries.LONGEST_QUESTION},
        parameter="q",
    )
