"""Follows the change log as far as nobody has to wait for it, and leaves the rest to a task."""

from __future__ import annotations

import logging
from contextvars import ContextVar

from django.db import transaction

from publishing.background import enqueue_once
from publishing.models import Document
from search.engines import engine
from search.models import Progress

from . import actions, files
from .tasks import follow_in_background

logger = logging.getLogger(__name__)

#: Lines of the change log that a question waits for.
AT_ONCE = 60

_changed_here: ContextVar[frozenset[int]] = ContextVar("changed_here", default=frozenset())


def follow_at_once() -> bool:
    """Follow the change log as far as nobody has to wait for it, and leave the rest to a task.

    Where much waits that others have changed, what was changed here (:func:`note_change`) is
    indexed before it, and nothing else. Never raises: what goes wrong is logged, and the next
    question tries again.
    """
    numbers = _changed_here.get()
    _changed_here.set(frozenset())
    try:
        if not engine().is_available():
            return False
        if actions.lines_behind() <= AT_ONCE and actions.follow(AT_ONCE):
            _read_files_later()
            return True
        if numbers:
            with transaction.atomic():
                Progress.hold()
                actions.index(Document.objects.filter(number__in=numbers).order_by("pk"))
        enqueue_once(follow_in_background)
    except Exception:
        logger.exception("The search index is behind; the next question tries again.")
    return False


def follow_changes() -> None:
    """Follow once what one transaction has written line by line."""
    if _changed_here.get():
        follow_at_once()


def note_change(number: int) -> None:
    """Note that a page's document has changed here; of many the last ones."""
    numbers = _changed_here.get()
    if len(numbers) < actions.BATCH:
        _changed_here.set(numbers | {number})


def follow_file(document_id: int) -> None:
    """Index again what shows a file that was replaced; what else changes, the change log says.

    Never raises, as :func:`follow_at_once`.
    """
    try:
        with transaction.atomic():
            Progress.hold()
            actions.index(files.showing(document_id))
            files.forget_unshown()
        _read_files_later()
    except Exception:
        logger.exception("A replaced file could not be indexed: manage.py search repair mends it.")


def _read_files_later() -> None:
    if files.are_waiting():
        enqueue_once(follow_in_background)
