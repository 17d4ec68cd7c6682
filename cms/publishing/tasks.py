"""What takes longer than an editor should wait is left to a background task."""

from __future__ import annotations

from django_tasks import task

from . import actions, purging

#: Pages rendered before an editor gets an answer: the changed ones come first.
AT_ONCE = 3


def settle_at_once() -> None:
    """Bring the read model up to date, as far as that is quick; enqueue the rest."""
    if not actions.settle(AT_ONCE):
        settle_in_background.enqueue()
    purging.purge()


@task()
def settle_in_background() -> None:
    """Render everything that recorded happenings still concern."""
    actions.settle()
    purging.purge()
