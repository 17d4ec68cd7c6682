"""Questions are counted by day, with nothing about who asked, and hold nobody up."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from search.models import AskedQuestion
from search.reports import query_log

from .conftest import publish

API = "/api/delivery/v1/search/"


def counted() -> dict[tuple[str, str], tuple[int, int]]:
    """What is stored once everything is written: times asked and times in vain, by question."""
    query_log.write()
    rows = AskedQuestion.objects.values_list("text", "locale", "asked", "without_result")
    return {(text, locale): (times, vain) for text, locale, times, vain in rows}


@pytest.fixture
def client() -> Client:
    """A reader who is another one in each request."""

    class Readers(Client):
        number = 0

        def request(self, **values: Any) -> Any:
            Readers.number += 1
            return super().request(**{"REMOTE_ADDR": f"2001:db8:{Readers.number:x}::1", **values})

    return Readers()


@pytest.mark.django_db
def test_a_question_is_counted_with_its_language_on_the_page_and_by_the_api(
    client: Client,
) -> None:
    publish("環境の計画")
    for text in ("環境", "　環境 ", "ﾇﾇﾇ"):
        client.get("/ja/search/", {"q": text})
    client.get(API, {"q": "ＥＮＶＩＲＯＮＭＥＮＴ", "locale": "en"})
    client.get(API, {"q": "ぬぬ", "locale": "ja"})
    assert counted() == {
        ("環境", "ja"): (2, 0),
        ("ヌヌヌ", "ja"): (1, 1),
        ("environment", "en"): (1, 0),
        ("ぬぬ", "ja"): (1, 1),
    }
    assert set(AskedQuestion.objects.values_list("day", flat=True)) == {timezone.localdate()}


@pytest.mark.django_db
def test_a_line_holds_nothing_of_who_asked_nor_when_within_the_day() -> None:
    assert {field.name for field in AskedQuestion._meta.get_fields()} == {
        "id",
        "day",
        "locale",
        "text",
        "asked",
        "without_result",
    }


@pytest.mark.django_db
def test_only_questions_themselves_are_counted(client: Client) -> None:
    for number in range(21):
        publish(f"環境の計画{number}")
    client.get("/ja/search/", {"q": "環境", "page": "2"})
    client.get("/ja/search/", {"q": "環境", "section": "measures"})
    client.get("/ja/search/", {"q": "環" * 999})
    client.get("/ja/search/", {"q": ""})
    client.head("/ja/search/", {"q": "環境"})
    client.get(API, {"q": "環境", "offset": "10"})
    client.get(API, {"q": "環境", "section": "measures"})
    client.get("/api/delivery/v1/suggest/", {"q": "環境"})
    client.get("/ja/search/", {"q": "環境"}, headers={"user-agent": "Examplebot/1.0"})
    client.get("/ja/search/", {"q": "環境"}, headers={"user-agent": "Some-Crawler"})
    assert counted() == {}
    client.get("/ja/search/", {"q": "環境"}, headers={"user-agent": "Mozilla/5.0"})
    assert counted() == {("環境", "ja"): (1, 0)}


@pytest.mark.parametrize(
    "text",
    [
        "taro@example.org",
        "連絡先 taro＠example.org",
        "090-1234-5678",
        "０９０ー１２３４ー５６７８",
        "+81 (93) 582 2804",
        "123456789012",
        "北九州市 1234 5678 9012 3456",
        "と" * 101,
        "\x00 \x00",
    ],
)
def test_what_looks_personal_is_not_kept(text: str) -> None:
    assert query_log.kept_form(text) == ""


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("2013-2030年度", "2013-2030年度"),
        ("2013年4月1日", "2013年4月1日"),
        ("802-0001", "802-0001"),
        ("ＣＯ₂　削減", "co2 削減"),
        ("SDGs @ city", "sdgs @ city"),
    ],
)
def test_other_numbers_and_words_are_kept(text: str, kept: str) -> None:
    assert query_log.kept_form(text) == kept


@pytest.mark.django_db
def test_one_client_counts_once_and_not_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(query_log.time, "monotonic", lambda: 600.0)
    for _number in range(3):
        query_log.note("環境", "ja", is_empty=False, client="192.0.2.1")
    for number in range(100):
        query_log.note(f"計画{number}", "ja", is_empty=False, client="192.0.2.1")
    query_log.note("環境", "ja", is_empty=False, client="192.0.2.2")
    found = counted()
    assert found["環境", "ja"] == (2, 0)
    assert len(found) == query_log.MOST_OF_A_CLIENT
    monkeypatch.setattr(query_log.time, "monotonic", lambda: 660.0)
    query_log.note("環境", "ja", is_empty=False, client="192.0.2.1")
    assert counted()["環境", "ja"] == (3, 0)
    assert "192.0.2" not in repr(query_log._waiting)


@pytest.mark.django_db
def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(query_log, "MOST_WAITING", 5)
    for number in range(9):
        query_log.note(f"計画{number}", "ja", is_empty=True)
    query_log.note("計画0", "ja", is_empty=True)
    found = counted()
    assert len(found) == 5
    assert found["計画0", "ja"] == (2, 2)


def test_asking_never_touches_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without ``django_db``, any query raises."""
    due: list[object] = []
    monkeypatch.setattr(query_log, "later", due.append)
    for _number in range(3):
        query_log.note("環境", "ja", is_empty=False)
    assert due == [query_log.write]


@pytest.mark.django_db
def test_what_cannot_be_counted_or_written_fails_no_search_and_is_kept(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_arguments: Any, **_values: Any) -> None:
        raise DatabaseError("database is locked: 環境")

    with monkeypatch.context() as broken:
        broken.setattr(query_log, "_count", fail)
        assert client.get("/ja/search/", {"q": "環境"}).status_code == 200
        assert client.get(API, {"q": "環境"}).status_code == 200
    client.get("/ja/search/", {"q": "環境"})
    with monkeypatch.context() as broken:
        broken.setattr(query_log, "_store", fail)
        query_log.write()
    assert "環境" not in caplog.text
    assert "DatabaseError" in caplog.text
    client.get("/ja/search/", {"q": "環境"})
    assert counted() == {("環境", "ja"): (2, 2)}


@pytest.mark.django_db
def test_nothing_is_counted_where_the_settings_say_so(client: Client, settings: Any) -> None:
    settings.SEARCH_LOG_DAYS = 0
    client.get("/ja/search/", {"q": "環境"})
    assert counted() == {}


def keep(text: str, day: date, times: int = 1) -> None:
    AskedQuestion.objects.create(text=text, locale="ja", day=day, asked=times)


@pytest.mark.django_db
def test_old_questions_are_forgotten_and_all_of_them_when_asked(
    settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.SEARCH_LOG_DAYS = 7
    today = timezone.localdate()
    keep("今日", today)
    keep("六日前", today - timedelta(days=6))
    keep("七日前", today - timedelta(days=7))
    call_command("search", "forget")
    assert "1" in capsys.readouterr().out
    assert {text for text, _locale in counted()} == {"今日", "六日前"}
    call_command("search", "forget", "--all")
    assert counted() == {}
    keep("今日", today)
    settings.SEARCH_LOG_DAYS = 0
    call_command("search", "forget")
    assert counted() == {}


def test_what_is_left_is_written_when_a_process_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[dict[Any, int]] = []
    monkeypatch.setattr(
        query_log, "_store", lambda questions, _empty: written.append(dict(questions))
    )
    query_log.write_at_the_end()
    query_log.note("環境", "ja", is_empty=False)
    query_log.write_at_the_end()
    query_log.write_at_the_end()
    assert [list(one.values()) for one in written] == [[1]]
