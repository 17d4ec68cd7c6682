"""The part of a text that answers a question, escaped, with what matched in ``<mark>``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from content.kana import katakana
from search.analysis.folding import fold_with_origins
from search.analysis.questions import Question
from search.analysis.terms import JAPANESE, KANA_ONLY, PAIR_MARK, units

#: About how many characters an excerpt has: Japanese ones tell twice as much.
LENGTH_JA = 120
LENGTH_EN = 220
LONGEST_SENTENCE = 240
#: Characters of Japanese and words of English that a sentence has, with a stop and without one.
SHORT_JA, LONG_JA = 8, 40
SHORT_EN, LONG_EN = 4, 14
_STOPS = "。．.!?！？」』）)…:："
_SENTENCE_END = re.compile(r"[。！？!?]+|\n|(?<=[a-z)])\.(?=\s)")
_LATIN_WORD_END = re.compile(r"[A-Za-z0-9]+$")

Span = tuple[int, int]


@dataclass(frozen=True)
class Marks:
    """What is marked in a text: words with one of ``terms``; ``pairs`` where characters matched.

    ``phrases`` are terms of another name, which are marked only where they follow each other.
    """

    terms: frozenset[str]
    pairs: tuple[str, ...] = ()
    phrases: frozenset[tuple[str, ...]] = frozenset()

    @classmethod
    def of(cls, question: Question, widened: Question, way: str) -> Marks:
        """Return what a hit that was found in some way is marked with."""
        terms = set(question.terms)
        names = {name for wanted in widened.wanted for name in wanted.phrases}
        terms.update(name[0] for name in names if len(name) == 1)
        matched = question.character_pairs if way == "literal" else question.pairs
        by_characters = way in {"literal", "partial", "pairs"}
        pairs = tuple(pair.removeprefix(PAIR_MARK) for pair in matched)
        if question.unfinished and way == "beginning":
            terms.add(question.unfinished)
        phrases = frozenset(name for name in names if len(name) > 1)
        return cls(frozenset(terms), pairs if by_characters else (), phrases)


def marked(text: str, marks: Marks) -> SafeString:
    """Return a text as HTML with what matched in ``<mark>``."""
    pieces: list[str] = []
    position = 0
    for begin, end in _merged(_spans(text, marks), text):
        pieces += [escape(text[position:begin]), "<mark>", escape(text[begin:end]), "</mark>"]
        position = end
    pieces.append(escape(text[position:]))
    return mark_safe("".join(pieces))  # noqa: S308  # every piece is escaped


def excerpt(text: str, marks: Marks, locale: str) -> SafeString:
    """Return the part of a text in which most of what was asked for stands, marked."""
    length = LENGTH_JA if locale == "ja" else LENGTH_EN
    if len(text) <= length:
        return marked(" ".join(text.split()), marks)
    begin = _best_start(text, marks)
    end = _cut(text, begin + length)
    shown = marked(" ".join(text[begin:end].split()), marks)
    before = "…" if begin else ""
    after = "…" if end < len(text) else ""
    return mark_safe(f"{before}{shown}{after}")  # noqa: S308  # escaped by marked()


def _spans(text: str, marks: Marks) -> Iterator[Span]:
    found = units(text)
    for index, unit in enumerate(found):
        own = {unit.term, *unit.others, *unit.parts, *unit.beside}
        if own & marks.terms:
            yield unit.begin, unit.end
        for name in marks.phrases:
            following = found[index : index + len(name)]
            if tuple(one.term for one in following) == name:
                yield unit.begin, following[-1].end
    if marks.pairs:
        folded = fold_with_origins(text)
        for pair in marks.pairs:
            at = folded.text.find(pair)
            while at >= 0:
                yield folded.span(at, at + len(pair))
                at = folded.text.find(pair, at + 1)


def _merged(spans: Iterable[Span], text: str) -> list[Span]:
    merged: list[Span] = []
    for begin, end in sorted(spans):
        stop = end
        while stop < len(text) and _belongs_to_the_one_before(text[stop]):
            stop += 1
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(stop, merged[-1][1]))
        else:
            merged.append((begin, stop))
    return merged


def _best_start(text: str, marks: Marks) -> int:
    """Return where the sentence begins that holds most of what is asked for, at a glance."""
    plain = katakana(text).lower()
    if len(plain) != len(text):
        plain = text.lower() if len(text.lower()) == len(text) else text
    anchors = [anchor for anchor in _anchors(marks) if all(part in plain for part in anchor)]
    best, best_score = 0, 0
    for begin, end in _sentences(plain) if anchors else ():
        sentence = plain[begin:end]
        score = 0
        for anchor in anchors:
            if all(part in sentence for part in anchor):
                score += len(anchor)
        if score > best_score:
            best, best_score = begin, score
    while best < len(text) and text[best].isspace():
        best += 1
    while best and _belongs_to_the_one_before(text[best : best + 1] or " "):
        best -= 1
    return best


def _sentences(text: str) -> Iterator[Span]:
    """Yield where sentences are; a long one in parts."""
    begin = 0
    for end in (*(match.end() for match in _SENTENCE_END.finditer(text)), len(text)):
        for start in range(begin, end, LONGEST_SENTENCE):
            yield start, min(start + LONGEST_SENTENCE, end)
        begin = end


def _anchors(marks: Marks) -> Iterator[tuple[str, ...]]:
    yield from map(_anchor, (*marks.terms, *marks.pairs))
    for name in marks.phrases:
        yield tuple(part for term in name for part in _anchor(term))


def prose(text: str) -> str:
    """Return the sentences of a text, without the short lines of fields, lists and headings."""
    return "\n".join(line for line in text.split("\n") if _is_prose(line.strip()))


def _is_prose(line: str) -> bool:
    if JAPANESE.search(line):
        return len(line) >= LONG_JA or (len(line) >= SHORT_JA and line[-1] in _STOPS)
    words = len(line.split())
    return words >= LONG_EN or (words >= SHORT_EN and line[-1] in _STOPS)


def holds(text: str, marks: Marks) -> bool:
    """Whether something of what is marked stands in a text."""
    return next(_spans(text, marks), None) is not None


def _anchor(term: str) -> tuple[str, ...]:
    """Return what a sentence has to hold, one for one, to be worth a closer look."""
    if JAPANESE.fullmatch(term) and not KANA_ONLY.fullmatch(term):
        return tuple(character for character in term if not KANA_ONLY.fullmatch(character))
    return (term,)


def _cut(text: str, end: int) -> int:
    """Return the place at or before which a text may end: no word or character is divided."""
    if end >= len(text):
        return len(text)
    if text[end].isascii() and text[end].isalnum():
        word = _LATIN_WORD_END.search(text[:end])
        if word and end - word.start() < LONGEST_SENTENCE // 6:
            end = word.start()
    while end > 0 and _belongs_to_the_one_before(text[end]):
        end -= 1
    return end


def _belongs_to_the_one_before(character: str) -> bool:
    """Whether a character is shown with the one before it: marks, joiners, variations."""
    return (
        unicodedata.category(character) in {"Mn", "Mc", "Me"}
        or character == "\u200d"
        or "\U0001f3fb" <= character <= "\U0001f3ff"
    )
