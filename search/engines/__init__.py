"""The engines that keep the terms of published documents and find documents by them.

Another engine is another class with these methods; whoever asks goes through :func:`engine`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from importlib import import_module
from typing import NamedTuple, Protocol, cast

from django.conf import settings
from django.db import connection

from .deadlines import Deadline, OutOfTimeError, UnavailableError
from .expressions import Expression

__all__ = [
    "WEIGHTS",
    "Deadline",
    "Engine",
    "Found",
    "Indexed",
    "OutOfTimeError",
    "UnavailableError",
    "engine",
]

#: The columns of an index, by falling weight: their names and what a hit in them counts.
WEIGHTS = {"title": 3.0, "names": 3.0, "labels": 1.5, "summary": 1.2, "body": 1.0}


class Found(NamedTuple):
    """A document that matches; a higher score is better, within one question to an engine.

    A passage of a file has a negative number and no language (:mod:`search.indexing.files`).
    """

    document_id: int
    locale: str
    score: float


@dataclass(frozen=True, slots=True)
class Indexed:
    """A document's terms: of each column its words in order and what else finds them, and pairs."""

    words: dict[str, tuple[str, ...]]
    beside: dict[str, tuple[str, ...]]
    pairs: tuple[str, ...]


class Engine(Protocol):
    """Keeps terms of documents and finds documents by terms.

    What reads raises :class:`OutOfTimeError` when the engine's deadline is over. An engine that is
    no part of the database raises :class:`UnavailableError` when it cannot be asked or told.
    """

    def is_available(self) -> bool:
        """Whether the engine may be asked now, as far as is known without asking it."""

    def store(self, documents: Mapping[int, Indexed]) -> None:
        """Keep documents' terms, by their ids, instead of those that were kept before."""

    def in_bulk(self) -> AbstractContextManager[None]:
        """Make it quicker to store very many documents until the block ends; questions go on."""

    def remove(self, document_ids: Collection[int]) -> None:
        """Forget documents."""

    def clear(self) -> None:
        """Forget everything."""

    def stored(self) -> set[int]:
        """Return the ids of all documents that are kept."""

    def frequencies(self, terms: Iterable[str]) -> dict[str, int]:
        """Return in how many documents terms occur; those that occur in none are absent."""

    def beginning_with(self, beginning: str, most: int) -> list[tuple[str, int]]:
        """Return terms that begin so with their frequencies, the most frequent first."""

    def find(self, required: Expression, ranking: Collection[Expression], most: int) -> list[Found]:
        """Return documents that match what is required, the best first by what ranks.

        Where nothing ranks, shorter documents stand first.
        """

    def size(self) -> int:
        """Return the bytes that the index takes."""


def engine(deadline: Deadline | None = None) -> Engine:
    """Return the engine that the settings choose, which answers one question until a deadline.

    That is the cluster of ``SEARCH_URL``, or else the database in use.

    Raises:
        LookupError: there is none for this database.
    """
    if settings.SEARCH_CLUSTER:
        return cast(Engine, import_module(f"{__name__}.opensearch").ClusterEngine(deadline))
    try:
        module = import_module(f"{__name__}.{connection.vendor}")
    except ModuleNotFoundError:
        raise LookupError(f"Search has no engine for {connection.vendor}.") from None
    return cast(Engine, module.DatabaseEngine(deadline))
