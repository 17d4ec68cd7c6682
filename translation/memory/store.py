"""Writing into the memory, many translations at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from django.db import connection, transaction
from django.utils import timezone

from ..exchange import inline
from ..models import MemoryText, MemoryTrigram, MemoryUnit
from .folding import digest, folded_text, trigrams

#: Rows that one statement writes; SQLite takes some thousand values at most.
BATCH = 400
#: Where a translation came from that was made on this site.
SITE = "site"

#: A text's language and hash.
Key = tuple[str, str]
#: What is stored once: source, language, page and path; without a page, source and translation.
Place = tuple[int, str, int, str] | tuple[int, int]


@dataclass(frozen=True, slots=True)
class MemoryEntry:
    """That a text was translated by another, before it is stored.

    Attributes:
        source_locale: The code of the source's language.
        target_locale: The code of the translation's language.
        source: A fragment of HTML, in any writing.
        target: A fragment of HTML, in any writing.
        page: The page's number, 0 for none.
        path: The place on the page.
        origin: :data:`SITE`, or the name of the file that brings it.
        by: The id of the person who translated it.
        is_machine: A machine translated it, and no person since.
        is_reviewed: A second person approved it.
        created_at: When it was first translated; by default now.
        changed_at: When it was last changed; by default now.
    """

    source_locale: str
    target_locale: str
    source: str
    target: str
    page: int = 0
    path: str = ""
    origin: str = SITE
    by: int | None = None
    is_machine: bool = False
    is_reviewed: bool = False
    created_at: datetime = field(default_factory=timezone.now)
    changed_at: datetime = field(default_factory=timezone.now)

    @property
    def is_of_use(self) -> bool:
        """Whether there are words on both sides, in two languages, and no broken tags."""
        return self.source_locale != self.target_locale and all(
            folded_text(text)
            and inline.is_nested(pieces := inline.parse(text))
            and not inline.has_foreign_markup(pieces)
            for text in (self.source, self.target)
        )


def store(entries: Iterable[MemoryEntry]) -> int:
    """Store translations; what was stored for the same text and place is replaced.

    Returns:
        How many were stored; without words on both sides they are left out.
    """
    stored = 0
    useful = iter(entry for entry in entries if entry.is_of_use)
    while batch := list(islice(useful, BATCH)):
        with transaction.atomic():
            stored += _store(batch)
    return stored


def _store(batch: list[MemoryEntry]) -> int:
    texts = _texts(
        {
            (locale, text)
            for entry in batch
            for locale, text in (
                (entry.source_locale, entry.source),
                (entry.target_locale, entry.target),
            )
        }
    )
    units: dict[Place, MemoryUnit] = {}
    for entry in batch:
        unit = MemoryUnit(
            source_id=texts[entry.source_locale, entry.source],
            target_id=texts[entry.target_locale, entry.target],
            target_locale=entry.target_locale,
            page=entry.page,
            path=entry.path,
            origin=entry.origin,
            by_id=entry.by,
            is_machine=entry.is_machine,
            is_reviewed=entry.is_reviewed,
            created_at=entry.created_at,
            changed_at=entry.changed_at,
        )
        units[_place(unit)] = unit
    known = _known(units.values())
    new = [unit for place, unit in units.items() if place not in known]
    changed = [unit for place, unit in units.items() if place in known]
    for unit in changed:
        unit.pk = known[_place(unit)].pk
    MemoryUnit.objects.bulk_create(new)
    MemoryUnit.objects.bulk_update(
        changed, ["target", "origin", "by", "is_machine", "is_reviewed", "changed_at"]
    )
    forget_unused_texts(known[_place(unit)].target_id for unit in changed)
    return len(units)


def _place(unit: MemoryUnit) -> Place:
    if unit.page:
        return unit.source_id, unit.target_locale, unit.page, unit.path
    return unit.source_id, unit.target_id


def _known(units: Iterable[MemoryUnit]) -> dict[Place, MemoryUnit]:
    """Return what is stored already of the same sources, by place."""
    wanted = {unit.source_id for unit in units}
    pages = {unit.page for unit in units}
    stored = MemoryUnit.objects.filter(source__in=wanted, page__in=pages)
    return {_place(unit): unit for unit in stored}


def _texts(wanted: set[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Return the ids of texts by language and fragment, and store those that are new."""
    keys = {(locale, text): (locale, digest(text)) for locale, text in wanted}
    known = _ids(keys.values())
    new = {key: pair for pair, key in keys.items() if key not in known}
    rows = [
        MemoryText(
            locale=locale,
            digest=hexadecimal,
            data=inline.canonical(text),
            folded=folded_text(text),
        )
        for (locale, hexadecimal), (_locale, text) in sorted(new.items())
    ]
    # Somebody else may store the same text just now; who comes second takes what is there.
    MemoryText.objects.bulk_create(rows, ignore_conflicts=True)
    if rows:
        known |= _ids(new)
        _index((known[row.locale, row.digest], row.folded, row.locale) for row in rows)
    return {pair: known[key] for pair, key in keys.items()}


