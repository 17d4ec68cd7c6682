"""Pictures on the site: a few declared sizes in two formats, the browser picks one.

Renditions are made after a picture has been stored, so that they are there when pages show it;
what a page shows sooner is made while it is rendered. There are only ``DECLARED_RENDITIONS``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from wagtail.images.models import AbstractRendition, SourceImageIOError

from media.models import Image

from .dependencies import image_name, note

#: Formats from the smallest files to those that every browser reads, by media type.
FORMATS = {"image/avif": "avif", "image/webp": "webp"}
PICTURE_WIDTHS = (640, 960, 1440)
SHARE_RENDITION = "fill-1200x630|format-jpeg"
CARD_SIZE = "fill-640x360"
DECLARED_RENDITIONS: tuple[str, ...] = (
    *(
        f"{size}|format-{extension}"
        for size in (*(f"width-{width}" for width in PICTURE_WIDTHS), CARD_SIZE)
        for extension in FORMATS.values()
    ),
    SHARE_RENDITION,
)


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


def public_renditions(image: Image | None, specs: Sequence[str]) -> dict[str, AbstractRendition]:
    """Return an image's renditions by specification, made where they are missing.

    Empty where there is no image, where its file is missing and where it is not public.
    """
    if image is None:
        return {}
    note(image_name(image.pk))
    if not image.is_public:
        return {}
    try:
        renditions: dict[str, AbstractRendition] = image.get_renditions(*specs)
    except (SourceImageIOError, OSError):
        return {}
    return renditions


def make_renditions(image: Image) -> bool:
    """Make the declared renditions that an image lacks; return whether it has them all now.

    It has none where its file is missing or no picture.
    """
    prefetch_related_objects([image], "renditions")  # the cache may remember what was rolled back
    try:
        image.get_renditions(*DECLARED_RENDITIONS)
    except (SourceImageIOError, OSError):
        return False
    return True


def source_set(renditions: Iterable[AbstractRendition], address: Callable[[str], str] = str) -> str:
    """Return renditions as a ``srcset`` with widths, the narrowest first, each width once.

    ``address`` makes of a rendition's own address the one to be given.
    """
    by_width: dict[int, AbstractRendition] = {}
    for rendition in renditions:
        by_width.setdefault(rendition.width, rendition)
    return ", ".join(f"{address(by_width[width].url)} {width}w" for width in sorted(by_width))


def share_picture(image: Image | None) -> Picture | None:
    """Return the picture shown where a page is shared, in the format that all services read."""
    rendition = public_renditions(image, [SHARE_RENDITION]).get(SHARE_RENDITION)
    if image is None or rendition is None:
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
