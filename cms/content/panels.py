"""Panels of our own for the page editor."""

from __future__ import annotations

from typing import Any

from django.forms import CheckboxSelectMultiple
from wagtail.admin.panels import FieldPanel


class EntriesPanel(FieldPanel):
    """Several entries of a vocabulary, one checkbox each.

    In Django's own list a click without Ctrl takes the choice of all other entries back.
    """

    def __init__(self, field_name: str, **kwargs: Any) -> None:
        kwargs.setdefault("widget", CheckboxSelectMultiple)
        super().__init__(field_name, **kwargs)
