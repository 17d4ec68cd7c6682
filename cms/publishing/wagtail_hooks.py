"""What happens in the admin without a signal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from wagtail import hooks

from cms.content import shown
from cms.media.models import Document, Image

from .recording import record


@hooks.register("after_bulk_action")
def record_files_moved_together(
    _request: HttpRequest, action_type: str, objects: Iterable[Model], _action: Any
) -> None:
    """Pictures and files that change their collection together are changed by one SQL update."""
    if action_type != "add_to_collection":
        return
    names = [shown.image_name(one.pk) for one in objects if isinstance(one, Image)]
    names += [shown.file_name(one.pk) for one in objects if isinstance(one, Document)]
    record(*names)
