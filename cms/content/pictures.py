"""Pictures on the site: a few declared sizes, the browser picks one."""

from __future__ import annotations

from dataclasses import dataclass

from wagtail.images.models import SourceImageIOError

from cms.media.models import Image

CARD_RENDITION = "fill-640x360|format-webp"
PICTURE_WIDTHS = (640, 960, 1440)
SHARE_RENDITION = "fill-1200x630|format-jpeg"


def picture_specs(widths: tuple[int, ...] = PICTURE_WIDTHS) -> list[str]:
    """Return the renditions that a picture of these widths is made of."""
    return [f"width-{width}|format-webp" for width in widths]


@dataclass(frozen=True)
class Picture:
    """What an ``img`` element needs."""

    src: str
    srcset: str
    width: int
    height: int
    alt: str
    credit: str
    licence: str


def picture(
    image: Image | None, widths: tuple[int, ...] = PICTURE_WIDTHS, alt: str | None = None
) -> Picture | None:
    """Return a picture's WebP sources; ``None`` where there is none or its file is missing."""
    if image is None or not image.is_public:
        return None
    try:
        renditions = list(image.get_renditions(*picture_specs(widths)).values())
    except (SourceImageIOError, OSError):
        return None
    by_width = {rendition.width: rendition for rendition in renditions}
    smallest = by_width[min(by_width)]
    return Picture(
        src=smallest.url,
        srcset=", ".join(f"{by_width[width].url} {width}w" for width in sorted(by_width)),
        width=smallest.width,
        height=smallest.height,
        alt=image.alt() if alt is None else alt,
        credit=image.credit,
        licence=image.licence,
    )


def card_picture(image: Image | None) -> Picture | None:
    """Return a list's small picture; the list has fetched it and its rendition already."""
    if image is None:
        return None
    try:
        rendition = image.get_rendition(CARD_RENDITION)
    except (SourceImageIOError, OSError):
        return None
    return Picture(
        rendition.url, "", rendition.width, rendition.height, "", image.credit, image.licence
    )


def share_picture(image: Image | None) -> Picture | None:
    """Return the picture shown where a page is shared, in the format that all services read."""
    if image is None or not image.is_public:
        return None
    try:
        rendition = image.get_rendition(SHARE_RENDITION)
    except (SourceImageIOError, OSError):
        return None
    return Picture(
        rendition.url,
        "",
        rendition.width,
        rendition.height,
        image.alt(),
        image.credit,
        image.licence,
    )
