"""Renditions: without what a camera wrote into a picture, and AVIF at a speed one can wait for.

That takes a third of the time, for slightly larger files.
"""

from __future__ import annotations

from typing import Any

from wagtail.images.image_operations import FormatOperation
from willow.plugins.pillow import PillowImage

from .pictures import bare

#: From 0, the slowest and smallest, to 10; the encoder's own choice is 6.
AVIF_SPEED = 8


class _AtSpeed:
    """A picture of Pillow's that is saved as AVIF at our speed."""

    def __init__(self, picture: Any) -> None:
        self._picture = picture

    def __getattr__(self, name: str) -> Any:
        return getattr(self._picture, name)

    def save(self, file: Any, kind: str, **options: Any) -> None:
        self._picture.save(file, kind, speed=AVIF_SPEED, **options)


class QuickAvif(PillowImage):  # type: ignore[misc]
    """A picture that Willow saves as AVIF at our speed."""

    def save_as_avif(self, *arguments: Any, **options: Any) -> Any:
        """Save the picture as Willow does."""
        return PillowImage(_AtSpeed(self.image)).save_as_avif(*arguments, **options)


class QuickFormat(FormatOperation):
    """Wagtail's choice of a rendition's format."""

    def run(self, willow: Any, image: Any, env: dict[str, Any]) -> Any:
        """Note the format, drop what is told beside the picture, save AVIF at our speed."""
        super().run(willow, image, env)
        if not isinstance(willow, PillowImage):
            return None
        picture = bare(willow.image.copy())
        return QuickAvif(picture) if self.format == "avif" else PillowImage(picture)
