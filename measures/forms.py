"""What an editor must enter for a measure before it can be published."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from content.forms import BasePageForm


class MeasurePageForm(BasePageForm):
    """A measure needs a place; a draft may still lack it."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        placed = cleaned.get("city") or cleaned.get("country")
        if not placed and not self.is_deferred_validation and "city" in self.fields:
            self.add_error("city", _("Choose the city, or at least the country or region."))
        return cleaned
