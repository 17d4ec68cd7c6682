"""Checks and mends what the public reads."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from publishing import jobs, worker
from publishing.followers import purging
from publishing.models import Pending
from publishing.writing import actions
from publishing.writing.progress import bar_on


class Command(BaseCommand):
    """``readmodel verify``, ``repair``, ``rebuild`` and ``settle``."""

    help = "Check, mend or rebuild the published documents that the site and the API serve."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("verify", help="Render everything anew and report each difference.")
        verbs.add_parser("repair", help="Mend every difference.")
        verbs.add_parser("rebuild", help="Render every page again.")
        verbs.add_parser("settle", help="Do what waits, and what time alone has changed.")

    def handle(self, *args: Any, **options: Any) -> None:
        getattr(self, options["verb"])()

    def verify(self) -> None:
        found = actions.verify(bar_on(self.stderr))
        for difference in found:
            self.stdout.write(str(difference))
        if found:
            raise CommandError(
                f"{len(found)} differences. To mend them: manage.py readmodel repair"
            )
        self.stdout.write("The read model equals a fresh rendering.")

    def repair(self) -> None:
        mended = actions.repair()
        purging.purge()
        for difference in mended:
            self.stdout.write(str(difference))
        left = actions.verify(bar_on(self.stderr))
        if left:
            raise CommandError(
                f"{len(left)} differences remain; the log says what could not be rendered."
            )
        self.stdout.write(f"Mended: {len(mended)}. The read model equals a fresh rendering.")

    def rebuild(self) -> None:
        actions.rebuild(bar_on(self.stderr))
        purging.purge()
        self.stdout.write("Every public page has been rendered.")

    def settle(self) -> None:
        worker.take_up_again()
        jobs.take_up_again()
        actions.try_again()
        actions.refresh()
        actions.find_unrecorded()
        purging.purge()
        failed = Pending.objects.filter(attempts__gt=0).order_by("pk")
        for row in failed:
            self.stdout.write(f"{row.name}: tried {row.attempts} times, {row.error}")
        if failed:
            raise CommandError(f"{len(failed)} pages could not be rendered; the log says more.")
        self.stdout.write("Settled.")
