"""The page types that become documents; each room registers its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise

from content.models import BasePage, SectionIndexPage, Vocabulary

from .schemas import CardSchema, PageSchema


@dataclass(frozen=True)
class FacetValue:
    """One value by which lists narrow; it holds between two moments, for ever where none is given.

    ``label`` names it for readers in the page's language; empty where the value names itself.
    ``starts_at`` is the first moment at which it holds, ``ends_at`` the first at which it no
    longer does.
    """

    key: str
    value: str
    label: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None


def facet_values(key: str, values: Iterable[object]) -> list[FacetValue]:
    """Return values of a facet that always hold, each once; absent ones are left out."""
    return [
        FacetValue(key, text)
        for text in sorted({str(value) for value in values if value not in (None, "")})
    ]


def facet_entries(key: str, entries: Iterable[Vocabulary | None]) -> list[FacetValue]:
    """Return vocabulary entries as values of a facet, each once; absent ones are left out."""
    labels = {entry.code: entry.name for entry in entries if entry is not None}
    return [FacetValue(key, code, labels[code]) for code in sorted(labels)]


def facet_choice(page: BasePage, field: str) -> list[FacetValue]:
    """Return a field with choices as the facet of its name."""
    value = getattr(page, field)
    return [FacetValue(field, value, str(getattr(page, f"get_{field}_display")()))]


def nothing(_page: Any) -> Iterable[FacetValue]:
    """Return no facets."""
    return ()


def never(_page: Any, _now: datetime) -> datetime | None:
    """Say that time alone never changes a page."""
    return None


def no_facts(_card: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Let a card tell nothing but its title, summary and picture."""
    return []


def nothing_beside(_context: Mapping[str, Any], _query: QueryDict) -> dict[str, Any]:
    """Show nothing beside the document."""
    return {}


def editors_order(_page: Any, _now: datetime) -> str:
    """Leave a section's order to its editors."""
    return ""


@dataclass(frozen=True)
class DocumentType:
    """How pages of one model become documents.

    ``name`` is the type's name in the API, ``section`` the section it belongs to (empty for
    the home page and general pages). ``members`` returns the document's members beyond those of
    every page (:class:`~publishing.schemas.PageSchema`) at a moment, ``facets`` the values by
    which lists find it. ``card`` is what lists show: members that it shares with ``schema`` are
    taken from the document. ``relations`` are fetched together before anything of the page is
    read. ``fresh_until`` is the next moment after one at which time alone changes the document.
    ``sort_key`` is what a section's own order sorts by at a moment, descending, before the editors'
    order. ``section_label`` names the section for readers.

    The site's own pages show the document by the model's template: ``beside`` returns what that
    needs beside what all pages' templates are given (``context``, with the document's JSON as
    ``page``), for the query of the address and in the language being read. ``card_facts`` returns
    the few facts, as label and value, by which a reader picks a page from a list, from the JSON
    of its card.

    A field of the model is published as the schema's member of its name, or as the one that
    ``published_as`` names; what is ``unpublished`` is for editors alone. ``make check`` fails on a
    field of which neither is true.
    """

    model: type[BasePage]
    name: str
    section: str
    schema: type[PageSchema]
    members: Callable[[Any, datetime], dict[str, Any]]
    facets: Callable[[Any], Iterable[FacetValue]] = nothing
    card: type[CardSchema] = CardSchema
    relations: tuple[str, ...] = ()
    fresh_until: Callable[[Any, datetime], datetime | None] = never
    sort_key: Callable[[Any, datetime], str] = editors_order
    section_label: str | Promise = ""
    beside: Callable[[dict[str, Any], QueryDict], dict[str, Any]] = nothing_beside
    card_facts: Callable[[dict[str, Any]], list[tuple[str, str]]] = no_facts
    published_as: Mapping[str, str] = field(default_factory=dict)
    unpublished: frozenset[str] = frozenset()

    @property
    def is_index(self) -> bool:
        """Whether its pages are the front pages of sections."""
        return issubclass(self.model, SectionIndexPage)


def section_facet(document_type: DocumentType) -> list[FacetValue]:
    """Return a type's section as a facet; none for the home page and general pages."""
    section = document_type.section
    return [FacetValue("section", section, str(document_type.section_label))] if section else []


_types: dict[type[BasePage], DocumentType] = {}


def register(document_type: DocumentType) -> None:
    """Make pages of a model documents.

    Raises:
        ValueError: the model or the name is registered already.
    """
    names = {known.name for known in _types.values()}
    if document_type.model in _types or document_type.name in names:
        raise ValueError(f"{document_type.name} is registered already.")
    _types[document_type.model] = document_type


def document_types() -> list[DocumentType]:
    """Return all registered types, in the order of their names."""
    return sorted(_types.values(), key=lambda known: known.name)


def type_named(name: str) -> DocumentType | None:
    """Return the type of a name; ``None`` where there is none."""
    return next((known for known in _types.values() if known.name == name), None)


def type_of(page: BasePage) -> DocumentType | None:
    """Return how a page becomes a document; ``None`` for a model that nobody registered."""
    return _types.get(type(page))
