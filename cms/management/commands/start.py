"""``manage.py start``: prepare the site of this machine and serve it, which is ``make run``."""

from __future__ import annotations

import errno
import socket
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import OperationalError

from publishing.writing import actions

HOST = "127.0.0.1"
HIGHEST_PORT = 65_535


def refuse_unusable_port(port: int) -> None:
    """Fail with advice when the development server could not listen on a port of this machine.

    Raises:
        CommandError: the port is taken, not allowed or no port at all.
    """
    other = port + 1 if 0 < port < HIGHEST_PORT else 8001
    advice = f"Choose another: make run PORT={other}"
    if not 0 < port <= HIGHEST_PORT:
        raise CommandError(f"{port} is no port. {advice}")
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise CommandError(f"Port {port} is used by another program. {advice}") from None
            raise CommandError(f"Port {port} cannot be used ({error}). {advice}") from None


def has_pending_migrations() -> bool:
    """Return whether the database is new or older than the code."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


class Command(BaseCommand):
    help = "Prepare the database, the opening content and the administrator, and serve the site."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("port", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        port: int = options["port"]
        if not settings.DEBUG:
            raise CommandError(
                "'make run' serves a development site, and ENVIRONMENT is production. "
                "docs/deployment.md says how to serve in production."
            )
        refuse_unusable_port(port)
        self.prepare_database()
        self.say("Loading the opening content (never overwrites an edit)")
        call_command("load_opening_content", stdout=self.stdout)
        actions.settle()  # what a new version wants rendered again
        call_command("create_administrator", stdout=self.stdout)
        address = f"http://{HOST}:{port}/"
        self.say(f"Serving {address} and {address}admin/ (stop with Ctrl+C)")
        call_command("runserver", f"{HOST}:{port}", use_reloader=False)

    def prepare_database(self) -> None:
        """Create or update the database's tables.

        Raises:
            CommandError: the database cannot be reached or written.
        """
        try:
            if has_pending_migrations():
                self.say("Preparing the database (half a minute, the first time)")
                call_command("migrate", verbosity=0)
            else:
                self.say("The database is up to date")
        except OperationalError as error:
            raise CommandError(
                f"The database cannot be used: {str(error).strip()}\n"
                f"It is {connection.settings_dict['NAME']} ({connection.vendor}), "
                "from DATABASE_URL or, without that, in the folder var/. "
                "Can it be reached, and may this user write there?"
            ) from None

    def say(self, message: str) -> None:
        self.stdout.write(f"==> {message}")
        self.stdout.flush()
