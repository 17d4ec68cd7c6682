"""Which terms stand in a text, and how each of their names may be used.

The longest name wins: within 一般廃棄物 no 廃棄物 is found. Japanese has no borders between words,
so a name stands wherever its characters do, with two exceptions: within a longer word in katakana
(バス in バスケット), and of one kanji beside another (市 in 市場). In Latin letters whole words
count, in singular and plural, with hyphens or spaces; an abbreviation in capitals stands in
capitals only.
"""

from __future__ import annotations

import itertools
import re
import threading
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Count, Max

from content.languages import LANGUAGE_CODES
from content.models import Standing, Term

_WORD = re.compile(r"[0-9a-z]+(?:[.'&+][0-9a-z]+)*", re.IGNORECASE)
_KANJI = re.compile(r"[\u3400-\u9fff\uf900-\ufaff々]")
_KATAKANA = re.compile(r"[\u30a1-\u30faー]")
#: Letters of the shortest word whose last one may be a plural's.
_SHORTEST_PLURAL = 4


class _Widths(dict[int, int]):
    """Characters in their usual width, each for one other: places in a text stay."""

    def __missing__(self, code: int) -> int:
        usual = unicodedata.normalize("NFKC", chr(code))
        self[code] = ord(usual) if len(usual) == 1 else code
        return self[code]


_WIDTHS = _Widths({0x2019: 0x27, 0x2018: 0x27, 0x2010: 0x2D, 0x2011: 0x2D, 0x2013: 0x2D})


@dataclass(frozen=True, slots=True)
class TermName:
    """A name of a term in a language, and what may be done with it."""

    text: str
    standing: Standing


@dataclass(frozen=True, eq=False)
class TermConcept:
    """A term as translation needs it, apart from the database.

    Attributes:
        names: Its names by language, the preferred one first, forbidden ones last.
    """

    code: str
    names: dict[str, tuple[TermName, ...]]
    do_not_translate: bool = False
    domain: str = ""
    note: str = ""
    source: str = ""
    source_address: str = ""

    def texts(self, language: str, *standings: Standing) -> tuple[str, ...]:
        """Return the names in a language with one of some standings, or all of them."""
        return tuple(
            name.text
            for name in self.names[language]
            if not standings or name.standing in standings
        )


@dataclass(frozen=True, slots=True)
class Found:
    """A name in a text, from ``start`` up to ``end``, with every concept that it names."""

    start: int
    end: int
    text: str
    concepts: tuple[TermConcept, ...]


class Finder:
    """Finds the names of some concepts in texts of a language."""

    def __init__(self, concepts: Iterable[TermConcept], language: str) -> None:
        #: By first character, names in Japanese writing; by first word, the words of the others.
        self._written: dict[str, dict[str, list[TermConcept]]] = defaultdict(dict)
        self._worded: dict[str, dict[tuple[str, ...], list[TermConcept]]] = defaultdict(dict)
        for concept in concepts:
            for text in concept.texts(language):
                folded = _folded(text)
                if not folded.isascii():
                    self._written[folded[0]].setdefault(folded, []).append(concept)
                elif words := tuple(match.group() for match in _WORD.finditer(folded)):
                    key = tuple(_base(word) for word in words)
                    self._worded[key[0]].setdefault(key, []).append(concept)
        self._lengths = {
            first: sorted({*map(len, names)}, reverse=True)
            for table in (self._written, self._worded)
            for first, names in table.items()  # type: ignore[attr-defined]
        }

    def find(self, text: str) -> list[Found]:
        """Return the names in a text in their order; none overlaps another."""
        folded = _folded(text)
        places = [*self._written_names(folded), *self._worded_names(folded)]
        places.sort(key=lambda place: (place[0] - place[1], place[0]))
        taken = bytearray(len(text))
        found = []
        for start, end, concepts in places:
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                own = tuple(dict.fromkeys(concepts))
                found.append(Found(start, end, text[start:end], own))
        return sorted(found, key=lambda one: one.start)

    def _written_names(self, text: str) -> Iterator[tuple[int, int, list[TermConcept]]]:
        for start, first in enumerate(text):
            names = self._written.get(first)
            if names is None:
                continue
            for length in self._lengths[first]:
                end = start + length
                concepts = names.get(text[start:end])
                if concepts is not None and _stands_alone(text, start, end):
                    yield start, end, concepts
                    break

    def _worded_names(self, text: str) -> Iterator[tuple[int, int, list[TermConcept]]]:
        words = list(_WORD.finditer(text))
        bases = [_base(word.group()) for word in words]
        for place, first in enumerate(bases):
            names = self._worded.get(first)
            if names is None:
                continue
            for length in self._lengths[first]:
                concepts = names.get(tuple(bases[place : place + length]))
                last = words[min(place + length, len(words)) - 1]
                start, end = words[place].start(), last.end()
                if concepts is not None and _is_one_name(text, words[place : place + length]):
                    yield start, end, concepts
                    break


