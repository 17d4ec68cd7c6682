"""The README's first command, in a fresh clone: it sets the site up, and later finds it again.

Clones what is committed, installs from the package index and serves on a free port.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from cms.settings.env import Environment

pytestmark = pytest.mark.fresh_clone

PROJECT = Path(__file__).resolve().parents[2]
SET_UP_WITHIN = 600
STOPPED_WITHIN = 20
POLL_INTERVAL = 0.2
#: What a test run leaves in its environment beside settings, and a fresh terminal does not have.
FOREIGN = {"DJANGO_SETTINGS_MODULE", "PYTHONPATH", "VIRTUAL_ENV", "VENV", "PYTHON", "ARGS"}
PASSWORD = re.compile(r"^\| +password +(\S+) +\|$", re.MULTILINE)


def fresh_environment() -> dict[str, str]:
    """The environment without settings and without what make hands to its children."""
    foreign = FOREIGN | {name.upper() for name in Environment.model_fields}
    return {
        name: value
        for name, value in os.environ.items()
        if name not in foreign and not name.startswith(("MAKE", "MFLAGS", "PYTEST_"))
    }


def free_port() -> int:
    """Return a port of this machine that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def status_of(url: str) -> int:
    """Return the status that an address answers with, 0 when nothing answers."""
    try:
        with urllib.request.urlopen(url, timeout=30) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def hear_interrupts() -> None:
    """Let Ctrl+C work as in a terminal: a shell lets its background jobs ignore it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Run:
    """One ``make run``: its address and what it has printed."""

    def __init__(self, clone: Path, port: int, log: Path) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self.log = log
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                ["make", "run", f"PORT={port}"],
                cwd=clone,
                env=fresh_environment(),
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=hear_interrupts,  # noqa: PLW1509  # this process has no threads
            )

    @property
    def output(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def wait_until_served(self) -> None:
        """Return when the site answers; fail when the command ends or takes too long."""
        deadline = time.monotonic() + SET_UP_WITHIN
        while time.monotonic() < deadline and self.process.poll() is None:
            if status_of(f"{self.address}/healthz") == 200:
                return
            time.sleep(POLL_INTERVAL)
        pytest.fail(f"make run does not serve:\n{self.output}", pytrace=False)

    def stop(self) -> None:
        """Press Ctrl+C."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGINT)
        try:
            self.process.wait(STOPPED_WITHIN)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            raise


@contextmanager
def make_run(clone: Path, log: Path) -> Iterator[Run]:
    """Serve a clone while the block runs."""
    run = Run(clone, free_port(), log)
    try:
        run.wait_until_served()
        yield run
    finally:
        run.stop()


def signed_in(address: str, password: str) -> bool:
    """Return whether the administrator gets into the admin with a password."""
    cookies = CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(cookies))
    opener.open(f"{address}/admin/login/", timeout=30).close()
    token = next(cookie.value for cookie in cookies if cookie.name == "csrftoken")
    form = {"username": "admin", "password": password, "csrfmiddlewaretoken": token or ""}
    with opener.open(f"{address}/admin/login/", urlencode(form).encode(), timeout=30):
        pass
    with opener.open(f"{address}/admin/", timeout=30) as dashboard:
        return urlsplit(dashboard.geturl()).path == "/admin/"


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A fresh clone of what is committed here."""
    folder = tmp_path / "hashi"
    subprocess.run(
        ["git", "clone", "--quiet", "--no-hardlinks", str(PROJECT), str(folder)],
        env=fresh_environment(),
        check=True,
    )
    return folder


def test_make_run_sets_up_serves_and_keeps_its_data(clone: Path, tmp_path: Path) -> None:
    with make_run(clone, tmp_path / "first.log") as first:
        for path in ("/", "/ja/", "/en/", "/admin/login/", "/static/css/site.css"):
            assert status_of(first.address + path) == 200, path
        found = PASSWORD.findall(first.output)
        assert len(found) == 1, first.output
        assert signed_in(first.address, found[0])
        assert not signed_in(first.address, "not-" + found[0])

    with make_run(clone, tmp_path / "second.log") as second:
        assert "password" not in second.output
        assert "Installing" not in second.output
        assert status_of(f"{second.address}/ja/") == 200
        assert signed_in(second.address, found[0])
    assert not subprocess.check_output(["git", "status", "--porcelain"], cwd=clone, text=True)
