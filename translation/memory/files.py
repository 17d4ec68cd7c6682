"""The memory as a TMX file, out and in."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from content.languages import LANGUAGE_CODES

from ..exchange import tmx
from . import store
from .store import SITE, MemoryEntry


def exported() -> bytes:
    """Return the whole memory as a TMX file; the same memory makes the same bytes."""
    return tmx.write(
        tmx.TmxPair(
            source_locale=entry.source_locale,
            target_locale=entry.target_locale,
            source=entry.source,
            target=entry.target,
            page=entry.page,
            path=entry.path,
            origin=entry.origin,
            is_machine=entry.is_machine,
            is_reviewed=entry.is_reviewed,
            created_at=entry.created_at,
            changed_at=entry.changed_at,
        )
        for entry in store.entries()
    )


def imported(data: bytes, origin: str) -> tuple[int, int]:
    """Bring a TMX file into the memory, as a whole or not at all.

    A translation whose file names no origin of its own gets that of the file. What a file says of a
    page of this site replaces what the memory had for the same text at the same place.

    Args:
        data: The file.
        origin: Its name.

    Returns:
        How many translations were taken, and how many left out: of other languages than the
        site's, without words, with broken tags.

    Raises:
        ExchangeError: it cannot be read; nothing was taken.
    """
    pairs = tmx.read(data)
    entries = [entry for pair in pairs if (entry := _entry(pair, origin)) and entry.is_of_use]
    with transaction.atomic():
        taken = store.store(entries)
    return taken, len(pairs) - len(entries)


def _entry(pair: tmx.TmxPair, origin: str) -> MemoryEntry | None:
    source_locale, target_locale = _code(pair.source_locale), _code(pair.target_locale)
    if not (source_locale and target_locale):
        return None
    now = timezone.now()
    return MemoryEntry(
        source_locale,
        target_locale,
        pair.source,
        pair.target,
        page=pair.page,
        path=pair.path,
        origin=(pair.origin or origin or SITE)[:200],
        is_machine=pair.is_machine,
        is_reviewed=pair.is_reviewed,
        created_at=pair.created_at or now,
        changed_at=pair.changed_at or now,
    )


def _code(locale: str) -> str | None:
    """Return the site's code of a language: ``en`` for ``EN-GB``, ``None`` for another."""
    lower = locale.lower().replace("_", "-")
    return next(
        (code for code in LANGUAGE_CODES if lower == code or lower.split("-")[0] == code), None
    )
