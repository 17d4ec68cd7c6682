"""Runs what reads files from outside in a process of its own, within what a file may cost.

Whatever a file does to the process that reads it, the service goes on. This module knows neither
Django nor a database.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

#: What a file may cost: seconds of processor time and on the clock, bytes of memory.
MOST_PROCESSOR_SECONDS = 120
MOST_SECONDS = 300
MOST_MEMORY = 2 * 1024**3
ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class ProcessOutcome:
    """What a process wrote before it ended; ``code`` is its exit code, ``None`` when out of time.

    Of what it was still writing when it was stopped, whole lines are kept.
    """

    lines: list[str]
    errors: list[str]
    code: int | None


def run_apart(module: str, *arguments: str) -> ProcessOutcome:
    """Run one of our modules on a file, and return what it wrote."""
    command = [sys.executable, "-m", module, *arguments]
    try:
        done = subprocess.run(  # noqa: S603  # our own interpreter and module, no shell
            command, cwd=ROOT, capture_output=True, timeout=MOST_SECONDS, check=False
        )
        output, errors, code = done.stdout, done.stderr, done.returncode
    except subprocess.TimeoutExpired as error:
        output, errors, code = error.stdout or b"", error.stderr or b"", None
    whole = output[: output.rfind(b"\n") + 1].decode(errors="replace")
    return ProcessOutcome(
        whole.split("\n")[:-1], errors.decode(errors="replace").strip().splitlines(), code
    )


def limit_this_process() -> None:
    """Let this process end when it costs more than a file may."""
    for kind, most in (
        (resource.RLIMIT_CPU, MOST_PROCESSOR_SECONDS),
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))
