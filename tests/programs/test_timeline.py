"""A programme's states in time agree with what the page and the database say at any moment."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from programs.api import facets
from programs.models import ApplicationWindow, ProgramPage
from programs.queries import State
from programs.timeline import Period, next_turning_point, timeline

from ..small_site import SmallSite, add

DAY = timedelta(days=1)
START = datetime(2026, 4, 1, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)


def holding(periods: list[Period], now: datetime) -> list[State]:
    return [
        period.state
        for period in periods
        if (period.starts_at is None or period.starts_at <= now)
        and (period.ends_at is None or now < period.ends_at)
    ]


def some_windows(chance: random.Random) -> list[ApplicationWindow]:
    windows = []
    for _number in range(chance.randint(0, 4)):
        opens, closes = sorted(chance.sample(range(12), 2))
        window = ApplicationWindow(opens_at=START + opens * DAY, closes_at=START + closes * DAY)
        if chance.random() < 0.3:
            setattr(window, chance.choice(["opens_at", "closes_at"]), None)
        windows.append(window)
    return windows


@pytest.fixture
def program(site: SmallSite) -> ProgramPage:
    page = ProgramPage(title="Programme", slug="programme", kind="framework")
    return add(site.sections["programs", "ja"], page)


@pytest.mark.parametrize("seed", range(20))
def test_exactly_one_state_holds_at_any_moment(program: ProgramPage, seed: int) -> None:
    program.windows = some_windows(random.Random(seed))
    program.save()
    periods = timeline(program)
    points = [START + day * DAY for day in range(-1, 13)]
    for now in (moment for point in points for moment in (point - MOMENT, point, point + MOMENT)):
        state = ProgramPage.objects.with_state(now).get(pk=program.pk).state
        assert holding(periods, now) == [State(state)] == [program.state_at(now)]


@pytest.mark.parametrize("seed", range(20))
def test_periods_follow_each_other_without_repeating_a_state(seed: int) -> None:
    program = ProgramPage(windows=some_windows(random.Random(seed)))
    periods = timeline(program)
    assert periods[0].starts_at is None
    assert periods[-1].ends_at is None
    for earlier, later in pairwise(periods):
        assert earlier.ends_at == later.starts_at
        assert earlier.state != later.state


def test_a_programme_open_all_year_never_changes() -> None:
    window = ApplicationWindow(opens_at=START)
    program = ProgramPage(all_year=True, windows=[window])
    assert timeline(program) == [Period(State.ALL_YEAR, None, None)]
    assert next_turning_point(program, START - DAY) is None


def test_the_next_turning_point_lies_ahead() -> None:
    windows = [
        ApplicationWindow(opens_at=START, closes_at=START + 3 * DAY),
        ApplicationWindow(opens_at=START + DAY, closes_at=START + 2 * DAY),
    ]
    program = ProgramPage(windows=windows)
    moments = [START - DAY, START, START + DAY, START + 2 * DAY, START + 3 * DAY]
    assert [next_turning_point(program, moment) for moment in moments] == [*moments[1:], None]


def test_the_deadline_is_that_of_the_window_that_closes_first(program: ProgramPage) -> None:
    program.windows = [
        ApplicationWindow(opens_at=START, closes_at=START + 3 * DAY),
        ApplicationWindow(opens_at=START, closes_at=START + 2 * DAY),
        ApplicationWindow(opens_at=START + 9 * DAY),
    ]
    assert program.deadline_at(START) == START + 2 * DAY
    assert program.deadline_at(START + 2 * DAY) == START + 3 * DAY
    assert program.deadline_at(START + 3 * DAY) is None
    assert program.opening_at(START) is None
    assert program.opening_at(START + 3 * DAY) == START + 9 * DAY
    states = [facet for facet in facets(program) if facet.key == "state"]
    assert [facet.value for facet in states] == ["upcoming", "open", "upcoming", "open"]
