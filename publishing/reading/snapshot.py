"""What lists and counts ask of all documents, in memory: sets of documents, values, orders.

A set is a whole number with one bit for each document, so that narrowing is ``&`` and counting is
counting bits. Nothing here knows a database: :mod:`.catalogue` reads, and follows what changes.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import compress
from operator import attrgetter
from typing import Any
from uuid import UUID

from publishing.registry import FacetValue

from .orders import Bits, Columns, sort_key

#: Documents that come or go at once, beyond which orders are sorted anew.
FEW = 100
#: The digits of a number in base two, as what :func:`itertools.compress` selects by.
DIGITS = bytes.maketrans(b"01", b"\x00\x01")


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """What is known of a document without reading it; members as in :class:`~.models.Document`."""

    pk: int
    page_id: int
    parent_id: int | None
    number: int
    locale: str
    translation_key: UUID
    section: str
    sort_key: str
    position: str
    title: str
    last_published_at: datetime
    facets: tuple[FacetValue, ...] = ()


class Snapshot:
    """All documents as they were at a line of the change log; it never changes.

    ``sequence`` is the line's number, ``changed_at`` its moment (``None`` before the first line):
    together they tell the log of one database from that of another.
    """

    def __init__(self, sequence: int, changed_at: datetime | None) -> None:
        """Begin without documents; :meth:`of` and :meth:`followed` add them."""
        self.sequence = sequence
        self.changed_at = changed_at
        self.entries: list[CatalogueEntry | None] = []
        self._free: list[int] = []
        self._by_pk: dict[int, int] = {}
        self.slots_by_number: dict[int, tuple[int, ...]] = {}
        self.slots_by_key: dict[UUID, tuple[int, ...]] = {}
        self._by_parent: dict[int, tuple[int, ...]] = {}
        self.languages: dict[str, Bits] = {}
        self._values: dict[str, dict[str, Bits]] = {}
        self._labels: dict[tuple[str, str, str], str] = {}
        self._timed: dict[int, tuple[FacetValue, ...]] = {}
        # Worked out when first asked for. Two threads may both do that: they find the same.
        self._orders: dict[tuple[str, Columns], list[int]] = {}
        self._held: _Held | None = None
        self._now: tuple[_Held, dict[str, dict[str, Bits]]] | None = None
        self._also_in: dict[str, Bits] = {}

    @classmethod
    def of(
        cls, entries: Iterable[CatalogueEntry], sequence: int, changed_at: datetime | None = None
    ) -> Snapshot:
        """Return a snapshot of documents at a line of the change log."""
        made = cls(sequence, changed_at)
        listed = list(entries)
        made.entries = [*listed]
        languages: dict[str, list[int]] = {}
        values: dict[tuple[str, str], list[int]] = {}
        parents: dict[int, list[int]] = {}
        for slot, entry in enumerate(listed):
            made._by_pk[entry.pk] = slot
            made.slots_by_number[entry.number] = (*made.slots_by_number.get(entry.number, ()), slot)
            key = entry.translation_key
            made.slots_by_key[key] = (*made.slots_by_key.get(key, ()), slot)
            languages.setdefault(entry.locale, []).append(slot)
            if entry.parent_id is not None:
                parents.setdefault(entry.parent_id, []).append(slot)
            timed = []
            for one in entry.facets:
                if is_timed(one):
                    timed.append(one)
                else:
                    values.setdefault((one.key, one.value), []).append(slot)
                made._labels[one.key, one.value, entry.locale] = one.label
            if timed:
                made._timed[slot] = tuple(timed)
        made._by_parent = {parent: tuple(slots) for parent, slots in parents.items()}
        made.languages = {locale: made.bits_of(slots) for locale, slots in languages.items()}
        for (facet, value), slots in values.items():
            made._values.setdefault(facet, {})[value] = made.bits_of(slots)
        return made

    def followed(
        self,
        gone: Collection[int],
        come: Collection[CatalogueEntry],
        sequence: int,
        changed_at: datetime | None,
    ) -> Snapshot:
        """Return a later snapshot: without the documents of some ids, with others in their place.

        ``come`` replaces what has the same ids.
        """
        made = Snapshot(sequence, changed_at)
        made.entries, made._free = list(self.entries), list(self._free)
        made._by_pk, made.slots_by_number = dict(self._by_pk), dict(self.slots_by_number)
        made.slots_by_key, made._by_parent = dict(self.slots_by_key), dict(self._by_parent)
        made.languages, made._timed = dict(self.languages), dict(self._timed)
        made._values, made._labels = dict(self._values), dict(self._labels)
        if len(gone) + len(come) <= FEW:
            made._orders = {order: list(slots) for order, slots in self._orders.copy().items()}
        touched: set[str] = set()
        # What is taken out last comes first: what is replaced keeps its place.
        pks = dict.fromkeys((*gone, *reversed([entry.pk for entry in come])))
        old = [made._take_out(pk, touched) for pk in pks if pk in made._by_pk]
        new = [made._put_in(entry, touched) for entry in come]
        if {(slot, entry.number, entry.locale) for slot, entry in old} == {
            (slot, entry.number, entry.locale) for slot, entry in new
        }:
            made._also_in = self._also_in
        if not any(map(is_timed, (one for _slot, entry in (*old, *new) for one in entry.facets))):
            made._held = self._held
        return made

    def __len__(self) -> int:
        """Return how many documents there are."""
        return len(self._by_pk)

    def entry(self, pk: int) -> CatalogueEntry | None:
        """Return what is known of a document."""
        slot = self._by_pk.get(pk)
        return None if slot is None else self.entries[slot]

    def ids_of(self, numbers: Iterable[tuple[int, str]]) -> list[int]:
        """Return the ids of the documents with some page numbers and languages."""
        return [
            entry.pk
            for number, locale in numbers
            for slot in self.slots_by_number.get(number, ())
            if (entry := self.entries[slot]) is not None and entry.locale == locale
        ]

    def carries(self, key: str, value: str) -> bool:
        """Whether a document carries a value of a facet, at whatever moment."""
        return value in self._values.get(key, ()) or value in self.carried(key)

    def carried(self, key: str) -> set[str]:
        """Return the values of a facet that documents carry, at whatever moment."""
        timed = (one.value for values in self._timed.values() for one in values if one.key == key)
        return {*self._values.get(key, ()), *timed}

    # What a selection asks for.

    def bits_of(self, slots: Iterable[int]) -> Bits:
        found = bytearray(len(self.entries) // 8 + 1)
        for slot in slots:
            found[slot >> 3] |= 1 << (slot & 7)
        return int.from_bytes(found, "little")

    def bits_with_ids(self, pks: Iterable[int]) -> Bits:
        slots = self._by_pk
        return self.bits_of(slots[pk] for pk in pks if pk in slots)

    def marks_of(self, bits: Bits) -> bytes:
        """Return a set as a byte for each document: 1 or 0."""
        return f"{bits:0{len(self.entries)}b}"[::-1].encode().translate(DIGITS)

    def bits_in(self, locale: str) -> Bits:
        """Return the documents, of any language, of pages that are in a language."""
        if locale not in self._also_in:
            own = self.slots_by_number.values()
            entries = self.entries
            self._also_in[locale] = self.bits_of(
                slot
                for slots in own
                if any(entries[one].locale == locale for one in slots)  # type: ignore[union-attr]
                for slot in slots
            )
        return self._also_in[locale]

    def bits_below(self, number: int) -> Bits:
        """Return the documents directly below the pages of a number."""
        above = (self.entries[slot] for slot in self.slots_by_number.get(number, ()))
        pages = [entry.page_id for entry in above if entry is not None]
        return self.bits_of(slot for page in pages for slot in self._by_parent.get(page, ()))

    def bits_since(self, moment: datetime) -> Bits:
        found = 0
        columns = ("last_published_at", "pk")
        for locale, everything in self.languages.items():
            order = self.order_of(locale, columns)
            start = bisect_left(order, moment, key=self._published_at)
            if start > len(order) // 2:
                found |= self.bits_of(order[start:])
            else:
                found |= everything & ~self.bits_of(order[:start])
        return found

    def _published_at(self, slot: int) -> datetime:
        return self.entries[slot].last_published_at  # type: ignore[union-attr]

    def order_of(self, locale: str, columns: Columns) -> list[int]:
        """Return the places of a language's documents in an order."""
        found = self._orders.get((locale, columns))
        if found is None:
            found = list(compress(range(len(self.entries)), self.marks_of(self.languages[locale])))
            for column in reversed(columns):
                value = attrgetter(column.removeprefix("-"))
                found.sort(
                    key=lambda slot, value=value: value(self.entries[slot]),  # type: ignore[misc]
                    reverse=column.startswith("-"),
                )
            self._orders[locale, columns] = found
        return found

    def held_at(self, now: datetime) -> dict[str, dict[str, Bits]]:
        """Return the documents by the values that they carry at a moment, by facet."""
        held = self._held
        if held is None or not held.holds_at(now):
            held = self._held = self._work_out(now)
        found = self._now
        if found is None or found[0] is not held:
            values = dict(self._values)
            for key, timed in held.values.items():
                always = values.get(key, {})
                values[key] = always | {v: bits | always.get(v, 0) for v, bits in timed.items()}
            found = self._now = (held, values)
        return found[1]

    def _work_out(self, now: datetime) -> _Held:
        since, until = None, None
        holding: dict[str, dict[str, list[int]]] = {}
        for slot, values in self._timed.items():
            for one in values:
                has_begun = one.starts_at is None or one.starts_at <= now
                has_ended = one.ends_at is not None and one.ends_at <= now
                if has_begun and not has_ended:
                    holding.setdefault(one.key, {}).setdefault(one.value, []).append(slot)
                for moment in (one.starts_at, one.ends_at):
                    if moment is None:
                        continue
                    if moment <= now:
                        since = moment if since is None else max(since, moment)
                    else:
                        until = moment if until is None else min(until, moment)
        bits = {
            key: {value: self.bits_of(slots) for value, slots in values.items()}
            for key, values in holding.items()
        }
        return _Held(since, until, bits)

    def label_of(self, key: str, value: str, locale: str) -> str:
        label = self._labels.get((key, value, locale))
        if label is None:
            others = (other for other in self.languages if (key, value, other) in self._labels)
            label = self._labels[key, value, min(others)]
        return label or value

    # What changes while a later snapshot is made; ``touched`` are the facets that are its own.

    def _take_out(self, pk: int, touched: set[str]) -> tuple[int, CatalogueEntry]:
        slot = self._by_pk.pop(pk)
        entry = self.entries[slot]
        assert entry is not None  # noqa: S101  # what has an id is there
        for (locale, columns), order in self._orders.items():
            if locale == entry.locale:
                key = sort_key(columns)
                place = bisect_left(order, key(entry), key=lambda one: key(self.entries[one]))
                del order[place]
        self.entries[slot] = None
        self._free.append(slot)
        _leave(self.slots_by_number, entry.number, slot)
        _leave(self.slots_by_key, entry.translation_key, slot)
        if entry.parent_id is not None:
            _leave(self._by_parent, entry.parent_id, slot)
        self._timed.pop(slot, None)
        self.languages[entry.locale] &= ~(1 << slot)
        for one in entry.facets:
            if not is_timed(one):
                values = self._own(one.key, touched)
                left = values.get(one.value, 0) & ~(1 << slot)
                if left:
                    values[one.value] = left
                else:
                    values.pop(one.value, None)
        return slot, entry

    def _put_in(self, entry: CatalogueEntry, touched: set[str]) -> tuple[int, CatalogueEntry]:
        if self._free:
            slot = self._free.pop()
            self.entries[slot] = entry
        else:
            slot = len(self.entries)
            self.entries.append(entry)
        self._by_pk[entry.pk] = slot
        _join(self.slots_by_number, entry.number, slot)
        _join(self.slots_by_key, entry.translation_key, slot)
        if entry.parent_id is not None:
            _join(self._by_parent, entry.parent_id, slot)
        self.languages[entry.locale] = self.languages.get(entry.locale, 0) | 1 << slot
        for one in entry.facets:
            if not is_timed(one):
                values = self._own(one.key, touched)
                values[one.value] = values.get(one.value, 0) | 1 << slot
            self._labels[one.key, one.value, entry.locale] = one.label
        if timed := tuple(one for one in entry.facets if is_timed(one)):
            self._timed[slot] = timed
        for (locale, columns), order in self._orders.items():
            if locale == entry.locale:
                key = sort_key(columns)
                place = bisect_left(order, key(entry), key=lambda one: key(self.entries[one]))
                order.insert(place, slot)
        return slot, entry

    def _own(self, key: str, touched: set[str]) -> dict[str, Bits]:
        if key not in touched:
            touched.add(key)
            self._values[key] = dict(self._values.get(key, {}))
        return self._values[key]


@dataclass(frozen=True)
class _Held:
    """The documents by the values with an end that they carry from one moment on until another."""

    since: datetime | None
    until: datetime | None
    values: dict[str, dict[str, Bits]]

    def holds_at(self, now: datetime) -> bool:
        has_begun = self.since is None or self.since <= now
        return has_begun and (self.until is None or now < self.until)


def is_timed(value: FacetValue) -> bool:
    """Whether a facet value does not always hold."""
    return value.starts_at is not None or value.ends_at is not None


def _join(slots: dict[Any, tuple[int, ...]], name: Any, slot: int) -> None:
    slots[name] = (*slots.get(name, ()), slot)


def _leave(slots: dict[Any, tuple[int, ...]], name: Any, slot: int) -> None:
    left = tuple(one for one in slots[name] if one != slot)
    if left:
        slots[name] = left
    else:
        del slots[name]
