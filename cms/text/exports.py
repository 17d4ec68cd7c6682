"""Exports take what was stored before texts were cleaned, in every list of the admin.

Wagtail leaves a text to the workbook as it is, which then refuses a control character and with it
the whole list. All lists share one mixin, so that is where a text is cleaned.
"""

from __future__ import annotations

from typing import Any

from wagtail.admin.views.mixins import SpreadsheetExportMixin

from .characters import clean

_preprocess = SpreadsheetExportMixin.preprocess_field_value


def connect() -> None:
    """Clean what is exported from now on."""
    SpreadsheetExportMixin.preprocess_field_value = preprocess_clean


def preprocess_clean(view: Any, field: str, value: Any, export_format: str) -> Any:
    """Return the value of a cell as Wagtail does, cleaned if it is a text."""
    prepared = _preprocess(view, field, value, export_format)
    return clean(prepared) if isinstance(prepared, str) else prepared
