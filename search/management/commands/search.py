"""Checks, mends, rebuilds and explains the search index, and forgets what was asked."""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from content.languages import LANGUAGE_CODES
from search.answering import explaining
from search.answering.queries import QuestionError
from search.engines import UnavailableError
from search.indexing import actions
from search.reports import query_log

BAR_WIDTH = 40


class Command(BaseCommand):
    """``search verify``, ``repair``, ``rebuild``, ``explain`` and ``forget``."""

    help = "Check, mend, rebuild or explain the search index; forget questions."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("verify", help="Compare the index with the published documents.")
        verbs.add_parser("repair", help="Follow the change log and mend every difference.")
        verbs.add_parser(
            "rebuild", help="Index every document again, while questions are answered."
        )
        forget = verbs.add_parser(
            "forget", help="Delete the counts of questions that are older than SEARCH_LOG_DAYS."
        )
        forget.add_argument("--all", action="store_true", help="Delete all of them.")
        explain = verbs.add_parser("explain", help="Say how a question is understood and answered.")
        explain.add_argument("question")
        explain.add_argument("--language", choices=LANGUAGE_CODES, default=LANGUAGE_CODES[0])

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.do(**options)
        except UnavailableError as error:
            raise CommandError(str(error)) from None

    def do(self, **options: Any) -> None:
        if options["verb"] == "explain":
            self.explain(options["question"], options["language"])
        elif options["verb"] == "forget":
            self.stdout.write(f"Forgotten: {query_log.forget(everything=options['all'])} lines.")
        else:
            getattr(self, options["verb"])()

    def verify(self) -> None:
        if actions.is_behind():
            self.stdout.write("The change log has lines that the index has not followed.")
        found = actions.verify(self._report)
        for difference in found:
            self.stdout.write(str(difference))
        if found:
            raise CommandError(f"{len(found)} differences. To mend them: manage.py search repair")
        self.stdout.write("The index has every published document, and no other.")

    def repair(self) -> None:
        mended = actions.repair(self._report)
        for difference in mended:
            self.stdout.write(str(difference))
        left = actions.verify()
        if left:
            raise CommandError(f"{len(left)} differences remain.")
        self.stdout.write(f"Mended: {len(mended)}. The index has every published document.")

    def rebuild(self) -> None:
        began = time.monotonic()
        total = actions.rebuild(self._report)
        self.stdout.write(f"Indexed: {total} documents in {time.monotonic() - began:.1f} seconds.")

    def explain(self, question: str, language: str) -> None:
        try:
            for line in explaining.explain(question, language):
                self.stdout.write(line)
        except QuestionError as error:
            raise CommandError(str(error)) from None

    def _report(self, done: int, total: int) -> None:
        if not sys.stderr.isatty():
            return
        filled = BAR_WIDTH * done // max(total, 1)
        end = "\n" if done == total else ""
        self.stderr.write(
            f"\r[{'#' * filled}{'.' * (BAR_WIDTH - filled)}] {done}/{total}", ending=end
        )
