"""``manage.py db_worker``: do the background work that waits in the database."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django_tasks_db.management.commands import db_worker

from publishing.worker import Worker, new_worker_id


class Command(db_worker.Command):
    """django-tasks' own command with a worker that outlives a database that is away."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(worker_id=new_worker_id())

    def handle(self, **options: Any) -> None:
        # The command has no other way to name its worker.
        setattr(db_worker, "Worker", Worker)  # noqa: B010
        super().handle(**options)
