"""What a text is found by: its words as terms, and pairs of characters as a safety net.

Terms of different kinds never meet, though they share an index: pairs of characters and readings
begin with a character of Unicode's private use area.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from content.kana import katakana

from . import latin
from .folding import Folded, fold, fold_with_origins
from .segmentation import Word, words

PAIR_MARK = "\ue000"
READING_MARK = "\ue001"
#: Characters of a term; what is longer is cut, in the index as in a question.
LONGEST_TERM = 60

_KANJI = "\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_KANA = "\u3041-\u3096\u30a1-\u30fa\u30fc\u30fd\u30fe"
JAPANESE = re.compile(f"[{_KANJI}{_KANA}]+")
KANA_ONLY = re.compile(f"[{_KANA}]+")
_KANJI_ONE = re.compile(f"[{_KANJI}]")
HIRAGANA = re.compile("[\u3041-\u3096]")
_HIRAGANA_END = re.compile("[\u3041-\u3096]$")
_NO_TERM = re.compile(
    r"[\s\x00-\x24\x26-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f・「」『』（）［］【】\u200d\ufe00-\ufe0f"
    "\ue000-\uf8ff\U0001f3fb-\U0001f3ff]"  # what changes how an emoji looks, too
)
#: A small ケ between kanji is read and often written が: 霞ヶ関, 霞が関.
_JOINING = re.compile(f"(?<=[{_KANJI}])ケ(?=[{_KANJI}])")
_EMOJI = re.compile("[\U0001f000-\U0001faff]")
_WORTH_CUTTING = 3

_SILENT_KINDS = frozenset({"助詞", "助動詞", "補助記号", "空白"})
#: What shapes a word without naming anything: never required of what is found.
_LIGHT_KINDS = frozenset({"接頭辞", "接尾辞"})
_LIGHT_NORMALS = frozenset("事 物 為 所 時 方 際 中 等 年 月 日 人 数 上 下".split())  # noqa: SIM905  # reads as a list
#: Endings that make one word of another: 低炭素型都市 and 低炭素都市 are the same.
_ENDINGS = frozenset("型 的 化 性 系 式 用".split())  # noqa: SIM905  # reads as a list
_ASKING_KINDS = frozenset({"代名詞", "接続詞", "連体詞", "感動詞"})
_ASKING_NORMALS = frozenset(
    "何 どう 如何 何故 何時 何処 誰 どんな 幾つ 幾ら 為る 有る 居る 成る 言う".split()  # noqa: SIM905  # reads as a list
)

_UNITS = {
    "キログラム": "kg",
    "キロメートル": "km",
    "キロワット": "kw",
    "パーセント": "%",
    "ヘクタール": "ha",
    "メガワット": "mw",
    "メートル": "m",
    "トン": "t",
}


class Unit(NamedTuple):
    """A word of a text with the terms by which it is found, and its place in the original text.

    ``others`` find it as well as ``term`` does, and so do all ``parts`` together. By what is
    ``beside`` it a text is found, but not asked for: how a name is read, the letters behind
    digits. A ``light`` one need not be found, an ``asking`` one belongs to how a question is put.
    """

    term: str
    begin: int
    end: int
    others: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    light: bool = False
    asking: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """A text's terms: the words in order, what else finds them, and pairs of characters.

    Pairs are those of the text as it stands and those of its words without okurigana.
    """

    words: tuple[str, ...]
    beside: tuple[str, ...]
    pairs: tuple[str, ...]


def index_terms(text: str) -> Terms:
    """Return the terms under which a text goes into an index."""
    folded = fold_with_origins(text)
    found = _units(folded)
    beside = [term for unit in found for term in (*unit.others, *unit.parts, *unit.beside)]
    return Terms(
        words=tuple(unit.term for unit in found),
        beside=tuple(beside),
        pairs=tuple(
            dict.fromkeys(
                pair
                for one in (folded.text, *dict.fromkeys(unit.term for unit in found))
                for pair in character_pairs(one)
            )
        ),
    )


def units(text: str) -> list[Unit]:
    """Return a text's words in order: English ones by their stems, Japanese by the dictionary."""
    return _units(fold_with_origins(text))


def _units(folded: Folded) -> list[Unit]:
    found: list[Unit] = []
    position = 0
    for match in latin.WORD.finditer(folded.text):
        found += _japanese_units(folded, position, match.start())
        word = match.group()
        term = latin.stem(word)[:LONGEST_TERM]
        begin, end = folded.span(*match.span())
        beside = tuple(
            latin.stem(letters)[:LONGEST_TERM] for letters in latin.BEHIND_DIGITS.findall(word)
        )
        found.append(Unit(term, begin, end, beside=beside, asking=word in latin.COMMON))
        position = match.end()
    found += _japanese_units(folded, position, len(folded.text))
    return found


