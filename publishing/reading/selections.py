"""Some of all documents: narrowed, counted and sorted in memory."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from itertools import compress
from typing import Any
from uuid import UUID

from publishing.queries import Choice, Count

from .orders import Bits, Columns, key_of, sort_key
from .snapshot import CatalogueEntry, Snapshot


@dataclass(frozen=True)
class Selection:
    """Some of a snapshot's documents; narrowing one gives another.

    ``len()`` counts them.
    """

    snapshot: Snapshot
    bits: Bits

    @classmethod
    def everything(cls, snapshot: Snapshot) -> Selection:
        """Return all documents."""
        everything = 0
        for bits in snapshot.languages.values():
            everything |= bits
        return cls(snapshot, everything)

    @classmethod
    def in_language(cls, snapshot: Snapshot, locale: str, fallback: str | None = None) -> Selection:
        """Return the documents of a language; with a fallback, also pages that are in it alone."""
        bits = snapshot.languages.get(locale, 0)
        if fallback and fallback != locale:
            bits |= snapshot.languages.get(fallback, 0) & ~snapshot.bits_in(locale)
        return cls(snapshot, bits)

    @classmethod
    def with_ids(cls, snapshot: Snapshot, pks: Iterable[int]) -> Selection:
        """Return the documents of some ids; those that are not there are left out."""
        return cls(snapshot, snapshot.bits_with_ids(pks))

    def __len__(self) -> int:
        """Return how many documents these are."""
        return self.bits.bit_count()

    def __and__(self, other: Selection) -> Selection:
        """Return the documents that are in another selection of the same snapshot, too."""
        return Selection(self.snapshot, self.bits & other.bits)

    def with_numbers(self, numbers: Iterable[int]) -> Selection:
        """Narrow to pages with some numbers."""
        slots = self.snapshot.slots_by_number
        return self._within(slot for number in numbers for slot in slots.get(number, ()))

    def with_translation_keys(self, keys: Iterable[UUID]) -> Selection:
        """Narrow to pages of which some are translations."""
        slots = self.snapshot.slots_by_key
        return self._within(slot for key in keys for slot in slots.get(key, ()))

    def below(self, number: int) -> Selection:
        """Narrow to pages directly below the page with a number, in whatever language."""
        return Selection(self.snapshot, self.bits & self.snapshot.bits_below(number))

    def published_since(self, moment: datetime) -> Selection:
        """Narrow to pages published at a moment or later."""
        return Selection(self.snapshot, self.bits & self.snapshot.bits_since(moment))

    def chosen(self, choice: Choice, now: datetime) -> Selection:
        """Narrow by facets as they hold at a moment: any of a facet's values, all of the facets."""
        held = self.snapshot.held_at(now)
        bits = self.bits
        for key, values in choice.items():
            bits &= _any_of(held.get(key, {}), values)
        return Selection(self.snapshot, bits)

    def counted(
        self, keys: Collection[str], choice: Choice, now: datetime, locale: str
    ) -> tuple[int, dict[str, list[Count]]]:
        """Count the documents of a choice, and those behind each value of each facet.

        A facet's own choice is left out of its own counts. Values that no document carries are
        absent; each facet's values come most frequent first, called as in a language where they
        have a name in it.
        """
        held = self.snapshot.held_at(now)
        chosen = {key: _any_of(held.get(key, {}), values) for key, values in choice.items()}
        total = self.bits
        for bits in chosen.values():
            total &= bits
        counts: dict[str, list[Count]] = {}
        for key in keys:
            among = total
            if key in chosen:
                among = self.bits
                for other, bits in chosen.items():
                    if other != key:
                        among &= bits
            found = [
                (number, value)
                for value, bits in held.get(key, {}).items()
                if (number := (among & bits).bit_count())
            ]
            found.sort(key=lambda one: (-one[0], one[1]))
            counts[key] = [
                Count(value, self.snapshot.label_of(key, value, locale), number)
                for number, value in found
            ]
        return total.bit_count(), counts

    def ordered(
        self, columns: Columns, after: Sequence[Any] | None = None
    ) -> Iterator[CatalogueEntry]:
        """Return the documents in an order, one by one; ``-`` before a column reverses it.

        The last column must be one that no two documents share. Texts are compared by their code
        points, whatever the database does. ``after`` are values of the columns: what stands behind
        them follows.
        """
        snapshot, key = self.snapshot, sort_key(columns)
        entries, marks = snapshot.entries, snapshot.marks_of(self.bits)
        parts = []
        for locale, everything in snapshot.languages.items():
            if self.bits & everything:
                order = snapshot.order_of(locale, columns)
                if after is not None:
                    last = key_of(columns, after)
                    start = bisect_right(order, last, key=lambda slot: key(entries[slot]))
                    order = order[start:]
                parts.append(compress(order, map(marks.__getitem__, order)))
        slots = parts[0] if len(parts) == 1 else merge(*parts, key=lambda slot: key(entries[slot]))
        return (entry for slot in slots if (entry := entries[slot]) is not None)

    def __iter__(self) -> Iterator[CatalogueEntry]:
        """Return the documents in no order."""
        found = compress(self.snapshot.entries, self.snapshot.marks_of(self.bits))
        return (entry for entry in found if entry is not None)

    def _within(self, slots: Iterable[int]) -> Selection:
        return Selection(self.snapshot, self.bits & self.snapshot.bits_of(slots))


def _any_of(held: Mapping[str, Bits], values: Iterable[str]) -> Bits:
    found = 0
    for value in values:
        found |= held.get(value, 0)
    return found
