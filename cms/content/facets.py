"""Facets: how a list can be narrowed, with the number of items behind each value.

Values of one facet are alternatives (OR), facets narrow each other (AND), and a facet's own
choice is left out of its own counts, so that a reader sees what another choice would give.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlencode

from django.db.models import Count, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise

from .models.vocabularies import Vocabulary

LONGEST_VALUE = 100
YEAR_DIGITS = 4
FIRST_VALUES = 8
#: A fold must hide more than this many values to be worth its own line.
WORTH_FOLDING = 2

Text = str | Promise
Labeller = Callable[[Collection[str]], Mapping[str, str]]


@dataclass(frozen=True)
class Facet:
    """A declared way of narrowing a section's list.

    ``lookup`` is the path from the page to the value (``countries__code``, ``kind``, an
    annotation); ``labels`` names the values that exist, and no others, for readers; ``order`` is
    ``declared`` (as ``labels`` lists them) or ``descending``; ``numeric`` when the database
    holds whole numbers.
    """

    key: str
    label: Text
    lookup: str
    labels: Labeller
    order: Literal["declared", "descending"] = "declared"
    numeric: bool = False


def vocabulary_facet(key: str, label: Text, lookup: str, model: type[Vocabulary]) -> Facet:
    """Return a facet over a vocabulary; ``lookup`` leads to the vocabulary's entry."""

    def labels(codes: Collection[str]) -> dict[str, str]:
        entries = model._default_manager.filter(code__in=codes)
        return {entry.code: entry.name for entry in sorted(entries, key=lambda one: one.sort_key)}

    return Facet(key, label, f"{lookup}__code", labels)


def choice_facet(key: str, label: Text, lookup: str, choices: Sequence[tuple[str, Text]]) -> Facet:
    """Return a facet over a field's choices, in their declared order."""
    return Facet(key, label, lookup, lambda _codes: {code: str(name) for code, name in choices})


def year_facet(key: str, label: Text, lookup: str) -> Facet:
    """Return a facet over years, the latest first."""

    def labels(codes: Collection[str]) -> dict[str, str]:
        return {code: code for code in codes if _is_year(code)}

    return Facet(key, label, lookup, labels, "descending", numeric=True)


@dataclass(frozen=True)
class FacetValue:
    """One value of a facet as a reader sees it."""

    code: str
    label: str
    count: int
    selected: bool
    url: str


@dataclass(frozen=True)
class FacetView:
    """A facet with its values, ready to be shown: the first few at once, the further on request."""

    key: str
    label: str
    values: list[FacetValue]

    @property
    def selected(self) -> list[FacetValue]:
        return [value for value in self.values if value.selected]

    @property
    def first_values(self) -> list[FacetValue]:
        return self.values if self._is_short else self.values[:FIRST_VALUES]

    @property
    def further_values(self) -> list[FacetValue]:
        return [] if self._is_short else self.values[FIRST_VALUES:]

    @property
    def shows_further(self) -> bool:
        """Whether a choice stands among the further values."""
        return any(value.selected for value in self.further_values)

    @property
    def _is_short(self) -> bool:
        return len(self.values) <= FIRST_VALUES + WORTH_FOLDING


@dataclass(frozen=True)
class ActiveFilter:
    """A chosen value and the address of the list without it."""

    facet_label: str
    label: str
    remove_url: str


@dataclass(frozen=True)
class Selection:
    """What a reader chose: values by facet key."""

    values: dict[str, tuple[str, ...]]

    @classmethod
    def from_query(cls, query: QueryDict, facets: Sequence[Facet]) -> Selection:
        """Read the choice from a query string; what names no value of a facet is passed over."""
        chosen = {}
        for facet in facets:
            asked = dict.fromkeys(value for value in query.getlist(facet.key) if _is_usable(value))
            known = facet.labels(asked) if asked else {}
            if values := tuple(value for value in asked if value in known):
                chosen[facet.key] = values
        return cls(chosen)

    def toggled(self, key: str, value: str) -> dict[str, tuple[str, ...]]:
        """Return the choice with one value added, or removed where it was chosen."""
        current = self.values.get(key, ())
        changed = (
            tuple(item for item in current if item != value)
            if value in current
            else (*current, value)
        )
        return {name: values for name, values in {**self.values, key: changed}.items() if values}


def query_string(choice: Mapping[str, Collection[str]]) -> str:
    """Return a choice as the end of an address, ``?`` included; empty for none."""
    pairs = [(key, value) for key, values in choice.items() for value in values]
    return "?" + urlencode(pairs) if pairs else ""


def _is_year(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) <= YEAR_DIGITS


def _is_usable(value: str) -> bool:
    """Whether a value from an address can be one of ours: databases refuse NUL."""
    return 0 < len(value) <= LONGEST_VALUE and "\x00" not in value


def narrow(
    queryset: QuerySet[Any], facets: Sequence[Facet], selection: Selection, leave_out: str = ""
) -> QuerySet[Any]:
    """Apply a choice to a query-set, all facets but the one named."""
    everything = queryset
    for facet in facets:
        values = selection.values.get(facet.key, ())
        if values and facet.key != leave_out:
            chosen = everything.filter(**{f"{facet.lookup}__in": _typed(facet, values)})
            queryset = queryset.filter(pk__in=chosen.order_by().values("pk"))
    return queryset


def _typed(facet: Facet, values: Collection[str]) -> list[Any]:
    """Return values as the database holds them."""
    return [int(value) for value in values] if facet.numeric else list(values)


def counts(queryset: QuerySet[Any], lookup: str) -> dict[str, int]:
    """Return how many items carry each value."""
    rows = queryset.order_by().values_list(lookup).annotate(total=Count("pk", distinct=True))
    return {str(value): total for value, total in rows if value not in (None, "")}


def describe(
    queryset: QuerySet[Any], facets: Sequence[Facet], selection: Selection, list_url: str
) -> tuple[list[FacetView], list[ActiveFilter]]:
    """Return the facets of the list at ``list_url`` with counts, and the filters that are on."""
    views: list[FacetView] = []
    active: list[ActiveFilter] = []
    for facet in facets:
        everything = counts(queryset, facet.lookup)
        found = everything
        if set(selection.values) - {facet.key}:
            found = counts(narrow(queryset, facets, selection, facet.key), facet.lookup)
        chosen = selection.values.get(facet.key, ())
        codes = [*everything, *(code for code in chosen if code not in everything)]
        labels = facet.labels(codes)
        values = [
            FacetValue(
                code=code,
                label=labels.get(code, code),
                count=found.get(code, 0),
                selected=code in chosen,
                url=list_url + query_string(selection.toggled(facet.key, code)),
            )
            for code in _ordered(facet, codes, labels)
        ]
        views.append(FacetView(facet.key, str(facet.label), values))
        active.extend(
            ActiveFilter(str(facet.label), value.label, value.url)
            for value in values
            if value.selected
        )
    return views, active


def _ordered(facet: Facet, codes: list[str], labels: Mapping[str, str]) -> list[str]:
    """Return codes in the facet's order, which no choice changes."""
    if facet.order == "descending":
        return sorted(codes, reverse=True)
    declared = [code for code in labels if code in codes]
    return declared + [code for code in codes if code not in labels]
