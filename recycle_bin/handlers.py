"""Where all doors meet: forms, bulk actions and commands delete through these."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Model
from django.db.models.signals import pre_delete
from wagtail.actions.delete_page import DeletePageAction
from wagtail.documents import signal_handlers as document_handlers
from wagtail.images import signal_handlers as image_handlers
from wagtail.models import Page

from content.models import Vocabulary
from media.models import Document, Image

from .keeping import keep_page, keep_single


def on_deletion(sender: type, instance: Any, **_kwargs: Any) -> None:
    keep_single(instance)


def _through_the_bin(delete_page: Any) -> Any:
    @wraps(delete_page)
    def delete(self: DeletePageAction, page: Page, *args: Any, **kwargs: Any) -> Any:
        with transaction.atomic():
            if keep_page(page, self.user):
                return delete_page(self, page, *args, **kwargs)
            return None  # somebody else has deleted it meanwhile

    return delete


def _but_for_kept_files(clean_up: Any) -> Any:
    """Leave the files of the bin in the storage; Wagtail removes a file with its row."""

    @wraps(clean_up)
    def clean_up_others(instance: Any, **kwargs: Any) -> None:
        if not isinstance(instance, Image | Document):
            clean_up(instance, **kwargs)

    return clean_up_others


def connect() -> None:
    """Let deletions pass through the bin. Called before Wagtail connects its own handlers."""
    DeletePageAction._delete_page = _through_the_bin(DeletePageAction._delete_page)
    entries = [model for model in apps.get_models() if issubclass(model, Vocabulary)]
    kept: list[type[Model]] = [Image, Document, *entries]
    for model in kept:
        pre_delete.connect(
            on_deletion, sender=model, dispatch_uid=f"bin.on_deletion.{model._meta.label}"
        )
    for module in (image_handlers, document_handlers):
        module.post_delete_file_cleanup = _but_for_kept_files(module.post_delete_file_cleanup)
