"""Facets: how a list can be narrowed, with the number of items behind each value.

Values of one facet are alternatives (OR), facets narrow each other (AND), and a facet's own
choice is left out of its own counts, so that a reader sees what another choice would give.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.functional import Promise

from .languages import active_language
from .models.vocabularies import Vocabulary
from .queries import entries_by_vocabulary

LONGEST_VALUE = 100
MOST_VALUES = 50
YEAR_DIGITS = 4
FIRST_VALUES = 8
#: A fold must hide more than this many values to be worth its own line.
WORTH_FOLDING = 2

Text = str | Promise
#: The names of values in the order in which readers see them, by facet key.
Names = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class ListFacet:
    """A declared way of narrowing a section's list.

    ``key`` names it in addresses, ``carried`` in the documents of the items. Its values are the
    codes of a vocabulary, those of ``choices`` in their order, or else years, the latest first.
    """

    key: str
    label: Text
    carried: str
    vocabulary: type[Vocabulary] | None = None
    choices: tuple[tuple[str, Text], ...] = ()


def vocabulary_facet(key: str, label: Text, model: type[Vocabulary]) -> ListFacet:
    """Return a facet over a vocabulary."""
    return ListFacet(key, label, model.facet_name, vocabulary=model)


def choice_facet(key: str, label: Text, choices: Sequence[tuple[str, Text]]) -> ListFacet:
    """Return a facet over a field's choices, in their declared order."""
    return ListFacet(key, label, key, choices=tuple(choices))


def year_facet(key: str, label: Text) -> ListFacet:
    """Return a facet over years, the latest first."""
    return ListFacet(key, label, key)


def names_of(facets: Sequence[ListFacet], codes: Mapping[str, Collection[str]]) -> Names:
    """Return the names of those values that exist, in the order in which readers see them.

    ``codes`` are the values by facet key. In one query, or none where no facet is a vocabulary's.
    """
    vocabularies = {facet.vocabulary: codes[facet.key] for facet in facets if facet.vocabulary}
    entries = entries_by_vocabulary(vocabularies)
    found: dict[str, dict[str, str]] = {}
    for facet in facets:
        wanted = set(codes[facet.key])
        if facet.vocabulary is not None:
            found[facet.key] = {entry.code: entry.name for entry in entries[facet.vocabulary]}
        elif facet.choices:
            found[facet.key] = {code: str(name) for code, name in facet.choices if code in wanted}
        else:
            years = sorted(filter(_is_year, wanted), reverse=True)
            found[facet.key] = {year: year for year in years}
    return found


def with_standard_names(names: Names, facets: Sequence[ListFacet], asked: FacetChoice) -> Names:
    """Return names with those of asked codes that a standard lists and no item carries."""
    language = active_language()
    found = dict(names)
    for facet in facets:
        if facet.vocabulary is None:
            continue
        for code in asked.values.get(facet.key, ()):
            standard = facet.vocabulary.standard_names(code)
            if language in standard and code not in found[facet.key]:
                found[facet.key] = {**found[facet.key], code: standard[language]}
    return found


@dataclass(frozen=True)
class FacetOption:
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
    values: list[FacetOption]

    @property
    def selected(self) -> list[FacetOption]:
        return [value for value in self.values if value.selected]

    @property
    def first_values(self) -> list[FacetOption]:
        return self.values if self._is_short else self.values[:FIRST_VALUES]

    @property
    def further_values(self) -> list[FacetOption]:
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
class FacetChoice:
    """What a reader chose: values by facet key."""

    values: dict[str, tuple[str, ...]]

    @classmethod
    def asked(cls, query: QueryDict, facets: Sequence[ListFacet]) -> FacetChoice:
        """Read what a query string asks for, whether or not there is such a value."""
        chosen = {}
        for facet in facets:
            asked = tuple(dict.fromkeys(filter(_is_usable, query.getlist(facet.key))))
            if asked:
                chosen[facet.key] = asked[:MOST_VALUES]
        return cls(chosen)

    def of_known(self, names: Names) -> FacetChoice:
        """Return the choice without what names no value."""
        known = {
            key: tuple(value for value in values if value in names[key])
            for key, values in self.values.items()
        }
        return FacetChoice({key: values for key, values in known.items() if values})

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


def describe(
    facets: Sequence[ListFacet],
    names: Names,
    counts: Mapping[str, Mapping[str, int]],
    selection: FacetChoice,
    list_url: str,
) -> tuple[list[FacetView], list[ActiveFilter]]:
    """Return the facets of the list at ``list_url``, and the filters that are on.

    ``names`` holds the values to show, ``counts`` how many items each leads to, by facet key.
    """
    views: list[FacetView] = []
    active: list[ActiveFilter] = []
    for facet in facets:
        chosen = selection.values.get(facet.key, ())
        values = [
            FacetOption(
                code=code,
                label=name,
                count=counts[facet.key].get(code, 0),
                selected=code in chosen,
                url=list_url + query_string(selection.toggled(facet.key, code)),
            )
            for code, name in names[facet.key].items()
        ]
        views.append(FacetView(facet.key, str(facet.label), values))
        active.extend(
            ActiveFilter(str(facet.label), value.label, value.url)
            for value in values
            if value.selected
        )
    return views, active
