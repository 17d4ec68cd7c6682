"""``manage.py make_renditions``: the sizes of pictures that are missing."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from content.pictures import make_renditions
from media.models import Image


class Command(BaseCommand):
    help = "Make the declared sizes and formats that pictures lack, as after a new version."

    def handle(self, *args: Any, **options: Any) -> None:
        unreadable = []
        total = 0
        for image in Image.objects.order_by("pk").iterator():
            total += 1
            if not make_renditions(image):
                unreadable.append(f"{image.pk} ({image.title})")
        self.stdout.write(f"{total - len(unreadable)} of {total} pictures have all their sizes.")
        if unreadable:
            raise CommandError(
                "The files of these pictures are missing or cannot be read: "
                f"{', '.join(unreadable)}. Upload them again in the admin."
            )
