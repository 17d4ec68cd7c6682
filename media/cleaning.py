"""Pictures that were stored before pictures were made ready: made ready now, with their sizes."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from pathlib import PurePath

from django.core.files.base import ContentFile
from django.db import transaction
from wagtail.images.models import SourceImageIOError

from .models import Image, Rendition
from .pictures import PictureError, is_held_askew
from .rendering import made_ready
from .told import tells_nothing


@dataclass
class Cleaning:
    """What was found of a picture: what it tells, how many of its sizes do, why it is as it was."""

    tells: bool = False
    telling_sizes: list[Rendition] = field(default_factory=list)
    failure: str = ""

    @property
    def is_clean(self) -> bool:
        """Whether there is nothing to do, and nothing that could not be done."""
        return not (self.tells or self.telling_sizes or self.failure)


def look_at(image: Image) -> Cleaning:
    """Say what a picture and its sizes tell beside how they look, or are turned by."""
    found = Cleaning()
    try:
        found.tells = not tells_nothing(_bytes(image))
    except (SourceImageIOError, OSError) as error:
        found.failure = str(error)
    for rendition in image.renditions.order_by("pk"):
        try:
            if not tells_nothing(_bytes(rendition)):
                found.telling_sizes.append(rendition)
        except (SourceImageIOError, OSError):
            found.telling_sizes.append(rendition)  # its file is gone: it is made anew
    return found


def clean(image: Image) -> Cleaning:
    """Make a picture ready as at upload, where it or one of its sizes tells anything.

    Its file gets a new name, since caches may hold the old ones, and so do its sizes, which are
    made anew by whoever hears of the picture's being saved. The addresses of before lead to them.
    """
    found = look_at(image)
    if found.is_clean or found.failure:
        return found
    try:
        data = _bytes(image)
        ready = made_ready(data) if found.tells else data
        if tells_nothing(ready):
            _replace(image, data, ready)
        else:
            found.failure = "It could not be cleaned."
    except (PictureError, SourceImageIOError, OSError) as error:
        found.failure = str(error) or type(error).__name__
    return found


def _replace(image: Image, data: bytes, ready: bytes) -> None:
    storage, old = image.file.storage, image.file.name
    with transaction.atomic():
        sizes = list(image.renditions.all())
        image.file = ContentFile(ready, name=PurePath(old).name)
        image._set_image_file_metadata()
        if data != ready and is_held_askew(data):
            # Chosen in a picture that lay on its side.
            image.focal_point_x = image.focal_point_y = None
            image.focal_point_width = image.focal_point_height = None
        image.save()
        for rendition in sizes:
            rendition.delete()  # with its file, and what the cache holds of it
        transaction.on_commit(partial(storage.delete, old))


def _bytes(picture: Image | Rendition) -> bytes:
    with picture.open_file() as file:
        data: bytes = file.read()
    return data
