"""``manage.py generate_content``: as many test pages in both languages as one likes."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from publishing.writing import actions
from publishing.writing.progress import bar_on

from ..generated_content.inserting import Inserter, MissingSectionError
from ..generated_content.library import stock


class Command(BaseCommand):
    help = (
        "Fill the site with generated test pages, each in Japanese and English, published, and "
        "marked as test data. The same seed gives the same pages. For tests and measurements."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--pages",
            type=int,
            default=1000,
            help="How many there are to be in each language; those of an earlier run count.",
        )
        parser.add_argument("--seed", type=int, default=1, help="Which pages (default: 1).")
        parser.add_argument(
            "--force", action="store_true", help="In production too, where readers would see them."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG and not options["force"]:
            raise CommandError(
                "This is a production site, and generated pages are public at once. "
                "If that is what you want: --force"
            )
        try:
            inserter = Inserter(options["seed"], stock(options["seed"]))
        except MissingSectionError as error:
            raise CommandError(
                f"The site has no section to fill: {error}. "
                "First run: manage.py load_opening_content"
            ) from None
        progress = bar_on(self.stderr)
        self.stdout.write("Pages:")
        added = inserter.fill(options["pages"], progress)
        self.stdout.write("Documents:")
        if added:
            actions.rebuild(progress)
        self.stdout.write(f"{added} pages were added in each language.")
