"""What somebody typed, as what has to be found."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import pairwise

from . import latin
from .folding import fold
from .terms import (
    HIRAGANA,
    JAPANESE,
    KANA_ONLY,
    Unit,
    character_pairs,
    key,
    reading_term,
    units,
)

#: What is read of a question; the rest is passed over.
LONGEST_QUESTION = 256
MOST_UNITS = 32
MOST_PAIRS = 64
_SPACES = re.compile(r"(?:[\s、。/|]|,(?!\d))+")
#: Characters of a question in one word that may be looked for as they stand.
LONGEST_WORD = 16
#: Kana of at least this length that stand alone may be a name as it is read.
_WORTH_READING = 3

#: Terms that have to be found together.
Together = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Something that a question asks for: any of ``ways``, each of them terms found together.

    The first way is the usual one. ``phrases`` are terms that follow each other, in the other
    language or as another name of the same thing. A ``light`` one need not be found.
    """

    ways: tuple[Together, ...]
    light: bool = False
    phrases: tuple[Together, ...] = ()

    @property
    def terms(self) -> tuple[str, ...]:
        """Every term of every way, each once."""
        return tuple(dict.fromkeys(term for way in self.ways for term in way))


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody typed: ``wanted`` in order, ``pairs`` of characters, ``text`` folded.

    ``unfinished`` is the folded Latin word at the end, which may be the beginning of a longer
    one; ``neighbours`` are the terms that stood side by side.
    """

    text: str
    wanted: tuple[Wanted, ...]
    pairs: tuple[str, ...] = ()
    unfinished: str = ""
    neighbours: tuple[tuple[str, str], ...] = field(default=())

    @property
    def required(self) -> tuple[Wanted, ...]:
        """What has to be found; everything where nothing else was typed."""
        return tuple(one for one in self.wanted if not one.light) or self.wanted

    @property
    def terms(self) -> tuple[str, ...]:
        """Every term of the question, each once."""
        return tuple(dict.fromkeys(term for one in self.wanted for term in one.terms))

    @property
    def is_one_word(self) -> bool:
        """Whether no space divides it and all of it is Japanese: it may be one name."""
        return JAPANESE.fullmatch(self.text) is not None

    @property
    def is_short_word(self) -> bool:
        """Whether it is one word that may be looked for as it stands."""
        return self.is_one_word and 1 < len(self.text) <= LONGEST_WORD

    @property
    def is_more_than_its_words(self) -> bool:
        """Whether its words leave out some of its characters, or are single ones.

        Of one word without hiragana alone, since okurigana may be left out.
        """
        if not self.is_short_word or HIRAGANA.search(self.text):
            return False
        words = [one.ways[0][0] for one in self.required]
        return "".join(words) != self.text or any(len(word) == 1 for word in words)

    @property
    def character_pairs(self) -> tuple[str, ...]:
        """The pairs of its characters as they stand, where ``pairs`` are those of its words."""
        return tuple(dict.fromkeys(character_pairs(self.text)))

    def having(self, wanted: Iterable[Wanted]) -> Question:
        """Return the question with other wishes."""
        return replace(self, wanted=tuple(wanted))


def parse(text: str) -> Question:
    """Return what a text asks for; nothing is wanted where it holds no word."""
    folded = fold(text[:LONGEST_QUESTION]).strip()
    found: list[tuple[Unit, Wanted]] = []
    for chunk in filter(None, _SPACES.split(folded)):
        found += _wanted_of(chunk)
    kept = [pair for pair in found if not pair[0].asking] or found
    kept = kept[:MOST_UNITS]
    wanted = tuple(one for _unit, one in kept)
    last = [match for match in latin.WORD.finditer(folded) if match.end() == len(folded)]
    return Question(
        text=folded,
        wanted=wanted,
        pairs=_pairs(folded, wanted)[:MOST_PAIRS],
        unfinished=last[0].group() if last else "",
        neighbours=_neighbours(wanted),
    )


def _pairs(folded: str, wanted: tuple[Wanted, ...]) -> tuple[str, ...]:
    """Return the pairs of characters to look for: okurigana, which may be left out, have none."""
    spelled = [one.ways[0][0] for one in wanted if not one.light and len(one.ways[0][0]) > 1]
    found = [pair for text in spelled for pair in character_pairs(text)]
    return tuple(dict.fromkeys(found or character_pairs(folded)))


def _wanted_of(chunk: str) -> list[tuple[Unit, Wanted]]:
    found = units(chunk)
    if len(chunk) >= _WORTH_READING and KANA_ONLY.fullmatch(chunk):
        whole, reading = key(chunk), reading_term(chunk)
        ways: list[Together] = [(whole,), (reading,)]
        if found:
            ways += [way for way in _together(found) if way not in ways]
        unit = Unit(whole, 0, len(chunk))
        return [(unit, Wanted(tuple(ways)))]
    return [(unit, Wanted(_ways(unit), unit.light)) for unit in found]


def _together(found: list[Unit]) -> list[Together]:
    """Return the ways in which words that were read out of kana are found."""
    if len(found) == 1:
        return list(_ways(found[0]))
    return [tuple(unit.term for unit in found)]


def _ways(unit: Unit) -> tuple[Together, ...]:
    ways: list[Together] = [(unit.term,), *((other,) for other in unit.others)]
    if len(unit.parts) > 1:
        ways.append(unit.parts)
    return tuple(dict.fromkeys(ways))


def _neighbours(wanted: tuple[Wanted, ...]) -> tuple[tuple[str, str], ...]:
    firsts = [one.ways[0][0] for one in wanted]
    return tuple(pairwise(firsts))
