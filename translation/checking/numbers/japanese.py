"""The numbers that a Japanese text says: in figures, in kanji, and in both mixed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from . import japanese_words as words
from .figures import (
    FRACTION_SIGNS,
    full_years,
    hour_readings,
    in_other_units,
    readable,
    short_years,
)
from .japanese_values import FIGURE, KANJI, NUMBER, value_of
from .mentions import NOTHING, Kind, Mention, Meridiem, Value

_NO_NUMBERS = "|".join(sorted(map(re.escape, words.NO_NUMBERS), key=len, reverse=True))
_WEAK = "|".join(sorted(map(re.escape, words.WEAK), key=len, reverse=True))
_ERAS = "|".join(words.ERAS)
_SCAN = re.compile(
    rf"(?P<word>{_NO_NUMBERS})"
    rf"|(?P<vague>[数何幾]\s?(?:[十百千万億兆]+|10+(?:万|億)?)|十数|百数十)"
    rf"|(?P<number>{NUMBER})"
    rf"|(?P<sign>[½⅓⅔¼¾⅛])"
    rf"|(?P<era>(?:{_ERAS})元年)"
    rf"|(?P<weak>{_WEAK})"
)
_COUNTER = re.compile(rf"\s?(?:{words.COUNTERS})")
_ERA_BEFORE = re.compile(rf"({_ERAS})\s?$")
_MERIDIEM = re.compile(
    r"(午前|午後|朝|夜|夕方|夕|晩|昼|早朝|深夜|未明|[ap]\.?m\.?)の?\s?(?:約|およそ)?$"
)
_AFTERNOON = frozenset({"午後", "夜", "夕方", "夕", "晩", "pm", "p.m", "p.m.", "pm."})
_EITHER_HALF = frozenset({"昼", "深夜"})
_DATE = re.compile(r"(\d{4})([/.-])(\d{1,2})\2(\d{1,2})(?!\d)|(\d{1,2})/(\d{1,2})(?![\d/])")
_DAY = re.compile(r"日(?=[、。はにのま夜朝午付で(（か]|$)(?!間)")
_DAYS = range(1, 32)
_SMALL_MONEY = re.compile(r"(?:円|ドル|ユーロ|ポンド)\s?(\d{1,2})(?:銭|セント|ペンス)")
_CLOCK = re.compile(r":(\d\d)(?!\d)")
_HOUR = re.compile(r"\s?時(?!間|代|期|点|価|給|刻)")
#: One of something, which English says with an article or not at all.
_COUNTED_ONE = re.compile(
    r"\s?(?:人|名|票|面|泊|食|口|行|つ|台|部|回|件|個|本|枚|社|匹|軒|冊|杯|通|着|点|種|組|日|度|株|世帯"
    r"|ドル|ユーロ|ポンド)"
)
_MONTH = re.compile(r"月(?!間|額)")
#: The first of two months: 4~6月, 9、10月.
_SHARED_MONTH = re.compile(r"\s?(?:[~\-・、,]|から|と|または)\s?\d{1,2}月")
_DENOMINATOR = re.compile(rf"\s?分の\s?({FIGURE}|[{KANJI}]+)")
_TENTHS = re.compile(rf"割(?:\s?(\d|[{KANJI}])分)?(?P<off>引|減|安)?")
_PERCENT = re.compile(r"\s?(?:%|パーセント|ポイント)")
_HALF = re.compile(r"(?:年|時間|[かヶケカヵ箇]月|倍|日|週間|分|時)半")
_YEAR = re.compile(r"\s?年(?!間|前|後|生|目|ぶり|以上|連続|契約|もの|に1|に一)")
#: A year at school, counted on from the first in some countries: 中学2年 is the eighth grade.
_SCHOOL = re.compile(r"(中|高)(?:学|校|学校)?$")
_YEARS_BEFORE = {"中": 6, "高": 9}
_SCALE_BEHIND = re.compile(
    rf"(?:[~\-・、,]|から|ないし|または|か)\s?(?:{FIGURE}|[{KANJI}])\s?([十百千]?[万億兆]+|[百千])"
)
_NEXT_FIGURE = re.compile(r"[、,・~\-]\s?(\d|[一二三四五六七八九])(?!\d)")
#: Shares that are said as tenths.
_NEAR_TENTHS: dict[int, Fraction] = {3: Fraction(1, 3), 7: Fraction(2, 3)}
#: Units of time, with what makes smaller and larger ones of them.
_TIME_UNITS: tuple[tuple[re.Pattern[str], tuple[int, ...], tuple[int, ...]], ...] = (
    (re.compile(r"\s?分(?!の)"), (), (60,)),
    (re.compile(r"\s?時間"), (60,), (24,)),
    (re.compile(r"\s?日"), (24,), (7,)),
    (re.compile(r"\s?週"), (7,), ()),
    (re.compile(r"\s?[かヶケカヵ箇]月"), (), (12,)),
    (re.compile(r"\s?(?:[かヶケカヵ箇]年|年間?)"), (12,), (10, 100)),
    (re.compile(r"\s?世紀"), (100,), ()),
)


@dataclass(frozen=True, slots=True)
class _Numeral:
    """A numeral of a text: as written, its place, and its readings; ``value`` is the largest."""

    written: str
    start: int
    end: int
    values: frozenset[Value]
    value: Value


def numbers_in_japanese(text: str) -> list[Mention]:
    """The numbers of a Japanese text, in its order."""
    return _Reader(text).read()


class _Reader:
    """Walks through one Japanese text and collects its numbers."""

    def __init__(self, text: str) -> None:
        self.text = readable(text)
        self.mentions: list[Mention] = []

    def read(self) -> list[Mention]:
        at = 0
        while found := _SCAN.search(self.text, at):
            at = found.end()
            if found["number"]:
                at = self._number(found)
            elif found["vague"]:
                self._vague(found)
            else:
                self._word(found)
        return self.mentions

    def _add(
        self,
        start: int,
        end: int,
        values: frozenset[Value],
        loose: frozenset[Value] = NOTHING,
        *,
        required: bool = True,
        kind: Kind = "",
    ) -> int:
        """Collect a number, and return where it ends."""
        self.mentions.append(Mention(start, end, values, loose, required, kind))
        return end

    def _vague(self, found: re.Match[str]) -> None:
        """Collect 「数百」 as what may stand for hundreds, 「十数人」 for a dozen."""
        word = found.group()
        if word == "十数":
            self._add(found.start(), found.end(), frozenset(range(11, 20)), required=False)
        elif word != "百数十":
            values = frozenset({max(value_of(word[1:].strip()))})
            self._add(found.start(), found.end(), values, kind="vague")

    def _word(self, found: re.Match[str]) -> None:
        """Collect a fraction in one sign, 令和元年, or a word that may stand for a number."""
        word, start, end = found.group(), found.start(), found.end()
        if found["sign"]:
            self._add(start, end, frozenset({FRACTION_SIGNS[word]}))
        elif found["era"]:
            self._add(start, end, frozenset({words.ERAS[word[:2]]}), frozenset({1}))
        elif found["weak"]:
            self._add(start, end, frozenset(words.WEAK[word]), required=False)
        elif values := words.WORD_VALUES.get(word, (1,) if word[0] == "一" else ()):
            self._add(start, end, frozenset(values), required=False)

    def _number(self, found: re.Match[str]) -> int:
        """Collect a number with what stands before and behind it; return where to go on."""
        start, end = found.span()
        if date := _DATE.match(self.text, start):
            return self._date(date)
        if self.text[end : end + 1] == " " and self.text[end + 1 : end + 2] > "\u3000":  # 「6 月」
            end += 1
        values = value_of(found.group())
        numeral = _Numeral(found.group(), start, end, values, max(values))
        for read in (self._fraction, self._clock, self._month, self._hours):
            if (after := read(numeral)) is not None:
                return after
        return self._amount(numeral)

    def _fraction(self, numeral: _Numeral) -> int | None:
        """Collect 3分の2."""
        fraction = _DENOMINATOR.match(self.text, numeral.end)
        if not fraction or not numeral.value:
            return None
        above, below = max(value_of(fraction[1])), numeral.value
        share: frozenset[Value] = frozenset({Fraction(above) / below})
        parts = numeral.values | {above}
        return self._add(numeral.start, fraction.end(), share, parts)

    def _clock(self, numeral: _Numeral) -> int | None:
        """Collect 15:00."""
        clock = _CLOCK.match(self.text, numeral.end)
        if not clock or not numeral.written.isdecimal() or numeral.value > 24:
            return None
        self._hour(numeral, required=True)
        if int(clock[1]):
            self._add(clock.start() + 1, clock.end(), frozenset({int(clock[1])}))
        return clock.end()

    def _month(self, numeral: _Numeral) -> int | None:
        """Collect 9月, and the 9 of 「9、10月」."""
        text, end = self.text, numeral.end
        if not 1 <= numeral.value <= 12:
            return None
        if not _MONTH.match(text, end) and not _SHARED_MONTH.match(text, end):
            return None
        end += text.startswith("月", end)
        return self._add(numeral.start, end, frozenset({numeral.value}), kind="month")

    def _hours(self, numeral: _Numeral) -> int | None:
        """Collect 午後3時."""
        if not _HOUR.match(self.text, numeral.end) or numeral.value > 30:
            return None
        return self._hour(numeral, required=self._is_sure(numeral))

    def _hour(self, numeral: _Numeral, *, required: bool) -> int:
        found = _MERIDIEM.search(self.text, max(0, numeral.start - 6), numeral.start)
        hour, half = int(numeral.value), ""
        if found and found[1] not in _EITHER_HALF and hour != 12:
            half = "pm" if found[1] in _AFTERNOON else "am"
        meridiem: Meridiem = half  # type: ignore[assignment]  # one of the two, or none
        values, loose = hour_readings(hour, meridiem)
        if found and hour == 12:
            loose = frozenset({0, 24})
        start = found.start() if found else numeral.start
        mention = Mention(start, numeral.end, values, loose, required, meridiem=meridiem)
        self.mentions.append(mention)
        return numeral.end

    def _date(self, date: re.Match[str]) -> int:
        """Collect the parts of 2018/9/30 or 9/30."""
        fraction: frozenset[Value] = NOTHING
        if date[5] and int(date[6]):
            fraction = frozenset({Fraction(int(date[5]), int(date[6]))})
        for group in (1, 3, 4, 5, 6):
            if date[group]:
                number = int(date[group])
                loose = full_years(number) | fraction if number < 100 else short_years(number)
                place = date.span(group)
                self._add(*place, frozenset({number}), loose, kind="date")
        return date.end()

    def _amount(self, numeral: _Numeral) -> int:
        """Collect any other number: a year, an amount, a share, a length of time."""
        required = self._is_sure(numeral)
        values, loose, end = self._with_what_follows(numeral)
        kind: Kind = ""
        if numeral.value in _DAYS and _DAY.match(self.text, numeral.end):
            kind = "day"
        return self._add(numeral.start, end, values, loose, required=required, kind=kind)

    def _with_what_follows(
        self, numeral: _Numeral
    ) -> tuple[frozenset[Value], frozenset[Value], int]:
        """What a number says together with what stands behind it: values, loose ones, its end."""
        text, value, end = self.text, numeral.value, numeral.end
        if tenths := _TENTHS.match(text, end):
            return *self._tenths(value, tenths), tenths.end()
        if half := _HALF.match(text, end):
            exact = value + Fraction(1, 2)
            return frozenset({exact}), frozenset({value, exact * 12, exact * 60}), half.end()
        if cents := _SMALL_MONEY.match(text, end):
            return frozenset({value + Fraction(int(cents[1]), 100)}), NOTHING, cents.end()
        if sign := FRACTION_SIGNS.get(text[end : end + 1]):
            return frozenset({value + sign}), NOTHING, end + 1
        era = _ERA_BEFORE.search(text, max(0, numeral.start - 4), numeral.start)
        if era and text.startswith("年", end):
            return frozenset({words.ERAS[era[1]] + value - 1}), numeral.values, end
        return numeral.values, frozenset(self._loose(numeral)), end

    def _tenths(
        self, value: Value, found: re.Match[str]
    ) -> tuple[frozenset[Value], frozenset[Value]]:
        """What 割 and 分 say: per cent, a share, and with 引 what is left."""
        percent = Fraction(value) * 10
        if found[1]:
            percent += max(value_of(found[1]))
        loose: set[Value] = {value}
        if found["off"]:
            loose.add(100 - percent)
        if near := _NEAR_TENTHS.get(int(value)):
            loose.add(near)
        return frozenset({percent, percent / 100}), frozenset(loose)

    def _loose(self, numeral: _Numeral) -> set[Value]:
        """What a number may be called besides: a short year, a share, another unit of time."""
        text, value, end = self.text, numeral.value, numeral.end
        loose: set[Value] = set()
        if numeral.written.isdecimal() and len(numeral.written) == 4:
            loose |= short_years(value)
        elif numeral.written.isdecimal() and len(numeral.written) == 2 and _YEAR.match(text, end):
            loose |= full_years(value)
        if grade := _SCHOOL.search(text, max(0, numeral.start - 4), numeral.start):
            loose.add(value + _YEARS_BEFORE[grade[1]])
        if _PERCENT.match(text, end):
            loose.add(Fraction(value) / 100)
        if shared := _SCALE_BEHIND.match(text, end):
            scale = 1
            for sign in shared[1]:
                scale *= words.SCALES.get(sign) or words.TENS[sign]
            loose.add(value * scale)
        if not _DAY.match(text, end):
            for unit, factors, divisors in _TIME_UNITS:
                if unit.match(text, end):
                    loose |= in_other_units(value, factors, divisors)
                    break
        return loose

    def _is_sure(self, numeral: _Numeral) -> bool:
        """Whether a numeral must be in the other language too."""
        written, value = numeral.written, numeral.value
        if self._letter_on_both_sides(numeral) or self._is_one_of_a_few(numeral):
            return False
        counted = _COUNTED_ONE if value == 1 else _COUNTER
        if any(sign.isdecimal() for sign in written):
            return value != 1 or not counted.match(self.text, numeral.end)
        if value < 2:
            return False
        if any(sign in "万億兆" for sign in written):
            return len(written) > 1
        return bool(counted.match(self.text, numeral.end)) and not self._within_word(numeral.start)

    def _letter_on_both_sides(self, numeral: _Numeral) -> bool:
        """Whether figures are part of a name such as B2B."""
        before = self.text[max(0, numeral.start - 1) : numeral.start]
        behind = self.text[numeral.end : numeral.end + 1]
        return all(sign.isascii() and sign.isalpha() for sign in (before, behind))

    def _is_one_of_a_few(self, numeral: _Numeral) -> bool:
        """Whether a figure is part of 「2、3日」, a few days."""
        if len(numeral.written) > 1:
            return False
        following = _NEXT_FIGURE.match(self.text, numeral.end)
        if following and max(value_of(following[1])) == numeral.value + 1:
            return True
        if not self.mentions or self.mentions[-1].required:
            return False
        last = self.mentions[-1]
        between = self.text[last.end : numeral.start].strip()
        return last.values == {numeral.value - 1} and between in ("、", ",", "・", "~", "-")

    def _within_word(self, start: int) -> bool:
        """Whether a kanji numeral goes on a word in kanji, as in 「再三」."""
        before = self.text[start - 1 : start]
        return (
            "\u4e00" <= before <= "\u9fff" and before not in "第約計全後前毎各午上下数同時年月日者"
        )
