"""Exports the termbase as CSV or TBX, and takes such a file in."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from content.termbase import csv_files, importing, tbx_files
from content.termbase.entries import MOST_BYTES, FileError, stored_entries

WRITERS = {"csv": csv_files.write, "tbx": tbx_files.write}


class Command(BaseCommand):
    """``terms export FILE`` and ``terms import FILE``."""

    help = "Export the termbase as CSV or TBX, or take such a file in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        export = verbs.add_parser("export", help="Write a file; its ending says which kind.")
        export.add_argument("file", type=Path, help="A path that ends in .csv or .tbx.")
        taking = verbs.add_parser(
            "import", help="Say what a file changes; with --apply change it, all or nothing."
        )
        taking.add_argument("file", type=Path)
        taking.add_argument("--apply", action="store_true", help="Store what was said.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["verb"] == "export":
                self.export(options["file"])
            else:
                self.take_in(options["file"], store=options["apply"])
        except (OSError, FileError) as error:
            raise CommandError(str(error)) from None

    def export(self, path: Path) -> None:
        write = WRITERS.get(path.suffix.lower().lstrip("."))
        if write is None:
            raise CommandError("Name a file that ends in .csv or .tbx.")
        path.write_bytes(write(stored_entries()))

    def take_in(self, path: Path, *, store: bool) -> None:
        with path.open("rb") as file:
            made = importing.plan(*importing.read(file.read(MOST_BYTES + 1)))
        for sign, steps in (("+", made.added), ("~", made.changed)):
            for step in steps:
                self.stdout.write(f"{sign} {step.term.code}")
                for one in step.differences:
                    self.stdout.write(f"    {one.field}: {one.before!r} -> {one.after!r}")
        for problem in made.problems:
            self.stderr.write(f"{path}:{problem.place}: {problem.message}")
        if made.problems:
            raise CommandError("Nothing was stored.")
        if store:
            importing.apply(made.entries, made.mark)
        self.stdout.write(
            f"{len(made.added)} added, {len(made.changed)} changed, {made.unchanged} as they were"
            + ("." if store else "; nothing is stored without --apply.")
        )
