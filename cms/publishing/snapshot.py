"""What lists and counts ask of all documents, in memory: sets of documents, values, orders.

A set is a whole number with one bit for each document, so that narrowing is ``&`` and counting is
counting bits. Nothing here knows a database: :mod:`.catalogue` reads, and follows what changes.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from heapq import merge
from itertools import compress
from operator import attrgetter
from typing import Any
from uuid import UUID

from .queries import Choice, Count
from .registry import FacetValue

Columns = tuple[str, ...]
Bits = int
#: Documents that come or go at once, beyond which orders are sorted anew.
FEW = 100
#: The digits of a number in base two, as what :func:`itertools.compress` selects by.
DIGITS = bytes.maketrans(b"01", b"\x00\x01")


@dataclass(frozen=True, slots=True)
class Entry:
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
        self._entries: list[Entry | None] = []
        self._free: list[int] = []
        self._by_pk: dict[int, int] = {}
        self._by_number: dict[int, tuple[int, ...]] = {}
        self._by_key: dict[UUID, tuple[int, ...]] = {}
        self._by_parent: dict[int, tuple[int, ...]] = {}
        self._languages: dict[str, Bits] = {}
        self._values: dict[str, dict[str, Bits]] = {}
        self._labels: dict[tuple[str, str, str], str] = {}
        self._timed: dict[int, tuple[FacetValue, ...]] = {}
        # Worked out when first asked for. Two threads may both do that: they find the same.
        self._orders: dict[tuple[str, Columns], list[int]] = {}
        self._held: _Held | None = None
        self._also_in: dict[str, Bits] = {}

    @classmethod
    def of(
        cls, entries: Iterable[Entry], sequence: int, changed_at: datetime | None = None
    ) -> Snapshot:
        """Return a snapshot of documents at a line of the change log."""
        made = cls(sequence, changed_at)
        listed = list(entries)
        made._entries = [*listed]
        languages: dict[str, list[int]] = {}
        values: dict[tuple[str, str], list[int]] = {}
        parents: dict[int, list[int]] = {}
        for slot, entry in enumerate(listed):
            made._by_pk[entry.pk] = slot
            made._by_number[entry.number] = (*made._by_number.get(entry.number, ()), slot)
            key = entry.translation_key
            made._by_key[key] = (*made._by_key.get(key, ()), slot)
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
        made._languages = {locale: made._bits(slots) for locale, slots in languages.items()}
        for (facet, value), slots in values.items():
            made._values.setdefault(facet, {})[value] = made._bits(slots)
        return made

    def followed(
        self,
        gone: Collection[int],
        come: Collection[Entry],
        sequence: int,
        changed_at: datetime | None,
    ) -> Snapshot:
        """Return a later snapshot: without the documents of some ids, with others in their place.

        ``come`` replaces what has the same ids.
        """
        made = Snapshot(sequence, changed_at)
        made._entries, made._free = list(self._entries), list(self._free)
        made._by_pk, made._by_number = dict(self._by_pk), dict(self._by_number)
        made._by_key, made._by_parent = dict(self._by_key), dict(self._by_parent)
        made._languages, made._timed = dict(self._languages), dict(self._timed)
        made._values, made._labels = dict(self._values), dict(self._labels)
        if len(gone) + len(come) <= FEW:
            made._orders = {order: list(slots) for order, slots in self._orders.copy().items()}
        touched: set[str] = set()
        for pk in {*gone, *(entry.pk for entry in come)}:
            if (slot := made._by_pk.pop(pk, None)) is not None:
                made._take_out(slot, touched)
        for entry in come:
            made._put_in(entry, touched)
        return made

    def __len__(self) -> int:
        """Return how many documents there are."""
        return len(self._by_pk)

    def entry(self, pk: int) -> Entry | None:
        """Return what is known of a document."""
        slot = self._by_pk.get(pk)
        return None if slot is None else self._entries[slot]

    def ids_of(self, numbers: Iterable[tuple[int, str]]) -> list[int]:
        """Return the ids of the documents with some page numbers and languages."""
        return [
            entry.pk
            for number, locale in numbers
            for slot in self._by_number.get(number, ())
            if (entry := self._entries[slot]) is not None and entry.locale == locale
        ]

    def carried(self, key: str) -> set[str]:
        """Return the values of a facet that documents carry, at whatever moment."""
        timed = (one.value for values in self._timed.values() for one in values if one.key == key)
        return {*self._values.get(key, ()), *timed}

    def everything(self) -> Selection:
        """Return all documents."""
        everything = 0
        for bits in self._languages.values():
            everything |= bits
        return Selection(self, everything)

    def in_language(self, locale: str, fallback: str | None = None) -> Selection:
        """Return the documents of a language; with a fallback, also pages that are in it alone."""
        bits = self._languages.get(locale, 0)
        if fallback and fallback != locale:
            bits |= self._languages.get(fallback, 0) & ~self._numbers_in(locale)
        return Selection(self, bits)

    def with_ids(self, pks: Iterable[int]) -> Selection:
        """Return the documents of some ids; those that are not there are left out."""
        slots = self._by_pk
        return Selection(self, self._bits(slots[pk] for pk in pks if pk in slots))

    # What Selection asks for.

    def _bits(self, slots: Iterable[int]) -> Bits:
        found = bytearray(len(self._entries) // 8 + 1)
        for slot in slots:
            found[slot >> 3] |= 1 << (slot & 7)
        return int.from_bytes(found, "little")

    def _marks(self, bits: Bits) -> bytes:
        """Return a set as a byte for each document: 1 or 0."""
        return f"{bits:0{len(self._entries)}b}"[::-1].encode().translate(DIGITS)

    def _numbers_in(self, locale: str) -> Bits:
        """Return the documents, of any language, of pages that are in a language."""
        if locale not in self._also_in:
            own = self._by_number.values()
            entries = self._entries
            self._also_in[locale] = self._bits(
                slot
                for slots in own
                if any(entries[one].locale == locale for one in slots)  # type: ignore[union-attr]
                for slot in slots
            )
        return self._also_in[locale]

    def _below(self, number: int) -> Bits:
        """Return the documents directly below the pages of a number."""
        above = (self._entries[slot] for slot in self._by_number.get(number, ()))
        pages = [entry.page_id for entry in above if entry is not None]
        return self._bits(slot for page in pages for slot in self._by_parent.get(page, ()))

    def _published_since(self, moment: datetime) -> Bits:
        found = 0
        columns = ("last_published_at", "pk")
        for locale, everything in self._languages.items():
            order = self._order(locale, columns)
            start = bisect_left(order, moment, key=self._published_at)
            if start > len(order) // 2:
                found |= self._bits(order[start:])
            else:
                found |= everything & ~self._bits(order[:start])
        return found

    def _published_at(self, slot: int) -> datetime:
        return self._entries[slot].last_published_at  # type: ignore[union-attr]

    def _order(self, locale: str, columns: Columns) -> list[int]:
        """Return the places of a language's documents in an order."""
        found = self._orders.get((locale, columns))
        if found is None:
            found = list(compress(range(len(self._entries)), self._marks(self._languages[locale])))
            for column in reversed(columns):
                value = attrgetter(column.removeprefix("-"))
                found.sort(
                    key=lambda slot, value=value: value(self._entries[slot]),  # type: ignore[misc]
                    reverse=column.startswith("-"),
                )
            self._orders[locale, columns] = found
        return found

    def _held_at(self, now: datetime) -> dict[str, dict[str, Bits]]:
        """Return the documents by the values that they carry at a moment, by facet."""
        held = self._held
        if held is None or not held.holds_at(now):
            held = self._held = self._work_out(now)
        return held.values

    def _work_out(self, now: datetime) -> _Held:
        since, until = None, None
        holding: dict[tuple[str, str], list[int]] = {}
        for slot, values in self._timed.items():
            for one in values:
                has_begun = one.starts_at is None or one.starts_at <= now
                has_ended = one.ends_at is not None and one.ends_at <= now
                if has_begun and not has_ended:
                    holding.setdefault((one.key, one.value), []).append(slot)
                for moment in (one.starts_at, one.ends_at):
                    if moment is None:
                        continue
                    if moment <= now:
                        since = moment if since is None else max(since, moment)
                    else:
                        until = moment if until is None else min(until, moment)
        values_now = dict(self._values)
        for key in {key for key, _value in holding}:
            values_now[key] = dict(values_now.get(key, {}))
        for (key, value), slots in holding.items():
            values_now[key][value] = values_now[key].get(value, 0) | self._bits(slots)
        return _Held(since, until, values_now)

    def _label(self, key: str, value: str, locale: str) -> str:
        label = self._labels.get((key, value, locale))
        if label is None:
            others = (other for other in self._languages if (key, value, other) in self._labels)
            label = self._labels[key, value, min(others)]
        return label or value

    # What changes while a later snapshot is made; ``touched`` are the facets that are its own.

    def _take_out(self, slot: int, touched: set[str]) -> None:
        entry = self._entries[slot]
        if entry is None:
            return
        for (locale, columns), order in self._orders.items():
            if locale == entry.locale:
                key = sort_key(columns)
                place = bisect_left(order, key(entry), key=lambda one: key(self._entries[one]))
                del order[place]
        self._entries[slot] = None
        self._free.append(slot)
        _leave(self._by_number, entry.number, slot)
        _leave(self._by_key, entry.translation_key, slot)
        if entry.parent_id is not None:
            _leave(self._by_parent, entry.parent_id, slot)
        self._timed.pop(slot, None)
        self._languages[entry.locale] &= ~(1 << slot)
        for one in entry.facets:
            if not is_timed(one):
                values = self._own(one.key, touched)
                left = values.get(one.value, 0) & ~(1 << slot)
                if left:
                    values[one.value] = left
                else:
                    values.pop(one.value, None)

    def _put_in(self, entry: Entry, touched: set[str]) -> None:
        if self._free:
            slot = self._free.pop()
            self._entries[slot] = entry
        else:
            slot = len(self._entries)
            self._entries.append(entry)
        self._by_pk[entry.pk] = slot
        _join(self._by_number, entry.number, slot)
        _join(self._by_key, entry.translation_key, slot)
        if entry.parent_id is not None:
            _join(self._by_parent, entry.parent_id, slot)
        self._languages[entry.locale] = self._languages.get(entry.locale, 0) | 1 << slot
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
                place = bisect_left(order, key(entry), key=lambda one: key(self._entries[one]))
                order.insert(place, slot)

    def _own(self, key: str, touched: set[str]) -> dict[str, Bits]:
        if key not in touched:
            touched.add(key)
            self._values[key] = dict(self._values.get(key, {}))
        return self._values[key]


