"""Facet counts and totals equal what Python counts, on random documents and choices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from publishing.models import Document, Facet
from publishing.reading import catalogue
from publishing.reading.selections import Selection

KEYS = ("sector", "city", "state")
VALUES = ("a", "b", "c")
NOW = datetime(2026, 5, 1, tzinfo=UTC)
LOCALES = ("ja", "en")

Choice = dict[str, frozenset[str]]


@dataclass(frozen=True)
class Carried:
    """A value that a document carries, between two days from now where these are given."""

    key: str
    value: str
    starts: int | None
    ends: int | None

    @property
    def holds(self) -> bool:
        return (self.starts is None or self.starts <= 0) and (self.ends is None or self.ends > 0)


days = st.one_of(st.none(), st.integers(-2, 2))
carried = st.builds(Carried, st.sampled_from(KEYS), st.sampled_from(VALUES), days, days)
documents = st.lists(st.tuples(st.sampled_from(LOCALES), st.sets(carried, max_size=6)), max_size=12)
choices = st.dictionaries(
    st.sampled_from(KEYS), st.frozensets(st.sampled_from([*VALUES, "unheard of"]), min_size=1)
)


def moment(day: int | None) -> datetime | None:
    return None if day is None else NOW + timedelta(days=day)


def store(number: int, locale: str, values: set[Carried]) -> None:
    document = Document.objects.create(
        page_id=number,
        number=number,
        locale=locale,
        translation_key=f"{number:032}",
        body=b"{}",
        card=b"{}",
        last_published_at=NOW,
        rendered_at=NOW,
        changed_at=NOW,
    )
    Facet.objects.bulk_create(
        Facet(
            document=document,
            key=one.key,
            value=one.value,
            starts_at=moment(one.starts),
            ends_at=moment(one.ends),
        )
        for one in values
    )


def fits(values: set[tuple[str, str]], choice: Choice) -> bool:
    """Any of a facet's values, all of the facets."""
    return all(any((key, one) in values for one in wanted) for key, wanted in choice.items())


class Counts(TestCase):
    @settings(
        max_examples=40,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.too_slow],
        print_blob=False,
    )
    @given(stored=documents, choice=choices)
    def test_counts_and_totals_equal_brute_force(
        self, stored: list[tuple[str, set[Carried]]], choice: Choice
    ) -> None:
        for number, (locale, values) in enumerate(stored, start=1):
            store(number, locale, values)
        held = {
            number: {(one.key, one.value) for one in values if one.holds}
            for number, (locale, values) in enumerate(stored, start=1)
            if locale == "ja"
        }
        japanese = Selection.in_language(catalogue.read(), "ja")

        chosen = {number for number, values in held.items() if fits(values, choice)}
        assert {entry.number for entry in japanese.chosen(choice, NOW)} == chosen

        total, counts = japanese.counted(KEYS, choice, NOW, "ja")
        assert total == len(chosen)
        for key in KEYS:
            others = {other: wanted for other, wanted in choice.items() if other != key}
            expected = {
                value: sum(
                    (key, value) in values and fits(values, others) for values in held.values()
                )
                for value in VALUES
            }
            found = {count.value: count.total for count in counts[key]}
            assert found == {value: number for value, number in expected.items() if number}
            totals = [count.total for count in counts[key]]
            assert totals == sorted(totals, reverse=True)
