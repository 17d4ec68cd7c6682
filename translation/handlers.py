"""What happens in wagtail-localize, carried to what this room keeps."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail_localize.models import StringTranslation

from .memory import feeding


@receiver(post_save, sender=StringTranslation, dispatch_uid="translation.remember")
def remember_what_was_translated(
    instance: StringTranslation, *, raw: bool = False, **_kwargs: Any
) -> None:
    if not raw and instance.data and not instance.has_error:
        feeding.remember(instance)
