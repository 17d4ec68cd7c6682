"""The worker of the queue in the database, which outlives a database that is away.

django-tasks' own worker ends with the first refused connection, leaves the job of a killed worker
running for ever, and counts as failed what concerned an object that has been deleted since.
"""

from __future__ import annotations

import logging
import os
import secrets
import socket
import time
from datetime import timedelta
from functools import partial

from django.core.exceptions import ObjectDoesNotExist
from django.db import InterfaceError, OperationalError, connections, transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

logger = logging.getLogger(__name__)

#: Where the tasks stand now that a queue of a version before names by their place of then.
MOVED_TASKS = {
    "cms.content.tasks.make_renditions_of": "content.tasks.make_renditions_of",
    "cms.media.tasks.count_pages": "media.tasks.count_pages",
    "cms.publishing.jobs.go_on": "publishing.jobs.go_on",
    "cms.publishing.tasks.settle_in_background": "publishing.writing.tasks.settle_in_background",
    "search.tasks.follow_in_background": "search.indexing.tasks.follow_in_background",
}

#: How often a job is begun before it counts as failed: it may be what kills its workers.
MOST_ATTEMPTS = 3
#: After so long a job of another machine's worker is taken for abandoned; none takes as long.
ABANDONED_AFTER = timedelta(minutes=30)
#: Seconds until a database that refused is asked again, at first and at most.
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 15.0


def new_worker_id() -> str:
    """Return a name that says which process of which machine a worker is."""
    return f"{socket.gethostname()[:32]}:{os.getpid()}:{secrets.token_hex(4)}"


class Worker(db_worker.Worker):
    """Waits where the database is away, and takes up what other workers have left."""

    def run(self) -> None:
        pause = FIRST_PAUSE
        while self.running:
            try:
                take_up_again(self.worker_id)
                pause = FIRST_PAUSE
                super().run()
                return
            except (OperationalError, InterfaceError) as error:
                logger.error("The database is away; tried again in %.0f s: %s", pause, error)
                connections.close_all()
                time.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)

    def run_task(self, db_task_result: DBTaskResult) -> None:
        """Run a job; one that was interrupted is done again."""
        path = db_task_result.task_path
        db_task_result.task_path = MOVED_TASKS.get(path, path)
        db_task_result.set_failed = partial(_note_failure, db_task_result)
        super().run_task(db_task_result)


def _note_failure(result: DBTaskResult, error: BaseException) -> None:
    if isinstance(error, ObjectDoesNotExist):
        logger.info("Nothing is left to do for %s: %s", result.task_path, error)
        result.set_successful(None)
        return
    is_interrupted = isinstance(
        error, OperationalError | InterfaceError | SystemExit | KeyboardInterrupt
    )
    if is_interrupted and len(result.worker_ids) < MOST_ATTEMPTS:
        logger.warning("%s was interrupted and is done again: %r", result.task_path, error)
        DBTaskResult.objects.filter(pk=result.pk).update(status=TaskResultStatus.READY)
        return
    DBTaskResult.set_failed(result, error)


def take_up_again(own_id: str = "") -> int:
    """Let jobs be done again whose workers have been killed; return how many.

    A job that was begun as often as may be counts as failed. ``own_id`` is a worker that does
    nothing now.
    """
    taken = 0
    with transaction.atomic():
        running = DBTaskResult.objects.running().select_for_update(skip_locked=True)
        for result in running.order_by("started_at"):
            if not _is_abandoned(result, own_id):
                continue
            if len(result.worker_ids) >= MOST_ATTEMPTS:
                DBTaskResult.set_failed(result, RuntimeError("Its workers were killed."))
                continue
            result.status = TaskResultStatus.READY
            result.save(update_fields=["status"])
            taken += 1
    if taken:
        logger.warning("%d jobs of workers that were killed are done again.", taken)
    return taken


def _is_abandoned(result: DBTaskResult, own_id: str) -> bool:
    last = result.worker_ids[-1] if result.worker_ids else ""
    if own_id and last == own_id:
        return True
    host, _, rest = last.rpartition(":")[0].rpartition(":")
    if host == socket.gethostname()[:32] and rest.isdecimal() and not _is_running(int(rest)):
        return True
    return result.started_at is None or result.started_at < timezone.now() - ABANDONED_AFTER


def _is_running(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    except OSError:  # it is another user's
        return True
    return True
