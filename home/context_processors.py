"""What every template may show around the page: computed only when it does."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from http_cache.lifetimes import note_end

from .furniture import Furniture, furniture


def site_furniture(request: HttpRequest) -> dict[str, Any]:
    """Sections, footer pages, operator and banners, in the language being read."""
    return {"furniture": SimpleLazyObject(lambda: furniture_of(request))}


def furniture_of(request: HttpRequest) -> Furniture:
    """Return header and footer, and note at the request until when they are these."""
    found = furniture(request.path)
    note_end(request, found.ends_at)
    return found
