"""The page of results: what of a question's address it reads, and what it shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.apps import apps
from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from content.facets import ActiveFilter, FacetOption, FacetView, query_string
from content.languages import other_language
from content.list_pages import ListPages, asked_page
from content.models import Vocabulary
from publishing.models import Document, Facet
from publishing.queries import Count
from search.analysis.questions import LONGEST_QUESTION
from search.answering.no_results import ways_on
from search.answering.queries import OutOfTimeError, Results, find
from search.answering.spelling import did_you_mean

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
#: What stands between the chosen values of one facet.
_LIST = " / "
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
    def is_new(self) -> bool:
        """Whether this is a question itself, not a further page or a narrower choice of it."""
        return bool(self.text) and self.number == 1 and not self.choice and not self.is_too_long

    @property
    def address(self) -> dict[str, tuple[str, ...]]:
        """The parameters of the address, without the page."""
        return {"q": (self.text,), **self.choice}


def _is_usable(value: str) -> bool:
    return 0 < len(value) <= LONGEST_VALUE and "\x00" not in value


@dataclass(frozen=True)
class WayOn:
    """A link to what may help, with how many pages it leads to."""

    label: str
    url: str
    total: int
    facet_label: str = ""


@dataclass(frozen=True)
class ResultsPage:
    """What a page of results shows.

    Where there are none, ``without`` leads to the question with one facet's choice left out,
    ``values`` to what is called much the same, ``sections`` to what can be browsed; ``elsewhere``
    counts what the other language's page finds, ``unnarrowed`` what the question finds without
    any of several choices.
    """

    asked: Asked
    results: Results
    facets: list[FacetView] = field(default_factory=list)
    active_filters: list[ActiveFilter] = field(default_factory=list)
    pages: ListPages | None = None
    items: Any = None
    reset_url: str = ""
    suggestion: str = ""
    suggestion_url: str = ""
    without: list[WayOn] = field(default_factory=list)
    values: list[WayOn] = field(default_factory=list)
    sections: list[WayOn] = field(default_factory=list)
    unnarrowed: int = 0
    elsewhere: int = 0
    elsewhere_url: str = ""
    took_too_long: bool = False

    @property
    def is_fault_of_filters(self) -> bool:
        """Whether the question finds something as soon as a filter is left out."""
        return bool(self.without or self.unnarrowed)


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
    shown = ResultsPage(
        asked=known,
        results=results,
        facets=facets,
        active_filters=active,
        items=items,
        pages=ListPages.around(items, known.address, url),
        reset_url=url + query_string({"q": (known.text,)}),
    )
    if not results.total:
        return _with_ways_on(shown, active, url)
    suggestion = did_you_mean(known.text, locale) if not _is_well_answered(results) else ""
    return _with_suggestion(shown, suggestion, url)


def _with_suggestion(shown: ResultsPage, suggestion: str, url: str) -> ResultsPage:
    address = url + query_string({"q": (suggestion,)})
    return replace(shown, suggestion=suggestion, suggestion_url=address if suggestion else "")


def _with_ways_on(shown: ResultsPage, active: list[ActiveFilter], url: str) -> ResultsPage:
    """Return a page without results with what may help instead."""
    asked, locale = shown.asked, shown.results.locale
    found = ways_on(asked.text, locale, asked.choice)
    without = [
        WayOn(
            label=_LIST.join(
                one.label for one in active if one.facet_label == str(FACETS[way.key])
            ),
            url=url
            + query_string(
                {key: values for key, values in asked.address.items() if key != way.key}
            ),
            total=way.total,
            facet_label=str(FACETS[way.key]),
        )
        for way in found.without
    ]
    values = [
        WayOn(
            near.label,
            url + query_string({"q": (near.label,), near.key: (near.value,)}),
            near.total,
            str(FACETS[near.key]),
        )
        for near in found.values
    ]
    other = other_language(locale)
    return replace(
        _with_suggestion(shown, found.spelling, url),
        without=without,
        values=values,
        sections=[WayOn(one.title, one.path, one.total) for one in found.sections],
        unnarrowed=found.total if len(asked.choice) > 1 else 0,
        elsewhere=found.elsewhere,
        elsewhere_url=url.replace(f"/{locale}/", f"/{other}/", 1) + query_string(asked.address),
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
    return results.match in {"strict", "literal", "glossary"}


def _known(asked: Asked) -> Asked:
    """Pass over values that no published page carries: an address puts no words on our pages.

    What a standard lists, as countries, is known without a page.
    """
    choice = {}
    for key, values in asked.choice.items():
        carried = set(
            Facet.objects.filter(key=key, value__in=values).values_list("value", flat=True)
        )
        if known := tuple(
            value for value in values if value in carried or _standard_names(key, value)
        ):
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
            FacetOption(
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
    model = _vocabulary(key)
    if model is None:
        return {}
    carried = Facet.objects.filter(key=key, value__in=values).values("value")
    entries: Any = model._default_manager.filter(code__in=carried)
    standard = {value: _standard_names(key, value).get(locale, "") for value in values}
    return {value: name for value, name in standard.items() if name} | {
        entry.code: entry.name_in(locale) for entry in entries
    }


def _vocabulary(key: str) -> type[Vocabulary] | None:
    """Return the vocabulary whose codes are the values of a facet."""
    found = (
        model
        for model in apps.get_models()
        if issubclass(model, Vocabulary) and model.facet_name == key
    )
    return next(found, None)


def _standard_names(key: str, value: str) -> dict[str, str]:
    model = _vocabulary(key)
    return model.standard_names(value) if model else {}
