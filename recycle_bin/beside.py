"""What other rooms remember of pages that go into the bin, beyond the rows that are deleted.

A room registers two functions: one says what to remember of pages, as JSON; the other is given that
once the pages are back.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wagtail.models import Page

Remember = Callable[[list[Page]], Any]
BringBack = Callable[[Any], None]

_rooms: dict[str, tuple[Remember, BringBack]] = {}


def remembered_by(room: str, remember: Remember, bring_back: BringBack) -> None:
    """Register what a room remembers."""
    _rooms[room] = (remember, bring_back)


def remember(pages: list[Page]) -> dict[str, Any]:
    """Return what each room remembers of pages."""
    return {room: functions[0](pages) for room, functions in _rooms.items()}


def bring_back(remembered: dict[str, Any]) -> None:
    """Let each room bring back what it has remembered; of a room that is gone, nothing."""
    for room, what in remembered.items():
        if room in _rooms:
            _rooms[room][1](what)
