"""Reactions to Wagtail's signals: each one calls a named action."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from wagtail.signals import copy_for_translation_done

from .actions import mark_as_provisional_translation
from .models import BasePage


@receiver(copy_for_translation_done, dispatch_uid="content.mark_as_provisional_translation")
def on_copied_for_translation(
    sender: type, source_obj: Any, target_obj: Any, **_kwargs: Any
) -> None:
    if isinstance(target_obj, BasePage) and target_obj.alias_of_id is None:
        mark_as_provisional_translation(source_obj, target_obj)
