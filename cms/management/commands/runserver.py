"""``manage.py runserver``: the development server, without leaving connections behind."""

from __future__ import annotations

from socket import socket

from django.contrib.staticfiles.management.commands import runserver
from django.core.servers.basehttp import WSGIServer
from django.db import connections


class ClosingServer(WSGIServer):
    """Closes the database connection of the thread that has answered.

    Django's own leaves it to a thread that has ended: with ``DATABASE_MAX_AGE`` it stays open until
    Python collects its garbage, and PostgreSQL refuses the hundredth.
    """

    def close_request(self, request: socket | tuple[bytes, socket]) -> None:
        connections.close_all()
        super().close_request(request)


class Command(runserver.Command):
    server_cls = ClosingServer
