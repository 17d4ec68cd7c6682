"""``manage.py clean_texts``: clean what was stored before texts were cleaned on their way in."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand

from text.storing import clean_stored


class Command(BaseCommand):
    help = "Clean the characters of all stored texts. Run `readmodel rebuild` afterwards."

    def handle(self, *args: Any, **options: Any) -> None:
        models = [model for model in apps.get_models() if model._meta.managed]
        changed = sum(clean_stored(model) for model in models if not model._meta.proxy)
        self.stdout.write(f"Records cleaned: {changed} in all.")
