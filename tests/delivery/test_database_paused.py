"""PostgreSQL that keeps its connections and answers nothing: every wait for it is short."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import suppress
from threading import Event, Thread
from typing import Any

import pytest
from django.conf import settings as project
from django.db import OperationalError, close_old_connections, connection, connections
from django.test import Client

from content import database_waits
from http_cache import response_cache

from .test_database_away import API, SITE, V2

#: Seconds after which whoever still waits would wait for ever.
FOR_EVER = 120


class Pausing:
    """A way to the server that can be stopped, as SIGSTOP stops a server itself.

    What is sent is taken and confirmed, new connections too; nothing comes back.
    """

    def __init__(self, host: str, port: int) -> None:
        self.goes_on = Event()
        self.goes_on.set()
        self._server = (host, port)
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self._listener.getsockname()[1]
        self._open: list[socket.socket] = []
        self._is_closed = False
        Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                client, _address = self._listener.accept()
            except OSError:
                return
            self._open.append(client)
            Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        self.goes_on.wait()
        if self._is_closed:
            return
        try:
            server = socket.create_connection(self._server)
        except OSError:
            return
        self._open.append(server)
        for source, target in ((client, server), (server, client)):
            Thread(target=self._pass_on, args=(source, target), daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        try:
            while data := source.recv(65_536):
                self.goes_on.wait()
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def close(self) -> None:
        self._is_closed = True
        self.goes_on.set()
        self._listener.close()
        for one in self._open:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()


def in_a_thread(work: Any) -> Any:
    """Do something on a connection of its own, as a server's thread does."""
    found: list[Any] = []

    def run() -> None:
        try:
            found.append(work())
        finally:
            connections.close_all()

    thread = Thread(target=run, daemon=True)
    thread.start()
    thread.join(FOR_EVER)
    assert found, "it waits for ever, or has failed"
    return found[0]


if connection.vendor == "postgresql":

    @pytest.fixture
    def way(
        django_db_setup: None, django_db_blocker: Any, monkeypatch: Any, settings: Any
    ) -> Iterator[Pausing]:
        """Let each connection that is made go by a way that can be stopped."""
        known = connections.settings["default"]
        host, port = known["HOST"] or "127.0.0.1", int(known["PORT"] or 5432)
        pausing = Pausing(host, port)
        monkeypatch.setitem(known, "HOST", "127.0.0.1")
        monkeypatch.setitem(known, "PORT", str(pausing.port))
        monkeypatch.setitem(known, "CONN_MAX_AGE", 60)
        monkeypatch.setitem(known, "OPTIONS", {**known["OPTIONS"], "connect_timeout": 2})
        settings.DATABASE_READ_SECONDS = settings.DATABASE_WRITE_SECONDS = 1
        monkeypatch.setattr(database_waits._Impatience, "until", 0.0)
        response_cache.forget()
        with django_db_blocker.unblock():
            yield pausing
        pausing.close()

    @pytest.fixture
    def limits(way: Pausing, monkeypatch: Any) -> list[float | None]:
        """The seconds for which each wait was allowed to last."""
        found: list[float | None] = []
        known = database_waits._seconds_for

        def noted(*arguments: Any) -> float | None:
            found.append(known(*arguments))
            return found[-1]

        monkeypatch.setattr(database_waits, "_seconds_for", noted)
        return found

    def asked(address: str, method: str = "get", **options: Any) -> Any:
        close_old_connections()  # as each request of a server begins, and none of Django's client
        client = Client(raise_request_exception=False)
        return getattr(client, method)(address, **options)

    def test_every_surface_says_so(way: Pausing, monkeypatch: Any) -> None:
        monkeypatch.setattr(database_waits, "IMPATIENT_SECONDS", 0.1)

        def ask() -> dict[str, Any]:
            assert asked("/api/delivery/v1/changes/").status_code == 200
            way.goes_on.clear()
            return {address: asked(address) for address in (*API, *SITE, *V2, "/admin/")}

        found = in_a_thread(ask)
        assert {address: answer.status_code for address, answer in found.items()} == {
            address: 302 if address == "/admin/" else 503 for address in found
        }
        del found["/admin/"]
        assert all(int(answer["Retry-After"]) > 0 for answer in found.values())
        for address in SITE:
            text = found[address].content.decode()
            assert 'lang="ja"' in text
            assert 'lang="en"' in text
        for address in (*API, *V2):
            assert json.loads(found[address].content)

    @pytest.mark.parametrize("address", ["/ja/", API[0], V2[0], "/ja/search/?q=waste"])
    @pytest.mark.parametrize("is_open", [True, False])
    def test_each_as_the_first_that_waits(way: Pausing, address: str, is_open: bool) -> None:
        def ask() -> Any:
            if is_open:
                asked(address)
                response_cache.forget()
            way.goes_on.clear()
            return asked(address)

        assert in_a_thread(ask).status_code == 503

    def test_what_is_sent_is_refused(way: Pausing) -> None:
        def ask() -> Any:
            assert asked("/admin/login/").status_code == 200
            way.goes_on.clear()
            return asked("/admin/login/", "post", data={"username": "a", "password": "b"})

        answer = in_a_thread(ask)
        assert answer.status_code == 503
        assert int(answer["Retry-After"]) > 0

    def test_it_goes_on_as_soon_as_the_server_does(way: Pausing) -> None:
        def ask() -> list[int]:
            statuses = [asked(API[0]).status_code]
            way.goes_on.clear()
            statuses.append(asked(API[0]).status_code)
            way.goes_on.set()
            return [*statuses, *(asked(API[0]).status_code for _time in range(3))]

        assert in_a_thread(ask) == [200, 503, 200, 200, 200]

    def test_after_one_that_waited_in_vain_others_hardly_wait(
        way: Pausing, limits: list[float | None], settings: Any
    ) -> None:
        settings.DATABASE_READ_SECONDS = 2

        def ask() -> tuple[list[float | None], list[float | None]]:
            asked("/ja/")
            way.goes_on.clear()
            limits.clear()
            asked("/ja/")
            first = list(limits)
            limits.clear()
            asked("/en/")
            asked("/ja/")
            return first, list(limits)

        first, others = in_a_thread(ask)
        assert first[0] == 2
        assert others
        assert set(others) == {database_waits.IMPATIENT_SECONDS}

    def test_the_server_gives_up_what_a_request_asked_for(way: Pausing) -> None:
        def ask() -> str:
            with database_waits.waiting_at_most(60), connection.cursor() as cursor:
                with pytest.raises(OperationalError):
                    cursor.execute("SELECT pg_sleep(30)")
                cursor.execute("SHOW statement_timeout")
                return str(cursor.fetchone()[0])

        assert in_a_thread(ask) == "1s"

    def test_a_command_waits_as_long_as_it_takes(way: Pausing) -> None:
        def ask() -> tuple[Any, ...]:
            with connection.cursor() as cursor:
                cursor.execute("SHOW statement_timeout")
                limit = cursor.fetchone()
                cursor.execute("SELECT 1 FROM pg_sleep(1.5)")
                return (*limit, *cursor.fetchone())

        assert in_a_thread(ask) == ("0", 1)


def test_a_server_that_has_gone_is_given_up_by_whoever_waits() -> None:
    if project.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        options = project.DATABASES["default"]["OPTIONS"]
        assert {"connect_timeout", "keepalives_idle", "tcp_user_timeout"} <= options.keys()
