"""The project's pages lead nowhere that is not there, and name no target that is gone."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from .house import PROJECT

LINK = re.compile(r"\]\((?!https?://|mailto:|#)([^)#\s]+)")
MAKE_TARGET = re.compile(r"`make ([a-z-]+)")


def pages() -> list[Path]:
    """The Markdown files of the repository, by path from its top."""
    names = subprocess.check_output(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"],
        cwd=PROJECT,
        text=True,
    )
    return [Path(name) for name in names.splitlines() if (PROJECT / name).exists()]


@pytest.mark.parametrize("page", pages(), ids=str)
def test_links_lead_to_files_of_the_repository(page: Path) -> None:
    text = (PROJECT / page).read_text(encoding="utf-8")
    broken = [
        target
        for target in LINK.findall(text)
        if not (PROJECT / page.parent / target).resolve().exists()
    ]
    assert broken == []


@pytest.mark.parametrize("page", pages(), ids=str)
def test_make_targets_exist(page: Path) -> None:
    targets = set(
        re.findall(r"^([a-z-]+):", (PROJECT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    )
    named = set(MAKE_TARGET.findall((PROJECT / page).read_text(encoding="utf-8")))
    assert named - targets == set()