@dataclass(frozen=True)
class Selection:
    """Some of a snapshot's documents; narrowing one gives another.

    ``len()`` counts them.
    """

    snapshot: Snapshot
    bits: Bits

    def __len__(self) -> int:
        """Return how many documents these are."""
        return self.bits.bit_count()

    def __and__(self, other: Selection) -> Selection:
        """Return the documents that are in another selection of the same snapshot, too."""
        return Selection(self.snapshot, self.bits & other.bits)

    def with_numbers(self, numbers: Iterable[int]) -> Selection:
        """Narrow to pages with some numbers."""
        slots = self.snapshot._by_number
        return self._within(slot for number in numbers for slot in slots.get(number, ()))

    def with_translation_keys(self, keys: Iterable[UUID]) -> Selection:
        """Narrow to pages of which some are translations."""
        slots = self.snapshot._by_key
        return self._within(slot for key in keys for slot in slots.get(key, ()))

    def below(self, number: int) -> Selection:
        """Narrow to pages directly below the page with a number, in whatever language."""
        return Selection(self.snapshot, self.bits & self.snapshot._below(number))

    def published_since(self, moment: datetime) -> Selection:
        """Narrow to pages published at a moment or later."""
        return Selection(self.snapshot, self.bits & self.snapshot._published_since(moment))

    def chosen(self, choice: Choice, now: datetime) -> Selection:
        """Narrow by facets as they hold at a moment: any of a facet's values, all of the facets."""
        held = self.snapshot._held_at(now)
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
        held = self.snapshot._held_at(now)
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
                Count(value, self.snapshot._label(key, value, locale), number)
                for number, value in found
            ]
        return total.bit_count(), counts

    def ordered(self, columns: Columns, after: Sequence[Any] | None = None) -> Iterator[Entry]:
        """Return the documents in an order, one by one; ``-`` before a column reverses it.

        The last column must be one that no two documents share. Texts are compared by their code
        points, whatever the database does. ``after`` are values of the columns: what stands behind
        them follows.
        """
        snapshot, key = self.snapshot, sort_key(columns)
        entries, marks = snapshot._entries, snapshot._marks(self.bits)
        parts = []
        for locale, everything in snapshot._languages.items():
            if self.bits & everything:
                order = snapshot._order(locale, columns)
                if after is not None:
                    last = key_of(columns, after)
                    start = bisect_right(order, last, key=lambda slot: key(entries[slot]))
                    order = order[start:]
                parts.append(compress(order, map(marks.__getitem__, order)))
        slots = parts[0] if len(parts) == 1 else merge(*parts, key=lambda slot: key(entries[slot]))
        return (entry for slot in slots if (entry := entries[slot]) is not None)

    def __iter__(self) -> Iterator[Entry]:
        """Return the documents in no order."""
        found = compress(self.snapshot._entries, self.snapshot._marks(self.bits))
        return (entry for entry in found if entry is not None)

    def _within(self, slots: Iterable[int]) -> Selection:
        return Selection(self.snapshot, self.bits & self.snapshot._bits(slots))


