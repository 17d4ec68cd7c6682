"""Reactions to signals: each one calls a named operation."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from publishing.models import Change

from . import redirects


@receiver(post_save, sender=Change, dispatch_uid="home.follow_with_redirects")
def on_change(sender: type, instance: Change, **_kwargs: Any) -> None:
    redirects.follow(instance)
