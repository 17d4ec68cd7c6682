"""What the tests run of each room is told room by room, and may not become less."""

from __future__ import annotations

import pytest

from scripts.coverage_by_room import FLOORS, PYPROJECT, ROOMS, below_floor, by_room


def file(lines: int, covered_lines: int, branches: int, covered_branches: int) -> object:
    return {
        "summary": {
            "num_statements": lines,
            "covered_lines": covered_lines,
            "num_branches": branches,
            "covered_branches": covered_branches,
        }
    }


def test_a_rooms_files_count_together_with_their_branches() -> None:
    found = by_room(
        {
            "home/models/pages.py": file(6, 6, 2, 1),
            "home/apps.py": file(2, 0, 0, 0),
            "text/characters.py": file(4, 4, 0, 0),
            "text/__init__.py": file(0, 0, 0, 0),
        }
    )
    assert found == {"home": 70, "text": 100}


@pytest.mark.parametrize(("share", "missed"), [(70.0, []), (69.9, ["home"]), (71.0, [])])
def test_less_than_the_floor_is_named(share: float, missed: list[str]) -> None:
    assert below_floor({"home": share, "text": 1.0}, {"home": 70.0}) == missed


def test_a_room_that_no_test_reaches_is_below_its_floor() -> None:
    assert below_floor({}, {"home": 70.0}) == ["home"]


def test_every_room_is_measured() -> None:
    assert {*PYPROJECT["tool"]["coverage"]["run"]["source"]} == {*ROOMS}
    assert {*FLOORS} <= {*ROOMS}
