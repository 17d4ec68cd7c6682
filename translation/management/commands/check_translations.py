"""``manage.py check_translations``: check translations, JSON lines in and out."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from contextlib import nullcontext
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import override

from translation.check_lines import answer_line


class Command(BaseCommand):
    help = (
        "Check translations. Reads JSON lines {id, source_locale, target_locale, source, target} "
        "from standard input and writes one line {id, findings} for each, at once. A line that "
        "cannot be checked is answered with {id, line, error}, and the rest goes on. "
        "See docs/translation-checks.md."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--language",
            choices=[code for code, _name in settings.LANGUAGES],
            help="The language of the messages; the site's own by default.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        language = options["language"]
        with override(language) if language else nullcontext():
            unread = sum(map(self._answer, enumerate(sys.stdin.buffer, 1)))
        if unread:
            self.stderr.write(f"Lines that could not be checked: {unread}")

    def _answer(self, numbered: tuple[int, bytes]) -> bool:
        """Answer one line; whether it could not be checked. An empty line has no answer."""
        number, line = numbered
        if not line.strip():
            return False
        answer = answer_line(line, number)
        self.stdout.write(json.dumps(answer, ensure_ascii=False))
        self.stdout.flush()
        return "error" in answer
