"""Dates as people in Japan type them are understood, or refused with the reason; never guessed."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from content.typed_dates import (
    JAPAN,
    UnreadableDateError,
    UnreadableReason,
    ends_a_day,
    last_day,
    read_day,
    read_moment,
    read_partial,
    read_year,
)

DAY = date(2024, 3, 1)


@pytest.mark.parametrize(
    "text",
    [
        "2024年3月1日",
        "２０２４年３月１日",
        "2024年3月1日（金）",
        "2024年 3月 1日 金曜日",
        "令和6年3月1日",
        "令和６年３月１日",
        "令和 6年 3月 1日（金）",
        "R6.3.1",
        "Ｒ６．３．１",
        "r6/3/1",
        "R06-03-01",
        "令6.3.1",
        "2024/3/1",
        "2024-03-01",
        "2024.3.1",
        "２０２４／０３／０１",
        "20240301",
        "西暦2024年3月1日",
        "2024年3月1日まで",
        " 2024-03-01 ",
        "1 March 2024",
        "1st Mar 2024",
        "March 1, 2024",
        "Friday, 1 March 2024",
    ],
)
def test_a_day_is_understood(text: str) -> None:
    assert read_day(text) == DAY


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("令和元年5月1日", date(2019, 5, 1)),
        ("平成31年4月30日", date(2019, 4, 30)),
        ("H元.1.8", date(1989, 1, 8)),
        ("昭和64年1月7日", date(1989, 1, 7)),
        ("S25.12.31", date(1950, 12, 31)),
        ("2024年2月29日", date(2024, 2, 29)),
    ],
)
def test_eras_count_from_their_first_year(text: str, day: date) -> None:
    assert read_day(text) == day


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("12月1日", UnreadableReason.NO_YEAR),
        ("１２月１日", UnreadableReason.NO_YEAR),
        ("12/1", UnreadableReason.NO_YEAR),
        ("2023年2月29日", UnreadableReason.NO_SUCH_DAY),
        ("2024-13-01", UnreadableReason.NO_SUCH_DAY),
        ("2024年4月31日", UnreadableReason.NO_SUCH_DAY),
        ("2024年3月1日（木）", UnreadableReason.OTHER_WEEKDAY),
        ("令和5年度", UnreadableReason.FISCAL_YEAR),
        ("2024年3月", UnreadableReason.UNREADABLE),
        ("2024", UnreadableReason.UNREADABLE),
        ("24/3/1", UnreadableReason.UNREADABLE),
        ("来月", UnreadableReason.UNREADABLE),
        ("3月上旬", UnreadableReason.UNREADABLE),
        ("", UnreadableReason.UNREADABLE),
        ("2024年3月1日頃", UnreadableReason.UNREADABLE),
        ("1 Foo 2024", UnreadableReason.UNREADABLE),
    ],
)
def test_what_is_no_day_is_refused(text: str, reason: UnreadableReason) -> None:
    with pytest.raises(UnreadableDateError) as refused:
        read_day(text)
    assert refused.value.reason is reason


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("2013", "2013"),
        ("２０１３年", "2013"),
        ("平成25年", "2013"),
        ("2013-04", "2013-04"),
        ("2013年4月", "2013-04"),
        ("H25.4", "2013-04"),
        ("April 2013", "2013-04"),
        ("平成25年4月1日", "2013-04-01"),
    ],
)
def test_as_much_of_a_date_as_is_known(text: str, stored: str) -> None:
    assert str(read_partial(text)) == stored


@pytest.mark.parametrize(
    "text", ["2024", "２０２４", "2024年", "令和6年", "令和６年度", "R6", "2024年度"]
)
def test_a_year_may_be_a_fiscal_one(text: str) -> None:
    assert read_year(text) == 2024


@pytest.mark.parametrize("text", ["2024年3月", "6", "令和", "約2024"])
def test_what_is_no_year_is_refused(text: str) -> None:
    with pytest.raises(UnreadableDateError):
        read_year(text)


def moment(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=JAPAN)  # type: ignore[misc]


@pytest.mark.parametrize(
    "text",
    [
        "令和9年1月31日 17:00",
        "令和9年1月31日17時",
        "令和9年1月31日（日）17時00分",
        "2027/1/31 17:00",
        "２０２７年１月３１日　１７：００",
        "2027-01-31T17:00",
        "2027-01-31 17:00:00",
        "2027年1月31日午後5時",
        "2027年1月31日 午後５時００分まで",
        "31 January 2027 5 pm",
    ],
)
@pytest.mark.parametrize("is_end", [True, False])
def test_a_moment_is_understood(text: str, is_end: bool) -> None:
    assert read_moment(text, is_end=is_end) == moment(2027, 1, 31, 17)


def test_a_day_alone_is_whole() -> None:
    assert read_moment("2027/1/31", is_end=False) == moment(2027, 1, 31)
    assert read_moment("2027/1/31", is_end=True) == moment(2027, 2, 1)
    assert read_moment("2027/1/31 24:00", is_end=True) == moment(2027, 2, 1)
    assert read_moment("2027/1/31 24時", is_end=False) == moment(2027, 2, 1)
    assert read_moment("2027/1/31 0:00", is_end=True) == moment(2027, 1, 31)
    assert read_moment("2027年1月31日正午", is_end=True) == moment(2027, 1, 31, 12)
    assert read_moment("2027年1月31日午前0時", is_end=True) == moment(2027, 1, 31)
    assert read_moment("31 January 2027 12 pm", is_end=True) == moment(2027, 1, 31, 12)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("１２月１日", UnreadableReason.NO_YEAR),
        ("12月1日 17:00", UnreadableReason.NO_YEAR),
        ("2027/1/31 25:00", UnreadableReason.NO_TIME),
        ("2027/1/31 17:60", UnreadableReason.NO_TIME),
        ("2027/1/31 24:01", UnreadableReason.NO_TIME),
        ("2027/1/31 夕方", UnreadableReason.NO_TIME),
        ("2027/1/31 17", UnreadableReason.NO_TIME),
        ("2027年1月31日午後12時", UnreadableReason.NO_TIME),
        ("17:00", UnreadableReason.UNREADABLE),
        ("2027/2/30 17:00", UnreadableReason.NO_SUCH_DAY),
    ],
)
def test_what_is_no_moment_is_refused(text: str, reason: UnreadableReason) -> None:
    with pytest.raises(UnreadableDateError) as refused:
        read_moment(text, is_end=True)
    assert refused.value.reason is reason


def test_an_end_at_midnight_belongs_to_the_day_before() -> None:
    assert last_day(moment(2027, 4, 1)) == date(2027, 3, 31)
    assert last_day(moment(2027, 4, 1, 0, 1)) == date(2027, 4, 1)
    assert ends_a_day(moment(2027, 4, 1))
    assert not ends_a_day(moment(2027, 4, 1, 17))


@pytest.mark.parametrize(
    "text",
    [
        "２０２４・３・１",
        "２０２４ー３ー１",
        "２０２４。３。１",
        "２０２４、３、１",
        "R6・3・1",
        "令和六年三月一日",
        "二〇二四年三月一日",
        "令和6年3月1日（金・祝）",
    ],
)
def test_what_a_japanese_keyboard_gives_is_understood(text: str) -> None:
    """The keys of ``/``, ``-`` and ``.`` give ``・``, ``ー`` and ``。`` while Japanese is typed."""
    assert read_day(text) == DAY


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("令和十二年十月二十日", date(2030, 10, 20)),
        ("平成二十五年十二月三十一日", date(2013, 12, 31)),
        ("一九九〇年十一月九日", date(1990, 11, 9)),
    ],
)
def test_numerals_may_be_kanji(text: str, day: date) -> None:
    assert read_day(text) == day


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("令和0年3月1日", UnreadableReason.UNREADABLE),
        ("R0.3.1", UnreadableReason.UNREADABLE),
        ("0000-01-01", UnreadableReason.UNREADABLE),
        ("0202-03-01", UnreadableReason.UNREADABLE),
        ("9999年12月31日", UnreadableReason.UNREADABLE),
        ("Monday, 1 March 2024", UnreadableReason.OTHER_WEEKDAY),
        ("Thu 1 Mar 2024", UnreadableReason.OTHER_WEEKDAY),
    ],
)
@pytest.mark.parametrize("is_end", [True, False])
def test_no_year_is_made_up_and_no_weekday_passed_over(
    text: str, reason: UnreadableReason, is_end: bool
) -> None:
    with pytest.raises(UnreadableDateError) as refused:
        read_moment(text, is_end=is_end)
    assert refused.value.reason is reason


@pytest.mark.parametrize(
    "text", ["17時半", "午後5時半", "午後五時半", "十七時三十分", "の17時30分"]
)
def test_hours_as_they_are_said(text: str) -> None:
    assert read_moment(f"2027年1月31日{text}", is_end=True) == moment(2027, 1, 31, 17, 30)


@pytest.mark.parametrize("text", ["FY2024", "FY 2024", "令和六年度", "fiscal year 2024"])
def test_a_fiscal_year_in_other_spellings(text: str) -> None:
    assert read_year(text) == 2024
