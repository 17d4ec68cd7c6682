"""Search hears of the read model's changes: each is followed as soon as it is committed."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save

from media.models import Document
from publishing.models import Change

from .answering import glossary
from .indexing import following


def on_change(sender: type, instance: Change, **_kwargs: Any) -> None:
    following.note_change(instance.number)
    transaction.on_commit(following.follow_changes, robust=True)


def on_file(sender: type, instance: Document, **_kwargs: Any) -> None:
    transaction.on_commit(partial(following.follow_file, instance.pk), robust=True)


def on_name(sender: type, **_kwargs: Any) -> None:
    transaction.on_commit(glossary.forget, robust=True)


def connect() -> None:
    """Listen to the change log, to files, and to whatever names things in both languages."""
    post_save.connect(on_change, sender=Change, dispatch_uid="search.on_change")
    post_save.connect(on_file, sender=Document, dispatch_uid="search.on_file")
    for signal in (post_save, post_delete):
        for model in glossary.NAMED:
            signal.connect(on_name, sender=model, dispatch_uid=f"search.{model.__name__}")
