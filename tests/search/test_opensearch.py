"""A cluster that ``SEARCH_URL`` names takes over search, and may fail without taking anything down.

What search finds and how the index follows is tested on it with the other engines, by the fixture
``each_engine``.
"""

from __future__ import annotations

import base64
import json
import logging
import socket
import traceback
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from importlib import import_module
from threading import Event
from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from opensearchpy.client import IndicesClient

from accounts.models import User
from publishing.models import Change
from search.answering.queries import RETRY_AFTER, find
from search.answering.spelling import did_you_mean
from search.engines import (
    WEIGHTS,
    Deadline,
    Indexed,
    OutOfTimeError,
    UnavailableError,
    cluster,
    engine,
    opensearch,
)
from search.engines.expressions import Expression, Phrase, Term
from search.indexing import actions, files, following
from search.indexing.extraction import Part
from search.models import Entry, FileText, Passage
from tests.flows.markup import read

from .conftest import CREDENTIALS, log, publish, searching_at, withdraw
from .opensearch_server import SearchServer

pytestmark = pytest.mark.django_db

Committing = Callable[..., AbstractContextManager[list[object]]]


def terms(*words: str, column: str = "body", pairs: tuple[str, ...] = ()) -> Indexed:
    """A document that has some words in a column."""
    nothing: dict[str, tuple[str, ...]] = dict.fromkeys(WEIGHTS, ())
    return Indexed(words={**nothing, column: words}, beside=nothing, pairs=pairs)


def found(required: Expression, *ranking: Expression, most: int = 100) -> list[int]:
    """The passages that match, best first, as documents of their own."""
    return [one.document_id for one in engine().find(required, ranking, most)]


def rest_ends() -> None:
    """Let the time pass for which a cluster that did not answer is left alone."""
    chosen = cluster.cluster()
    chosen._clock = lambda: chosen._rests_until


def totals(*questions: str) -> list[int]:
    return [find(question, "ja").total for question in questions]


def test_one_setting_takes_over(search_server: SearchServer) -> None:
    document = publish("環境の計画")
    assert totals("環境") == [1]
    assert search_server.requests.count("POST /hashi/_bulk") == 1
    in_database = import_module(f"search.engines.{connection.vendor}").DatabaseEngine()
    assert (engine().stored(), in_database.stored()) == ({document.pk}, set())


