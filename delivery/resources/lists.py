"""Lists of pages: narrowed, sorted, counted and paged."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Annotated, Any, Literal, Self, get_args
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import Field, create_model, model_validator

from delivery.http import conditional, cursors, fieldsets
from delivery.http.parameters import (
    Cursor,
    InLanguage,
    Moment,
    Number,
    Numbers,
    WithFallback,
    Words,
    Year,
    Years,
    wrong_choice,
)
from delivery.http.responses import json_bytes
from publishing.facets import facet_definitions
from publishing.followers.purging import lists_tag
from publishing.queries import Choice, Count
from publishing.reading import catalogue, fetching
from publishing.reading.fetching import Newest
from publishing.reading.selections import Selection
from publishing.reading.snapshot import Snapshot
from publishing.registry import document_types

from .vocabularies import vocabularies_by_facet

MOST_ITEMS = 100
ITEMS = 20
#: Years that a range may name, which is a list of them to the database.
FIRST_YEAR, LAST_YEAR = 1800, 2199

#: The types of parameters by the kinds of facets.
PARAMETERS: dict[str, Any] = {
    "words": Words,
    "whole": Annotated[Words, Field(json_schema_extra={"x-whole": True})],
    "numbers": Numbers,
    "years": Years,
}
#: The names of all facets.
FACETS: tuple[str, ...] = tuple(one.name for one in facet_definitions())
Sort = Literal["section", "position", "updated", "-updated", "title", "-title", "number", "-number"]
#: The columns of each order, with their kinds; each ends in one that no two documents share.
ORDERS: dict[str, tuple[tuple[str, type], ...]] = {
    "section": (("section", str), ("-sort_key", str), ("position", str), ("pk", int)),
    "position": (("position", str), ("pk", int)),
    "updated": (("last_published_at", datetime), ("number", int), ("pk", int)),
    "-updated": (("-last_published_at", datetime), ("number", int), ("pk", int)),
    "title": (("title", str), ("number", int), ("pk", int)),
    "-title": (("-title", str), ("number", int), ("pk", int)),
    "number": (("number", int), ("pk", int)),
    "-number": (("-number", int), ("pk", int)),
}


_parameters: dict[str, Any] = {
    one.name: (PARAMETERS[one.kind], Field([], description=one.description))
    for one in facet_definitions()
}
#: A parameter for each facet, as the rooms have declared them.
FacetParameters: Any = create_model(
    "FacetParameters",
    __base__=InLanguage,
    **_parameters,
)


class Narrowing(FacetParameters):  # type: ignore[misc]  # made of what is declared
    """Facets by which pages are chosen: values of one are alternatives, facets narrow further."""

    year_from: Year | None = None
    """The first year."""
    year_to: Year | None = None
    """The last year."""
    facets: list[Literal[FACETS]] = []  # type: ignore[valid-type]
    """Facets to count."""

    @model_validator(mode="after")
    def refuse_years_in_disorder(self) -> Self:
        """Refuse a range that ends before it begins."""
        if self.year_from and self.year_to and self.year_from > self.year_to:
            raise ValueError(_("“year_from” is after “year_to”."))
        return self

    def choice(self) -> dict[str, list[str]]:
        """Return the values chosen of each facet of the read model."""
        chosen: dict[str, list[str]] = {}
        for name in FACETS:
            values = [str(value) for value in getattr(self, name)]
            if values:
                chosen[name] = values
        if self.year_from or self.year_to:
            first = max(self.year_from or FIRST_YEAR, FIRST_YEAR)
            last = min(self.year_to or LAST_YEAR, LAST_YEAR)
            years = {str(year) for year in range(first, last + 1)}
            chosen["year"] = sorted(years & set(chosen.get("year", years)))
        return chosen


class ListParameters(Narrowing, WithFallback):
    """Parameters of a list of pages: values of one are alternatives, parameters narrow further."""

    number: Numbers = []
    """Pages, by their permanent numbers."""
    translation_key: Annotated[list[UUID], Field(max_length=50)] = []
    """Pages, by what their translations share."""
    parent: Number | None = None
    """Pages directly below the page with this number."""
    updated_since: Moment | None = None
    """Pages published at this moment or later; a day alone, such as ``2026-11-01``, from its
    beginning in Japan."""
    sort: Sort = "section"
    """``section``: as the site's own lists; ``position``: as the site map; ``-`` reverses."""
    fields: Words | None = None
    """Members of each item to give; all when absent."""
    limit: Annotated[int, Field(ge=1, le=MOST_ITEMS)] = ITEMS
    """Items of one page of the list."""
    cursor: Cursor | None = None
    """Where to go on: ``next_cursor`` of the page before."""

    @model_validator(mode="after")
    def refuse_the_same_language(self) -> Self:
        """Refuse a fallback that is none."""
        if self.fallback == self.locale:
            raise ValueError(_("“fallback” must be a different language from “locale”."))
        return self


@dataclass(frozen=True)
class Listing:
    """A page of a list: its items as JSON, and what is known of the whole list."""

    total: int
    items: list[bytes]
    facets: dict[str, list[Count]]
    next_cursor: str | None


def page_list(request: HttpRequest, asked: ListParameters) -> HttpResponse:
    """Answer with a page of a list.

    Raises:
        Problem: a value is unknown, or the cursor belongs to another list.
    """
    if asked.fields:
        fieldsets.check_fields(asked.fields, fieldsets.card_members())

    def make(at: Newest) -> bytes:
        snapshot = catalogue.current(at)
        check_values(asked, snapshot)
        return written(request, asked, listing(asked, snapshot))

    locales = [locale for locale in (asked.locale, asked.fallback) if locale]
    return conditional.answer_until_next_change(
        request, ("list", repr(asked)), make, [lists_tag(locale) for locale in locales]
    )


