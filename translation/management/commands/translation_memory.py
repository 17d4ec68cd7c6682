"""Builds the translation memory, counts it, and carries it as TMX."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Count

from translation.exchange.advice import advice
from translation.exchange.documents import ExchangeError
from translation.memory import feeding, files
from translation.models import MemoryText, MemoryUnit


class Command(BaseCommand):
    """``translation_memory rebuild``, ``stats``, ``export`` and ``import``."""

    help = "Build the translation memory, count it, write it as TMX or bring a TMX file in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("rebuild", help="Bring in every translation kept, and index anew.")
        verbs.add_parser("stats", help="Count what the memory holds.")
        export = verbs.add_parser("export", help="Write the memory as a TMX 1.4 file.")
        export.add_argument("file", type=Path)
        bring = verbs.add_parser("import", help="Bring TMX files in, each as a whole or not.")
        bring.add_argument("files", type=Path, nargs="+")

    def handle(self, *args: Any, **options: Any) -> None:
        verb = options["verb"]
        if verb == "rebuild":
            self.stdout.write(f"{feeding.rebuild()} translations brought in.")
        elif verb == "stats":
            self.stats()
        elif verb == "export":
            self.export(options["file"])
        else:
            for path in options["files"]:
                self.bring_in(path)

    def stats(self) -> None:
        counted = (
            MemoryUnit.objects.values("source__locale", "target_locale", "origin")
            .annotate(count=Count("pk"))
            .order_by("source__locale", "target_locale", "origin")
        )
        for row in counted:
            self.stdout.write(
                f"{row['source__locale']} to {row['target_locale']}, from {row['origin']}: "
                f"{row['count']} translations"
            )
        self.stdout.write(f"{MemoryText.objects.count()} different texts.")

    def export(self, path: Path) -> None:
        try:
            path.write_bytes(files.exported())
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}.") from None
        self.stdout.write(f"{MemoryUnit.objects.count()} translations written to {path}.")

    def bring_in(self, path: Path) -> None:
        try:
            taken, left_out = files.imported(path.read_bytes(), path.name)
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from None
        except ExchangeError as error:
            raise CommandError(f"{path}: {advice(error)} Nothing of it was taken.") from None
        self.stdout.write(f"{path}: {taken} translations taken, {left_out} left out.")
