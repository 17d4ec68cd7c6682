"""What takes longer than an editor should wait is left to a background task."""

from __future__ import annotations

import logging

from django_tasks import task

from media.models import Image

from .pictures import make_renditions

logger = logging.getLogger(__name__)


@task()
def make_renditions_of(image_id: int) -> None:
    """Make what an image lacks of the declared renditions; nothing for one that has gone."""
    image = Image.objects.filter(pk=image_id).first()
    if image is not None and not make_renditions(image):
        logger.warning("Picture %s cannot be read: it has no renditions.", image_id)
