"""The texts of the database: content and names, which are shown as they are."""

from __future__ import annotations

from django.apps import apps
from django.db import models


def stored_texts() -> set[str]:
    """Every text of every table, its spaces as a page shows them."""
    return {
        " ".join(text.split())
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        for text in model._base_manager.values_list(field.attname, flat=True)
        if isinstance(text, str)
    }
