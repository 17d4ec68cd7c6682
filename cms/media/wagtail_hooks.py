"""What this room changes in Wagtail."""

from __future__ import annotations

from wagtail import hooks

from .encoding import QuickFormat


@hooks.register("register_image_operations", order=100)  # after Wagtail's own
def quick_format() -> list[tuple[str, type[QuickFormat]]]:
    """Encode AVIF at our speed."""
    return [("format", QuickFormat)]
