"""Background work of a single process: after the answer, in one thread beside those that serve."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cached_property, partial
from typing import Any

from django.apps import apps
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connections, transaction
from django_tasks import TaskResult
from django_tasks.backends.immediate import ImmediateBackend
from django_tasks.base import Task
from django_tasks_db import DatabaseBackend


class _Requests(threading.local):
    """What the request that a thread is answering leaves for afterwards; ``None`` where none is.

    ``is_background`` is true in the thread that does what was left.
    """

    left: list[Callable[[], object]] | None = None
    is_background = False


_requests = _Requests()


def begin_request(**_kwargs: Any) -> None:
    """Collect what is left for afterwards."""
    _requests.left = []


def end_request(**_kwargs: Any) -> None:
    """Hand over what was left."""
    left, _requests.left = _requests.left, None
    for hand_over in left or ():
        hand_over()


class ThreadBackend(ImmediateBackend):
    """Runs what a request enqueues once it is committed and answered, one task after another.

    Outside of a request, in commands, a task runs at once. What waits when the process ends is
    still done; what a killed process leaves of the read model, the next change does.
    """

    @cached_property
    def _thread(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(max_workers=1, thread_name_prefix="background")

    def _execute_task(self, task_result: TaskResult[Any]) -> None:
        left = _requests.left
        if _requests.is_background:
            with suppress(RuntimeError):  # the process ends: what is left, the next change does
                self._thread.submit(self._execute_alone, task_result)
        elif left is None:
            super()._execute_task(task_result)
        else:
            hand_over = partial(self._thread.submit, self._execute_alone, task_result)
            transaction.on_commit(lambda: left.append(hand_over))

    def _execute_alone(self, task_result: TaskResult[Any]) -> None:
        _requests.is_background = True
        close_old_connections()
        try:
            super()._execute_task(task_result)
        finally:
            connections.close_all()  # it may be long until this thread has work again


def goes_on_later(task: Task[..., Any]) -> bool:
    """Whether a task that enqueues itself is done after those that wait, and not within itself."""
    return isinstance(task.get_backend(), DatabaseBackend) or _requests.is_background


def enqueue_once(task: Task[[], Any]) -> None:
    """Enqueue a task without arguments unless it waits in the queue already.

    To be called when everything that it is to see has been committed.
    """
    if isinstance(task.get_backend(), DatabaseBackend):
        results: Any = apps.get_model("django_tasks_database", "DBTaskResult")
        if results.objects.ready().filter(task_path=task.module_path).exists():
            return
    task.enqueue()


def connect() -> None:
    """Listen to where requests begin and end."""
    request_started.connect(begin_request, dispatch_uid="publishing.begin_request")
    request_finished.connect(end_request, dispatch_uid="publishing.end_request")
