"""A question is answered in a set time, or with what was found until then."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest
from django.db import connection
from django.test import Client

from search import engines
from search.answering import queries
from search.answering.queries import find
from search.engines import Deadline, OutOfTimeError, engine
from search.engines.expressions import Expression, Term

from .conftest import publish

pytestmark = pytest.mark.django_db

#: Reads more rows than any database does before it looks at the clock.
ENDLESS = (
    "WITH RECURSIVE numbers (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers"
    " WHERE number < 1000000000) SELECT count(*) FROM numbers"
)


def a_step_each_time() -> Iterator[float]:
    """A clock that is a second later whenever it is asked."""
    return map(float, count())


class Slow:
    """An engine that has time for some look-ups only."""

    def __init__(self, wrapped: engines.Engine, finds: int) -> None:
        self.wrapped = wrapped
        self.left = finds

    def find(self, required: Expression, ranking: list[Expression], most: int) -> object:
        if not self.left:
            raise OutOfTimeError
        self.left -= 1
        return self.wrapped.find(required, ranking, most)

    def __getattr__(self, name: str) -> object:
        return getattr(self.wrapped, name)


@pytest.fixture
def out_of_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "engine", lambda _deadline: Slow(engine(), 0))


def test_what_the_database_does_is_broken_off() -> None:
    clock = a_step_each_time()
    # Time enough to begin, and none left when SQLite asks; PostgreSQL is told a few milliseconds.
    deadline = Deadline(1.005, lambda: next(clock))
    with pytest.raises(OutOfTimeError):
        engine(deadline)._rows(ENDLESS, [])  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)


def test_no_question_begins_after_its_time() -> None:
    with pytest.raises(OutOfTimeError):
        engine(Deadline(0)).find(Term("環境"), [], 10)


def test_bounds_hold_for_one_question_only() -> None:
    engine(Deadline(60)).find(Term("環境"), [Term("環境")], 10)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for name in ("statement_timeout", "enable_seqscan", "jit"):
                cursor.execute(
                    "SELECT setting = reset_val FROM pg_settings WHERE name = %s", [name]
                )
                assert cursor.fetchone() == (True,), name


def test_what_was_found_in_time_is_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    publish("環境の計画", "市の取組み")
    publish("環境の報告", "町の取組み")
    monkeypatch.setattr(queries, "engine", lambda _deadline: Slow(engine(), 1))
    found = find("環境の計画", "ja")
    assert [result.card["title"] for result in found.results] == ["環境の計画"]


@pytest.mark.usefixtures("out_of_time")
def test_a_question_that_takes_too_long_is_a_clear_problem(client: Client) -> None:
    publish("環境の計画")
    with pytest.raises(OutOfTimeError):
        find("環境", "ja")
    answer = client.get("/api/delivery/v1/search/", {"q": "環境", "locale": "ja"})
    assert answer.status_code == 503
    assert answer["Retry-After"] == str(queries.RETRY_AFTER)
    assert answer.json()["type"].endswith("took-too-long")
    for language in ("ja", "en"):
        page = client.get(f"/{language}/search/", {"q": "環境"})
        assert page.status_code == 503
        assert page["Retry-After"] == str(queries.RETRY_AFTER)


@pytest.mark.usefixtures("each_engine")
@pytest.mark.parametrize(
    "question",
    [
        "環境計画都市交通河川道路港湾" * 18,
        "。、「」！？" * 42,
        "a",
        " ".join(f"w{number}" for number in range(64)),
        "🙂" * 250,
        "\x01\x02\x1b" * 80,
        "キログラム",
    ],
)
def test_the_worst_questions_are_answered(question: str) -> None:
    publish("環境計画", "w1 a 🙂 100キログラム")
    assert find(question[: queries.LONGEST_QUESTION], "ja").total in (0, 1)
