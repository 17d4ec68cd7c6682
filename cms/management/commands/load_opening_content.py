"""``manage.py load_opening_content``: what a fresh site opens with."""

from __future__ import annotations

from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from home.models import OpeningContentRecord
from publishing.writing.recording import gathering

from ..opening_content.entries import read_content
from ..opening_content.errors import OpeningContentError
from ..opening_content.loader import Event, Loader, LoadOutcome

#: Outcomes that are nothing to tell one by one, unless asked.
USUAL = {LoadOutcome.CREATED, LoadOutcome.UPDATED, LoadOutcome.UNCHANGED}


class Command(BaseCommand):
    #: `migrate` and `runserver`, before and after it, have the system checked.
    requires_system_checks: list[str] = []
    help = "Load the opening content. Never overwrites an edit, never restores what was deleted."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="Only say what would be done, change nothing."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        check, verbosity = options["check"], options["verbosity"]
        counts: dict[str, Counter[LoadOutcome]] = {}

        def report(event: Event) -> None:
            counts.setdefault(event.kind, Counter())[event.outcome] += 1
            told = check and event.outcome is not LoadOutcome.UNCHANGED
            if verbosity and (told or event.outcome not in USUAL or verbosity > 1):
                reason = f" ({event.reason})" if event.reason else ""
                self.stdout.write(f"  {event.key}: {event.outcome}{reason}")

        if OpeningContentRecord._meta.db_table not in connection.introspection.table_names():
            raise CommandError("The database is not prepared yet: run “manage.py migrate” first.")
        try:
            with gathering():  # rendered once, when all is there that pages show of each other
                Loader(read_content(), report, check=check).run()
        except OpeningContentError as error:
            raise CommandError(f"The opening content was not loaded completely: {error}") from error
        if verbosity:
            if check:
                self.stdout.write("Nothing was changed. A run would give:")
            for kind, outcomes in counts.items():
                numbers = ", ".join(f"{count} {outcome}" for outcome, count in outcomes.items())
                self.stdout.write(f"{kind}: {numbers}")
