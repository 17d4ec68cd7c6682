"""The make targets say what is missing, and ask before they delete.

Each test has a folder with the Makefile and a Python of its own making; nothing is installed.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]

Make = Callable[..., subprocess.CompletedProcess[str]]
WritePython = Callable[[str], Path]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that make takes for the project."""
    shutil.copy(PROJECT / "Makefile", tmp_path)
    for name in ("requirements.txt", "requirements-dev.txt"):
        (tmp_path / name).touch()
    return tmp_path


@pytest.fixture
def make(folder: Path) -> Make:
    """Run make in the folder; ``stdin`` is what the user types."""

    def run(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        foreign = ("MAKE", "MFLAGS", "DATABASE_URL", "MEDIA_ROOT", "PYTHON", "VENV", "ARGS")
        return subprocess.run(
            ["make", *arguments],
            cwd=folder,
            env={name: text for name, text in os.environ.items() if not name.startswith(foreign)},
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.fixture
def write_python(folder: Path) -> WritePython:
    """Write a Python that answers as a shell script does; ``$*`` are its arguments."""

    def write(script: str) -> Path:
        path = folder / "python-of-a-test"
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        path.chmod(0o755)
        return path

    return write


def test_make_lists_its_targets(make: Make) -> None:
    listed = set(re.findall(r"^ +make ([a-z-]+) ", make().stdout, re.MULTILINE))
    text = (PROJECT / "Makefile").read_text(encoding="utf-8")
    declared = re.search(r"^\.PHONY: (.*)$", text, re.MULTILINE)
    assert declared is not None
    assert {"run", "test"} <= listed
    assert listed == set(declared[1].split())


def test_an_old_python_is_refused(make: Make, write_python: WritePython) -> None:
    python = write_python("exit 1")
    done = make("run", f"PYTHON={python}")
    assert done.returncode != 0
    assert "3.11" in done.stderr
    assert str(python) in done.stderr


def test_a_missing_python_is_told(make: Make) -> None:
    done = make("run", "PYTHON=")
    assert done.returncode != 0
    assert "3.11" in done.stderr
    assert "make run PYTHON=" in done.stderr


def test_a_missing_venv_module_is_told(make: Make, write_python: WritePython) -> None:
    python = write_python('case "$*" in *ensurepip*) exit 1;; esac')
    done = make("run", f"PYTHON={python}")
    assert done.returncode != 0
    assert "apt-get install python3-venv" in done.stderr


def test_a_folder_that_cannot_be_written_is_told(make: Make, write_python: WritePython) -> None:
    done = make("run", f"PYTHON={write_python('exit 0')}", "VENV=/proc/nowhere/venv")
    assert done.returncode != 0
    assert "/proc/nowhere/venv" in done.stderr
    assert "VENV=" in done.stderr


def test_without_a_network_make_says_so_and_tries_again(
    make: Make, write_python: WritePython, folder: Path
) -> None:
    python = write_python(
        'case "$*" in\n'
        '  "-m venv "*) mkdir -p "$3/bin"; cp "$0" "$3/bin/python";;\n'
        '  "-m pip "*) echo "no route to host" >&2; exit 1;;\n'
        "esac"
    )
    for _attempt in range(2):
        done = make("run", f"PYTHON={python}")
        assert done.returncode != 0
        assert "no route to host" in done.stderr
        assert "network" in done.stderr
        assert not (folder / ".venv" / ".installed").exists()


@pytest.mark.parametrize(("typed", "deleted"), [("y\n", True), ("n\n", False), ("", False)])
def test_reset_asks_before_it_deletes(make: Make, folder: Path, typed: str, deleted: bool) -> None:
    (folder / "var").mkdir()
    (folder / "var" / "db.sqlite3").touch()
    done = make("reset", stdin=typed)
    assert (done.returncode == 0) == deleted
    assert (folder / "var").exists() != deleted
