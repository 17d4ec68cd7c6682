"""The site as a process of its own, started the way a user or an operator starts it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
#: Seconds, on a machine that is busy with other things.
STARTED_WITHIN = 180
STOPPED_WITHIN = 20
POLL_INTERVAL = 0.1
#: Settings of whoever runs the tests that must not reach the site under test.
FOREIGN = ("ENVIRONMENT", "BASE_URL", "CACHE_URL", "ALLOWED_HOSTS", "S3_BUCKET_NAME", "EMAIL_HOST")


def free_port() -> int:
    """Return a port of this machine that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(frozen=True)
class Installation:
    """A database and a folder of uploaded files, apart from everybody else's."""

    folder: Path

    def environment(self, **extra: str) -> dict[str, str]:
        """Return the environment variables that make a process use this installation."""
        own = {name: value for name, value in os.environ.items() if name not in FOREIGN}
        return {
            **own,
            "DATABASE_URL": f"sqlite:///{self.folder / 'db.sqlite3'}",
            "MEDIA_ROOT": str(self.folder / "media"),
            "STATIC_ROOT": str(self.folder / "static"),
            "PYTHONPATH": str(PROJECT),
            **extra,
        }

    def run(self, *arguments: str, **extra: str) -> str:
        """Run a Python command line against this installation; return what it printed.

        Raises:
            RuntimeError: it failed; the message holds what it printed.
        """
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=PROJECT,
            env=self.environment(**extra),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(arguments)}\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def copy(self, folder: Path) -> Installation:
        """Return a copy that changes independently."""
        shutil.copytree(self.folder, folder)
        return Installation(folder)


def wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return as soon as an address answers; fail when its process ends or takes too long."""
    deadline = time.monotonic() + STARTED_WITHIN
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(POLL_INTERVAL)
    raise RuntimeError(f"{url} does not answer.\n{log.read_text(encoding='utf-8')}")


@contextmanager
def serve(
    installation: Installation, arguments: list[str], port: int, **extra: str
) -> Iterator[str]:
    """Serve an installation while the block runs; yields the site's address."""
    log = installation.folder / "server.log"
    address = f"http://127.0.0.1:{port}"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=PROJECT,
            env=installation.environment(PORT=str(port), **extra),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_for(f"{address}/healthz", process, log)
            yield address
        finally:
            process.terminate()
            try:
                process.wait(STOPPED_WITHIN)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@contextmanager
def serve_development(installation: Installation) -> Iterator[str]:
    """Serve as ``make run`` does."""
    port = free_port()
    with serve(
        installation, ["manage.py", "runserver", "--noreload", f"127.0.0.1:{port}"], port
    ) as address:
        yield address


@contextmanager
def serve_production(installation: Installation) -> Iterator[str]:
    """Serve with every protection on, collected assets and the production server."""
    port = free_port()
    production = {
        "ENVIRONMENT": "production",
        "SECRET_KEY": "of-the-browser-tests-" * 3,
        "ALLOWED_HOSTS": "127.0.0.1",
        "BASE_URL": f"http://127.0.0.1:{port}",
        "SECURE_SSL_REDIRECT": "false",
    }
    installation.run("manage.py", "collectstatic", "--noinput", "--verbosity", "0", **production)
    command = ["-m", "granian", "cms.wsgi:application", "--interface=wsgi"]
    command += [f"--port={port}", "--blocking-threads=4"]
    with serve(installation, command, port, **production) as address:
        yield address
