"""The numbers that a Japanese text says: in figures, in kanji, and in both mixed."""

from __future__ import annotations

import re
from fractions import Fraction

from . import japanese_words as words
from .figures import FRACTION_SIGNS, figure, full_years, readable, short_years
from .mentions import NOTHING, Kind, Mention, Meridiem, Value

_KANJI = "〇零一二三四五六七八九十百千壱弐"
#: A run of kanji numerals; the one of 四半期 begins a word of its own.
_RUN = rf"(?:四(?!半)|[{_KANJI.replace('四', '')}])+"
_FIGURE = r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
#: A number: parts of figures or kanji, with 万, 億, 兆 between.
_NUMBER = rf"(?:(?:{_FIGURE}|{_RUN}(?:[・.]{_RUN}(?=[万億兆割倍%パ]))?)+[万億兆]*)+"
_PART = re.compile(rf"({_FIGURE})|([{_KANJI}・.]+)|([万億兆])")
_NO_NUMBERS = "|".join(sorted(map(re.escape, words.NO_NUMBERS), key=len, reverse=True))
_WEAK = "|".join(sorted(map(re.escape, words.WEAK), key=len, reverse=True))
_SCAN = re.compile(
    rf"(?P<word>{_NO_NUMBERS})"
    rf"|(?P<vague>[数何幾]\s?(?:[十百千万億兆]+|10+(?:万|億)?)|十数|百数十)"
    rf"|(?P<number>{_NUMBER})"
    rf"|(?P<sign>[½⅓⅔¼¾⅛])"
    rf"|(?P<weak>{_WEAK})"
)
_COUNTER = re.compile(rf"\s?(?:{words.COUNTERS})")
_ERA_BEFORE = re.compile(rf"({'|'.join(words.ERAS)})\s?$")
_ERA_FIRST_YEAR = re.compile(rf"({'|'.join(words.ERAS)})元年")
_MERIDIEM = re.compile(
    r"(午前|午後|朝|夜|夕方|夕|晩|昼|早朝|深夜|未明|[ap]\.?m\.?)の?\s?(?:約|およそ)?$"
)
_AFTERNOON = frozenset({"午後", "夜", "夕方", "夕", "晩", "pm", "p.m", "p.m.", "pm."})
_DATE = re.compile(r"(\d{4})([/.-])(\d{1,2})\2(\d{1,2})(?!\d)|(\d{1,2})/(\d{1,2})(?![\d/])")
_DAY = re.compile(r"日(?=[、。はにのま夜朝午付(（]|$)(?!間)")
_DAYS = range(1, 32)
_SMALL_MONEY = re.compile(r"(?:円|ドル|ユーロ|ポンド)\s?(\d{1,2})(?:銭|セント|ペンス)")
#: One of something, which English says with an article or not at all.
_COUNTED_ONE = re.compile(r"\s?(?:人|名|つ|台|部|回|件|個|本|枚|社|匹|軒|冊|杯|通|着|点|種|組|日|度|ドル|ユーロ|ポンド|株|世帯)")
#: The first of two months: 4~6月, 9、10月.
_SHARED_MONTH = re.compile(r"\s?(?:[~\-・、,]|から|と|または)\s?\d{1,2}月")
_HOUR = re.compile(r"\s?時(?!間|代|期|点|価|給|刻)")
_DENOMINATOR = re.compile(rf"\s?分の\s?({_FIGURE}|[{_KANJI}]+)")
_SUB_TENTH = re.compile(rf"割\s?(\d|[{_KANJI}])分")
_YEAR = re.compile(r"\s?年(?!間|前|後|生|目|ぶり|以上|連続|契約|もの|に1|に一)")
_SCALE_BEHIND = re.compile(
    rf"(?:[~\-・、,]|から|ないし|または|か|または)\s?(?:{_FIGURE}|[{_KANJI}])\s?([十百千]?[万億兆]+|[百千])"
)
_NEXT_FIGURE = re.compile(rf"[、,・~\-]\s?(\d|[{_KANJI[2:11]}])(?!\d)")


