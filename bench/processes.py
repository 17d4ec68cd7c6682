"""Starts what is measured, and reads how much processor time it takes."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

HOST = "127.0.0.1"
SECONDS_TO_START = 60
CLOCK_TICKS = os.sysconf("SC_CLK_TCK")


def needed(*programs: str) -> None:
    """Stop with advice when a program is missing.

    Raises:
        SystemExit: naming what is missing.
    """
    path = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin"
    missing = [program for program in programs if not shutil.which(program, path=path)]
    if missing:
        raise SystemExit(f"Measuring needs: {', '.join(missing)}. On Debian: apt-get install them.")


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(
    command: list[str], address: str, environment: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until the end of the block; it is there when its address answers."""
    environment = {**os.environ, **(environment or {})}
    environment["PATH"] = f"{environment.get('PATH', '')}:/usr/sbin"
    process = subprocess.Popen(  # our own command
        command, env=environment, start_new_session=True, stdout=subprocess.DEVNULL
    )
    try:
        _wait(process, address)
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=30)


def _wait(process: subprocess.Popen[bytes], address: str) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            with urlopen(address, timeout=5):  # of our own server
                return
        except (URLError, OSError) as error:
            if process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(f"{address} does not come up: {error}") from error
            time.sleep(0.2)


def tree_of(pid: int) -> set[int]:
    """Return a process with all its descendants."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (fields := _stat(int(entry.name))):
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    found, waiting = set(), [pid]
    while waiting:
        current = waiting.pop()
        found.add(current)
        waiting += children.get(current, [])
    return found


def serving_database(name: str) -> set[int]:
    """Return PostgreSQL's processes that serve a database, by the titles that it gives them."""
    found = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                title = (entry / "cmdline").read_text()
            except OSError:
                continue
            if title.startswith("postgres:") and f" {name} " in title:
                found.add(int(entry.name))
    return found


def processor_seconds(pids: set[int]) -> dict[int, float]:
    """Return the processor time that each process has taken so far, its ended children's too."""
    return {
        pid: sum(int(fields[place]) for place in (11, 12, 13, 14)) / CLOCK_TICKS
        for pid in pids
        if (fields := _stat(pid))
    }


def _stat(pid: int) -> list[str]:
    """Return a process's fields from the third on (``man 5 proc``), none if it has ended."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return []
    return text.rpartition(")")[2].split()
