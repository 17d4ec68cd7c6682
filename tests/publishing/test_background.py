"""Background work: nobody waits for it, and it sees what was committed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django_tasks import task
from wagtail.models import PageViewRestriction

from home.models import ContentPage
from publishing.background import ThreadBackend
from publishing.models import Document, Pending
from publishing.writing import actions, tasks

from ..small_site import SmallSite, add

pytestmark = pytest.mark.django_db
done: list[str] = []


@task()
def leave_a_mark(word: str) -> None:
    done.append(word)


@pytest.fixture
def open_connection() -> Iterator[None]:
    """Keep the test's connection when a request begins or ends, as Django's test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def backend(settings: Any, open_connection: None) -> ThreadBackend:
    """The backend of a single process, whose thread a test can wait for."""
    done.clear()
    settings.TASKS = {"default": {"BACKEND": "publishing.background.ThreadBackend"}}
    found = leave_a_mark.get_backend()
    assert isinstance(found, ThreadBackend)
    return found


def wait_for(backend: ThreadBackend) -> None:
    backend._thread.submit(lambda: None).result()


def test_a_request_leaves_its_work_for_after_the_answer(
    backend: ThreadBackend, django_capture_on_commit_callbacks: Any
) -> None:
    request_started.send(None)
    with django_capture_on_commit_callbacks(execute=True):
        leave_a_mark.enqueue("one")
        leave_a_mark.enqueue("two")
    assert done == []
    request_finished.send(None)
    wait_for(backend)
    assert done == ["one", "two"]


def test_what_is_rolled_back_leaves_no_work(
    backend: ThreadBackend, django_capture_on_commit_callbacks: Any
) -> None:
    request_started.send(None)
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        leave_a_mark.enqueue("never")
        transaction.set_rollback(True)
    request_finished.send(None)
    wait_for(backend)
    assert done == []


def test_a_command_does_its_work_at_once(backend: ThreadBackend) -> None:
    leave_a_mark.enqueue("at once")
    assert done == ["at once"]


@pytest.fixture
def enqueued(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The tasks that were enqueued, none of which is done."""
    names: list[str] = []
    kind = type(tasks.settle_in_background)
    monkeypatch.setattr(kind, "enqueue", lambda own, *_args: names.append(own.func.__name__))
    return names


def test_an_editor_waits_for_few_pages_and_the_changed_one_is_among_them(
    site: SmallSite, enqueued: list[str]
) -> None:
    page = add(site.homes["ja"], ContentPage(title="Page", slug="page"))
    link = [{"type": "related_pages", "value": {"title": "", "pages": [page.pk]}}]
    for number in range(tasks.AT_ONCE + 2):
        slug = f"dependent-{number}"
        add(site.homes["ja"], ContentPage(title=slug, slug=slug, body=link))
    actions.settle()
    page.title = "Renamed"
    page.save_revision().publish()
    tasks.settle_at_once()
    assert Document.objects.get(page_id=page.pk).title == "Renamed"
    assert "settle_in_background" in enqueued
    bodies = Document.objects.values_list("body", flat=True)
    assert sum(b"Renamed" in bytes(body) for body in bodies) == tasks.AT_ONCE
    tasks.settle_in_background.call()
    assert actions.verify() == []


def test_what_is_hidden_goes_before_the_answer_however_much_it_is(
    site: SmallSite, enqueued: list[str]
) -> None:
    top = add(site.homes["ja"], ContentPage(title="Top", slug="top"))
    below = [
        add(top, ContentPage(title=f"Below {number}", slug=f"below-{number}"))
        for number in range(tasks.AT_ONCE + 2)
    ]
    actions.settle()
    PageViewRestriction.objects.create(page=top.page_ptr, restriction_type="login")
    tasks.settle_at_once()
    hidden = [page.pk for page in (top, *below)]
    assert not Document.objects.filter(page_id__in=hidden).exists()
    actions.settle()
    assert not Pending.objects.exists()
    assert actions.verify() == []
