"""What the architecture tests know of the house: its rooms, their layers and their imports."""

from __future__ import annotations

import ast
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]


def import_linter_settings() -> dict[str, list]:  # type: ignore[type-arg]
    """The contracts that ``make check`` holds."""
    text = (PROJECT / "pyproject.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)["tool"]["importlinter"]


def layers() -> dict[str, int]:
    """The rooms of the layers contract, each with its height above the ground."""
    contract = next(
        contract for contract in import_linter_settings()["contracts"] if "layers" in contract
    )
    heights = {}
    for height, layer in enumerate(reversed(contract["layers"])):
        for room in layer.replace(":", "|").split("|"):
            heights[room.strip(" ()")] = height
    return heights


def python_files(*folders: str) -> list[Path]:
    """The Python files that the repository tracks (or would), by path from its top."""
    names = subprocess.check_output(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *folders],
        cwd=PROJECT,
        text=True,
    )
    paths = [Path(name) for name in names.splitlines() if name.endswith(".py")]
    return [path for path in paths if (PROJECT / path).exists()]


def code_files() -> list[Path]:
    """The Python files that run in the service or beside it, but tests, `bench` and migrations."""
    return [
        path
        for path in python_files()
        if path.parts[0] not in {"bench", "tests"} and "migrations" not in path.parts
    ]


def tree_of(path: Path) -> ast.Module:
    """A file's syntax tree."""
    return ast.parse((PROJECT / path).read_text(encoding="utf-8"), filename=str(path))


def imports_of(tree: ast.Module) -> Iterator[str]:
    """Every absolute module or name that is imported, wherever in the file: ``package.name``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
