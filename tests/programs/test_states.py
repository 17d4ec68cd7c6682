"""Whether somebody can apply, to the minute in Japan, the same in Python and in the database."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import gettext

from content.dates import end_in_words
from programs.models import ApplicationWindow, ProgramPage
from programs.queries import State
from tests.flows.markup import read
from tests.small_site import SmallSite, add

JAPAN = ZoneInfo("Asia/Tokyo")
OPENS = datetime(2026, 4, 1, 9, 0, tzinfo=JAPAN)
CLOSES = datetime(2027, 3, 31, 17, 0, tzinfo=JAPAN)
MINUTE = timedelta(minutes=1)
Window = tuple[datetime | None, datetime | None]

#: Windows, a moment, and the state at that moment.
CASES: list[tuple[list[Window], datetime, State]] = [
    ([], OPENS, State.UNKNOWN),
    ([(OPENS, CLOSES)], OPENS - MINUTE, State.UPCOMING),
    ([(OPENS, CLOSES)], OPENS, State.OPEN),
    ([(OPENS, CLOSES)], CLOSES - MINUTE, State.OPEN),
    ([(OPENS, CLOSES)], CLOSES, State.CLOSED),
    ([(OPENS, None)], OPENS - MINUTE, State.UPCOMING),
    ([(OPENS, None)], CLOSES + 9000 * MINUTE, State.OPEN),
    ([(None, CLOSES)], OPENS - 9000 * MINUTE, State.OPEN),
    ([(None, CLOSES)], CLOSES, State.CLOSED),
    ([(OPENS, CLOSES), (CLOSES + MINUTE, None)], CLOSES, State.UPCOMING),
    ([(OPENS, CLOSES), (OPENS + MINUTE, CLOSES + MINUTE)], CLOSES, State.OPEN),
    # The first minute of the fiscal year in Japan, when it is still March in UTC.
    ([(datetime(2026, 4, 1, tzinfo=JAPAN), None)], datetime(2026, 4, 1, tzinfo=JAPAN), State.OPEN),
    (
        [(datetime(2026, 4, 1, tzinfo=JAPAN), None)],
        datetime(2026, 3, 31, 14, 59, tzinfo=ZoneInfo("UTC")),
        State.UPCOMING,
    ),
]


def program(site: SmallSite, slug: str, windows: list[Window], **values: object) -> ProgramPage:
    page = ProgramPage(title=slug, slug=slug, kind="support_programme", **values)
    page.windows = [ApplicationWindow(opens_at=start, closes_at=end) for start, end in windows]
    return add(site.sections["programs", "ja"], page)


@pytest.mark.parametrize(("windows", "now", "state"), CASES)
def test_the_state_to_the_minute(
    site: SmallSite, windows: list[Window], now: datetime, state: State
) -> None:
    page = program(site, "sample", windows)
    assert page.state_at(now) == state
    assert ProgramPage.objects.with_state(now).get(pk=page.pk).state == state


@pytest.mark.parametrize("windows", [[], [(OPENS, None)]])
def test_all_year_is_all_year(site: SmallSite, windows: list[Window]) -> None:
    page = program(site, "sample", windows, all_year=True)
    assert page.state_at(OPENS - MINUTE) == State.ALL_YEAR
    assert ProgramPage.objects.with_state(OPENS).get(pk=page.pk).state == State.ALL_YEAR


def test_readers_see_the_state_of_their_own_minute(
    client: Client, site: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: OPENS - MINUTE)
    program(site, "sample", [(OPENS, CLOSES), (OPENS, CLOSES + MINUTE)])
    closes = gettext("Closes")
    for now, state, deadline in (
        (OPENS - MINUTE, State.UPCOMING, None),
        (OPENS, State.OPEN, CLOSES),
        (CLOSES, State.OPEN, CLOSES + MINUTE),
        (CLOSES + MINUTE, State.CLOSED, None),
    ):
        monkeypatch.setattr(timezone, "now", lambda now=now: now)
        [badge] = read(client, "/ja/programs/sample/").select(f".badge--{state.value}")
        assert badge.get_text() == state.label
        [card] = client.get("/ja/programs/").context["items"]
        end = deadline and end_in_words(deadline)
        assert (card["state"], dict(card["facts"]).get(closes)) == (state, end)


def test_a_window_that_closes_at_midnight_names_its_last_day(
    client: Client, site: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: OPENS)
    midnight = datetime(2027, 4, 1, tzinfo=JAPAN)
    program(site, "sample", [(OPENS, midnight)])
    for address in ("/ja/programs/", "/ja/programs/sample/"):
        text = read(client, address).select_one("main").get_text(" ", strip=True)
        assert "2027年3月31日 24:00" in text
        assert "2027年4月1日" not in text


def test_the_nearest_deadline_comes_first(
    client: Client, site: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = timedelta(days=1)
    now = OPENS + 10 * day
    monkeypatch.setattr(timezone, "now", lambda: now)
    programs = {
        "closed-long-ago": [(None, now - 20 * day)],
        "unknown": [],
        "open-without-end": [(OPENS, None)],
        "opens-late": [(now + 20 * day, None)],
        "closed-lately": [(None, now - day)],
        "open-long": [(OPENS, now + 9 * day)],
        "opens-soon": [(now + day, None)],
        "open-short": [(OPENS, now + 2 * day), (now + day, now + 99 * day)],
    }
    for slug, windows in programs.items():
        program(site, slug, windows)
    program(site, "all-year", [], all_year=True)
    listed = client.get("/ja/programs/").context["items"]
    assert [card["title"] for card in listed] == [
        "open-short",
        "open-long",
        "open-without-end",
        "opens-soon",
        "opens-late",
        "all-year",
        "unknown",
        "closed-lately",
        "closed-long-ago",
    ]


def test_the_fiscal_year_is_one_way_to_find_programmes(client: Client, site: SmallSite) -> None:
    page = program(site, "sample", [(OPENS, CLOSES)])
    page.windows = [ApplicationWindow(opens_at=OPENS, fiscal_year=year) for year in (2026, 2027)]
    page.save_revision().publish()
    program(site, "other", [(OPENS, CLOSES)])
    found = client.get("/ja/programs/?year=2026&year=2027").context["items"]
    assert [card["title"] for card in found] == ["sample"]
