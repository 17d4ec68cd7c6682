"""Whether the target is written in its own language, with the signs of that language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from .findings import Finding, Severity
from .segments import Pair, Text

_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa]")
_JAPANESE_RUN = re.compile(
    r"[\u3041-\u3096\u30a1-\u30fc\u3005\u3007\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f]"
    r"(?:[\u3001-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff9f]*"
    r"[\u3041-\u3096\u30a1-\u30fc\u3005\u3007\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f])?"
)
_JAPANESE = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\u3005\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f]")
_LATIN_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]+(?:['’][A-Za-z]+)?")
#: Latin words one after another, with what stands between words of a sentence.
_LATIN_RUN = re.compile(
    r"[A-Za-z\u00c0-\u024f]+(?:['’][A-Za-z]+)?"
    r"(?:[ ,;:'’\"-]{1,3}[A-Za-z\u00c0-\u024f]+(?:['’][A-Za-z]+)?)+"
)
_FUNCTION_WORDS = frozenset(
    "the of and is are was were to in on for with that this it be have has had will would can "
    "could not by from as at or we you they he she his her their our your i my which who what "
    "a an do does did about into but if when there been being its more than".split()
)
#: Words that no name consists of.
_SAID = frozenset(
    "it i'm it's is are was you we they don't didn't not very hi hello okay yes yeah thanks".split()
)
_QUOTED = re.compile(r"[「『（(\"“‘'《〈\[【]\s*$")
_OPENING, _CLOSING, _EITHER = "「『（(“《〈[【", "」』）)”》〉]】", ('"', "'")
_FULL_WIDTH = re.compile(r"[\uff01-\uff5e\u3000-\u3003\u3008-\u3011\u3014-\u301b\uff61-\uff65]+")
_JA = r"[\u3041-\u3096\u30a1-\u30fc\u3005\u3400-\u9fff]"
_HALF_WIDTH = re.compile(rf"(?<={_JA})[,.!?;](?=\s|$|{_JA}|[」』）])")
_HALF_WIDTH_KANA = re.compile(r"[\uff66-\uff9f]+")
#: Scripts that neither language is written in; Greek letters stand for quantities.
_FOREIGN = re.compile(
    r"[\u0400-\u052f\u0530-\u058f\u0590-\u05ff\u0600-\u06ff\u0900-\u0dff\u0e00-\u0eff"
    r"\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]+"
)


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def is_untranslated(pair: Pair) -> bool:
    """Whether the target is, as a whole, in the source's language."""
    source, target = pair.source.words, pair.target.words
    if pair.target.language == "ja":
        if _JAPANESE.search(target):
            return False
        words = [word for word in _LATIN_WORD.findall(target) if len(word) > 1]
        if _folded(source) != _folded(target):
            return sum(word[0].islower() for word in words) >= 3
        said = bool(words) and target.rstrip().endswith((".", "?", "!"))
        return (
            said
            or len(words) >= 5
            or any(word[0].islower() or word.lower() in _SAID for word in words)
        )
    if not _JAPANESE.search(target):
        return False
    if _folded(source) == _folded(target):
        return True
    japanese = sum(len(run) for run in _JAPANESE_RUN.findall(target))
    latin = sum(len(word) for word in _LATIN_WORD.findall(target))
    return japanese >= latin


def untranslated(pair: Pair) -> Iterator[Finding]:
    """A target that is the source, or in the source's language."""
    if is_untranslated(pair):
        target = pair.target
        same = _folded(pair.source.words) == _folded(target.words)
        certain = target.language == "en" or any(
            word[0].islower() and word not in _FUNCTION_WORDS and len(word) > 2
            for word in _LATIN_WORD.findall(target.words)
        )
        yield Finding(
            "untranslated" if same else "wrong_script",
            Severity.ERROR if certain else Severity.WARNING,
            {},
            target.span(0, len(target.plain)),
        )


def left_in_source_language(pair: Pair) -> Iterator[Finding]:
    """Words or sentences that stayed in the source's language, within a translated text."""
    if is_untranslated(pair):
        return
    if pair.target.language == "en":
        yield from _japanese_in_english(pair.target)
    else:
        yield from _english_in_japanese(pair)


def _japanese_in_english(text: Text) -> Iterator[Finding]:
    for match in _JAPANESE_RUN.finditer(text.words):
        quoted = _QUOTED.search(text.words[max(0, match.start() - 4) : match.start()])
        yield Finding(
            "japanese_in_english",
            Severity.WARNING if quoted or not _KANA.search(match.group()) else Severity.ERROR,
            {"target": match.group()},
            text.span(match.start(), match.end()),
        )


def _english_in_japanese(pair: Pair) -> Iterator[Finding]:
    text = pair.target
    source = _folded(pair.source.words)
    for match in _LATIN_RUN.finditer(text.words):
        words = _LATIN_WORD.findall(match.group())
        lower = [word for word in words if word[0].islower()]
        grammatical = sum(word in _FUNCTION_WORDS for word in lower)
        quoted = _is_quoted(text.words, match.start(), match.end())
        if quoted and (len(words) < 12 or text.words[match.start() - 1] == "『"):  # title, gloss
            continue
        copied = _folded(match.group()) in source
        if (
            (len(lower) >= 2 and (grammatical or len(lower) >= 3 or copied))
            or (len(words) >= 5 and lower)
            or (len(words) >= 4 and copied and grammatical)
        ):
            sentence = grammatical >= 3 and not quoted
            yield Finding(
                "english_in_japanese",
                Severity.ERROR if sentence else Severity.WARNING,
                {"target": match.group()},
                text.span(match.start(), match.end()),
            )


def _is_quoted(words: str, start: int, end: int) -> bool:
    """Whether a place lies in brackets or quotation marks with nothing Japanese beside it."""
    opening = max(words.rfind(sign, 0, start) for sign in _OPENING)
    closing = min((at for sign in _CLOSING if (at := words.find(sign, end)) >= 0), default=-1)
    if opening >= 0 and closing >= 0 and not _JAPANESE.search(words[opening:closing]):
        return True
    behind = words[end : end + 3].lstrip(" .,!?…")
    return words[:start].rstrip()[-1:] in _EITHER and behind[:1] in _EITHER


def full_width(pair: Pair) -> Iterator[Finding]:
    """Full-width signs in English, outside what stayed in Japanese."""
    text = pair.target
    if text.language != "en" or text.words.isascii() or is_untranslated(pair):
        return
    japanese = [match.span() for match in _JAPANESE_RUN.finditer(text.words)]
    for match in _FULL_WIDTH.finditer(text.words):
        if not any(start <= match.start() < end for start, end in japanese):
            yield Finding(
                "full_width",
                Severity.WARNING,
                {"target": match.group()},
                text.span(match.start(), match.end()),
            )


def half_width(pair: Pair) -> Iterator[Finding]:
    """Half-width punctuation and kana in Japanese."""
    text = pair.target
    if text.language != "ja":
        return
    for pattern in (_HALF_WIDTH, _HALF_WIDTH_KANA):
        for match in pattern.finditer(text.words):
            yield Finding(
                "half_width",
                Severity.WARNING,
                {"target": match.group()},
                text.span(match.start(), match.end()),
            )


def foreign_script(pair: Pair) -> Iterator[Finding]:
    """Letters of a script that neither language has, unless the source has them too."""
    text = pair.target
    if text.words.isascii():
        return
    for match in _FOREIGN.finditer(text.words):
        if match.group() not in pair.source.plain:
            yield Finding(
                "foreign_script",
                Severity.WARNING,
                {"target": match.group()},
                text.span(match.start(), match.end()),
            )
