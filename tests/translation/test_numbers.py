"""Numbers are values: however one is written, in either language, it equals itself."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from translation.checking import check_segment
from translation.checking.numbers.english import numbers_in_english
from translation.checking.numbers.english_words import MONTHS
from translation.checking.numbers.japanese import numbers_in_japanese

_ONES = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
)
_TENS = (
    "zero",
    "ten",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
)
_KANJI = "〇一二三四五六七八九"
_MONTH_NAMES = [name for name in MONTHS if len(name) > 4 or name in ("may", "june", "july")]
_FULL_WIDTH = str.maketrans("0123456789,.", "０１２３４５６７８９，．")


def in_english_words(number: int) -> str:
    """A number below a million million in words."""
    for size, name in ((10**9, "billion"), (10**6, "million"), (1000, "thousand")):
        if number >= size:
            rest = f" {in_english_words(number % size)}" if number % size else ""
            return f"{in_english_words(number // size)} {name}{rest}"
    if number >= 100:
        rest = f" and {in_english_words(number % 100)}" if number % 100 else ""
        return f"{_ONES[number // 100]} hundred{rest}"
    if number >= 20:
        return _TENS[number // 10] + (f"-{_ONES[number % 10]}" if number % 10 else "")
    return _ONES[number]


def in_kanji(number: int) -> str:
    """A number in kanji: 二千五百万."""
    for size, name in ((10**12, "兆"), (10**8, "億"), (10**4, "万")):
        if number >= size:
            return (
                in_kanji(number // size) + name + (in_kanji(number % size) if number % size else "")
            )
    written = ""
    for size, name in ((1000, "千"), (100, "百"), (10, "十")):
        times, number = divmod(number, size)
        if times:
            written += ("" if times == 1 else _KANJI[times]) + name
    return written + (_KANJI[number] if number or not written else "")


def in_mixed(number: int) -> str:
    """A number as newspapers write it: 3億5000万."""
    written = ""
    for size, name in ((10**12, "兆"), (10**8, "億"), (10**4, "万")):
        times, number = divmod(number, size)
        if times:
            written += f"{times}{name}"
    return written + (str(number) if number or not written else "")


def japanese_forms(number: int) -> list[str]:
    """The writings of a number in Japanese."""
    mixed = in_mixed(number)
    forms = [str(number), f"{number:,}", mixed, in_kanji(number)]
    return [*forms, *(form.translate(_FULL_WIDTH) for form in forms[:3])]


def english_forms(number: int) -> list[str]:
    """The writings of a number in English."""
    forms = [str(number), f"{number:,}", in_english_words(number)]
    for size, names in (
        (10**9, ("billion", "bn")),
        (10**6, ("million", "m")),
        (1000, ("thousand",)),
    ):
        if number >= size and number * 1000 % size == 0:
            figures = f"{Fraction(number, size).__float__():.3f}".rstrip("0").rstrip(".")
            forms += [f"{figures} {names[0]}", *(f"{figures}{name}" for name in names[1:])]
    return forms


values = st.one_of(
    st.integers(2, 120),
    st.integers(121, 10**6),
    st.builds(lambda digits, zeros: digits * 10**zeros, st.integers(1, 999), st.integers(3, 9)),
)


def found(source_locale: str, source: str, target: str) -> list[str]:
    """The checks of numbers that find something."""
    target_locale = "en" if source_locale == "ja" else "ja"
    findings = check_segment(source_locale, target_locale, source, target)
    return [finding.check for finding in findings if finding.check.startswith("number")]


def readings(mentions: list) -> set:  # type: ignore[type-arg]
    return {value for mention in mentions for value in mention.values}


@given(values.filter(lambda number: number > 1), st.data())
def test_a_number_equals_itself_in_every_writing(number: int, data: st.DataObject) -> None:
    japanese = data.draw(st.sampled_from(japanese_forms(number)))
    english = data.draw(st.sampled_from(english_forms(number)))
    assert number in readings(numbers_in_japanese(f"参加者は{japanese}人です。"))
    assert number in readings(numbers_in_english(f"There were {english} participants."))
    pair = (f"参加者は{japanese}人でした。", f"There were {english} participants.")
    assert found("ja", *pair) == []
    assert found("en", *reversed(pair)) == []


@given(values, values, st.data())
def test_another_number_is_found_in_every_writing(
    number: int, other: int, data: st.DataObject
) -> None:
    # one is an article as well, and a year may be said by its last figures
    assume(1 not in (number, other) and not any(1000 <= one < 2100 for one in (number, other)))
    japanese = data.draw(st.sampled_from(japanese_forms(number)))
    english = data.draw(st.sampled_from(english_forms(other)))
    pair = (f"参加者は{japanese}人でした。", f"There were {english} participants.")
    expected = [] if number == other else ["number_changed"]
    assert found("ja", *pair) == expected
    assert found("en", *reversed(pair)) == expected


@given(values.filter(lambda number: number > 1), st.data())
def test_a_number_left_out_is_found(number: int, data: st.DataObject) -> None:
    japanese = data.draw(st.sampled_from(japanese_forms(number)))
    english = data.draw(st.sampled_from(english_forms(number)))
    assert found("ja", f"参加者は{japanese}人でした。", "There were many participants.") == [
        "number_missing"
    ]
    assert found("en", f"There were {english} participants.", "参加者がたくさんいました。") == [
        "number_missing"
    ]


@given(st.integers(1, 12), st.integers(1, 12), st.integers(2, 28), st.integers(1990, 2060))
def test_dates_are_compared(month: int, other: int, day: int, year: int) -> None:
    japanese = f"締め切りは{year}年{month}月{day}日です。"
    for english in (
        f"The deadline is {_MONTH_NAMES[other - 1].title()} {day}, {year}.",
        f"The deadline is {day} {_MONTH_NAMES[other - 1].title()} {year}.",
    ):
        assert found("ja", japanese, english) == ([] if month == other else ["number_changed"])


@given(st.sampled_from([("令和", 2019), ("平成", 1989), ("昭和", 1926)]), st.integers(2, 30))
def test_years_of_an_era_are_years(era: tuple[str, int], year: int) -> None:
    name, first = era
    western = first + year - 1
    for english in (f"FY{western}", f"fiscal {western}", f"fiscal year {western}"):
        assert found("ja", f"{name}{year}年度の予算", f"Budget for {english}") == []
    assert found("ja", f"{name}{year}年度の予算", f"Budget for FY{western + 1}") == [
        "number_changed"
    ]


@given(st.integers(1, 11), st.integers(1, 11))
def test_hours_are_compared_in_both_clocks(hour: int, other: int) -> None:
    japanese = f"会議は午後{hour}時に始まります。"
    for english in (f"{other} p.m.", f"{other}pm", f"{other + 12}:00"):
        expected = [] if hour == other else ["number_changed"]
        assert found("ja", japanese, f"The meeting starts at {english}.") == expected
    morning = f"The meeting starts at {hour} a.m."
    assert found("ja", japanese, morning) == ["number_changed"]


@given(st.integers(1, 9))
def test_tenths_are_per_cent(tenths: int) -> None:
    for writing in (str(tenths), _KANJI[tenths], str(tenths).translate(_FULL_WIDTH)):
        japanese = f"住民の約{writing}割が賛成した。"
        for percent in (f"{tenths * 10} percent", f"{tenths * 10}%", f"{tenths * 10} per cent"):
            assert found("ja", japanese, f"About {percent} of residents agreed.") == []


@pytest.mark.parametrize(
    "word",
    [
        "三重県",
        "四国",
        "一部",
        "一般",
        "一緒",
        "唯一",
        "千葉",
        "六本木",
        "五輪",
        "百貨店",
        "八百屋",
    ],
)
def test_words_with_a_numeral_are_no_numbers(word: str) -> None:
    assert [
        mention for mention in numbers_in_japanese(f"{word}の話です。") if mention.required
    ] == []


@pytest.mark.parametrize(
    "text",
    [
        "It is one of the best.",
        "No one came.",
        "At first they hesitated.",
        "Just a second, please.",
        "On the one hand, it may work.",
        "They march on.",
    ],
)
def test_idioms_are_no_numbers(text: str) -> None:
    assert [mention for mention in numbers_in_english(text) if mention.required] == []


@pytest.mark.parametrize("sign", ["1", "一", "9,", "二百", "1.", "１"])
def test_a_number_of_thousands_of_figures_can_be_read(sign: str) -> None:
    text = sign * 10_000
    assert found("ja", text, text) == []
    assert found("en", text, text) == []


@given(st.text(max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    for mention in (*numbers_in_english(text), *numbers_in_japanese(text)):
        assert 0 <= mention.start < mention.end <= len(text)
