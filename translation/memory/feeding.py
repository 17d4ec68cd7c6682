"""What wagtail-localize keeps, brought into the memory: at each save, and all of it anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wagtail_localize.models import StringTranslation

from content.models import PageNumber

from . import store
from .store import MemoryEntry

#: Rows read at once while the memory is built anew.
CHUNK = 1000


def remember(translation: StringTranslation) -> None:
    """Bring a text that somebody has just translated into the memory."""
    number = PageNumber.objects.of(translation.context.object_id) if translation.context else 0
    store.store([_entry(translation, number or 0)])


def rebuild() -> int:
    """Bring all that wagtail-localize keeps into the memory, and index the memory anew.

    wagtail-localize keeps texts whose source has changed since, too. What was imported stays, and
    what the memory alone still knows of this site.

    Returns:
        How many translations were brought in.
    """
    store.reindex()
    return store.store(_entries())


def _entries() -> Iterator[MemoryEntry]:
    numbers = dict(PageNumber.objects.values_list("translation_key", "number"))
    rows: Iterable[StringTranslation] = (
        StringTranslation.objects.select_related("translation_of__locale", "locale", "context")
        .order_by("updated_at", "pk")
        .iterator(chunk_size=CHUNK)
    )
    for row in rows:
        number = numbers.get(row.context.object_id, 0) if row.context else 0
        if not row.has_error:
            yield _entry(row, number)


def _entry(row: StringTranslation, number: int) -> MemoryEntry:
    return MemoryEntry(
        source_locale=row.translation_of.locale.language_code,
        target_locale=row.locale.language_code,
        source=row.translation_of.data,
        target=row.data,
        page=number,
        path=row.context.path if row.context else "",
        by=row.last_translated_by_id,
        is_machine=row.translation_type == StringTranslation.TRANSLATION_TYPE_MACHINE,
        created_at=row.created_at,
        changed_at=row.updated_at,
    )
