"""Print the branch coverage of each room, and fail where it is below the room's floor.

``make coverage`` runs the tests and then this. The floors stand in ``pyproject.toml``
(``tool.hashi.coverage``), in percent; they only rise. A room without one has not been measured yet.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import tomllib
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[1]
PYPROJECT: dict[str, Any] = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
ROOMS: list[str] = PYPROJECT["tool"]["importlinter"]["root_packages"]
FLOORS: dict[str, float] = PYPROJECT["tool"]["hashi"]["coverage"]


def by_room(files: Mapping[str, Any]) -> dict[str, float]:
    """Return the share of lines and branches that were run, in percent, of each room with files.

    Args:
        files: the ``files`` of coverage's JSON report, by path below the project.
    """
    run: dict[str, int] = defaultdict(int)
    there: dict[str, int] = defaultdict(int)
    for path, file in files.items():
        room, summary = Path(path).parts[0], file["summary"]
        run[room] += summary["covered_lines"] + summary["covered_branches"]
        there[room] += summary["num_statements"] + summary["num_branches"]
    return {room: 100 * run[room] / there[room] for room in sorted(there) if there[room]}


def below_floor(found: Mapping[str, float], floors: Mapping[str, float]) -> list[str]:
    """Return the rooms of which less is run than their floors ask for."""
    return [room for room, floor in floors.items() if found.get(room, 0) < floor]


def main() -> None:
    """Print a line for each room; exit with 1 where one is below its floor."""
    with tempfile.NamedTemporaryFile(suffix=".json") as report:
        subprocess.run(
            [sys.executable, "-m", "coverage", "json", "-q", "-o", report.name],
            cwd=PROJECT,
            check=True,
        )
        files = json.loads(Path(report.name).read_text(encoding="utf-8"))["files"]
    found = {room: share for room, share in by_room(files).items() if room in ROOMS}
    for room, share in found.items():
        floor = f"at least {FLOORS[room]:.1f}" if room in FLOORS else "no floor yet"
        print(f"{room:<14}{share:6.1f} %   {floor}")
    if missed := below_floor(found, FLOORS):
        sys.exit(f"Below the floor: {', '.join(missed)}. Write the tests that are missing.")


if __name__ == "__main__":
    main()
