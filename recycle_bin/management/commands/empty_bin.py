"""Removes for good what has been in the bin long enough."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from publishing.writing.progress import bar_on
from recycle_bin.emptying import empty


class Command(BaseCommand):
    """``empty_bin``: once a day; again at any time changes nothing."""

    help = "Remove for good, with its files, what was deleted more than BIN_DAYS days ago."

    def handle(self, *args: Any, **options: Any) -> None:
        removed = empty(bar_on(self.stderr))
        self.stdout.write(f"{removed} removed.")
