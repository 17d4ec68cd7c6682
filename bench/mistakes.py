"""Mechanical mistakes in good translations, to measure how many of them the checks find."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

#: Makes one mistake in a target (the source is at hand); None where there is no place for it.
Mistake = Callable[[str, str, Random], str | None]

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_LARGER = {"万": "億", "億": "万", "兆": "億"}
_LARGER_ENGLISH = {"million": "billion", "billion": "million", "trillion": "billion"}
_CARDINALS = (
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
)


def _replaced(target: str, pattern: str, random: Random, new: Callable[[str], str]) -> str | None:
    """The target with one random match of a pattern replaced."""
    matches = list(re.finditer(pattern, target))
    if not matches:
        return None
    match = random.choice(matches)
    changed = target[: match.start()] + new(match.group()) + target[match.end() :]
    return None if changed == target else changed


def altered_figure(target: str, source: str, random: Random) -> str | None:
    """Another digit in one number."""
    return _replaced(
        target,
        "[0-9]",
        random,
        lambda digit: random.choice([other for other in "123456789" if other != digit]),
    )


def altered_word(target: str, source: str, random: Random) -> str | None:
    """Another number in words: “two” for “three”, 三人 for 二人."""
    if re.search("[ぁ-ん]", target):
        pattern = "[二三四五六七八九](?=[人年月日時分つ個本回歳件社割週か十百千万億])"
        return _replaced(
            target,
            pattern,
            random,
            lambda sign: random.choice([other for other in "二三四五六七八九" if other != sign]),
        )
    pattern = rf"\b(?:{'|'.join(_CARDINALS)})\b"
    return _replaced(
        target,
        pattern,
        random,
        lambda word: random.choice([other for other in _CARDINALS if other != word]),
    )


def wrong_magnitude(target: str, source: str, random: Random) -> str | None:
    """億 for 万, “billion” for “million”."""
    return _replaced(
        target,
        rf"(?<=[0-9一二三四五六七八九十百千])[万億兆]|\b(?:{'|'.join(_LARGER_ENGLISH)})\b",
        random,
        lambda scale: _LARGER.get(scale) or _LARGER_ENGLISH[scale],
    )


def wrong_month(target: str, source: str, random: Random) -> str | None:
    """Another month."""
    if re.search("[ぁ-ん]", target):
        return _replaced(
            target,
            r"\d+(?=月)",
            random,
            lambda month: random.choice([str(n) for n in range(1, 13) if str(n) != month]),
        )
    return _replaced(
        target,
        rf"\b(?:{'|'.join(_MONTHS)})\b",
        random,
        lambda month: random.choice([other for other in _MONTHS if other != month]),
    )


def missing_number(target: str, source: str, random: Random) -> str | None:
    """A number in figures left out."""
    return _replaced(target, r"[0-9][0-9,.]*[0-9]|[0-9]", random, lambda _number: "")


def missing_bracket(target: str, source: str, random: Random) -> str | None:
    """One bracket or quotation mark left out."""
    return _replaced(target, r"[()（）「」『』\[\]“”\"]", random, lambda _bracket: "")


def doubled_word(target: str, source: str, random: Random) -> str | None:
    """A word twice."""
    if re.search("[ぁ-ん]", target):
        return _replaced(target, "[一-鿿]{2,}|[ァ-ヶー]{3,}", random, lambda word: word * 2)
    return _replaced(target, r"(?<![\w'’])[a-z]+(?![\w'’])", random, lambda word: f"{word} {word}")


def untranslated(target: str, source: str, random: Random) -> str | None:
    """The source in the target's place."""
    return source if re.search("[ぁ-ん一-鿿]|[a-z]{3}", source) else None


def source_left_in(target: str, source: str, random: Random) -> str | None:
    """A piece of the source within the target."""
    if re.search("[ぁ-ん]", source):
        pieces = re.findall("[ぁ-んァ-ヶー一-鿿]{2,8}", source)
        if not pieces:
            return None
        return _replaced(target, "[A-Za-z]+", random, lambda _word: random.choice(pieces))
    words = source.split()
    if len(words) < 8:
        return None
    start = random.randrange(len(words) - 6)
    middle = len(target) // 2
    return target[:middle] + " ".join(words[start : start + 6]) + target[middle:]


def cut_off(target: str, source: str, random: Random) -> str | None:
    """The end of the target missing, from somewhere in its middle."""
    if len(target) < 16:
        return None
    return target[: random.randrange(len(target) // 4, len(target) * 4 // 5)]


def lost_tag(target: str, source: str, random: Random) -> str | None:
    """One inline tag left out."""
    return _replaced(target, "</?[a-z]+[^<>]*>", random, lambda _tag: "")


#: Every mistake, with the beginning of the names of the checks that should find it.
MISTAKES: dict[str, tuple[Mistake, tuple[str, ...]]] = {
    "altered figure": (altered_figure, ("number", "link", "email", "tag")),
    "altered number word": (altered_word, ("number",)),
    "wrong magnitude": (wrong_magnitude, ("number",)),
    "wrong month": (wrong_month, ("number",)),
    "missing number": (missing_number, ("number", "link", "email", "tag")),
    "missing bracket": (missing_bracket, ("bracket", "quote", "tag")),
    "doubled word": (doubled_word, ("doubled",)),
    "untranslated": (untranslated, ("untranslated",)),
    "source left in": (source_left_in, ("japanese", "english", "wrong")),
    "cut off": (cut_off, ("cut", "too_short", "bracket", "number", "tag")),
    "lost tag": (lost_tag, ("tag",)),
}