def test_what_happened_while_the_cluster_was_down_is_followed_when_it_is_back(
    search_server: SearchServer,
    django_capture_on_commit_callbacks: Committing,
    caplog: pytest.LogCaptureFixture,
    client: Client,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        gone = publish("環境の計画")
    search_server.is_silent = True
    with django_capture_on_commit_callbacks(execute=True):
        publish("環境の報告", "河川の記録")
        withdraw(gone)
    assert "cannot be asked" in caplog.text
    with pytest.raises(OutOfTimeError):
        find("環境", "ja")
    answer = client.get("/api/delivery/v1/search/", {"q": "環境", "locale": "ja"})
    assert (answer.status_code, answer["Retry-After"]) == (503, str(RETRY_AFTER))
    assert answer.json()["type"].endswith("took-too-long")
    page = client.get("/ja/search/", {"q": "環境"})
    assert (page.status_code, page["Retry-After"]) == (503, str(RETRY_AFTER))
    search_server.is_silent = False
    rest_ends()
    assert totals("河川", "計画") == [1, 0]
    assert actions.verify() == []


def test_what_is_gone_is_not_found_although_the_cluster_has_it_still(
    search_server: SearchServer,
) -> None:
    document = publish("環境の計画")
    actions.follow()
    Entry.objects.filter(pk=document.pk).delete()
    assert engine().stored() == {document.pk}
    assert engine().find(Term("環境"), [Term("環境")], 10) == []


def test_what_the_database_was_told_during_a_rebuild_is_in_the_new_index(
    search_server: SearchServer, settings: Any
) -> None:
    chosen = settings.SEARCH_CLUSTER
    document = publish("環境の計画")
    actions.follow()

    def publish_elsewhere(_done: int, _total: int) -> None:
        """Publish by another process, which has not been restarted yet."""
        settings.SEARCH_CLUSTER = {}
        document.body = json.dumps({"title": "河川の計画", "summary": "", "body": []}).encode()
        document.save()
        log(document, Change.Kind.UPSERT)
        actions.follow()
        settings.SEARCH_CLUSTER = chosen

    actions.rebuild(publish_elsewhere)
    assert totals("河川", "環境") == [1, 0]


def test_a_cluster_that_did_not_answer_is_left_alone_for_a_while(
    search_server: SearchServer, caplog: pytest.LogCaptureFixture
) -> None:
    search_server.is_silent = True
    for _question in range(3):
        with pytest.raises(UnavailableError):
            engine().find(Term("環境"), [], 10)
    assert len(search_server.requests) == 2, "once more, then no more"
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    rest_ends()
    search_server.is_silent = False
    assert found(Term("環境")) == []


def test_a_cluster_that_is_new_or_away_is_told_by_a_check(search_server: SearchServer) -> None:
    def told() -> list[str]:
        return [str(found.id) for found in run_checks(databases=["default"])]

    publish("環境の計画")
    actions.follow()
    assert told() == []
    del search_server.indexes["hashi"]
    assert told() == ["search.W002"]
    call_command("search", "rebuild")
    assert (told(), totals("環境")) == ([], [1])
    search_server.is_silent = True
    assert told() == ["search.W003"]


def test_meanwhile_no_question_tries_to_follow_what_was_published(
    search_server: SearchServer, caplog: pytest.LogCaptureFixture
) -> None:
    search_server.is_silent = True
    publish("環境の計画")
    for _question in range(3):
        with pytest.raises(OutOfTimeError):
            find("環境", "ja")
    assert caplog.text.count("The search index is behind") == 1
    search_server.is_silent = False
    rest_ends()
    assert totals("環境") == [1]


@pytest.mark.parametrize(("status", "asked"), [(401, 1), (503, 1), (400, 2), (500, 2)])
def test_one_question_that_is_refused_leaves_the_next_one_its_answer(
    search_server: SearchServer, status: int, asked: int
) -> None:
    search_server.answer = (status, "", "text/plain")
    for _question in range(2):
        with pytest.raises(UnavailableError):
            engine().find(Term("環境"), [], 10)
    assert len(search_server.requests) == asked


@pytest.fixture
def nothing_listens() -> Iterator[None]:
    """``SEARCH_URL`` names an address at which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with searching_at(f"http://hashi:secret@127.0.0.1:{port}/hashi"):
        yield


@pytest.mark.usefixtures("nothing_listens")
def test_without_a_cluster_everything_else_goes_on(client: Client) -> None:
    user = User.objects.create_superuser("operator", "operator@example.org", "x")
    publish("Environmental plan", locale="en")
    assert following.follow_at_once() is False
    assert did_you_mean("enviromental", "en") == ""
    with pytest.raises(CommandError, match="The search cluster"):
        call_command("search", "rebuild")
    client.force_login(user)
    explained = read(client, "/admin/reports/search/?question=plan&language=en")
    assert explained.select(".error-message")


def error(kind: str) -> str:
    """The body of an answer that tells an error, with what was asked."""
    return json.dumps({"error": {"type": kind, "reason": "環境"}})


ANSWERS = {
    "no cluster": (200, "<p>Welcome</p>", "text/html"),
    "a proxy's error": (502, f"<p>{CREDENTIALS}</p>", "text/html"),
    "forbidden": (403, error("security_exception"), "application/json"),
    "an error of its own": (500, error("環境"), "application/json"),
    "a question refused": (400, error("parsing_exception"), "application/json"),
}


@pytest.mark.parametrize("fault", ["silent", "wrong password", *ANSWERS])
def test_no_fault_tells_the_password_or_what_was_asked(
    search_server: SearchServer, fault: str, caplog: pytest.LogCaptureFixture
) -> None:
    publish("河川の計画")
    actions.follow()
    caplog.set_level(logging.DEBUG)
    search_server.is_silent = fault == "silent"
    search_server.answer = ANSWERS.get(fault)
    if fault == "wrong password":
        search_server.credentials = "hashi:another"
    with pytest.raises(OutOfTimeError) as unanswered:
        find("環境", "ja")
    publish("道路の計画")
    assert following.follow_at_once() is False
    with pytest.raises(UnavailableError) as untold:
        engine().remove([1])
    assert search_server.address in caplog.text or fault in ANSWERS
    told = caplog.text + "".join(
        line
        for one in (unanswered.value, untold.value)
        for line in traceback.format_exception_only(one)
    )
    encoded = base64.b64encode(CREDENTIALS.encode()).decode()
    for secret in ("päss", "p%C3%A4ss", encoded, "環境"):
        assert secret not in told


def test_a_document_that_is_refused_is_named_and_followed_later(
    search_server: SearchServer, caplog: pytest.LogCaptureFixture
) -> None:
    publish("環境の計画")
    actions.follow()
    refused = publish("環境の報告")
    search_server.refused_documents[str(refused.pk)] = (429, "rejected_execution_exception")
    with pytest.raises(UnavailableError, match=f"rejected_execution_exception.*{refused.pk}"):
        actions.follow()
    assert totals("環境") == [1]
    assert "behind" in caplog.text
    search_server.refused_documents.clear()
    assert totals("環境") == [2]


def test_the_text_of_a_file_waits_for_the_cluster(search_server: SearchServer) -> None:
    text = FileText.objects.create(checksum="0" * 64, state=FileText.State.WAITING)
    parts = [Part(1, "堆肥化を進めます。")]
    search_server.is_silent = True
    with pytest.raises(UnavailableError):
        files._keep_passages(text.pk, parts)
    assert not Passage.objects.exists()
    search_server.is_silent = False
    rest_ends()
    files._keep_passages(text.pk, parts)
    assert engine().stored() == {-Passage.objects.get().pk}


def test_an_index_that_is_missing_holds_nothing_and_is_made_by_what_is_stored(
    search_server: SearchServer,
) -> None:
    kept = engine()
    assert found(Term("環境"), Term("環境")) == []
    assert (kept.stored(), kept.size()) == (set(), 0)
    assert (kept.frequencies(["環境"]), kept.beginning_with("環", 5)) == ({}, [])
    kept.remove([1])
    assert search_server.indexes == {}
    kept.store({-1: terms("環境")})
    assert kept.stored() == {-1}
    kept.clear()
    assert kept.stored() == set()
    assert list(search_server.indexes) == ["hashi"]


def test_two_processes_that_make_the_index_at_once_share_it(
    search_server: SearchServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine().store({-1: terms("環境")})
    monkeypatch.setattr(IndicesClient, "exists", lambda *_arguments, **_limits: False)
    engine().store({-2: terms("環境")})
    assert engine().stored() == {-1, -2}


SIGNS = [
    "c++",
    "a.b*",
    "\\",
    '"',
    "[x]",
    "{2}",
    "(",
    "~",
    "#@",
    "<1>",
    "a&b|c",
    "^$",
    "🙂",
    "_id",
    "-",
]


@pytest.mark.usefixtures("search_cluster")
@pytest.mark.parametrize("sign", SIGNS)
def test_whatever_a_term_holds_stands_for_itself(sign: str) -> None:
    kept = engine()
    kept.store({-1: terms(sign, "環境"), -2: terms("c", "ab", "x", "22", "id", "環境")})
    assert found(Term(sign)) == [-1]
    assert found(Phrase((sign, "環境"))) == [-1]
    assert found(Term(sign, is_prefix=True)) == [-1]
    assert kept.frequencies([sign, "環境"]) == {sign: 1, "環境": 2}
    assert kept.beginning_with(sign, 5) == [(sign, 1)]


@pytest.mark.usefixtures("search_cluster")
def test_documents_rank_by_what_columns_weigh_then_by_number() -> None:
    kept = engine()
    documents = {
        -1: terms("環境", "計画", "報告", column="title"),
        -2: terms("環境", "計画", "報告", column="labels"),
        -3: terms("環境", "計画", "報告"),
        -4: terms("環境", "計画", "報告"),
        -5: terms("河川", "計画"),
        -6: terms("河川"),
    }
    kept.store(documents)
    assert found(Term("環境"), Term("環境")) == [-1, -2, -4, -3]
    assert found(Term("環境"), Term("環境"), most=2) == [-1, -2]
    assert found(Term("計画")) == [-5, -4, -3, -2, -1]
    scores = [one.score for one in kept.find(Term("計画"), [], 10)]
    assert scores == sorted(scores, reverse=True)
    assert {one.locale for one in kept.find(Term("計画"), [], 10)} == {""}


@pytest.mark.usefixtures("search_cluster")
def test_words_of_two_columns_do_not_follow_each_other() -> None:
    nothing: dict[str, tuple[str, ...]] = dict.fromkeys(WEIGHTS, ())
    words = {**nothing, "summary": ("市民", "環境"), "body": ("計画", "環境", "計画")}
    engine().store({-1: Indexed(words, {**nothing, "body": ("報告",)}, ())})
    assert found(Phrase(("市民", "環境"))) == [-1]
    assert found(Phrase(("環境", "計画"))) == [-1]
    assert found(Phrase(("計画", "報告"))) == []
    assert found(Phrase(("計画", "計画"))) == []


@pytest.mark.usefixtures("search_cluster")
def test_all_ids_are_told_however_many_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opensearch, "WINDOW", 3)
    numbers = range(-7, 0)
    engine().store({number: terms("環境") for number in numbers})
    assert engine().stored() == set(numbers)
    assert len(found(Term("環境"))) == 3


def test_in_bulk_all_is_found_at_the_end(search_server: SearchServer) -> None:
    kept = engine()
    with suppress(RuntimeError), kept.in_bulk():
        assert search_server.indexes["hashi"].refresh_interval == "-1"
        engine().store({-1: terms("環境")})
        assert kept.stored() == set()
        raise RuntimeError
    assert search_server.indexes["hashi"].refresh_interval is None
    assert kept.stored() == {-1}
    engine().store({-2: terms("環境")})
    assert kept.stored() == {-1, -2}


def test_a_deadline_is_told_and_kept(search_server: SearchServer) -> None:
    publish("環境の計画")
    actions.follow()
    assert len(engine(Deadline(60)).find(Term("環境"), [Term("環境")], 10)) == 1
    assert 0 < int(search_server.searches[-1]["timeout"].removesuffix("ms")) <= 60_000
    before = len(search_server.requests)
    with pytest.raises(OutOfTimeError):
        engine(Deadline(0)).find(Term("環境"), [], 10)
    assert len(search_server.requests) == before
    search_server.is_out_of_time = True
    with pytest.raises(OutOfTimeError):
        engine(Deadline(60)).frequencies(["環境"])


def test_who_takes_too_long_for_one_question_is_asked_the_next_one(
    search_server: SearchServer,
) -> None:
    publish("環境の計画")
    actions.follow()
    search_server.gate = Event()
    with pytest.raises(OutOfTimeError):
        engine(Deadline(0.05)).find(Term("環境"), [], 10)
    search_server.gate.set()
    assert len(engine(Deadline(60)).find(Term("環境"), [], 10)) == 1
