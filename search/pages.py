"""The page of results: what of a question's address it reads, and what it shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.content.facets import ActiveFilter, FacetValue, FacetView, query_string
from cms.content.languages import other_language
from cms.content.list_pages import ListPages, asked_page
from cms.content.models import Vocabulary
from cms.publishing.models import Document, Facet
from cms.publishing.queries import Count

from .analysis.questions import LONGEST_QUESTION
from .queries import OutOfTimeError, Results, find, other_language_total
from .spelling import did_you_mean

PER_PAGE = 20
#: The facets that readers see, in this order, with their names.
FACETS = {
    "section": pgettext_lazy("part of the site", "Section"),
    "sector": _("Sector"),
    "country": _("Country or region"),
    "city": _("City"),
    "organisation": _("Organisation"),
    "year": _("Year"),
}
LONGEST_VALUE = 100
MOST_VALUES = 20

Choice = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Asked:
    """What an address asks for: the question, what narrows it, and the page of the results."""

    text: str
    choice: Choice
    number: int
    is_too_long: bool

    @classmethod
    def from_query(cls, query: QueryDict) -> Asked:
        """Read a query string; what can be no value of a facet is passed over."""
        text = query.get("q", "").replace("\x00", " ").strip()
        chosen: dict[str, tuple[str, ...]] = {}
        for key in FACETS:
            values = dict.fromkeys(filter(_is_usable, query.getlist(key)))
            if values:
                chosen[key] = tuple(values)[:MOST_VALUES]
        is_too_long = len(text) > LONGEST_QUESTION
        return cls(text[:LONGEST_QUESTION], chosen, asked_page(query.get("page")), is_too_long)

    @property
    def address(self) -> dict[str, tuple[str, ...]]:
        """The parameters of the address, without the page."""
        return {"q": (self.text,), **self.choice}


def _is_usable(value: str) -> bool:
    return 0 < len(value) <= LONGEST_VALUE and "\x00" not in value


@dataclass(frozen=True)
class ResultsPage:
    """What a page of results shows; ``elsewhere`` counts what the other language's page finds."""

    asked: Asked
    results: Results
    facets: list[FacetView] = field(default_factory=list)
    active_filters: list[ActiveFilter] = field(default_factory=list)
    pages: ListPages | None = None
    items: Any = None
    reset_url: str = ""
    suggestion: str = ""
    suggestion_url: str = ""
    elsewhere: int = 0
    elsewhere_url: str = ""
    took_too_long: bool = False


def results_page(asked: Asked, locale: str, url: str) -> ResultsPage:
    """Return the page at ``url`` that answers what was asked."""
    if not asked.text:
        return ResultsPage(asked, Results("", locale))
    known = _known(asked)
    try:
        results, number = _found(known, locale)
    except OutOfTimeError:
        return ResultsPage(known, Results("", locale), took_too_long=True)
    items = Paginator(range(results.total), PER_PAGE).get_page(number)
    facets, active = _facets(results, known, url)
    suggestion = did_you_mean(known.text, locale) if not _is_well_answered(results) else ""
    other = other_language(locale)
    return ResultsPage(
        asked=known,
        results=results,
        facets=facets,
        active_filters=active,
        items=items,
        pages=ListPages.around(items, known.address, url),
        reset_url=url + query_string({"q": (known.text,)}),
        suggestion=suggestion,
        suggestion_url=url + query_string({"q": (suggestion,)}),
        elsewhere=other_language_total(known.text, locale) if not results.total else 0,
        elsewhere_url=url.replace(f"/{locale}/", f"/{other}/", 1)
        + query_string({"q": (known.text,)}),
    )


def _found(asked: Asked, locale: str) -> tuple[Results, int]:
    """Return the results of the page asked for, or of the last one where there are fewer."""
    number = asked.number
    while True:
        results = find(
            asked.text,
            locale,
            choice=asked.choice,
            count=tuple(FACETS),
            offset=(number - 1) * PER_PAGE,
            limit=PER_PAGE,
        )
        last = max(1, -(-results.total // PER_PAGE))
        if number <= last:
            return results, number
        number = last


def _is_well_answered(results: Results) -> bool:
    return results.match in {"strict", "glossary"}


def _known(asked: Asked) -> Asked:
    """Pass over values that no published page carries: an address puts no words on our pages."""
    choice = {}
    for key, values in asked.choice.items():
        carried = set(
            Facet.objects.filter(key=key, value__in=values).values_list("value", flat=True)
        )
        if known := tuple(value for value in values if value in carried):
            choice[key] = known
    return Asked(asked.text, choice, asked.number, asked.is_too_long)


def _facets(results: Results, asked: Asked, url: str) -> tuple[list[FacetView], list[ActiveFilter]]:
    views: list[FacetView] = []
    active: list[ActiveFilter] = []
    for key, name in FACETS.items():
        chosen = asked.choice.get(key, ())
        counts = {count.value: count for count in results.counts.get(key, [])}
        for value in chosen:
            counts.setdefault(value, Count(value, value, 0))
        labels = _labels(key, list(counts), results.locale)
        values = [
            FacetValue(
                code=value,
                label=labels.get(value, counts[value].label),
                count=counts[value].total,
                selected=value in chosen,
                url=url + query_string({**asked.address, key: _toggled(chosen, value)}),
            )
            for value in _ordered(key, counts)
        ]
        if values:
            views.append(FacetView(key, str(name), values))
        active += [
            ActiveFilter(str(name), value.label, value.url) for value in values if value.selected
        ]
    return views, active


def _toggled(chosen: tuple[str, ...], value: str) -> tuple[str, ...]:
    if value in chosen:
        return tuple(other for other in chosen if other != value)
    return (*chosen, value)


def _ordered(key: str, counts: Mapping[str, Count]) -> list[str]:
    if key == "year":
        return sorted(counts, reverse=True)
    return sorted(counts, key=lambda value: (-counts[value].total, value))


def _labels(key: str, values: list[str], locale: str) -> dict[str, str]:
    """Return the names of values in the reader's language."""
    if key == "section":
        fronts = Document.objects.filter(locale=locale, type__endswith="_index")
        return dict(fronts.values_list("section", "title"))
    for model in apps.get_models():
        if issubclass(model, Vocabulary) and model.facet_name == key:
            entries = model._default_manager.filter(code__in=values)
            return {entry.code: entry.name_in(locale) for entry in entries}
    return {}
