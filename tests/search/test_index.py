"""The index follows the change log, says what is wrong with it, and is mended."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import connection

from home.models import ContentPage
from publishing.models import Change
from publishing.writing import actions as publishing_actions
from search.analysis import ANALYSER_VERSION
from search.answering.queries import find
from search.engines import engine
from search.engines.postgresql import INDEXES
from search.indexing import actions
from search.models import Entry, Progress
from tests.small_site import SmallSite, add

from .conftest import log, publish, withdraw

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("each_engine")]


def totals(*questions: str) -> list[int]:
    return [find(question, "ja").total for question in questions]


def run(verb: str, *arguments: str, capsys: pytest.CaptureFixture[str]) -> str:
    call_command("search", verb, *arguments)
    return capsys.readouterr().out


def test_an_editors_changes_are_followed(site: SmallSite) -> None:
    page = add(
        site.homes["ja"], ContentPage(title="堆肥化の手引き", slug="guide", summary="市民へ")
    )
    add(site.homes["ja"], ContentPage(title="堆肥化の草稿", slug="draft"), live=False)
    publishing_actions.settle()
    assert totals("堆肥化") == [1]
    page.title = "乾燥の手引き"
    page.save_revision().publish()
    publishing_actions.settle()
    assert totals("堆肥化", "乾燥") == [0, 1]
    page.unpublish()
    publishing_actions.settle()
    assert totals("乾燥") == [0]
    assert actions.verify() == []


def test_one_line_after_the_other_is_followed_in_parts() -> None:
    for number in range(actions.BATCH + 1):
        publish(f"環境{number}")
    assert actions.follow(most=1) is False
    assert Entry.objects.count() < actions.BATCH + 1
    assert actions.follow() is True
    assert totals("環境") == [actions.BATCH + 1]


def test_what_is_wrong_is_named_and_mended(capsys: pytest.CaptureFixture[str]) -> None:
    kept, lost, changed, gone = (publish(title) for title in ("環境", "交通", "河川", "道路"))
    actions.follow()
    assert run("verify", capsys=capsys).startswith("The index has every published document")
    engine().remove([lost.pk])
    changed.body = json.dumps({"title": "港湾", "summary": "", "body": []}).encode()
    changed.save()
    gone_id = gone.pk
    gone.delete()
    with pytest.raises(CommandError, match="3 differences"):
        run("verify", capsys=capsys)
    told = capsys.readouterr().out
    assert f"document {lost.pk}: is not in the index" in told
    assert f"document {changed.pk}: has other words in the index" in told
    assert f"document {gone_id}: is no longer published" in told
    run("repair", capsys=capsys)
    assert actions.verify() == []
    assert totals("環境", "交通", "河川", "港湾", "道路") == [1, 1, 0, 1, 0]
    assert engine().stored() == {kept.pk, lost.pk, changed.pk}


def test_rebuilding_makes_the_index_anew(capsys: pytest.CaptureFixture[str]) -> None:
    publish("環境")
    actions.follow()
    engine().clear()
    Progress.objects.update(analyser="another")
    [warning] = [found for found in run_checks(databases=["default"]) if found.id == "search.W001"]
    assert "another" in warning.msg
    assert "Indexed: 1 documents" in run("rebuild", capsys=capsys)
    assert Progress.objects.get().analyser == ANALYSER_VERSION
    assert "search.W001" not in {found.id for found in run_checks(databases=["default"])}
    assert totals("環境") == [1]


if connection.vendor == "postgresql":

    def test_a_rebuild_leaves_nothing_behind_that_every_question_would_read() -> None:
        publish("環境")
        actions.rebuild()
        with pytest.raises(RuntimeError), engine().in_bulk():
            raise RuntimeError
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT reloptions FROM pg_class WHERE relname = ANY(%s)", [list(INDEXES)]
            )
            options = [option for (options,) in cursor.fetchall() for option in options]
        assert options.count("fastupdate=off") == len(INDEXES)


def test_no_term_is_longer_than_an_index_takes() -> None:
    publish("配列", "1" + "acgt" * 9000)
    publish("環境")
    assert totals("環境", "配列") == [1, 1]


def test_a_question_is_answered_although_a_change_cannot_be_followed(
    caplog: pytest.LogCaptureFixture,
) -> None:
    publish("環境")
    assert totals("環境") == [1]
    broken = publish("交通")
    broken.body = b"{}"
    broken.save()
    assert totals("環境", "交通") == [1, 0]
    assert "behind" in caplog.text


def test_frequencies_follow_what_is_kept() -> None:
    first, second = publish("環境"), publish("環境の計画")
    actions.follow()
    assert engine().frequencies(["環境", "計画", "交通"]) == {"環境": 2, "計画": 1}
    assert engine().beginning_with("計", 5) == [("計画", 1)]
    withdraw(second)
    actions.follow()
    assert engine().frequencies(["環境", "計画"]) == {"環境": 1}
    log(first, Change.Kind.UPSERT)
    actions.follow()
    assert engine().frequencies(["環境"]) == {"環境": 1}
    assert engine().size() > 0


def test_an_answer_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    publish("取組みの記録")
    told = run("explain", "取り組みの廃棄物", capsys=capsys)
    assert "取組 [1]" in told
    assert "廃棄物 is also called" in told
    assert "取組みの記録 (ja" in told
    with pytest.raises(CommandError):
        run("explain", "環" * 300, capsys=capsys)


def test_a_committed_change_is_indexed_at_once(
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[list[object]]],
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        document = publish("環境の計画")
    assert engine().stored() == {document.pk}
    with django_capture_on_commit_callbacks(execute=True):
        withdraw(document)
    assert engine().stored() == set()
