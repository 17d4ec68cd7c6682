"""The number of pages of uploaded PDF files: counted in the background, in a process of its own."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import transaction

from .models import Document
from .page_counting import count_apart

logger = logging.getLogger(__name__)
#: Files whose counting failed before that are tried again after one that did not fail.
MOST_OTHERS = 10


def count(document_id: int, checksum: str) -> None:
    """Count and keep the pages of a document, unless its file has been replaced.

    Then those of a few others whose counting failed before, as while the store was away.
    """
    document = Document.objects.filter(pk=document_id, checksum=checksum).first()
    if document is not None and _count(document):
        others = Document.objects.filter(pages_wait=True).exclude(pk=document_id)
        for other in others.order_by("?")[:MOST_OTHERS]:
            _count(other)


def _count(document: Document) -> bool:
    """Count the pages of a document; return whether its file could be fetched."""
    try:
        with local_copy(document) as path:
            keep_count(document, path)
    except OSError as error:
        logger.warning("A file could not be fetched to count its pages: %r", error)
        return False
    except Exception:
        logger.exception("The pages of a file could not be counted")
        return False
    return True


def keep_count(document: Document, path: Path) -> None:
    """Count the pages of a copy of a document's file, and keep their number.

    Whoever shows the document is told by its being saved.
    """
    pages = count_apart(path)
    with transaction.atomic():
        stored = (
            type(document)
            .objects.select_for_update()
            .filter(pk=document.pk, checksum=document.checksum)
            .first()
        )
        if stored is not None and stored.page_count != pages:
            stored.page_count, stored.pages_wait = pages, False
            stored.save(update_fields=["page_count", "pages_wait"])
        elif stored is not None and stored.pages_wait:
            type(document).objects.filter(pk=stored.pk).update(pages_wait=False)


@contextmanager
def local_copy(document: Document) -> Iterator[Path]:
    """Give a document's file as one that another process can open, wherever it is stored.

    Raises:
        OSError: it cannot be fetched.
    """
    with tempfile.NamedTemporaryFile() as copy:
        with document.open_file() as stream:
            for chunk in stream.chunks():
                copy.write(chunk)
        copy.flush()
        yield Path(copy.name)