def listing(asked: ListParameters, snapshot: Snapshot, now: datetime | None = None) -> Listing:
    """Read a page of a list: one query, for the cards of what it shows."""
    now = now or timezone.now()
    choice = asked.choice()
    documents = narrowed(asked, snapshot)
    total, counts = documents.counted(asked.facets, choice, now, asked.locale)
    counts = with_standard_names(counts, choice, snapshot, asked.locale)
    order = ORDERS[asked.sort]
    columns = tuple(column for column, _kind in order)
    fingerprint = cursors.fingerprint_of(
        asked.model_copy(update={"cursor": None, "limit": 0, "fields": None, "facets": []})
    )
    after = None
    if asked.cursor:
        after = cursors.decode(asked.cursor, fingerprint, [kind for _column, kind in order])
    rest = documents.chosen(choice, now).ordered(columns, after)
    wanted = list(islice(rest, asked.limit + 1))
    shown = wanted[: asked.limit]
    next_cursor = None
    if len(wanted) > len(shown):
        values = [getattr(shown[-1], column.removeprefix("-")) for column in columns]
        next_cursor = cursors.encode(fingerprint, values)
    cards = fetching.cards([entry.pk for entry in shown])
    items = [
        fieldsets.serve(card, asked.locale, entry.locale, etag)
        for entry in shown
        for card, etag in [cards.get(entry.pk, (b"", ""))]
        if card  # one that has gone since is left out
    ]
    if asked.fields is not None:
        items = [fieldsets.only(item, asked.fields) for item in items]
    return Listing(total, items, counts, next_cursor)


def narrowed(asked: ListParameters, snapshot: Snapshot) -> Selection:
    """Return the documents that a list is made from, before its facets narrow it."""
    documents = Selection.in_language(snapshot, asked.locale, asked.fallback)
    if asked.number:
        documents = documents.with_numbers(asked.number)
    if asked.translation_key:
        documents = documents.with_translation_keys(asked.translation_key)
    if asked.parent:
        documents = documents.below(asked.parent)
    if asked.updated_since:
        documents = documents.published_since(asked.updated_since)
    return documents


def check_values(asked: Narrowing, snapshot: Snapshot) -> None:
    """Refuse values that name nothing.

    What public pages carry exists, and what a standard lists. Whether the vocabulary has an entry
    that only drafts carry is not told; suggested is only what public pages carry.

    Raises:
        Problem: naming the first of them, and the nearest that there is.
    """
    for name, known in fixed_values().items():
        for value in getattr(asked, name):
            if value not in known:
                raise wrong_choice(name, value, known)
    for name, model in vocabularies_by_facet().items():
        unknown = {
            value
            for value in getattr(asked, name)
            if not snapshot.carries(name, value) and not model.standard_names(value)
        }
        if unknown:
            raise wrong_choice(name, min(unknown), sorted(snapshot.carried(name)))


def with_standard_names(
    counts: dict[str, list[Count]], choice: Choice, snapshot: Snapshot, locale: str
) -> dict[str, list[Count]]:
    """Return counts with those chosen codes of a standard, by name, that nothing is behind."""
    vocabularies = vocabularies_by_facet()
    found = dict(counts)
    for key in counts.keys() & choice.keys() & vocabularies.keys():
        known = {count.value for count in counts[key]}
        for code in choice[key]:
            names = vocabularies[key].standard_names(code)
            if names and code not in known:
                is_carried = snapshot.carries(key, code)
                label = snapshot.label_of(key, code, locale) if is_carried else names[locale]
                found[key] = [*found[key], Count(code, label, 0)]
    return found


def fixed_values() -> dict[str, Collection[str]]:
    """Return the values of the parameters that the page types themselves fix."""
    types = document_types()
    return {
        "type": tuple(known.name for known in types),
        "section": tuple(dict.fromkeys(known.section for known in types if known.section)),
        "kind": _literals(types, "kind"),
        "state": _literals(types, "state"),
        "standing": _literals(types, "standing"),
    }


def _literals(types: Any, member: str) -> tuple[str, ...]:
    found = [
        value
        for known in types
        if member in known.schema.model_fields
        for value in get_args(known.schema.model_fields[member].annotation)
    ]
    return tuple(dict.fromkeys(found))


def written(request: HttpRequest, asked: ListParameters, found: Listing) -> bytes:
    """Return a page of a list as JSON."""
    rest = {
        "facets": written_counts(found.facets),
        "next_cursor": found.next_cursor,
        "next_url": next_url(request, found.next_cursor),
    }
    items = b",".join(found.items)
    return b'{"total":%d,"items":[%b],%b' % (found.total, items, json_bytes(rest)[1:])


def written_counts(facets: dict[str, list[Count]]) -> dict[str, list[dict[str, Any]]]:
    """Return counts as the answers have them."""
    return {
        key: [
            {"value": count.value, "label": count.label, "total": count.total} for count in counts
        ]
        for key, counts in facets.items()
    }


def next_url(request: HttpRequest, cursor: str | None) -> str | None:
    """Return the address of this list's next page."""
    if cursor is None:
        return None
    query = request.GET.copy()
    query["cursor"] = cursor
    pairs = [(name, value) for name, values in query.lists() for value in values]
    return f"{settings.BASE_URL}{request.path}?{urlencode(pairs)}"
