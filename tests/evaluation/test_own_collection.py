"""Search answers the questions of the repository's own collection (``make bench-search``)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from bench import collections
from bench.search import rows, same_first_five
from search.answering import glossary

FOLDER = Path(__file__).parent / "own"
Ask = collections.Ask


@pytest.fixture(scope="module")
def filled(django_db_setup: None, django_db_blocker: Any) -> Iterator[Ask]:
    """Ask the collection, indexed once for all tests here."""
    with django_db_blocker.unblock(), transaction.atomic():
        build, ask, _size = collections.systems(rows(FOLDER / "passages.jsonl"))["search"]
        glossary.forget()
        build()
        yield ask
        transaction.set_rollback(True)
    glossary.forget()


@pytest.fixture
def ask(filled: Ask, db: None) -> Ask:
    glossary.forget()
    return filled


def places(ask: Ask, name: str) -> list[int | None]:
    """The place of the first right answer to each question of a file, among the first ten."""
    found = []
    for question in rows(FOLDER / f"{name}.queries.jsonl"):
        relevant = set(question["relevant"])
        answers = ask(question["query"], question["locale"])
        found.append(next((at for at, one in enumerate(answers, 1) if one in relevant), None))
    return found


@pytest.mark.parametrize(("name", "least"), [("japanese", 0.93), ("english", 0.97)])
def test_questions_are_answered_in_their_language(ask: Ask, name: str, least: float) -> None:
    found = places(ask, name)
    assert sum(1 / place for place in found if place) / len(found) >= least


@pytest.mark.parametrize("name", ["across-from-english", "across-from-japanese"])
def test_questions_are_answered_across_the_languages(ask: Ask, name: str) -> None:
    found = places(ask, name)
    assert len(found) >= 60
    assert sum(place is not None for place in found) / len(found) >= 0.85


def test_spellings_find_the_same(ask: Ask) -> None:
    pairs = rows(FOLDER / "spellings.jsonl")
    share, wrong = same_first_five(ask, pairs)
    assert len(pairs) >= 80
    assert share >= 0.95, wrong
