"""Numbers, months and days of the week: what one language says, the other must say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .findings import Finding, Severity
from .numbers.english import numbers_in_english
from .numbers.japanese import numbers_in_japanese
from .numbers.mentions import Mention, without_counterpart
from .segments import Language, Pair, Text

_ENGLISH_DAYS = re.compile(
    r"\b(mon|tues|wednes|thurs|fri|satur|sun)days?\b|\b(Mon|Tue|Tues|Wed|Thu|Thurs|Fri)\b\.?"
    r"|\((?:Sat|Sun)\)",
    re.IGNORECASE,
)
_MEASURES = (
    r"(?P<percent>[%％]|パーセント|percent\b|per cent\b)|(?P<yen>円|yen\b)"
    r"|(?P<dollar>米?ドル|(?:US )?dollars?\b)|(?P<euro>ユーロ|euros?\b)|(?P<pound>ポンド|pounds?\b)"
)
_MEASURE = re.compile(rf"(?:{_MEASURES})$")
_MEASURE_BEHIND = re.compile(rf"[\s-]?(?:{_MEASURES})")
_MONEY_SIGNS = {"$": "dollar", "＄": "dollar", "¥": "yen", "￥": "yen", "€": "euro", "£": "pound"}
_NAMED_DAYS = re.compile(
    r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?|yesterday|today|tomorrow|tonight)\b",
    re.IGNORECASE,
)
_JAPANESE_DAYS = re.compile(r"([月火水木金土日])曜|[（(]([月火水木金土日])(?:・[祝休])?[)）]")
_DAYS = {"mon": "月", "tue": "火", "wed": "水", "thu": "木", "fri": "金", "sat": "土", "sun": "日"}

#: A unit whose number is gone, per language.
_ORPHANS: dict[Language, re.Pattern[str]] = {
    "ja": re.compile(
        r"(?<![\d０-９.．,〇一二三四五六七八九十百千万億兆数何幾半])(?<![\d０-９] )(?:"
        r"パーセント|[%％]|(?<=午前)時|(?<=午後)時|度目|番目の|回目の|(?<=[、。\s])億|億(?=[円ドポユ])"
        r"|(?<![東近古現世同年時後])年代|(?<=[はがにで、])つの|分後に|分の\d|時半|年半|時間半|年以上"
        r"|(?<=[のがをにはで、])つ(?=[のにはがをと]|目)|(?<=[がにでは、])週間(?=[のでにを延])"
        r"|(?<=[で、])位(?=[にと])|(?<=[はがにでらの、])年後(?=[にの])"
        r"|  [年月日時分人件回歳つ%]"
        r"|(?<![^、。はがをにでと])年前(?=[にのとはか])|^(?:人とも|代の|週間で|時に|つ目|回目)|割(?=[をが]超|以上|近く|弱|強))"
    ),
    "en": re.compile(
        r"(?<![\w%.])(?:(?<=\b[oib][fny] )|(?<=\s\s)|(?<=[,(] ))(?:percent|per cent)\b"
        r"|[$£€¥](?=[\s.,)]|$)|(?<=[\s,(])-(?:year|day|month|hour|minute|week|mile|foot)s?\b"
        r"|\b(?:at|until|from|to|by|around|before|after)\s+(?:[ap]\.m\.|[ap]m\b|o'clock)"
        r"|\b(?:January|February|March|April|May|June|July|August|September|October|November|December)"
        r" (?:(?:st|nd|rd|th)\b|[.,](?!\d))|\bthe (?:st|nd|rd|th)\b"
        r"|  (?:hours|minutes|days|weeks|months|years|people|percent|yen|dollars|euros)\b"
    ),
}


def _numbers(text: Text) -> list[Mention]:
    return (numbers_in_japanese if text.language == "ja" else numbers_in_english)(text.words)


def numbers(pair: Pair) -> Iterator[Finding]:
    """Numbers and months that are missing, added or of another value."""
    in_source, in_target = _numbers(pair.source), _numbers(pair.target)
    if not in_source and not in_target:
        return
    missing = without_counterpart(in_source, in_target)
    added = without_counterpart(in_target, in_source)
    if pair.source.language == "ja":
        missing = _without_named_days(missing, in_target, pair.target)
    else:
        added = _without_named_days(added, in_source, pair.source)
    missing.sort(key=lambda mention: mention.start)
    added.sort(key=lambda mention: mention.start)
    for before, after in zip(missing, added, strict=False):
        alone = len(missing) == len(added) == 1
        certain = alone and _same_measure(pair.source, before, pair.target, after)
        yield Finding(
            "number_changed",
            Severity.ERROR if certain else Severity.WARNING,
            {"source": _written(pair.source, before), "target": _written(pair.target, after)},
            pair.target.span(after.start, after.end),
            pair.source.span(before.start, before.end),
        )
    for mention in missing[len(added) :]:
        yield Finding(
            "number_missing",
            Severity.WARNING,
            {"source": _written(pair.source, mention)},
            source_span=pair.source.span(mention.start, mention.end),
        )
    for mention in added[len(missing) :]:
        yield Finding(
            "number_added",
            Severity.WARNING,
            {"target": _written(pair.target, mention)},
            pair.target.span(mention.start, mention.end),
        )


def _without_named_days(
    japanese: list[Mention], in_english: list[Mention], english: Text
) -> list[Mention]:
    """Leave out days of the month that English names by the day of the week: 「16日」, “Friday”."""
    dated = any(mention.kind in ("month", "date") for mention in in_english)
    if dated or not _NAMED_DAYS.search(english.words):
        return japanese
    return [mention for mention in japanese if mention.kind != "day"]


def _measure(text: Text, mention: Mention) -> str:
    """What a number measures, where its sign or its next word says so; else nothing."""
    before = text.words[max(0, mention.start - 2) : mention.start]
    behind = text.words[mention.end : mention.end + 12]
    if mention.kind == "month":
        return "month"
    if mention.kind or (before and before[-1] in "-~〜/") or behind[:1] in ("-", "~", "〜", "/"):
        return ""  # one end of a range may be said otherwise
    sign = _MONEY_SIGNS.get(before.rstrip()[-1:])
    if sign:
        return sign
    found = _MEASURE.search(_written(text, mention)) or _MEASURE_BEHIND.match(behind)
    return (found and found.lastgroup) or ""


def _same_measure(source: Text, before: Mention, target: Text, after: Mention) -> bool:
    """Whether two numbers measure the same, so that one cannot stand for something else."""
    measure = _measure(source, before)
    return bool(measure) and measure == _measure(target, after)


def _written(text: Text, mention: Mention) -> str:
    return text.plain[mention.start : mention.end].strip()


def lost_numbers(pair: Pair) -> Iterator[Finding]:
    """Units in the target whose number is gone: 「午後時」, “at p.m.”."""
    text = pair.target
    for match in _ORPHANS[text.language].finditer(text.words):
        if text.plain[match.start() : match.end()] != match.group():  # a placeholder before it
            continue
        yield Finding(
            "number_lost",
            Severity.WARNING,
            {"target": match.group().strip()},
            text.span(match.start(), match.end()),
        )


def _days(text: Text) -> dict[str, re.Match[str]]:
    """The days of the week that a text names, by their Japanese sign."""
    found = {}
    if text.language == "ja":
        for match in _JAPANESE_DAYS.finditer(text.words):
            found[match[1] or match[2]] = match
    else:
        for match in _ENGLISH_DAYS.finditer(text.words):
            found[_DAYS[match.group().lstrip("(").lower()[:3]]] = match
    return found


def weekdays(pair: Pair) -> Iterator[Finding]:
    """Days of the week that became another day; that a day is not named is often right."""
    if not (in_target := _days(pair.target)) or not (in_source := _days(pair.source)):
        return
    missing = [match for day, match in in_source.items() if day not in in_target]
    added = [match for day, match in in_target.items() if day not in in_source]
    for before, after in zip(missing, added, strict=False):
        yield Finding(
            "weekday_changed",
            Severity.WARNING,
            {"source": before.group(), "target": after.group()},
            pair.target.span(after.start(), after.end()),
            pair.source.span(before.start(), before.end()),
        )
