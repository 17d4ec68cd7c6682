"""The catalogue's sets, counts and orders equal what Python finds one by one, whatever happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publishing.reading.selections import Selection
from publishing.reading.snapshot import FEW, CatalogueEntry, Snapshot
from publishing.registry import FacetValue

NOW = datetime(2026, 5, 1, tzinfo=UTC)
LOCALES = ("ja", "en")
KEYS = ("sector", "city", "state")
VALUES = ("a", "b", "c")
ORDERS = (
    ("section", "-sort_key", "position", "pk"),
    ("last_published_at", "number", "pk"),
    ("-last_published_at", "number", "pk"),
    ("-title", "number", "pk"),
    ("-number", "pk"),
)

Choice = dict[str, frozenset[str]]

days = st.one_of(st.none(), st.integers(-2, 2))


def moment(day: int | None) -> datetime | None:
    return None if day is None else NOW + timedelta(days=day)


values = st.builds(
    lambda key, value, starts, ends: FacetValue(key, value, "", moment(starts), moment(ends)),
    st.sampled_from(KEYS),
    st.sampled_from(VALUES),
    days,
    days,
)
# Few of each, so that they meet: ties in each order, twins and children are frequent.
entries = st.builds(
    CatalogueEntry,
    pk=st.integers(1, 12),
    page_id=st.integers(1, 9),
    parent_id=st.one_of(st.none(), st.integers(1, 4)),
    number=st.integers(1, 6),
    locale=st.sampled_from(LOCALES),
    translation_key=st.builds(lambda number: UUID(int=number), st.integers(1, 4)),
    section=st.sampled_from(("", "measures")),
    sort_key=st.sampled_from(("", "1", "12")),
    position=st.sampled_from(("0001", "00010002")),
    title=st.sampled_from(("", "a", "ab", "b", "橋", "\U0010ffff")),
    last_published_at=st.builds(lambda day: NOW + timedelta(days=day), st.integers(-2, 2)),
    facets=st.lists(values, max_size=4).map(tuple),
)
collections = st.lists(entries, max_size=10, unique_by=lambda entry: entry.pk)
choices = st.dictionaries(
    st.sampled_from(KEYS), st.frozensets(st.sampled_from([*VALUES, "unheard of"]), min_size=1)
)
steps = st.lists(st.tuples(st.sets(st.integers(1, 12), max_size=3), collections), max_size=4)


def carried(entry: CatalogueEntry) -> set[tuple[str, str]]:
    return {
        (one.key, one.value)
        for one in entry.facets
        if (one.starts_at is None or one.starts_at <= NOW)
        and (one.ends_at is None or one.ends_at > NOW)
    }


def fits(entry: CatalogueEntry, choice: Choice) -> bool:
    held = carried(entry)
    return all(any((key, one) in held for one in wanted) for key, wanted in choice.items())


def sorted_by(found: Sequence[CatalogueEntry], columns: tuple[str, ...]) -> list[CatalogueEntry]:
    for column in reversed(columns):
        name = column.removeprefix("-")
        found = sorted(
            found, key=lambda entry: getattr(entry, name), reverse=column.startswith("-")
        )
    return list(found)


def pks(found: Any) -> set[int]:
    return {entry.pk for entry in found}


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(stored=collections, happened=steps, choice=choices, data=st.data())
def test_everything_equals_brute_force_whatever_came_and_went(
    stored: list[CatalogueEntry],
    happened: list[tuple[set[int], list[CatalogueEntry]]],
    choice: Choice,
    data: st.DataObject,
) -> None:
    there = {entry.pk: entry for entry in stored}
    snapshot = Snapshot.of(stored, 1, NOW)
    for sequence, (gone, come) in enumerate(happened, start=2):
        # Orders and what holds are worked out in between, so that they are followed, too.
        check(snapshot, there, choice, data)
        before = dict(there)
        followed = snapshot.followed(gone, come, sequence, NOW)
        for pk in gone:
            there.pop(pk, None)
        there |= {entry.pk: entry for entry in come}
        check(snapshot, before, choice, data)
        snapshot = followed
    check(snapshot, there, choice, data)


def check(
    snapshot: Snapshot, there: dict[int, CatalogueEntry], choice: Choice, data: st.DataObject
) -> None:
    everything = list(there.values())
    assert len(snapshot) == len(there)
    assert pks(Selection.everything(snapshot)) == set(there)
    locale, fallback = data.draw(st.sampled_from([("ja", None), ("ja", "en"), ("en", "ja")]))
    own = [entry for entry in everything if entry.locale == locale]
    numbers = {entry.number for entry in own}
    if fallback:
        own += [
            entry
            for entry in everything
            if entry.locale == fallback and entry.number not in numbers
        ]
    documents = Selection.in_language(snapshot, locale, fallback)
    assert pks(documents) == pks(own)
    check_narrowing(documents, own, everything)
    check_counts(documents, own, choice)
    found = [entry for entry in own if fits(entry, choice)]
    for columns in ORDERS:
        expected = sorted_by(found, columns)
        ordered = documents.chosen(choice, NOW).ordered(columns)
        assert list(ordered) == expected
        for place, entry in enumerate(expected):
            last = [getattr(entry, column.removeprefix("-")) for column in columns]
            rest = documents.chosen(choice, NOW).ordered(columns, last)
            assert list(islice(rest, 2)) == expected[place + 1 : place + 3]


def check_narrowing(
    documents: Selection, own: list[CatalogueEntry], everything: list[CatalogueEntry]
) -> None:
    assert pks(documents.with_numbers([1, 2])) == pks(one for one in own if one.number in {1, 2})
    keys = [UUID(int=1), UUID(int=99)]
    assert pks(documents.with_translation_keys(keys)) == pks(
        one for one in own if one.translation_key == keys[0]
    )
    above = {one.page_id for one in everything if one.number == 1}
    assert pks(documents.below(1)) == pks(one for one in own if one.parent_id in above)
    for day in range(-3, 4):
        since = NOW + timedelta(days=day)
        assert pks(documents.published_since(since)) == pks(
            one for one in own if one.last_published_at >= since
        )
    snapshot = documents.snapshot
    assert pks(Selection.with_ids(snapshot, [1, 2, 99]) & documents) == pks(
        one for one in own if one.pk < 3
    )
    for key in KEYS:
        carried_ever = {one.value for entry in everything for one in entry.facets if one.key == key}
        assert snapshot.carried(key) == carried_ever
        assert {value for value in VALUES if snapshot.carries(key, value)} == carried_ever


def check_counts(documents: Selection, own: list[CatalogueEntry], choice: Choice) -> None:
    total, counts = documents.counted(KEYS, choice, NOW, "ja")
    assert total == len(documents.chosen(choice, NOW))
    assert total == sum(fits(entry, choice) for entry in own)
    for key in KEYS:
        others = {other: wanted for other, wanted in choice.items() if other != key}
        expected = {
            value: sum((key, value) in carried(entry) and fits(entry, others) for entry in own)
            for value in VALUES
        }
        found = {count.value: count.total for count in counts[key]}
        assert found == {value: number for value, number in expected.items() if number}
        order = [(-count.total, count.value) for count in counts[key]]
        assert order == sorted(order)


def entry(pk: int, locale: str = "ja", *facets: FacetValue, title: str = "") -> CatalogueEntry:
    return CatalogueEntry(
        pk=pk,
        page_id=pk,
        parent_id=None,
        number=pk,
        locale=locale,
        translation_key=UUID(int=pk),
        section="",
        sort_key="",
        position=f"{pk:04}",
        title=title,
        last_published_at=NOW,
        facets=facets,
    )


def test_a_value_has_one_count_and_the_name_of_the_readers_language() -> None:
    stored = [
        entry(1, "ja", FacetValue("sector", "waste", "廃棄物")),
        entry(2, "en", FacetValue("sector", "waste", "Waste")),
        entry(3, "en", FacetValue("sector", "port", "Ports"), FacetValue("year", "1990")),
    ]
    everything = Selection.everything(Snapshot.of(stored, 1, NOW))
    for locale, waste in (("ja", "廃棄物"), ("en", "Waste")):
        _total, counts = everything.counted(("sector", "year"), {}, NOW, locale)
        named = [(one.value, one.label, one.total) for one in counts["sector"]]
        assert named == [("waste", waste, 2), ("port", "Ports", 1)]
        assert [(one.value, one.label) for one in counts["year"]] == [("1990", "1990")]


def test_a_name_follows_its_value() -> None:
    stored = [entry(1, "ja", FacetValue("city", "x", "旧"))]
    renamed = [entry(1, "ja", FacetValue("city", "x", "新"))]
    followed = Snapshot.of(stored, 1, NOW).followed([], renamed, 2, NOW)
    [count] = Selection.everything(followed).counted(("city",), {}, NOW, "ja")[1]["city"]
    assert count.label == "新"


def test_values_begin_and_end_with_time() -> None:
    opens, closes = NOW, NOW + timedelta(days=1)
    stored = [
        entry(1, "ja", FacetValue("state", "open", "", opens, closes)),
        entry(2, "ja", FacetValue("state", "open")),
        entry(3, "ja", FacetValue("state", "open", "", closes, None)),
    ]
    documents = Selection.everything(Snapshot.of(stored, 1, NOW))
    instant = timedelta(microseconds=1)
    for now, expected in (
        (opens - instant, {2}),
        (opens, {1, 2}),
        (closes - instant, {1, 2}),
        (closes, {2, 3}),
        (opens, {1, 2}),  # also backwards
    ):
        assert pks(documents.chosen({"state": ["open"]}, now)) == expected
        assert documents.counted(("state",), {}, now, "ja")[1]["state"][0].total == len(expected)


@pytest.mark.parametrize("number", [1, FEW + 1])
def test_orders_are_followed_whether_few_or_many_come(number: int) -> None:
    columns = ("-title", "pk")
    stored = [entry(pk, title=f"{pk % 7}") for pk in range(1, 300)]
    snapshot = Snapshot.of(stored, 1, NOW)
    assert len(list(Selection.everything(snapshot).ordered(columns))) == len(stored)
    come = [replace(one, title=f"x{one.pk}") for one in stored[:number]]
    followed = snapshot.followed([], come, 2, NOW)
    expected = sorted_by([*come, *stored[number:]], columns)
    assert list(Selection.everything(followed).ordered(columns)) == expected