def _kanji_value(written: str) -> frozenset[Value]:
    """The readings of a run of kanji numerals below 万: positional, or figure by figure."""
    whole, point, decimals = written.replace(".", "・").partition("・")
    if point:
        digits = "".join(str(words.DIGITS.get(sign, "")) for sign in decimals)
        bases = _kanji_value(whole)
        return frozenset(base + Fraction(int(digits or 0), 10 ** len(digits)) for base in bases)
    if not any(sign in words.TENS for sign in whole):
        digits = "".join(str(words.DIGITS[sign]) for sign in whole)
        values: set[Value] = {int(digits)}
        if len(digits) == 2:  # 「二三日」: two or three days
            values |= {int(sign) for sign in digits}
        return frozenset(values)
    total = 0
    pending = ""
    for sign in whole:
        if sign in words.TENS:
            total += int(pending or 1) * words.TENS[sign]
            pending = ""
        else:
            pending += str(words.DIGITS[sign])
    return frozenset({total + int(pending or 0)})


def _value(written: str) -> frozenset[Value]:
    """The values of a number as it stands, such as 3億5,000万 or 二〇一八."""
    total: Value = 0
    group: list[Value] | None = None
    unsure: frozenset[Value] = NOTHING
    for match in _PART.finditer(written):
        figures, kanji, scale = match.groups()
        if scale:
            base: Value = 0 if group is None else sum(group)
            total += (base if group is not None else 1) * words.SCALES[scale]
            group = None
        elif figures:
            group = [*(group or []), figure(figures.replace(",", ""))]
        elif group and kanji[0] in words.TENS:  # 3千, 5百
            last = group.pop()
            rest = kanji[1:]
            group = [*group, last * words.TENS[kanji[0]]]
            if rest:
                group.append(*sorted(_kanji_value(rest))[:1])
        else:
            readings = _kanji_value(kanji)
            unsure = readings if len(readings) > 1 else NOTHING
            group = [*(group or []), max(readings)]
    if unsure and not total:
        return unsure
    return frozenset({total + sum(group or [0])})


