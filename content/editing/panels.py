"""Panels of our own for the page editor."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import FieldPanel

from .entry_widgets import EntriesWidget


class EntriesPanel(FieldPanel):
    """Several entries of a vocabulary: check boxes for few, a searching chooser for many.

    In Django's own list a click without Ctrl takes the choice of all other entries back.
    """

    def __init__(self, field_name: str, **kwargs: Any) -> None:
        kwargs.setdefault("widget", EntriesWidget)
        super().__init__(field_name, **kwargs)
