"""A run that stops in the middle is continued by the next one."""

from __future__ import annotations

from typing import Any

import pytest
from wagtail.models import Page

from cms.management.opening_content import loader
from cms.management.opening_content.loader import LoadOutcome

from .conftest import PAGES, Folder, find, snapshot

pytestmark = pytest.mark.django_db

#: A step of the loader, and how often it works before the run stops.
STOPS = [
    ("create_vocabulary_entry", 0),
    ("create_vocabulary_entry", 1),
    ("create_picture", 0),
    ("start_page", 0),
    ("start_page", 3),
    ("finish_page", 0),
    ("finish_page", 3),
]


class InterruptedRunError(Exception):
    pass


def stop_after(monkeypatch: pytest.MonkeyPatch, step: str, times: int) -> None:
    """Let one of the loader's steps work some times, and stop the run after that."""
    genuine = getattr(loader, step)
    done: list[Any] = []

    def stopping(*args: Any) -> None:
        if len(done) == times:
            raise InterruptedRunError
        done.append(genuine(*args))

    monkeypatch.setattr(loader, step, stopping)


@pytest.mark.parametrize(("step", "times"), STOPS)
def test_the_next_run_completes_it(folder: Folder, step: str, times: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        stop_after(patch, step, times)
        with pytest.raises(InterruptedRunError):
            folder.load()
    told = folder.load(check=True)
    assert told == folder.load()
    assert set(folder.load().values()) == {LoadOutcome.UNCHANGED}
    pages = Page.objects.filter(depth__gt=1)
    assert (pages.count(), pages.live().count()) == (PAGES, PAGES)
    assert f'id="{find("one", "ja").pk}"' in find("about", "ja").body[0].value.source


def test_a_draft_that_was_left_and_then_edited_is_kept(folder: Folder) -> None:
    with pytest.MonkeyPatch.context() as patch:
        stop_after(patch, "finish_page", 2)
        with pytest.raises(InterruptedRunError):
            folder.load()
    page = find("about", "ja")
    page.title = "編集者の題名"
    page.save_revision()
    assert folder.load()["about:ja"] is LoadOutcome.EDITED
    assert not find("about", "ja").live


def test_what_stops_within_an_entry_leaves_nothing_of_it(folder: Folder) -> None:
    def fail(*_args: Any) -> None:
        raise InterruptedRunError

    before = snapshot()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cms.management.opening_content.ledger.LoadRecord.remember", fail)
        with pytest.raises(InterruptedRunError):
            folder.load()
    assert snapshot() == before