def _ids(keys: Iterable[Key]) -> dict[Key, int]:
    hashes = {hexadecimal for _locale, hexadecimal in keys}
    rows = MemoryText.objects.filter(digest__in=hashes).values_list("locale", "digest", "pk")
    return {(locale, hexadecimal): pk for locale, hexadecimal, pk in rows}


def _index(rows: Iterable[tuple[int, str, str]]) -> None:
    """Store the trigrams of texts: id, folded words, language."""
    pairs = [(pk, trigram) for pk, words, locale in rows for trigram in trigrams(words, locale)]
    table = connection.ops.quote_name(MemoryTrigram._meta.db_table)
    with connection.cursor() as cursor:
        for at in range(0, len(pairs), BATCH):
            some = pairs[at : at + BATCH]
            places = ", ".join(["(%s, %s)"] * len(some))
            # A dozen rows for each text: as objects they would cost most of what storing costs.
            cursor.execute(
                f"INSERT INTO {table} (text_id, trigram) VALUES {places} ON CONFLICT DO NOTHING",  # noqa: S608
                [value for pair in some for value in pair],
            )


def forget_unused_texts(ids: Iterable[int] | None = None) -> None:
    """Delete texts that no translation uses any more: of some, by default of all."""
    unused = MemoryText.objects.filter(as_source__isnull=True, as_target__isnull=True)
    if ids is not None:
        unused = unused.filter(pk__in=set(ids))
    unused.delete()


def reindex() -> None:
    """Fold all texts and choose their trigrams anew, as the present rules say."""
    texts = MemoryText.objects.order_by("pk")
    last = 0
    while batch := list(texts.filter(pk__gt=last)[:BATCH]):
        last = batch[-1].pk
        for text in batch:
            text.folded = folded_text(text.data)
        with transaction.atomic():
            MemoryText.objects.bulk_update(batch, ["folded"])
            MemoryTrigram.objects.filter(text__in=batch).delete()
            _index((text.pk, text.folded, text.locale) for text in batch)


def entries() -> Iterator[MemoryEntry]:
    """Yield all translations in the memory, in an order that their content decides."""
    units = MemoryUnit.objects.select_related("source", "target").order_by(
        "source__locale", "target_locale", "source__digest", "page", "path", "target__digest"
    )
    for unit in units.iterator(chunk_size=2000):
        yield MemoryEntry(
            source_locale=unit.source.locale,
            target_locale=unit.target_locale,
            source=unit.source.data,
            target=unit.target.data,
            page=unit.page,
            path=unit.path,
            origin=unit.origin,
            by=unit.by_id,
            is_machine=unit.is_machine,
            is_reviewed=unit.is_reviewed,
            created_at=unit.created_at,
            changed_at=unit.changed_at,
        )
