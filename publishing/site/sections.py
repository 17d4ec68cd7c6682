"""What the front pages of all sections have in common: as documents, and on the site."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils import timezone

from content import representation
from content.facets import FacetChoice, ListFacet, describe, names_of, with_standard_names
from content.list_pages import ListPages, asked_page, list_furniture
from content.models import SectionIndexPage
from content.schemas import RichTextSchema
from publishing.queries import Count
from publishing.reading import catalogue, fetching, freshness
from publishing.reading.selections import Selection
from publishing.reading.snapshot import Snapshot
from publishing.registry import document_types, type_named

from .showing import cards

ITEMS_PER_PAGE = 20
#: A section's own order, that of its lists in the API too.
ORDER = ("section", "-sort_key", "position", "pk")


def index_members(page: SectionIndexPage, _now: datetime) -> dict[str, Any]:
    """Return a section front page's own members."""
    return {
        "introduction": rich_text_or_none(page.introduction),
        "empty_text": rich_text_or_none(page.empty_text),
    }


def rich_text_or_none(source: str) -> RichTextSchema | None:
    """Return rich text, ``None`` where nothing is written."""
    return representation.rich_text(source) if source else None


def section_list(context: Mapping[str, Any], query: QueryDict) -> dict[str, Any]:
    """Return a section's list as its address narrows it, and the ways of narrowing it further.

    In three queries: for the newest line of the change log, the names of vocabulary entries, and
    the cards that are shown.
    """
    page = context["page"]
    facets = facets_of(page["type"])
    carried = [facet.carried for facet in facets]
    now = timezone.now()
    snapshot = catalogue.current(context.get("as_of") or freshness.newest())
    documents = Selection.in_language(snapshot, page["locale"])
    documents = documents.chosen({"type": types_of_items(page["section"])}, now)
    _total, everything = documents.counted(carried, {}, now, page["locale"])
    asked = FacetChoice.asked(query, facets)
    names = names_of(facets, values_to_name(facets, everything, asked, snapshot))
    names = with_standard_names(names, facets, asked)
    selection = asked.of_known(names)
    choice = {
        facet.carried: selection.values[facet.key]
        for facet in facets
        if facet.key in selection.values
    }
    total, counted = documents.counted(carried, choice, now, page["locale"])
    counts = {
        facet.key: {count.value: count.total for count in counted[facet.carried]}
        for facet in facets
    }
    views, active_filters = describe(facets, names, counts, selection, page["path"])
    found = list(documents.chosen(choice, now).ordered(ORDER))
    items: Any = Paginator(found, ITEMS_PER_PAGE).get_page(asked_page(query.get("page")))
    stored = fetching.cards([entry.pk for entry in items])
    items.object_list = cards(
        stored[entry.pk][0]
        for entry in items
        if entry.pk in stored  # one that has gone since is left out
    )
    return {
        "items": items,
        "total": total,
        "section_is_empty": not selection.values and total == 0,
        "facets": [view for view in views if view.values],
        "active_filters": active_filters,
        "reset_url": page["path"],
        "list_pages": ListPages.around(items, selection.values, page["path"]),
        **list_furniture(context, selection.values, items.number),
    }


def facets_of(type_name: str) -> tuple[ListFacet, ...]:
    """Return the facets that a section's front page declares."""
    document_type = type_named(type_name)
    model = document_type.model if document_type else None
    return model.facets if model and issubclass(model, SectionIndexPage) else ()


def parameters_of(type_name: str) -> set[str]:
    """Return the parameters of an address that pages of a type read; those of lists alone do."""
    known = type_named(type_name)
    return (
        {"page", *(facet.key for facet in facets_of(type_name))}
        if known and known.is_index
        else set()
    )


def types_of_items(section: str) -> list[str]:
    """Return the types of the documents that a section lists."""
    return [
        known.name for known in document_types() if known.section == section and not known.is_index
    ]


def values_to_name(
    facets: Collection[ListFacet],
    everything: Mapping[str, list[Count]],
    asked: FacetChoice,
    snapshot: Snapshot,
) -> dict[str, set[str]]:
    """Return the values that items carry, and those that an address asks for, by facet key.

    An entry of a vocabulary that no public page carries is not named, whoever asks for it.
    """
    return {
        facet.key: {
            *(count.value for count in everything[facet.carried]),
            *(
                value
                for value in asked.values.get(facet.key, ())
                if facet.vocabulary is None or snapshot.carries(facet.carried, value)
            ),
        }
        for facet in facets
    }