def character_pairs(folded: str) -> Iterator[str]:
    """Yield each two neighbouring Japanese characters of a folded text, marked as a pair."""
    for run in JAPANESE.findall(folded):
        if len(run) == 1:
            yield PAIR_MARK + run
        for index in range(len(run) - 1):
            yield PAIR_MARK + run[index : index + 2]


@lru_cache(maxsize=50_000)
def key(spelling: str) -> str:
    """Return the term for a spelling of one word: kana of one kind, okurigana left out."""
    folded = _NO_TERM.sub("", fold(spelling))
    is_kana = KANA_ONLY.fullmatch(folded)
    folded = fold(katakana(folded)) if is_kana else _without_okurigana(folded)
    return _UNITS.get(folded, folded)[:LONGEST_TERM]


@lru_cache(maxsize=10_000)
def reading_term(kana: str) -> str:
    """Return the term for a name as it is read, in kana of either kind."""
    return (READING_MARK + fold(katakana(kana)))[:LONGEST_TERM]


def _without_okurigana(word: str) -> str:
    """Return what 取組, 取組み and 取り組み share, 表す with 表わす, 霞ケ関 with 霞が関."""
    kanji = len(_KANJI_ONE.findall(word))
    if kanji > 1:
        return HIRAGANA.sub("", _JOINING.sub("", word))
    if kanji == 1 and len(word) >= _WORTH_CUTTING:
        return _HIRAGANA_END.sub("", word)
    return word


def _japanese_units(folded: Folded, begin: int, end: int) -> Iterator[Unit]:
    text = folded.text[begin:end]
    if text.isspace() or not text:
        return
    for start, stop, word in words(text):
        if known := _nature(word):
            term, (others, parts, beside, light, asking) = known
            place = folded.span(begin + start, begin + stop)
            yield Unit(term, *place, others, parts, beside, light, asking)


def _term(word: Word) -> str:
    """Return a word's term, empty for what only joins and divides."""
    kind, detail = word.kind
    if kind in _SILENT_KINDS or (kind == "記号" and detail != "文字"):
        return key(word.surface) if _is_picture(word) else ""
    return key(word.normal)


def _is_picture(word: Word) -> bool:
    """Whether it is a rare kanji or an emoji, which the dictionary takes for a sign."""
    return bool(_KANJI_ONE.search(word.surface) or _EMOJI.search(word.surface))


#: The members of a :class:`Unit` behind its place.
Nature = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], bool, bool]


@lru_cache(maxsize=50_000)
def _nature(word: Word) -> tuple[str, Nature] | None:
    """Return a word's term and what else is known of it; nothing of what has no term."""
    term = _term(word)
    if not term:
        return None
    kind, detail = word.kind
    surface = key(word.surface)
    is_other = KANA_ONLY.fullmatch(word.surface) is not None and surface != key(word.normal)
    return term, (
        (surface,) if is_other else (),
        () if _has_okurigana(word.normal) else _part_terms(word),
        tuple(dict.fromkeys(_readings(word))),
        kind in _LIGHT_KINDS
        or _EMOJI.search(word.surface) is not None
        or word.normal in _LIGHT_NORMALS
        or "助数詞可能" in detail,
        kind in _ASKING_KINDS
        or word.normal in _ASKING_NORMALS
        or (kind == "接尾辞" and word.normal in _ENDINGS)
        or word.kind == ("動詞", "非自立可能"),
    )


def _part_terms(word: Word) -> tuple[str, ...]:
    pieces = [part.normal for part in word.parts] or _JOINING.split(word.normal)
    return tuple(filter(None, map(key, pieces))) if len(pieces) > 1 else ()


def _has_okurigana(spelling: str) -> bool:
    """Whether a word's parts depend on how it is written: 引き取り has other ones than 引取り."""
    return len(_KANJI_ONE.findall(spelling)) > 1 and HIRAGANA.search(spelling) is not None


def _readings(word: Word) -> Iterator[str]:
    """Yield how the names in a word are read."""
    for one in (word, *word.parts):
        is_name = one.kind == ("名詞", "固有名詞")
        if is_name and one.reading and not KANA_ONLY.fullmatch(one.surface):
            yield reading_term(one.reading)
