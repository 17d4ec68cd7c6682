"""Words that stand twice: “the the”, 「調査調査」, 「をを」."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from .findings import Finding, Severity
from .segments import Pair

if TYPE_CHECKING:
    from sudachipy import Tokenizer

_ENGLISH = re.compile(
    r"(?<!\w)([A-Za-z\u00c0-\u024f]+(?:['’][A-Za-z]+)*|\d{3,})(?:[ ]|([,;:]) )\1(?!\w)(?(2)\2)",
    re.IGNORECASE,
)
_SMALL_KANA = dict.fromkeys(map(ord, "ァィゥェォャュョヮー"))
#: The tokenizer takes no more (in bytes of UTF-8, 49,149).
_LONGEST = 12_000
#: What is said twice on purpose.
_EMPHATIC = frozenset(
    "bye ha blah knock la na ah uh um oh hm yeah yay hey shh boo tick chop walla duran".split()
)
#: Said twice in Japanese: 「いえいえ」 is “no no”.
_SAID_TWICE = re.compile(r"([ぁ-ん]{1,3})\1")
_ANSWERS = frozenset("no yes sure right okay ok well please now sorry thanks very really".split())
#: Anything that follows itself; a tokenizer then says whether these are words.
_JAPANESE_CANDIDATE = re.compile(r"([^\s\d、。，．,.!?！？「」『』（）()・…~-]{1,24}?)\1")
#: Written runs that are words for certain; not the stem of an adjective (馬鹿馬鹿しい).
_JAPANESE_SURE = re.compile(
    r"(?:([\u4e00-\u9fff]{2,8})\1|([\u30a1-\u30fc]{3,12})\2"
    r"|(?<![A-Za-z])([A-Za-z]{2,20}) ?\3(?![A-Za-z]))(?!し)"
)
#: Said twice to mean each, many, or again.
_ON_PURPOSE = re.compile(
    r"一[人つ歩件個本枚言軒社語字句品皿杯行回日度]|少し|など|はい|いえ|まあ|どうも|うん|ほら|さあ|おい|もし|いいえ|そう|だめ|ダメ|よし"
    r"|ちょっと|ははは|また|まだ|いつ|どこ|何度も|次次|あ|え|お|う|ん|ね|や|ー+"
)


@cache
def _tokenizer() -> tuple[Tokenizer, threading.Lock]:
    from sudachipy import Dictionary, SplitMode  # noqa: PLC0415

    return Dictionary(dict="core").tokenizer(mode=SplitMode.C), threading.Lock()


@dataclass(frozen=True, slots=True)
class _Token:
    """A word of a Japanese text: as written, its part of speech, and where it begins."""

    word: str
    kind: str
    start: int
    known: bool


def _tokens(text: str) -> list[_Token]:
    tokenizer, lock = _tokenizer()
    with lock:
        return [
            _Token(token.surface(), token.part_of_speech()[0], token.begin(), not token.is_oov())
            for token in tokenizer.tokenize(text)
            if token.surface()
        ]


def doubled(pair: Pair) -> Iterator[Finding]:
    """Words that stand twice in the target, and not in the source."""
    places = _in_japanese(pair) if pair.target.language == "ja" else _in_english(pair)
    for start, end in sorted(places):
        yield Finding(
            "doubled_word",
            Severity.WARNING,
            {"target": pair.target.words[start:end]},
            pair.target.span(start, end),
        )


def _in_english(pair: Pair) -> Iterator[tuple[int, int]]:
    for match in _ENGLISH.finditer(pair.target.words):
        word = match[1]
        if word.lower() in _EMPHATIC or (match[2] and len(word) < 5):
            continue
        if len(word) == 1 and word not in match.group()[1:]:  # “F’s S phone”
            continue
        if word.lower() in _ANSWERS and _SAID_TWICE.search(pair.source.words):
            continue
        if f"{word} {word}" in pair.source.words:  # a name such as Duran Duran
            continue
        yield match.span()


def _in_japanese(pair: Pair) -> Iterator[tuple[int, int]]:
    text = pair.target.words
    if not _JAPANESE_CANDIDATE.search(text):
        return
    taken = 0
    for match in _JAPANESE_SURE.finditer(text):
        if match[3] and match.group() in pair.source.words:  # ISIS
            continue
        if not _ON_PURPOSE.fullmatch(match[1] or match[2] or match[3]):
            taken = match.end()
            yield match.span()
    if len(text) > _LONGEST or _ENGLISH.search(pair.source.words):  # said twice there too
        return
    tokens = _tokens(text)
    for at, token in enumerate(tokens):
        start, word = token.start, token.word
        if start < taken:
            continue
        if _twice_in_one(token):
            taken = start + len(word)
            yield start, taken
        elif at + 1 < len(tokens) and _stem_before_its_word(token, tokens[at + 1]):
            taken = tokens[at + 1].start + 1
            yield taken - 2, taken
        elif (end := _repeated(tokens, at)) is not None:
            taken = end
            yield start, end


def _is_kanji(sign: str) -> bool:
    return "\u4e00" <= sign <= "\u9fff"


def _twice_in_one(token: _Token) -> bool:
    """Whether what the tokenizer takes for one word is a word twice: 「声声」, 「パルパル」."""
    word, half = token.word, len(token.word) // 2
    if half == 0 or len(word) % 2 or word[:half] != word[half:] or token.kind == "感動詞":
        return False
    if half == 1:
        return _is_kanji(word[0])
    if len(word[:half].translate(_SMALL_KANA)) < 2:  # ディディ
        return False
    return not token.known and not _ON_PURPOSE.fullmatch(word[:half])


def _stem_before_its_word(token: _Token, following: _Token) -> bool:
    """Whether a kanji is repeated at the seam of two words: 「聞聞きます」, 「受け取取った」."""
    last = token.word[-1]
    if not _is_kanji(last) or not following.word.startswith(last):
        return False
    return following.kind in ("動詞", "形容詞") or (len(token.word) == 1 and token.kind != "接尾辞")


def _repeated(tokens: list[_Token], at: int) -> int | None:
    """Where the second of two equal runs of words ends that begin at a place; None without one."""
    for size in range(1, 7):
        first, second = tokens[at : at + size], tokens[at + size : at + 2 * size]
        if [token.word for token in first] != [token.word for token in second]:
            continue
        word = "".join(token.word for token in first)
        if not _is_on_purpose(word, first):
            return first[0].start + 2 * len(word)
    return None


def _is_on_purpose(word: str, tokens: list[_Token]) -> bool:
    kinds = {token.kind for token in tokens}
    if kinds & {"補助記号", "空白", "記号", "感動詞"} or not word.isalpha():
        return True
    return bool(_ON_PURPOSE.fullmatch(word))
