"""Keeps the lists of related pages right, which are read from documents and stored in them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

import pydantic_core
from django.db import transaction
from django.utils import timezone

from content import dependencies
from publishing.models import Document
from publishing.registry import FacetValue

from .invalidation import card_name
from .related import RelatedPages, related_documents, related_everywhere, relating
from .render import Related
from .storing import Writer, facets_of

#: Documents in one transaction.
CHUNK = 100
#: What the name of a related page's card begins with.
CARD = card_name(0).removesuffix("0")


def relate_pages(writer: Writer, page_ids: Collection[int]) -> None:
    """Look for the related pages of some pages again."""
    now = timezone.now()
    documents = Document.objects.filter(page_id__in=page_ids).order_by("pk")
    for document in documents.prefetch_related("facets", "dependencies"):
        found = related_documents(
            document.type, document.locale, document.number, facets_of(document)
        )
        writer.relate(document, found, now)


def recard_pages(writer: Writer, page_ids: Collection[int]) -> None:
    """Put the present cards of their related pages into the documents of some pages."""
    now = timezone.now()
    found = Document.objects.filter(page_id__in=page_ids).order_by("pk")
    documents = list(found.prefetch_related("dependencies"))
    relations = stored_relations(documents)
    for document in documents:
        if document.page_id in relations:
            writer.relate(document, relations[document.page_id], now)
    relate_pages(writer, [one.page_id for one in documents if one.page_id not in relations])


def stored_relations(documents: Iterable[Document]) -> dict[int, RelatedPages]:
    """Return the related pages that documents name, with their present cards, by page id.

    Those are missing of which one related page has gone.
    """
    named = {document: related_names(document) for document in documents}
    wanted = {page_id for page_ids in named.values() for page_id in page_ids}
    rows = Document.objects.filter(page_id__in=wanted).values_list("page_id", "number", "card")
    cards = {page_id: (number, bytes(card)) for page_id, number, card in rows}
    found = {}
    for document, page_ids in named.items():
        if all(page_id in cards for page_id in page_ids):
            body = pydantic_core.from_json(bytes(document.body))
            places = {one["number"]: place for place, one in enumerate(body["related"])}
            if sorted(places) != sorted(cards[page_id][0] for page_id in page_ids):
                continue
            ordered = sorted(page_ids, key=lambda page_id: places[cards[page_id][0]])
            found[document.page_id] = RelatedPages(
                page_ids=tuple(ordered),
                cards=tuple(cards[page_id][1] for page_id in ordered),
                least_shared=document.related_shared,
                farthest=document.related_distance,
            )
    return found


def related_names(document: Document) -> list[int]:
    """Return the ids of the related pages that a document names, in no order."""
    names = (dependency.name for dependency in document.dependencies.all())
    return [int(name.removeprefix(CARD)) for name in names if name.startswith(CARD)]


def related_as_before(documents: Iterable[Document]) -> Related:
    """Return what finds the related pages that documents name, where their facets relate as before.

    That they are the right ones still, or wait to be looked for, is what the queue is for.
    """
    known = {(document.number, document.locale): document for document in documents}
    relations = stored_relations(known.values())

    def find(
        type_name: str, locale: str, number: int, facets: Iterable[FacetValue]
    ) -> RelatedPages:
        facets = tuple(facets)
        document = known.get((number, locale))
        if document is None or document.type != type_name or document.page_id not in relations:
            return related_documents(type_name, locale, number, facets)
        if relating(facets) != relating(facets_of(document)):
            return related_documents(type_name, locale, number, facets)
        found = relations[document.page_id]
        dependencies.note(*(card_name(page_id) for page_id in found.page_ids))
        return found

    return find


def relate_everything() -> None:
    """Look for the related pages of every document again."""
    kinds = Document.objects.order_by("type", "locale").values_list("type", "locale").distinct()
    for type_name, locale in list(kinds):
        _relate_kind(type_name, locale)


def _relate_kind(type_name: str, locale: str) -> None:
    documents = Document.objects.filter(type=type_name, locale=locale).order_by("pk")
    page_ids = list(documents.values_list("page_id", flat=True))
    found: dict[int, RelatedPages] = {}
    known_until = -1
    for start in range(0, len(page_ids), CHUNK):
        with transaction.atomic():
            writer = Writer()
            if writer.last_sequence != known_until:  # others have written meanwhile
                found = related_everywhere(type_name, locale)
            chunk = documents.filter(page_id__in=page_ids[start : start + CHUNK])
            cards = _cards(chunk.values_list("page_id", flat=True), found)
            for document in chunk.prefetch_related("dependencies"):
                related = found[document.page_id]
                dependencies = tuple(cards[page_id] for page_id in related.page_ids)
                writer.relate(document, replace(related, cards=dependencies), timezone.now())
            writer.close()
            known_until = writer.last_sequence


def _cards(page_ids: Iterable[int], found: dict[int, RelatedPages]) -> dict[int, bytes]:
    related = {other for page_id in page_ids for other in found[page_id].page_ids}
    rows = Document.objects.filter(page_id__in=related).values_list("page_id", "card")
    return {page_id: bytes(card) for page_id, card in rows}


def not_yet_related(
    type_name: str, locale: str, number: int, facets: Iterable[FacetValue]
) -> RelatedPages:
    """Leave a document's related pages as they are stored, until all are looked for."""
    stored = Document.objects.filter(type=type_name, locale=locale, number=number)
    if not stored.exists():
        return RelatedPages()
    return related_documents(type_name, locale, number, facets)
