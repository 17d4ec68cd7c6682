"""Carries texts of pages to translators and back, as files."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from wagtail.models import Page
from wagtail_localize.models import Translation

from content.languages import LANGUAGE_CODES
from content.models import PageNumber
from translation import carrying
from translation.exchange import formats
from translation.exchange.advice import ADVICE, advice
from translation.exchange.documents import ExchangeError, PageDocument


class Command(BaseCommand):
    """``translations export`` and ``translations import``."""

    help = "Write texts of pages into a file for translators, or take such a file back as drafts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        export = verbs.add_parser("export", help="Write texts of pages into a file.")
        export.add_argument("file", type=Path)
        export.add_argument("--to", choices=LANGUAGE_CODES, required=True)
        export.add_argument("--format", choices=sorted(formats.FORMATS), required=True)
        export.add_argument("--page", type=int, action="append", default=[], help="its number")
        export.add_argument(
            "--section", type=int, action="append", default=[], help="a page and all below it"
        )
        bring = verbs.add_parser("import", help="Take files back; nothing is published.")
        bring.add_argument("files", type=Path, nargs="+")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["verb"] == "export":
            self.export(options)
            return
        is_whole = [self.bring_in(path) for path in options["files"]]
        if not all(is_whole):
            raise CommandError("Not everything was taken; the lines above say what and why.")

    def export(self, options: dict[str, Any]) -> None:
        documents = self.documents(options)
        if not documents:
            raise CommandError("No translation of these pages has been started. Nothing written.")
        try:
            options["file"].write_bytes(formats.FORMATS[options["format"]].write(documents))
        except ExchangeError as error:
            raise CommandError(f"{advice(error)} Nothing was written.") from None
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}.") from None
        self.stdout.write(f"{len(documents)} pages written to {options['file']}.")

    def documents(self, options: dict[str, Any]) -> list[PageDocument]:
        """Return the pages asked for, each once, and name those that are left out."""
        found: list[PageDocument] = []
        for number in dict.fromkeys([*options["page"], *_below(options["section"])]):
            translation = (
                Translation.objects.filter(
                    source__object_id__in=PageNumber.objects.filter(number=number).values(
                        "translation_key"
                    ),
                    target_locale__language_code=options["to"],
                    enabled=True,
                )
                .select_related("source__locale", "target_locale")
                .first()
            )
            document = carrying.exported(translation) if translation else None
            if document and document.units:
                found.append(document)
            else:
                self.stdout.write(
                    f"Page {number}: no translation into {options['to']} is going on."
                )
        return found

    def bring_in(self, path: Path) -> bool:
        """Take a file back page by page; return whether all of it was taken."""
        try:
            file = formats.read(path.read_bytes())
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from None
        except ExchangeError as error:
            raise CommandError(f"{path}: {advice(error)} Nothing of it was taken.") from None
        is_whole = not file.findings
        for finding in file.findings:
            self.stdout.write(f"{path}, {finding.place}: {ADVICE[finding.fault]}")
        for document in file.documents:
            is_whole &= self.take(document)
        return is_whole

    def take(self, document: PageDocument) -> bool:
        """Take a page's part of a file; return whether all of it was taken."""
        name = f"Page {document.page}"
        try:
            outcome = carrying.bring_in(document)
        except ExchangeError as error:
            self.stdout.write(f"{name}: refused. {advice(error)}")
            return False
        if outcome.refusal:
            self.stdout.write(f"{name}: refused. {ADVICE[outcome.refusal]}")
            return False
        self.stdout.write(
            f"{name}: {len(outcome.changes)} changed, {outcome.unchanged} as before, "
            f"{len(outcome.findings)} left out."
        )
        for finding in outcome.findings:
            advised = ADVICE[finding.fault].format(detail=finding.unit)
            self.stdout.write(f"{name}, text {finding.unit}: {advised}")
        return not outcome.findings


def _below(sections: list[int]) -> list[int]:
    """Return the numbers of pages and of all below them, in the order of the tree."""
    found: list[int] = []
    for number in sections:
        keys = PageNumber.objects.filter(number=number).values("translation_key")
        for top in Page.objects.filter(translation_key__in=keys):
            below = top.get_descendants(inclusive=True).values_list("translation_key", flat=True)
            numbers = PageNumber.objects.filter(translation_key__in=list(below))
            by_key = dict(numbers.values_list("translation_key", "number"))
            found += [by_key[key] for key in below if key in by_key]
    return found