@dataclass(frozen=True)
class _Held:
    """The documents by the values that they carry from one moment on, and until another."""

    since: datetime | None
    until: datetime | None
    values: dict[str, dict[str, Bits]]

    def holds_at(self, now: datetime) -> bool:
        has_begun = self.since is None or self.since <= now
        return has_begun and (self.until is None or now < self.until)


class _Reversed:
    """A value that comes before smaller ones."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value

    def __lt__(self, other: _Reversed) -> bool:
        return bool(other.value < self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Reversed) and other.value == self.value

    __hash__ = None  # type: ignore[assignment]


def is_timed(value: FacetValue) -> bool:
    """Whether a facet value does not always hold."""
    return value.starts_at is not None or value.ends_at is not None


@cache
def sort_key(columns: Columns) -> Callable[[Any], tuple[Any, ...]]:
    """Return what gives an entry's place in an order."""
    values = attrgetter(*(column.removeprefix("-") for column in columns))
    return lambda entry: key_of(columns, values(entry))


def key_of(columns: Columns, values: Sequence[Any]) -> tuple[Any, ...]:
    """Return the place of some values in an order."""
    return tuple(
        _Reversed(value) if column.startswith("-") else value
        for column, value in zip(columns, values, strict=True)
    )


def _any_of(held: Mapping[str, Bits], values: Iterable[str]) -> Bits:
    found = 0
    for value in values:
        found |= held.get(value, 0)
    return found


def _join(slots: dict[Any, tuple[int, ...]], name: Any, slot: int) -> None:
    slots[name] = (*slots.get(name, ()), slot)


def _leave(slots: dict[Any, tuple[int, ...]], name: Any, slot: int) -> None:
    left = tuple(one for one in slots[name] if one != slot)
    if left:
        slots[name] = left
    else:
        del slots[name]
