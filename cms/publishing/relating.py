"""Keeps the lists of related pages right, which are read from documents and stored in them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from .models import Document
from .registry import FacetValue
from .related import RelatedPages, related_documents, related_everywhere
from .storing import Writer, facets_of

#: Documents in one transaction.
CHUNK = 100


def relate_pages(writer: Writer, page_ids: Collection[int]) -> None:
    """Look for the related pages of some pages again."""
    now = timezone.now()
    documents = Document.objects.filter(page_id__in=page_ids).order_by("pk")
    for document in documents.prefetch_related("facets", "dependencies"):
        found = related_documents(
            document.type, document.locale, document.number, facets_of(document)
        )
        writer.relate(document, found, now)


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
                shown = tuple(cards[page_id] for page_id in related.page_ids)
                writer.relate(document, replace(related, cards=shown), timezone.now())
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
