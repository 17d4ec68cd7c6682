"""Related pages: those of the same type and language that share the most facet values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from django.db.models import Count, Q

from cms.content import shown

from .models import Document, Facet
from .registry import FacetValue

RELATED_PAGES = 4
#: What pages have in common by chance: sharing it does not relate them.
NOT_SHARED = frozenset({"type", "section", "state", "standing", "kind"})


@dataclass(frozen=True)
class RelatedCard:
    """A related page's card, as JSON."""

    card: bytes


def shared_value_name(type_name: str, locale: str, facet: FacetValue) -> str:
    """Which pages of a type and language carry a facet value."""
    value = sha256(facet.value.encode()).hexdigest()[:16]
    return f"sharing-{type_name}-{locale}-{facet.key}-{value}"


def relating(facets: Iterable[FacetValue]) -> set[FacetValue]:
    """Return the facet values that relate pages."""
    return {facet for facet in facets if facet.key not in NOT_SHARED}


def shared_values_names(type_name: str, locale: str, facets: Iterable[FacetValue]) -> Iterator[str]:
    """The names of the facet values that relate pages."""
    return (shared_value_name(type_name, locale, facet) for facet in relating(facets))


def related_documents(
    type_name: str, locale: str, page_id: int, facets: Iterable[FacetValue]
) -> list[RelatedCard]:
    """Return the cards of the documents that share most with a page, the older first of equals.

    Notes what the answer depends on, so that the page is rendered again when it changes.
    """
    values = relating(facets)
    shown.note(*shared_values_names(type_name, locale, values))
    if not values:
        return []
    carried = Q()
    for facet in values:
        carried |= Q(key=facet.key, value=facet.value)
    ranked = (
        Facet.objects.filter(carried, document__type=type_name, document__locale=locale)
        .exclude(document__page_id=page_id)
        .values("document")
        .annotate(shared=Count("pk"))
        .order_by("-shared", "document__number")[:RELATED_PAGES]
    )
    ids = [row["document"] for row in ranked]
    found = Document.objects.in_bulk(ids)
    shown.note(*(shown.page_name(found[pk].page_id) for pk in ids))
    return [RelatedCard(bytes(found[pk].card)) for pk in ids]
