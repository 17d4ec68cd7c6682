"""Reactions to Wagtail's signals: each one calls a named action."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import ProtectedError
from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver
from wagtail.signals import copy_for_translation_done

from media.models import Document, Image

from .actions import mark_as_provisional_translation
from .closed_copies import keep_closed, restrictions_of
from .file_usage import where_file_used
from .models import BasePage, Vocabulary
from .tasks import make_renditions_of
from .usage import where_used


@receiver(copy_for_translation_done, dispatch_uid="content.mark_as_provisional_translation")
def on_copied_for_translation(
    sender: type, source_obj: Any, target_obj: Any, **_kwargs: Any
) -> None:
    if isinstance(target_obj, BasePage) and target_obj.alias_of_id is None:
        mark_as_provisional_translation(source_obj, target_obj)
        keep_closed(restrictions_of(source_obj), target_obj)


@receiver(post_save, sender=Image, dispatch_uid="content.make_renditions")
def on_picture_stored(sender: type, instance: Image, **_kwargs: Any) -> None:
    transaction.on_commit(lambda: make_renditions_of.enqueue(instance.pk), robust=True)


@receiver(pre_delete, sender=Image, dispatch_uid="content.refuse_deletion_of_used_picture")
@receiver(pre_delete, sender=Document, dispatch_uid="content.refuse_deletion_of_used_document")
def refuse_deletion_of_used_file(sender: type, instance: Any, **_kwargs: Any) -> None:
    """Keep what anything uses, whoever deletes it and by whichever way.

    Raises:
        ProtectedError: the file is used.
    """
    if uses := where_file_used(instance):
        raise ProtectedError(f"“{instance}” is still used.", {use.user for use in uses})


def refuse_deletion_of_used_entry(sender: type, instance: Vocabulary, **_kwargs: Any) -> None:
    """Keep what pages and drafts name, whoever deletes it and by whichever way.

    Pages point to entries with ``SET_NULL``, not ``PROTECT``: an old revision that names a deleted
    entry can then still be opened.

    Raises:
        ProtectedError: the entry is used.
    """
    if uses := where_used(instance):
        raise ProtectedError(f"“{instance}” is still used.", {use.user for use in uses})


def connect_vocabularies() -> None:
    """Listen to each vocabulary alone: a receiver for all models would slow every deletion."""
    for model in apps.get_models():
        if issubclass(model, Vocabulary):
            pre_delete.connect(
                refuse_deletion_of_used_entry,
                sender=model,
                dispatch_uid=f"content.refuse_deletion_of_used_entry.{model._meta.label}",
            )
