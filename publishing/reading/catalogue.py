"""The catalogue: what lists and counts ask of all documents, kept in each process's memory.

:func:`current` gives it as it is now, by one query of the ledger; where the change log has grown,
one more reads what its new lines name. Whoever lists or counts documents uses it so::

    documents = Selection.in_language(catalogue.current(), "ja")  # or .with_ids(…), .everything(…)
    chosen = documents.chosen({"sector": ["waste"], "country": ["JP", "TH"]}, now)
    len(chosen)                                                  # how many
    total, counts = documents.counted(["sector", "city"], choice, now, "ja")
    first = list(islice(chosen.ordered(("title", "pk")), 20))    # entries: pk, number, title, …
    next_ones = chosen.ordered(("title", "pk"), after=(first[-1].title, first[-1].pk))

What an entry does not say is read for those that are shown: :func:`.fetching.cards` by their ids.
A snapshot never changes: whoever asks several things of it takes it once.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from sys import intern
from typing import Any
from uuid import UUID

from django.db import connection

from publishing.models import Document, Facet
from publishing.registry import FacetValue

from .fetching import Newest, moment, newest
from .snapshot import CatalogueEntry, Snapshot

#: Lines of the change log beyond which everything is read anew.
MOST_CHANGES = 1000
ENTRY = (
    "id",
    "page_id",
    "parent_id",
    "number",
    "locale",
    "translation_key",
    "section",
    "sort_key",
    "position",
    "title",
    "last_published_at",
)
FACET = ("key", "value", "label", "starts_at", "ends_at")


#: The lines of the change log between two, each with its document and that one's facet values.
CHANGES = f"""
    SELECT c.sequence, c.happened_at, c.number, c.locale,
        {", ".join(f"d.{column}" for column in ENTRY)},
        {", ".join(f"f.{column}" for column in FACET)}
    FROM publishing_change c
    LEFT JOIN publishing_document d ON d.number = c.number AND d.locale = c.locale
    LEFT JOIN publishing_facet f ON f.document_id = d.id
    WHERE c.sequence BETWEEN %s AND %s ORDER BY c.sequence
"""  # noqa: S608  # the names of columns above
LINE = 4

_lock = threading.Lock()
_kept: Snapshot | None = None


def current(at: Newest | None = None) -> Snapshot:
    """Return all documents as they are now; ``at`` saves a query where the ledger has been read."""
    global _kept  # noqa: PLW0603  # one snapshot for each process, replaced as a whole
    at = at or newest()
    known = _kept
    if known is None or not _is_at(known, at):
        with _lock:
            known = _kept
            if known is None or not _is_at(known, at):
                known = _kept = _brought_to(known, at)
    return known


def forget() -> None:
    """Forget what is kept, as when the database has become another one."""
    global _kept  # noqa: PLW0603
    with _lock:
        _kept = None


def _is_at(known: Snapshot, at: Newest) -> bool:
    """Whether a snapshot is of a line; of a log without lines nobody can tell."""
    return at.sequence > 0 and (known.sequence, known.changed_at) == (at.sequence, at.changed_at)


def _brought_to(known: Snapshot | None, at: Newest) -> Snapshot:
    """Return what the change log makes of a snapshot; read everything where it cannot say that."""
    is_followable = (
        known is not None
        and known.sequence > 0
        and 0 < at.sequence <= known.sequence + MOST_CHANGES
    )
    followed = followed_by(known) if known is not None and is_followable else None
    return read() if followed is None else followed


def read() -> Snapshot:
    """Read all documents."""
    at = newest()
    once = _Once()
    facets: dict[int, list[FacetValue]] = {}
    for document_id, *values in Facet.objects.values_list("document_id", *FACET).iterator():
        facets.setdefault(document_id, []).append(once.facet(values))
    rows = Document.objects.values_list(*ENTRY).iterator()
    entries = [once.entry(row, facets.get(row[0], ())) for row in rows]
    return Snapshot.of(entries, at.sequence, at.changed_at)


def followed_by(known: Snapshot) -> Snapshot | None:
    """Return a snapshot with what has changed since, by one query.

    ``None`` where the change log is another one than that which the snapshot is of: where it lacks
    the snapshot's own line.
    """
    with connection.cursor() as cursor:
        cursor.execute(CHANGES, (known.sequence, known.sequence + MOST_CHANGES))
        rows = cursor.fetchall()
    if not rows or (rows[0][0], moment(rows[0][1])) != (known.sequence, known.changed_at):
        return None
    once = _Once()
    named: set[tuple[int, str]] = set()
    come: dict[int, CatalogueEntry] = {}
    for sequence, lines in groupby(rows, key=itemgetter(0)):
        if sequence == known.sequence:
            continue
        line = list(lines)
        named.add((line[0][2], line[0][3]))
        entry, first_value = line[0][LINE : LINE + len(ENTRY)], line[0][LINE + len(ENTRY)]
        if entry[0] is not None:
            values = [one[LINE + len(ENTRY) :] for one in line if first_value is not None]
            come[entry[0]] = once.entry(entry, [once.facet(value) for value in values])
    return known.followed(known.ids_of(named), come.values(), rows[-1][0], moment(rows[-1][1]))


class _Once:
    """Makes entries of rows; what many of them carry exists once."""

    def __init__(self) -> None:
        self._facets: dict[Any, FacetValue] = {}

    def facet(self, row: Sequence[Any]) -> FacetValue:
        """Return a row of :data:`FACET` as a facet value."""
        key = tuple(row)
        found = self._facets.get(key)
        if found is None:
            name, value, label, starts_at, ends_at = row
            found = FacetValue(intern(name), value, label, moment(starts_at), moment(ends_at))
            self._facets[key] = found
        return found

    def entry(self, row: Sequence[Any], facets: Iterable[FacetValue]) -> CatalogueEntry:
        """Return a row of :data:`ENTRY` as an entry."""
        pk, page_id, parent_id, number, locale, key, section, order, position, title, at = row
        return CatalogueEntry(
            pk=pk,
            page_id=page_id,
            parent_id=parent_id,
            number=number,
            locale=intern(locale),
            translation_key=key if isinstance(key, UUID) else UUID(key),
            section=intern(section),
            sort_key=intern(order),
            position=position,
            title=title,
            last_published_at=moment(at),
            facets=tuple(facets),
        )
