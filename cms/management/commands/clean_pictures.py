"""``manage.py clean_pictures``: take out of stored pictures what a camera wrote into them."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from media.cleaning import clean, look_at
from media.models import Image

#: Pictures after which the command says how far it has come.
STEP = 50


class Command(BaseCommand):
    help = (
        "Take place, author and device out of pictures, and of their sizes, that were stored before"
        " this was done at upload, and turn them upright. Once done, it changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="Only say which pictures tell anything."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        images = Image.objects.order_by("pk")
        telling, failed, total = [], [], images.count()
        for number, image in enumerate(images.iterator(), 1):
            found = look_at(image) if options["check"] else clean(image)
            name = f"{image.pk} ({image.title})"
            if found.failure:
                failed.append(f"{name}: {found.failure}")
            elif not found.is_clean:
                telling.append(name)
            if number % STEP == 0:
                self.stdout.write(f"{number} of {total} pictures looked at.")
        done = "tell something" if options["check"] else "were cleaned"
        self.stdout.write(f"{len(telling)} of {total} pictures {done}.")
        for name in telling:
            self.stdout.write(name)
        if failed:
            raise CommandError("These pictures cannot be read:\n" + "\n".join(failed))
        if options["check"] and telling:
            raise CommandError("Run `manage.py clean_pictures`.")
