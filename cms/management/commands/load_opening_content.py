"""``manage.py load_opening_content``: what a fresh site opens with."""

from __future__ import annotations

from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ..opening_content.loader import Loader, OpeningContentError


class Command(BaseCommand):
    help = "Load the opening content. Never overwrites an edit, never restores what was deleted."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="Only say what would be done, change nothing."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        done: Counter[str] = Counter()

        def report(verb: str, key: str) -> None:
            done[verb] += 1
            if options["check"] or options["verbosity"] > 1:
                self.stdout.write(f"{verb}: {key}")

        try:
            Loader(report, check=options["check"]).load()
        except OpeningContentError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(", ".join(f"{count} {verb}" for verb, count in sorted(done.items())))
