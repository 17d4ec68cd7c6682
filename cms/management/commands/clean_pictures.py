"""``manage.py clean_pictures``: take out of stored pictures what a camera wrote into them."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from wagtail.users.models import UserProfile

from media import avatars
from media.cleaning import clean, look_at
from media.models import Image
from media.pictures import PictureError

#: Pictures after which the command says how far it has come.
STEP = 50


class Command(BaseCommand):
    help = (
        "Take place, author and device out of pictures, of their sizes and of people's profile"
        " pictures, that were stored before this was done at upload, and turn them upright. Once"
        " done, it changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="Only say which pictures tell anything."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.telling: list[str] = []
        self.failed: list[str] = []
        total = self._pictures(options["check"]) + self._profiles(options["check"])
        done = "tell something" if options["check"] else "were cleaned"
        self.stdout.write(f"{len(self.telling)} of {total} pictures {done}.")
        for name in self.telling:
            self.stdout.write(name)
        if self.failed:
            raise CommandError("These pictures cannot be read:\n" + "\n".join(self.failed))
        if options["check"] and self.telling:
            raise CommandError("Run `manage.py clean_pictures`.")

    def _pictures(self, only_look: bool) -> int:
        """Look at the pictures of the library; return how many there are."""
        images = Image.objects.order_by("pk")
        total = images.count()
        for number, image in enumerate(images.iterator(), 1):
            found = look_at(image) if only_look else clean(image)
            name = f"{image.pk} ({image.title})"
            if found.failure:
                self.failed.append(f"{name}: {found.failure}")
            elif not found.is_clean:
                self.telling.append(name)
            if number % STEP == 0:
                self.stdout.write(f"{number} of {total} pictures looked at.")
        return total

    def _profiles(self, only_look: bool) -> int:
        """Look at the pictures of people; return how many there are."""
        profiles = UserProfile.objects.exclude(avatar="").select_related("user").order_by("pk")
        for profile in profiles:
            name = f"profile picture of {profile.user.get_username()}"
            try:
                if avatars.telling(profile):
                    if not only_look:
                        avatars.clean(profile)
                    self.telling.append(name)
            except (PictureError, OSError) as error:
                self.failed.append(f"{name}: {error}")
        return len(profiles)
