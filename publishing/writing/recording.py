"""Remembering what happened, and when to act on it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction
from wagtail.models import Page

from . import invalidation, outbox
from .tasks import settle_at_once

logger = logging.getLogger(__name__)

_gathering: ContextVar[bool] = ContextVar("gathering", default=False)
_is_behind: ContextVar[bool] = ContextVar("is_behind", default=False)


def record(*names: str) -> None:
    """Remember that something happened (names of :mod:`.touching`), and settle it on commit.

    Never raises: what was not recorded is recorded with the next, or ``readmodel settle`` finds it.
    """
    if not names:
        return
    wanted = {*names, *outbox.unrecorded}
    try:
        with transaction.atomic():
            outbox.record(wanted)
    except Exception:
        logger.exception("What happened to %s was not recorded yet.", names)
        outbox.unrecorded.update(names)
        _is_behind.set(True)
        return
    outbox.unrecorded.difference_update(wanted)
    outbox.note_own(names)
    transaction.on_commit(_settle_unless_gathering, robust=True)


def take_trouble() -> bool:
    """Return whether something that happened here is not in the read model yet, once."""
    trouble = _is_behind.get()
    _is_behind.set(False)
    return trouble


def record_departure(page: Page) -> None:
    """Remember that a page is about to be deleted, after which its aliases stand alone.

    An alias that was hidden with its source may then be public. Never raises.
    """
    try:
        with transaction.atomic():
            aliases = list(Page.objects.filter(alias_of=page.pk).values_list("pk", flat=True))
    except Exception:
        logger.exception("The aliases of page %s are not known; run: readmodel repair", page.pk)
        return
    record(*(invalidation.tree_name(alias) for alias in aliases))


@contextmanager
def gathering() -> Iterator[None]:
    """Settle once, at the end, what is recorded inside."""
    if _gathering.get():
        yield
        return
    token = _gathering.set(True)
    try:
        yield
    finally:
        _gathering.reset(token)
        _settle_unless_gathering()


def _settle_unless_gathering() -> None:
    if _gathering.get():
        return
    try:
        settle_at_once()
    except Exception:
        _is_behind.set(True)
        logger.exception("The read model is behind; it is tried again with the next change.")