class _Kept:
    """The finders of this process, by language, and the termbase that they were made from."""

    lock = threading.Lock()
    state: tuple[object, ...] = ()
    finders: dict[str, Finder] = {}


def find_terms(text: str, language: str) -> list[Found]:
    """Return the terms that stand in a text, as the termbase is now. Asks one query.

    Args:
        text: plain text.
        language: that of the text, ``ja`` or ``en``.
    """
    return finder(language).find(text)


def finder(language: str) -> Finder:
    """Return what finds terms in texts of a language; for many texts ask once."""
    state = tuple(Term.objects.aggregate(Count("pk"), Max("pk"), Max("updated_at")).values())
    with _Kept.lock:
        if _Kept.state != state or not _Kept.finders:
            concepts = list(concepts_of(Term.objects.order_by("pk")))
            _Kept.finders = {code: Finder(concepts, code) for code in LANGUAGE_CODES}
            _Kept.state = state
        return _Kept.finders[language]


def concepts_of(terms: Iterable[Term]) -> Iterator[TermConcept]:
    """Yield terms as translation needs them."""
    for term in terms:
        names = {
            language: tuple(
                TermName(text, standing) for text, standing in term.standings_in(language)
            )
            for language in LANGUAGE_CODES
        }
        yield TermConcept(
            term.code,
            names,
            term.do_not_translate,
            term.domain,
            term.note,
            term.source,
            term.source_address,
        )


def _folded(text: str) -> str:
    """Return a text in usual widths, each character in its place, capitals kept."""
    return text.translate(_WIDTHS)


def _base(word: str) -> str:
    """Return a word's singular in small letters; an abbreviation in capitals stays in capitals."""
    word = word.removesuffix("'s").removesuffix("'S")
    own = word[:-1] if word.endswith("s") and word[:-1].isupper() else word
    if own.isupper() and len(own) > 1:
        return own
    word = word.lower()
    if len(word) >= _SHORTEST_PLURAL and not word.endswith(("ss", "us", "is")):
        word = f"{word[:-3]}y" if word.endswith("ies") else word.removesuffix("s")
    # “gases” and “houses” lose different endings: without any e after a hiss they agree.
    return word[:-1] if word.endswith(("se", "xe", "ze", "che", "she")) else word


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether what stands at a place is a word, as far as writing tells."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if end - start == 1 and _KANJI.match(text, start):
        return not (_KANJI.match(before) or _KANJI.match(after))
    is_within = _KATAKANA.match(before) and _KATAKANA.match(text, start)
    goes_on = _KATAKANA.match(after) and _KATAKANA.match(text, end - 1)
    return not (is_within or goes_on)


def _is_one_name(text: str, words: list[re.Match[str]]) -> bool:
    """Whether only spaces, hyphens and commas stand between words."""
    return all(
        re.fullmatch(r"[\s,/-]{1,3}", text[one.end() : other.start()])
        for one, other in itertools.pairwise(words)
    )
