"""An index far behind: what somebody has just done is found, and nobody works for others."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from home.models import ContentPage
from publishing.models import Change, Document, Ledger
from publishing.writing import actions as publishing
from search.indexing import actions, following, tasks
from search.models import Entry, Progress

from ..small_site import SmallSite, add

pytestmark = pytest.mark.django_db
MANY = 2 * following.AT_ONCE


@pytest.fixture
def far_behind(site: SmallSite, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """More lines than a question waits for; returns the tasks that were enqueued, none done."""
    publishing.settle()
    actions.follow()
    following._changed_here.set(frozenset())
    enqueued: list[str] = []
    monkeypatch.setattr(following, "enqueue_once", lambda one: enqueued.append(one.func.__name__))
    ledger = Ledger.objects.get(pk=1)
    document = Document.objects.order_by("pk").first()
    assert document
    lines = [
        Change(
            sequence=ledger.last_sequence + number,
            kind=Change.Kind.UPSERT,
            number=document.number,
            locale=document.locale,
            path=document.path,
            happened_at=document.changed_at,
        )
        for number in range(1, MANY + 1)
    ]
    Change.objects.bulk_create(lines)
    Ledger.objects.update(last_sequence=lines[-1].sequence)
    return enqueued


def followed() -> int:
    return Progress.objects.get(pk=1).last_sequence


def test_a_question_works_nothing_that_others_left(far_behind: list[str]) -> None:
    before = followed()
    assert following.follow_at_once() is False
    assert followed() == before
    assert far_behind == ["follow_in_background"]


def test_what_somebody_has_just_done_is_found_before_all_that(
    site: SmallSite, far_behind: list[str]
) -> None:
    before = followed()
    page = add(site.homes["ja"], ContentPage(title="いま公開", slug="now"))
    publishing.settle()
    following.follow_at_once()
    document = Document.objects.get(page_id=page.pk)
    assert Entry.objects.get(document=document).title == "いま公開"
    assert followed() == before
    actions.follow()
    assert actions.verify() == []


def test_the_background_follows_to_the_end_bit_by_bit(
    far_behind: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "IN_A_ROW", actions.BATCH)
    monkeypatch.setattr(tasks, "goes_on_later", lambda _task: True)
    again: list[Any] = []
    monkeypatch.setattr(tasks, "enqueue_once", again.append)
    before = followed()
    tasks.follow_in_background.call()
    assert (followed() - before, len(again)) == (actions.BATCH, 1)
    for _round in range(MANY // actions.BATCH):
        tasks.follow_in_background.call()
    assert not actions.is_behind()


def test_whoever_comes_late_takes_nothing_back(
    far_behind: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    newest = Ledger.objects.get(pk=1).last_sequence
    hold = Progress.hold

    def hold_after_another() -> Progress:
        """Another process has followed to the end between the question and the lock."""
        Progress.objects.update(last_sequence=newest)
        monkeypatch.setattr(Progress, "hold", hold)
        return hold()

    monkeypatch.setattr(Progress, "hold", hold_after_another)
    actions.follow()
    assert followed() == newest


def test_positions_only_grow(far_behind: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "BATCH", 3)
    positions = [followed()]
    while not actions.follow(1):
        positions.append(followed())
    assert positions == sorted(set(positions))
    assert positions[1] == positions[0] + 3
    assert followed() == Ledger.objects.get(pk=1).last_sequence


def test_a_log_that_is_behind_the_index_is_no_endless_work(far_behind: list[str]) -> None:
    """As after a restore."""
    with transaction.atomic():
        Progress.objects.update(last_sequence=Ledger.objects.get(pk=1).last_sequence + 100)
    assert actions.follow()
    assert not actions.is_behind()
