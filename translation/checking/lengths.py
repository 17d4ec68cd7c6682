"""Empty and cut-off translations, lengths out of proportion, and how a sentence ends."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .findings import Finding, Severity
from .segments import FieldKind, Pair

_CLOSING = "\"'”’」』）)]］】>〉》*"
_ENDS_ENGLISH = re.compile(r"[.!?…:;．。！？][\"'”’)\]]*$")
_ENDS_JAPANESE = re.compile(r"[。｡．.！？!?…：:；;♪〜～」』）)]$")
_SENTENCE_END = re.compile(r"[.!?。．！？…]$")
_DANGLING_ENGLISH = re.compile(
    r"(?:\b(?:the|a|an|of|to|in|on|at|for|with|and|or|but|by|from|that|which|is|are|was|were|"
    r"this|these|his|her|their|its|our|your|my|as|than|into|will|would|can|could|has|have|had)"
    r"|[,;(\[–—-])$",
    re.IGNORECASE,
)
_DANGLING_JAPANESE = re.compile(
    r"(?:[をがはにへもの、，（「『・]|での|ための|による|という|および|または)$"
)
_SENTENCES = re.compile(r"[.!?。！？](?=\s|[^\x00-\x7f]|$)")

#: What counts as a letter: a number weighs as much as one, since both languages write figures.
_LETTER = re.compile(r"[^\W\d_]|\d+")
#: Letters of English for one of Japanese. In good translations the middle is about 1.9, and one in
#: a thousand lies beyond these bounds; short texts scatter more.
_FEWEST, _MOST = 0.9, 4.2
_FEWEST_OF_SHORT, _MOST_OF_SHORT = 0.6, 5.8
#: Beyond these, and with fewer sentences than the source, some seem to be missing.
_FEW, _MANY = 1.2, 3.0
#: Bounds where the target has no end of a sentence.
_FEWEST_OPEN, _MOST_OPEN = 1.0, 3.5
#: Letters from which a text is long, and from which it is looked at; as many of Japanese, twice as
#: many of English.
_LONG, _SHORT = 28, 14


def empty(pair: Pair) -> Iterator[Finding]:
    """A target without any text."""
    if pair.source.plain.strip() and not pair.target.plain.strip():
        yield Finding("empty", Severity.ERROR)


def cut_off(pair: Pair) -> Iterator[Finding]:
    """A target that stops before its sentence is over."""
    source, target = pair.source.plain.strip(), pair.target.plain.strip()
    if not source or not target:
        return
    japanese = pair.target.language == "ja"
    if (_ENDS_JAPANESE if japanese else _ENDS_ENGLISH).search(target):
        return
    dangling = (_DANGLING_JAPANESE if japanese else _DANGLING_ENGLISH).search(target)
    same_in_source = (_DANGLING_ENGLISH if japanese else _DANGLING_JAPANESE).search(source)
    finished = _SENTENCE_END.search(source.rstrip(_CLOSING))
    if finished or (dangling and not same_in_source):
        end = len(pair.target.plain.rstrip())
        yield Finding(
            "cut_off",
            Severity.WARNING,
            {"target": target[-12:]},
            pair.target.span(max(0, end - 1), end),
        )


def proportion(pair: Pair) -> Iterator[Finding]:
    """A target that is much shorter or longer than its source lets expect."""
    source, target = pair.source.words, pair.target.words
    if pair.kind is FieldKind.TITLE:
        return
    into_japanese = pair.target.language == "ja"
    in_source, in_target = len(_LETTER.findall(source)), len(_LETTER.findall(target))
    japanese, english = (in_target, in_source) if into_japanese else (in_source, in_target)
    size = max(japanese, english / 2)
    if size < _SHORT or not in_target:
        return
    if size < _LONG:
        fewest, most = _FEWEST_OF_SHORT, _MOST_OF_SHORT
    else:
        fewest, most = _FEWEST, _MOST
    if len(_SENTENCES.findall(target)) < len(_SENTENCES.findall(source)):
        fewest, most = (fewest, min(most, _MANY)) if into_japanese else (max(fewest, _FEW), most)
    if size >= _LONG and not _SENTENCE_END.search(target.strip().rstrip(_CLOSING)):
        fewest, most = max(fewest, _FEWEST_OPEN), min(most, _MOST_OPEN)
    ratio = english / max(1, japanese)
    if not fewest <= ratio <= most:
        yield Finding(
            "too_short" if (ratio > most) == into_japanese else "too_long",
            Severity.WARNING,
            {"source": str(in_source), "target": str(in_target)},
            pair.target.span(0, len(pair.target.plain)),
            pair.source.span(0, len(pair.source.plain)),
        )
