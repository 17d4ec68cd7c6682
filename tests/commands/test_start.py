"""``manage.py start`` says what keeps it from serving; the administrator is created once."""

from __future__ import annotations

import io
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.core.management import CommandError, call_command

from cms.management.commands.start import refuse_unusable_port

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture
def taken_port() -> Iterator[int]:
    """A port that a program of this machine listens on."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


@pytest.fixture
def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        port: int = server.getsockname()[1]
        return port


def test_a_taken_port_is_refused_with_another_proposed(taken_port: int) -> None:
    with pytest.raises(CommandError, match=str(taken_port)) as error:
        refuse_unusable_port(taken_port)
    assert re.search(r"make run PORT=\d+", str(error.value))


def test_a_free_port_is_accepted(free_port: int) -> None:
    refuse_unusable_port(free_port)


@pytest.mark.parametrize("port", [0, -1, 65_536, 8_000_000])
def test_what_is_no_port_is_refused(port: int) -> None:
    with pytest.raises(CommandError, match="make run PORT=8001"):
        refuse_unusable_port(port)


def test_production_is_not_served_by_the_development_server(free_port: int) -> None:
    with pytest.raises(CommandError, match=r"docs/deployment\.md"):
        call_command("start", free_port)


@pytest.mark.parametrize("kind", ["unreachable", "unwritable"])
def test_a_database_that_cannot_be_used_is_named(kind: str, free_port: int) -> None:
    name = "hashi-elsewhere" if kind == "unreachable" else "/proc/nowhere/db.sqlite3"
    urls = {
        "unreachable": f"postgres://postgres:pass-word@127.0.0.1:{free_port}/{name}",
        "unwritable": f"sqlite:///{name}",
    }
    done = subprocess.run(
        [sys.executable, "manage.py", "start", str(free_port)],
        cwd=PROJECT,
        env={**os.environ, "DATABASE_URL": urls[kind], "ENVIRONMENT": "development"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert name in done.stderr
    assert "DATABASE_URL" in done.stderr
    assert "pass-word" not in done.stderr
    assert "Traceback" not in done.stderr


def test_the_administrator_is_created_once_with_a_password_that_is_shown(db: None) -> None:
    first, second = io.StringIO(), io.StringIO()
    call_command("create_administrator", stdout=first)
    call_command("create_administrator", stdout=second)
    shown = re.search(r"password +(\S{16,}) ", first.getvalue())
    assert shown is not None
    user = authenticate(username="admin", password=shown[1])
    assert user is not None
    assert user.is_superuser
    assert get_user_model()._default_manager.count() == 1
    assert second.getvalue() == ""
