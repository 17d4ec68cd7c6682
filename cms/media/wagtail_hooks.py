"""What this room changes in Wagtail."""

from __future__ import annotations

from wagtail import hooks

from .encoding import QuickFormat
from .views import refuse_unshown


@hooks.register("register_image_operations", order=100)  # after Wagtail's own
def quick_format() -> list[tuple[str, type[QuickFormat]]]:
    """Encode AVIF at our speed."""
    return [("format", QuickFormat)]


# Wagtail has an address for documents besides ours, and asks this at both.
hooks.register("before_serve_document", refuse_unshown)
