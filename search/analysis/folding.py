"""Different spellings of the same characters, made one before words are looked for.

Width, case, accents of Latin letters, subscripts, dashes, old forms of kanji, ヴ, a small ヶ, the
long vowel at a katakana word's end, thousands separators, CO2, No.: none of them may decide whether
something is found. Each folded character knows where it stood, so that a hit can be marked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from .old_kanji import NEW_FORMS

_MARKS = "\u0300-\u036f\u3099\u309a\uff9e\uff9f"
#: First characters that stay one character each, whatever stands beside them; else a character
#: with the marks that belong to it: combining ones, and the half-width voiced marks.
_PIECE = re.compile(
    "([\t-~\u3001-\u3007\u3041-\u3094\u309d\u309e\u30a1-\u30fe\u4e00-\u9fff]+"
    f"(?![{_MARKS}]))|(?s:.)[{_MARKS}]*"
)
_LATIN_MARKS = re.compile("[\u0300-\u036f]")
#: How often a folded cluster is folded again at most; two rounds have always been enough.
_ROUNDS = 4

_CHARACTERS = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—―−﹣－⁃", "-"),
        **dict.fromkeys("’‘ʼ＇`´", "'"),
        **dict.fromkeys("“”„", '"'),
        **dict.fromkeys("〜～∼", "~"),
        **dict.fromkeys("・･·•", "・"),
        "ヶ": "ケ",
        "ゕ": "か",
        "ゖ": "け",
        "ヵ": "カ",
        "đ": "d",
        "ð": "d",
        "ø": "o",
        "ł": "l",
        "æ": "ae",
        "œ": "oe",
        "\x00": " ",
        **NEW_FORMS,
    }
)

KATAKANA = "ァ-ヺヽヾ"
_VU = {"ヴァ": "バ", "ヴィ": "ビ", "ヴェ": "ベ", "ヴォ": "ボ", "ヴュ": "ビュ", "ヴ": "ブ"}
#: Katakana of at least this length (the long vowel counted) lose a long vowel at their end.
_LONG_WORD = 4

Replace = Callable[[re.Match[str]], str]
_SUBSTITUTIONS: tuple[tuple[re.Pattern[str], Replace], ...] = (
    (re.compile(rf"(?<=[{KATAKANA}])[-~]+(?=[{KATAKANA}ー])"), lambda _match: "ー"),
    (re.compile("ヴ[ァィェォュ]?"), lambda match: _VU.get(match.group(), match.group())),
    (re.compile("ー{2,}"), lambda _match: "ー"),
    (
        re.compile(
            rf"(?<![{KATAKANA}ー])[{KATAKANA}][{KATAKANA}ー]{{{_LONG_WORD - 2},}}"
            rf"ー(?![{KATAKANA}ー])"
        ),
        lambda match: match.group()[:-1],
    ),
    (re.compile(r"(?<=\d),(?=\d{3}(?!\d))"), lambda _match: ""),
    (re.compile(r"(?<![a-z])co[ _-]2(?![\d.])"), lambda _match: "co2"),
    # No.5, No. 5 and №5 are one number, Saitō one name.
    (re.compile(r"(?<![a-z0-9])no\. ?(?=\d)"), lambda _match: "no"),
    (re.compile("斉(?=藤)"), lambda _match: "斎"),
)


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text; ``origins[i]`` is where its character ``i`` stood, with one place for the end.

    Origins never decrease, and each is where a character with its marks begins.
    """

    text: str
    origins: tuple[int, ...]

    def span(self, begin: int, end: int) -> tuple[int, int]:
        """Return where a part of the folded text stood in the original one."""
        start = self.origins[begin]
        if self.origins[end] > self.origins[end - 1]:
            return start, self.origins[end]
        stop = next(
            (origin for origin in self.origins[end:] if origin > self.origins[end - 1]),
            self.origins[-1],
        )
        return start, max(start, stop)


def fold(text: str) -> str:
    """Return a text with its spellings made one; folding it again changes nothing."""
    return fold_with_origins(text).text


def fold_with_origins(text: str) -> Folded:
    """Return :func:`fold`'s text together with where each character stood."""
    characters: list[str] = []
    origins: list[int] = []
    for match in _PIECE.finditer(text):
        if match[1]:
            characters.append(match[1].lower().translate(_CHARACTERS))
            origins.extend(range(match.start(), match.end()))
        else:
            folded = _fold_cluster(match[0])
            characters.append(folded)
            origins.extend([match.start()] * len(folded))
    folded_text = "".join(characters)
    # One substitution can make room for another, as 1,000,000 does and ヴー.
    for _round in range(_ROUNDS):
        before = folded_text
        for pattern, replace in _SUBSTITUTIONS:
            if pattern.search(folded_text):
                folded_text, origins = _substitute(pattern, replace, folded_text, origins)
        if folded_text == before:
            break
    return Folded(folded_text, (*origins, len(text)))


def _substitute(
    pattern: re.Pattern[str], replace: Replace, text: str, origins: list[int]
) -> tuple[str, list[int]]:
    pieces: list[str] = []
    kept: list[int] = []
    position = 0
    for match in pattern.finditer(text):
        replacement = replace(match)
        pieces += [text[position : match.start()], replacement]
        kept += origins[position : match.start()]
        own = origins[match.start() : match.end()]
        kept += [own[min(index, len(own) - 1)] for index in range(len(replacement))]
        position = match.end()
    pieces.append(text[position:])
    kept += origins[position:]
    return "".join(pieces), kept


@lru_cache(maxsize=20_000)
def _fold_cluster(cluster: str) -> str:
    for _round in range(_ROUNDS):
        folded = unicodedata.normalize("NFKC", cluster).casefold()
        decomposed = unicodedata.normalize("NFKD", folded)
        if _LATIN_MARKS.search(decomposed):
            folded = unicodedata.normalize("NFKC", _LATIN_MARKS.sub("", decomposed))
        folded = folded.translate(_CHARACTERS)
        if folded == cluster:
            break
        cluster = folded
    return cluster
