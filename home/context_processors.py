"""What every template may show around the page: computed only when it does."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from .furniture import furniture


def site_furniture(request: HttpRequest) -> dict[str, Any]:
    """Sections, footer pages, operator and banners, in the language being read."""
    return {"furniture": SimpleLazyObject(lambda: furniture(request.path))}
