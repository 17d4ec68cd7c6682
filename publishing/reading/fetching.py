"""The reads that readers wait for most often, as SQL: making it takes longer than running it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from .prepared import rows

STATE = "id, number, locale, etag, fresh_until, changed_at, rendered_at"
BY_NUMBER = "FROM publishing_document d WHERE number = %s AND locale IN (%s, %s)"
BY_PATH = "FROM publishing_document d WHERE path = %s"
#: Names hold no spaces: see :mod:`content.dependencies`.
_SHOWN = "(SELECT {}(name, ' ') FROM publishing_dependency WHERE document_id = d.id)"
SHOWN = {"postgresql": _SHOWN.format("string_agg"), "sqlite": _SHOWN.format("group_concat")}
LEDGER = (
    "SELECT last_sequence, (SELECT happened_at FROM publishing_change"
    " WHERE sequence = last_sequence), next_due, round FROM publishing_ledger WHERE id = 1"
)
#: Bytes come from PostgreSQL in hexadecimal digits, twice as long as their text.
WHOLE = {"postgresql": "convert_from({}, 'UTF8')", "sqlite": "{}"}
CARDS = "SELECT id, {}, etag FROM publishing_document WHERE id IN ({})"


@dataclass(frozen=True, slots=True)
class Stored:
    """A stored document; ``body`` and ``shown`` are empty where only its state was asked for.

    ``shown`` are the names of what it shows, in their order.
    """

    pk: int
    number: int
    locale: str
    etag: str
    fresh_until: datetime | None
    changed_at: datetime
    rendered_at: datetime
    body: bytes = b""
    shown: tuple[str, ...] = ()

    @property
    def state(self) -> Stored:
        """Its state alone."""
        return replace(self, body=b"", shown=())

    def is_due(self, now: datetime) -> bool:
        """Whether time has changed it since it was rendered."""
        return self.fresh_until is not None and self.fresh_until <= now


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest line of the change log, and when it was written (0 and ``None`` for none).

    ``next_due`` is when time will change a document next. ``round`` is another one whenever
    anything that was recorded has been looked at: also settings and vocabularies, of which
    documents may show nothing while pages do.
    """

    sequence: int = 0
    changed_at: datetime | None = None
    next_due: datetime | None = None
    round: int = 0

    def is_due(self, now: datetime) -> bool:
        """Whether time has changed a document since it was rendered."""
        return self.next_due is not None and self.next_due <= now


def by_number(
    number: int, locales: Sequence[str], *, whole: bool, shown: bool = False
) -> dict[str, Stored]:
    """Return a page's documents in one or two languages, by language.

    Their state alone unless ``whole``; with the names of what they show if these are ``shown``.
    """
    found = _fetch(BY_NUMBER, (number, locales[0], locales[-1]), whole, shown)
    return {document.locale: document for document in found}


def by_path(path: str, *, whole: bool, shown: bool = False) -> Stored | None:
    """Return the document at an address, as :func:`by_number` does."""
    return next(iter(_fetch(BY_PATH, (path,), whole, shown)), None)


def newest() -> Newest:
    """Return the newest line of the change log, and when time will change a document next."""
    for sequence, changed_at, next_due, number in rows(LEDGER):
        return Newest(sequence, moment(changed_at), moment(next_due), number)
    return Newest()


def cards(pks: Sequence[int]) -> dict[int, tuple[bytes, str]]:
    """Return what lists show of documents, and their entity tags, by their ids."""
    if not pks:
        return {}
    places = ", ".join(["%s"] * len(pks))
    statement = CARDS.format(WHOLE[connection.vendor].format("card"), places)
    with connection.cursor() as cursor:
        cursor.execute(statement, list(pks))
        return {pk: (_bytes(card), etag) for pk, card, etag in cursor.fetchall()}


def _fetch(source: str, parameters: tuple[Any, ...], whole: bool, shown: bool) -> list[Stored]:
    body = WHOLE[connection.vendor].format("body") if whole else "''"
    names = SHOWN[connection.vendor] if shown else "''"
    return [
        Stored(
            pk=row[0],
            number=row[1],
            locale=row[2],
            etag=row[3],
            fresh_until=moment(row[4]),
            changed_at=moment(row[5]),
            rendered_at=moment(row[6]),
            body=_bytes(row[7]),
            shown=tuple(sorted((row[8] or "").split())),
        )
        for row in rows(f"SELECT {STATE}, {body}, {names} {source}", parameters)  # constants above
    ]


def _bytes(value: str | bytes) -> bytes:
    return value.encode() if isinstance(value, str) else bytes(value)


def moment(value: Any) -> Any:
    """Return a moment as PostgreSQL or SQLite (in UTC, without saying so) gives it."""
    naive = isinstance(value, datetime) and value.tzinfo is None
    return value.replace(tzinfo=UTC) if naive else value
