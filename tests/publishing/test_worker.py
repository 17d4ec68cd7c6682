"""The worker outlives its database, and what a killed one began is done again."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult, DBTaskResultQuerySet

from cms.management.commands.runserver import ClosingServer
from home.models import ContentPage
from publishing import worker

pytestmark = pytest.mark.django_db
done: list[str] = []
breaks: list[BaseException] = []
#: No process has this number.
NOBODY = 2**22 + 1


@task()
def leave_a_mark(word: str) -> None:
    if breaks:
        raise breaks.pop()
    done.append(word)


@task()
def look_for_a_page(page_id: int) -> None:
    ContentPage.objects.get(pk=page_id)


@pytest.fixture(autouse=True)
def queue(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    monkeypatch.setattr(worker, "FIRST_PAUSE", 0)
    # What closes connections would end the test's own.
    monkeypatch.setattr(worker.connections, "close_all", lambda: None)
    monkeypatch.setattr("django_tasks_db.management.commands.db_worker.close_old_connections", int)
    done.clear()
    breaks.clear()


def work() -> None:
    worker.Worker(
        queue_names=["default"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=worker.new_worker_id(),
        excluded_queue_names=[],
    ).run()


def states() -> list[str]:
    return list(DBTaskResult.objects.values_list("status", flat=True))


def test_a_database_that_refuses_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    leave_a_mark.enqueue("after the refusal")
    refusals = [OperationalError("connection refused"), OperationalError("too many clients")]
    real = DBTaskResultQuerySet.get_locked

    def refuse(self: Any) -> Any:
        if refusals:
            raise refusals.pop()
        return real(self)

    monkeypatch.setattr(DBTaskResultQuerySet, "get_locked", refuse)
    work()
    assert done == ["after the refusal"]


def test_a_queue_of_a_version_before_is_worked_through(monkeypatch: pytest.MonkeyPatch) -> None:
    former = "cms.publishing.tasks.leave_a_mark"
    monkeypatch.setitem(worker.MOVED_TASKS, former, leave_a_mark.module_path)
    leave_a_mark.enqueue("by its place of before")
    DBTaskResult.objects.update(task_path=former)
    work()
    assert (done, states()) == (["by its place of before"], [TaskResultStatus.SUCCESSFUL])


def test_every_task_that_has_moved_is_found() -> None:
    for path in worker.MOVED_TASKS.values():
        assert import_string(path).module_path == path


@pytest.mark.parametrize("error", [OperationalError("gone"), SystemExit(1)])
def test_an_interrupted_job_is_done_again(error: BaseException) -> None:
    leave_a_mark.enqueue("again")
    breaks.append(error)
    work()
    assert (done, states()) == (["again"], [TaskResultStatus.SUCCESSFUL])


def test_a_job_that_fails_by_itself_has_failed() -> None:
    leave_a_mark.enqueue("never")
    breaks.append(ValueError("wrong"))
    work()
    assert (done, states()) == ([], [TaskResultStatus.FAILED])


def test_a_job_on_what_has_been_deleted_is_done() -> None:
    look_for_a_page.enqueue(987_654)
    work()
    assert states() == [TaskResultStatus.SUCCESSFUL]


def here(process: int) -> str:
    return f"{socket.gethostname()[:32]}:{process}:abcd"


@pytest.mark.parametrize(
    ("workers", "age", "state"),
    [
        (lambda: [here(NOBODY)], timedelta(0), TaskResultStatus.READY),
        (lambda: [here(os.getpid())], timedelta(0), TaskResultStatus.RUNNING),
        (lambda: ["elsewhere:1:abcd"], timedelta(0), TaskResultStatus.RUNNING),
        (lambda: ["elsewhere:1:abcd"], timedelta(hours=1), TaskResultStatus.READY),
        (lambda: ["of-an-older-version"], timedelta(hours=1), TaskResultStatus.READY),
        (lambda: [here(NOBODY)] * 3, timedelta(0), TaskResultStatus.FAILED),
    ],
)
def test_a_killed_workers_job_is_taken_up_again(
    workers: Callable[[], list[str]], age: timedelta, state: str
) -> None:
    leave_a_mark.enqueue("begun")
    DBTaskResult.objects.update(
        status=TaskResultStatus.RUNNING,
        started_at=timezone.now() - age,
        worker_ids=workers(),
    )
    worker.take_up_again()
    assert states() == [state]


def test_a_killed_workers_job_is_done_by_the_next() -> None:
    leave_a_mark.enqueue("in the end")
    DBTaskResult.objects.update(
        status=TaskResultStatus.RUNNING, started_at=timezone.now(), worker_ids=[here(NOBODY)]
    )
    work()
    assert done == ["in the end"]


def test_the_development_server_leaves_no_connection_behind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    closed: list[str] = []
    monkeypatch.setattr(
        "cms.management.commands.runserver.connections.close_all",
        lambda: closed.append(connection.alias),
    )
    client, server = socket.socketpair()
    ClosingServer.close_request(object.__new__(ClosingServer), server)
    client.close()
    assert closed == ["default"]
