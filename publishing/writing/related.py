"""Related pages: those of the same type and language that share the most facet values.

Of two that share as many, the one with the nearer page number comes first: so pages that have much
in common with many others do not all show the same few, and a page that comes or goes concerns few.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from heapq import nsmallest
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Value
from django.db.models.functions import Abs

from content import dependencies
from publishing.facets import facets_that_relate
from publishing.models import Document, Facet
from publishing.registry import FacetValue

from .invalidation import card_name

RELATED_PAGES = 4

SharedValue = tuple[str, str]


@dataclass(frozen=True)
class RelatedPages:
    """A page's related pages by id and their cards, as JSON, the nearest relation first.

    Another page takes the last one's place when it shares more than ``least_shared`` values with
    the page, or as many and its number is nearer than ``farthest``. Both are 0 while there is room.
    """

    page_ids: tuple[int, ...] = ()
    cards: tuple[bytes, ...] = ()
    least_shared: int = 0
    farthest: int = 0


def relating(facets: Iterable[FacetValue]) -> set[SharedValue]:
    """Return the facet values that relate pages, as keys and values."""
    names = facets_that_relate()
    return {(facet.key, facet.value) for facet in facets if facet.key in names}


def related_documents(
    type_name: str, locale: str, number: int, facets: Iterable[FacetValue]
) -> RelatedPages:
    """Return the documents that share most with a page of a number, and note their cards."""
    values = relating(facets)
    if not values:
        return RelatedPages()
    ranked = list(
        _sharing(values, type_name, locale, number)
        .values("document", "document__number", "distance")
        .annotate(shared=Count("pk"))
        .order_by("-shared", "distance", "document__number")[:RELATED_PAGES]
    )
    found = Document.objects.only("page_id", "card").in_bulk([row["document"] for row in ranked])
    documents = [found[row["document"]] for row in ranked]
    dependencies.note(*(card_name(document.page_id) for document in documents))
    is_full = len(ranked) == RELATED_PAGES
    return RelatedPages(
        page_ids=tuple(document.page_id for document in documents),
        cards=tuple(bytes(document.card) for document in documents),
        least_shared=ranked[-1]["shared"] if is_full else 0,
        farthest=ranked[-1]["distance"] if is_full else 0,
    )


def related_everywhere(type_name: str, locale: str) -> dict[int, RelatedPages]:
    """Return the related pages of each document of a type and language, by page id, and no cards.

    The same as :func:`related_documents` finds one by one, for when all are looked for.
    """
    documents = Document.objects.filter(type=type_name, locale=locale)
    numbers = dict(documents.values_list("number", "page_id"))
    values: dict[int, list[SharedValue]] = {number: [] for number in numbers}
    carriers: dict[SharedValue, list[int]] = {}
    facets = Facet.objects.filter(document__type=type_name, document__locale=locale)
    for number, key, value in facets.filter(key__in=facets_that_relate()).values_list(
        "document__number", "key", "value"
    ):
        if number in values:
            values[number].append((key, value))
            carriers.setdefault((key, value), []).append(number)
    found: dict[int, RelatedPages] = {}
    for number, own in values.items():
        shared: Counter[int] = Counter()
        for shared_value in own:
            shared.update(carriers[shared_value])
        del shared[number]
        best = nsmallest(
            RELATED_PAGES,
            ((-count, abs(other - number), other) for other, count in shared.items()),
        )
        is_full = len(best) == RELATED_PAGES
        found[numbers[number]] = RelatedPages(
            page_ids=tuple(numbers[other] for _count, _distance, other in best),
            least_shared=-best[-1][0] if is_full else 0,
            farthest=best[-1][1] if is_full else 0,
        )
    return found


def newly_related(document: Document, values: Collection[SharedValue]) -> list[int]:
    """Return the ids of the pages that a document with these values now is related to.

    Some that show it already are among them.
    """
    if not values:
        return []
    shares_more = Q(shared__gt=F("document__related_shared"))
    shares_as_many = Q(shared=F("document__related_shared"))
    nearer = Q(distance__lt=F("document__related_distance"))
    as_near = Q(
        distance=F("document__related_distance"), document__number__gt=document.number
    )  # of two as near, the smaller number comes first
    rows = (
        _sharing(values, document.type, document.locale, document.number)
        .values("document__page_id", "document__number", "distance")
        .annotate(shared=Count("pk"))
        .filter(shares_more | (shares_as_many & (nearer | as_near)))
        .order_by("document__page_id")
    )
    return [row["document__page_id"] for row in rows]


def _sharing(
    values: Collection[SharedValue], type_name: str, locale: str, number: int
) -> QuerySet[Any]:
    """Return the facet rows that documents of a type share with the document of a number."""
    carried = Q()
    for key, value in sorted(values):
        carried |= Q(key=key, value=value)
    return (
        Facet.objects.filter(carried, document__type=type_name, document__locale=locale)
        .exclude(document__number=number)
        .annotate(distance=Abs(F("document__number") - Value(number)))
    )
