"""How a programme's state changes in time, computed once from its application windows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from .queries import State

if TYPE_CHECKING:
    from .models import ProgramPage

_A_MOMENT = timedelta(microseconds=1)
_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Period:
    """A state that holds from a moment on until just before another; open where none is given."""

    state: State
    starts_at: datetime | None
    ends_at: datetime | None


def turning_points(page: ProgramPage) -> list[datetime]:
    """Return the moments at which a window opens or closes, the earliest first."""
    if page.all_year:
        return []
    moments = {
        moment
        for window in page.windows.all()
        for moment in (window.opens_at, window.closes_at)
        if moment is not None
    }
    return sorted(moments)


def next_turning_point(page: ProgramPage, now: datetime) -> datetime | None:
    """Return the first moment after one at which a window opens or closes."""
    return next((moment for moment in turning_points(page) if moment > now), None)


def timeline(page: ProgramPage) -> list[Period]:
    """Return the states that a programme goes through, from the beginning of time to its end."""
    points = turning_points(page)
    if not points:
        return [Period(page.state_at(_ANY_TIME), None, None)]
    periods = [Period(page.state_at(points[0] - _A_MOMENT), None, points[0])]
    for starts_at, ends_at in zip(points, [*points[1:], None], strict=True):
        state = page.state_at(starts_at)
        if state == periods[-1].state:
            periods[-1] = Period(state, periods[-1].starts_at, ends_at)
        else:
            periods.append(Period(state, starts_at, ends_at))
    return periods
