"""What takes longer than an editor should wait is left to a background task."""

from __future__ import annotations

from django_tasks import task

from publishing.background import enqueue_once, goes_on_later
from publishing.followers import purging

from . import actions, outbox

#: Pages rendered before an editor gets an answer: the changed ones come first.
AT_ONCE = 3
#: Pages rendered in the background before other work has its turn.
IN_A_ROW = 100


def settle_at_once() -> None:
    """Do what was recorded here, as far as that is quick, and nothing else; enqueue the rest."""
    names = outbox.take_own()
    if not names:
        return
    if not actions.settle_recorded(names, AT_ONCE):
        enqueue_once(settle_in_background)
    purging.purge()


def settle_later() -> None:
    """Leave all that was recorded here to the background: for what hides nothing from readers."""
    if outbox.take_own():
        enqueue_once(settle_in_background)


@task()
def settle_in_background() -> None:
    """Do what waits: some of it, and the rest after the other work that waits meanwhile."""
    while True:
        is_done = actions.settle(IN_A_ROW)
        purging.purge()
        if is_done:
            return
        if goes_on_later(settle_in_background):
            enqueue_once(settle_in_background)
            return
