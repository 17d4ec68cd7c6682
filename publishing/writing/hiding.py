"""Takes documents away before their pages are hidden.

So a process that dies in between leaves too little to be read, which ``readmodel repair`` mends,
and never what the public may no longer read.
"""

from __future__ import annotations

import logging
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from content.visibility import restricted_sections
from publishing.models import Document

from . import invalidation, outbox
from .storing import Writer

logger = logging.getLogger(__name__)


def hide_page(page: Page) -> None:
    """Take away the document of a page that is about to be stored as not live, or deleted."""
    if page.pk:
        _hide([page.pk])


def hide_pages(page_ids: Collection[int], *, with_trees: bool) -> None:
    """Take away at once the documents of pages that are about to be unpublished or deleted.

    Each would be taken away when its turn comes, with the ledger held from the first to the last.
    Should one stay public after all, it has been recorded, and comes back.
    """
    found: set[int] = set()
    for page_id in page_ids:
        found |= set(invalidation.tree_of(page_id) if with_trees else [page_id])
    _hide(found)


def hide_tree(page_id: int) -> None:
    """Take away the documents of a page that is about to be restricted, and of all below it."""
    _hide(invalidation.tree_of(page_id))


def hide_before_move(page: Page, parent: Page) -> None:
    """Take away the documents of a page, and of all below it, that is about to be moved.

    Only where it comes below what is restricted.
    """
    if any(parent.path.startswith(path) for path in restricted_sections()):
        hide_tree(page.pk)


def _hide(page_ids: Collection[int]) -> None:
    """Remove documents and note who shows them. Never raises: what then stays, ``settle`` removes.

    The pages themselves are recorded by whoever hears that they have been hidden.
    """
    try:
        with transaction.atomic():
            documents = Document.objects.filter(page_id__in=page_ids)
            if not documents.exists():
                return
            writer = Writer()
            names = writer.remove_all(documents, timezone.now())
            writer.close()
            following = set(invalidation.concerned_pages(names)) - set(page_ids)
            turn = outbox.Turn.MANY if len(following) > outbox.FEW else outbox.Turn.FOLLOWING
            outbox.note_own(outbox.put(sorted(following), names, turn, writer.round))
    except Exception:
        logger.exception("Documents of pages that are being hidden could not be removed yet.")
