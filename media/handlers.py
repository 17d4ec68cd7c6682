"""A document's new file is looked at once it is stored."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction

from .models import Document
from .signals import file_stored
from .tasks import count_pages


def on_file(sender: type, instance: Document, **_kwargs: Any) -> None:
    """Count the pages of a document's file in the background, if its type has pages."""
    if instance.pages_wait:
        count = partial(count_pages.enqueue, instance.pk, instance.checksum)
        transaction.on_commit(count, robust=True)


def connect() -> None:
    """Listen to documents."""
    file_stored.connect(on_file, sender=Document, dispatch_uid="media.on_file")
