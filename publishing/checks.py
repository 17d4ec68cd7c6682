"""That every page type becomes documents, held by Django's system checks."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core import checks

from content.models import BasePage

from .registry import document_types


@checks.register("publishing")
def check_page_types_are_registered(**_kwargs: Any) -> list[checks.CheckMessage]:
    """Fail on a page type that readers of the published documents would never see."""
    registered = {document_type.model for document_type in document_types()}
    return [
        checks.Error(
            f"{model.__name__} becomes no document: nobody has registered it.",
            hint="Register a DocumentType for it in its room's api.py.",
            obj=model,
            id="publishing.E001",
        )
        for model in apps.get_models()
        if issubclass(model, BasePage) and model not in registered
    ]
