"""Empty and cut-off translations, lengths out of proportion, and how a sentence ends."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .findings import Finding, Severity
from .segments import FieldKind, Pair

_CLOSING = "\"'”’」』）)]］】>〉》*"
_ENDS_ENGLISH = re.compile(r"[.!?…:;]$|[.!?…][\"'”’)\]]+$")
_ENDS_JAPANESE = re.compile(r"[。｡．.！？!?…：:；;♪〜～」』）)]$")
_SENTENCE_END = re.compile(r"[.!?。．！？…]$")
_DANGLING_ENGLISH = re.compile(
    r"(?:\b(?:the|a|an|of|to|in|on|at|for|with|and|or|but|by|from|that|which|is|are|was|were|"
    r"this|these|his|her|their|its|our|your|my|as|than|into|will|would|can|could|has|have|had)"
    r"|[,;(\[–—-])$",
    re.IGNORECASE,
)
_DANGLING_JAPANESE = re.compile(r"(?:[をがはにへもの、，（「『・]|での|ための|による|という|および|または)$")
_SENTENCES = re.compile(r"[.!?。！？](?=\s|[^\x00-\x7f]|$)")

#: Letters of English for one of Japanese. In good translations the middle is about 2.2, and one in
#: a thousand lies beyond 1.1 or 4.6; short texts scatter more.
_FEWEST, _MOST = 1.05, 4.7
_FEWEST_OF_SHORT, _MOST_OF_SHORT = 0.7, 7.5
#: Beyond these, and with fewer sentences than the source, some seem to be missing.
_FEW, _MANY = 1.5, 3.4
_LONG_JAPANESE, _LONG_ENGLISH = 20, 45
_SHORT_JAPANESE, _SHORT_ENGLISH = 14, 32


def empty(pair: Pair) -> Iterator[Finding]:
    """A target without any text."""
    if pair.source.plain.strip() and not pair.target.plain.strip():
        yield Finding("empty", Severity.ERROR)


def cut_off(pair: Pair) -> Iterator[Finding]:
    """A target that stops before its sentence is over."""
    source, target = pair.source.words.strip(), pair.target.words.strip()
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
    source, target = pair.source.words.strip(), pair.target.words.strip()
    if not target or pair.kind is FieldKind.TITLE:
        return
    into_japanese = pair.target.language == "ja"
    japanese, english = (target, source) if into_japanese else (source, target)
    if max(len(japanese) / _SHORT_JAPANESE, len(english) / _SHORT_ENGLISH) < 1:
        return
    if max(len(japanese) / _LONG_JAPANESE, len(english) / _LONG_ENGLISH) < 1:
        fewest, most = _FEWEST_OF_SHORT, _MOST_OF_SHORT
    else:
        fewest, most = _FEWEST, _MOST
    if len(_SENTENCES.findall(target)) < len(_SENTENCES.findall(source)):
        fewest, most = (fewest, min(most, _MANY)) if into_japanese else (max(fewest, _FEW), most)
    ratio = len(english) / max(1, len(japanese))
    if not fewest <= ratio <= most:
        yield Finding(
            "too_short" if (ratio > most) == into_japanese else "too_long",
            Severity.WARNING,
            {"source": str(len(source)), "target": str(len(target))},
            pair.target.span(0, len(pair.target.plain)),
            pair.source.span(0, len(pair.source.plain)),
        )
