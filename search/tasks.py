"""What takes longer than anybody should wait is left to a background task."""

from __future__ import annotations

from django_tasks import task

from . import actions, files


@task()
def follow_in_background() -> None:
    """Bring the index up to the change log, then read the files that wait."""
    actions.follow()
    files.read_waiting()