class _Reader:
    """Walks through one Japanese text and collects its numbers."""

    def __init__(self, text: str) -> None:
        self.text = readable(text)
        self.mentions: list[Mention] = []

    def read(self) -> list[Mention]:
        text, at = self.text, 0
        while found := _SCAN.search(text, at):
            at = found.end()
            if found["number"]:
                at = self._number(found.start(), found.end(), found["number"])
            elif found["sign"]:
                self._add(found.start(), at, frozenset({FRACTION_SIGNS[found["sign"]]}))
            elif found["vague"]:
                self._vague(found)
            elif found["word"]:
                values = words.WORD_VALUES.get(found["word"], ())
                if not values and found["word"][0] == "一":
                    values = (1,)
                if values:
                    self._add(found.start(), at, frozenset(values), required=False)
            else:
                self._weak(found)
        for era in _ERA_FIRST_YEAR.finditer(text):
            year = words.ERAS[era[1]]
            self._add(era.start(), era.end(), frozenset({year}), frozenset({1}))
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
    ) -> None:
        self.mentions.append(Mention(start, end, values, loose, required, kind))

    def _vague(self, found: re.Match[str]) -> None:
        """Collect 「数百」 as what may stand for hundreds, 「十数人」 for a dozen."""
        word = found.group()
        if word == "十数":
            self._add(found.start(), found.end(), frozenset(range(11, 20)), required=False)
        elif word != "百数十":
            value = max(_value(word[1:].strip()))
            self.mentions.append(
                Mention(found.start(), found.end(), frozenset({value}), kind="vague")
            )

    def _weak(self, found: re.Match[str]) -> None:
        values: frozenset[Value] = frozenset(words.WEAK[found["weak"]])
        self._add(found.start(), found.end(), values, required=False)

    def _number(self, start: int, end: int, written: str) -> int:
        """Collect a number with what stands before and behind it; return where to go on."""
        text = self.text
        date = _DATE.match(text, start)
        if date:
            return self._date(date)
        values = _value(written)
        value = max(values)
        loose: set[Value] = set()
        required = self._is_sure(written, value, start, end)
        if fraction := _DENOMINATOR.match(text, end):
            above = max(_value(fraction[1]))
            self._add(
                start,
                fraction.end(),
                frozenset({Fraction(above) / value}) if value else frozenset({above}),
                frozenset({above, value, *values}),
            )
            return fraction.end()
        clock = re.compile(r":(\d\d)(?!\d)").match(text, end)
        if clock and written.isdigit() and value <= 24:
            self._hour(start, end, int(value))
            if int(clock[1]):
                self._add(clock.start() + 1, clock.end(), frozenset({int(clock[1])}))
            return clock.end()
        if self._is_month(end, value):
            after = end + text.startswith("月", end)
            self.mentions.append(Mention(start, after, frozenset({value}), kind="month"))
            return after
        if _HOUR.match(text, end) and value <= 30:
            self._hour(start, end, int(value), required=required)
            return end
        era = _ERA_BEFORE.search(text, 0, start)
        if era and text.startswith("年", end):
            loose |= values
            values = frozenset({words.ERAS[era[1]] + value - 1})
        elif _YEAR.match(text, end) and value < 100 and written.isdigit() and len(written) == 2:
            loose |= full_years(value)
        elif written.isdigit() and len(written) == 4:
            loose |= short_years(value)
        values, loose, end = self._with_what_follows(values, loose, value, end)
        if cents := _SMALL_MONEY.match(text, end):
            values, end = frozenset({value + Fraction(int(cents[1]), 100)}), cents.end()
        if sign := FRACTION_SIGNS.get(text[end : end + 1]):
            values, end = frozenset({value + sign}), end + 1
        kind: Kind = "day" if value in _DAYS and _DAY.match(text, end) else ""
        self._add(start, end, values, frozenset(loose), required=required, kind=kind)
        return end

    def _is_sure(self, written: str, value: Value, start: int, end: int) -> bool:
        """Whether a numeral must be in the other language too."""
        text = self.text
        before, behind = text[start - 1 : start], text[end : end + 1]
        if before.isascii() and before.isalpha() and behind.isascii() and behind.isalpha():
            return False
        following = _NEXT_FIGURE.match(text, end)
        if following and len(written) == 1 and value < 10:
            further = words.DIGITS.get(following[1]) or int(following[1].replace("〇", "0"))
            if further == value + 1:  # 「2、3日」: a few days
                return False
        if self.mentions and not self.mentions[-1].required and len(written) == 1:
            last = self.mentions[-1]
            if last.end + 1 == start and last.values == frozenset({value - 1}):
                if text[last.end] in "、,・~-":
                    return False
        if any(sign.isdigit() for sign in written):
            return value != 1 or not _COUNTED_ONE.match(text, end)
        if value < 2:
            return False
        if any(sign in "万億兆" for sign in written):
            return len(written) > 1
        return bool(_COUNTER.match(text, end)) and not self._within_word(start)

    def _within_word(self, start: int) -> bool:
        """Whether a kanji numeral goes on a word in kanji, as in 「再三」."""
        before = self.text[start - 1 : start]
        return "\u4e00" <= before <= "\u9fff" and before not in "第約計全後前毎各午上下数同時年月日者"

    def _is_month(self, end: int, value: Value) -> bool:
        text = self.text
        return (
            1 <= value <= 12
            and (text.startswith("月", end) or bool(_SHARED_MONTH.match(text, end)))
            and not text.startswith(("月間", "月額"), end)
        )

    def _with_what_follows(
        self, values: frozenset[Value], loose: set[Value], value: Value, end: int
    ) -> tuple[frozenset[Value], set[Value], int]:
        """Read 割, per cent, 半, lengths of time and shared scales behind a number."""
        text = self.text
        if text.startswith("割", end):
            tenths = Fraction(value) * 10
            if sub := _SUB_TENTH.match(text, end):
                sign = sub[1]
                tenths += int(sign) if sign.isdigit() else words.DIGITS.get(sign, 0)
                return frozenset({tenths, tenths / 100}), {value}, sub.end()
            nearby = {Fraction(1, 3)} if value == 3 else {Fraction(2, 3)} if value == 7 else set()
            return frozenset({tenths, tenths / 100}), {value, 100 - tenths, *nearby}, end + 1
        if re.compile(r"\s?(?:%|パーセント|ポイント)").match(text, end):
            return values, loose | {Fraction(value) / 100}, end
        if half := re.compile(r"(?:年|時間|[かヶケカヵ箇]月|倍|日|週間|分|時)半").match(text, end):
            exact = value + Fraction(1, 2)
            return frozenset({exact}), loose | {value, exact * 12, exact * 60}, half.end()
        if shared := _SCALE_BEHIND.match(text, end):
            scale = 1
            for sign in shared[1]:
                scale *= words.SCALES.get(sign) or words.TENS[sign]
            loose = loose | {value * scale}
        for unit, factors, divisors in _TIME_UNITS:
            if unit.match(text, end):
                loose = loose | {value * factor for factor in factors}
                loose |= {
                    Fraction(value) / divisor
                    for divisor in divisors
                    if (Fraction(value) * 2 / divisor).denominator == 1
                }
                break
        return values, loose, end

    def _date(self, date: re.Match[str]) -> int:
        """Collect the parts of 2018/9/30 or 9/30."""
        for group in (1, 3, 4, 5, 6):
            if date[group]:
                number = int(date[group])
                loose = full_years(number) if number < 100 else short_years(number)
                if date[5]:
                    loose |= {Fraction(int(date[5]), int(date[6]) or 1)}
                self.mentions.append(
                    Mention(
                        date.start(group),
                        date.end(group),
                        frozenset({number}),
                        loose,
                        kind="date",
                    )
                )
        return date.end()

    def _hour(self, start: int, end: int, hour: int, *, required: bool = True) -> None:
        found = _MERIDIEM.search(self.text, max(0, start - 6), start)
        half: Meridiem = ""
        if found:
            half = "pm" if found[1] in _AFTERNOON else "am"
            if found[1] in ("昼", "深夜"):
                half = ""
        values: set[Value] = {hour}
        loose: set[Value] = set()
        if half == "pm" and hour < 12:
            values, loose = {hour + 12}, {hour}
        elif half == "pm" and hour == 12:
            values, loose = {0}, {12, 24}
        elif half == "am" and hour == 12:
            values, loose = {12}, {0}
        elif not half:
            loose = {hour + 12} if hour < 12 else {hour - 12}
        start = found.start() if found else start
        self.mentions.append(
            Mention(start, end, frozenset(values), frozenset(loose), required, meridiem=half)
        )


_TIME_UNITS: tuple[tuple[re.Pattern[str], tuple[Value, ...], tuple[Value, ...]], ...] = (
    (re.compile(r"\s?分(?!の)"), (), (60,)),
    (re.compile(r"\s?時間"), (60,), (24,)),
    (re.compile(r"\s?日"), (24,), (7,)),
    (re.compile(r"\s?週"), (7,), ()),
    (re.compile(r"\s?(?:[かヶケカヵ箇]月)"), (), (12,)),
    (re.compile(r"\s?(?:[かヶケカヵ箇]年|年間?)"), (12,), (10, 100)),
    (re.compile(r"\s?世紀"), (100,), ()),
)


def numbers_in_japanese(text: str) -> list[Mention]:
    """The numbers of a Japanese text, in its order."""
    return _Reader(text).read()
