"""What takes longer than anybody should wait is left to a background task."""

from __future__ import annotations

from django_tasks import task

from publishing.background import enqueue_once, goes_on_later

from . import actions, files

#: Lines of the change log that are followed before other work has its turn.
IN_A_ROW = 200


@task()
def follow_in_background() -> None:
    """Bring the index up to the change log, bit by bit, then read the files that wait."""
    while not actions.follow(IN_A_ROW):
        if goes_on_later(follow_in_background):
            enqueue_once(follow_in_background)
            return
    files.read_waiting()
