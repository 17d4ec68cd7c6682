"""Names of the same thing in both languages, from the termbase and the vocabularies.

A question is widened by them: 廃棄物 also asks for “solid waste”, and the reverse. Read from the
database when they are first needed, and again when a name has changed.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.core.cache import cache
from django.utils.crypto import get_random_string

from content.models import City, Country, Organisation, Sector, Term, Vocabulary
from search.analysis.folding import fold
from search.analysis.questions import Question, Together, Wanted
from search.analysis.terms import KANA_ONLY, key, units

#: The vocabularies whose entries are names that people search for.
NAMED: tuple[type[Vocabulary], ...] = (Term, City, Country, Sector, Organisation)
VERSION_KEY = "search.answering.glossary"
#: Seconds after which another process's change of a name is seen at the latest.
LOOKED_AT_FOR = 30
LONGEST_NAME = 8


@dataclass(frozen=True)
class Concept:
    """Something with several names, each as the words that have to follow each other."""

    phrases: tuple[Together, ...]


@dataclass(frozen=True)
class Glossary:
    """Concepts by the first words of each of their names."""

    concepts: dict[Together, tuple[Concept, ...]]

    def at(self, words: list[str], start: int) -> tuple[int, tuple[Concept, ...]]:
        """Return the longest name that begins at a word: its length in words, and its concepts."""
        for length in range(min(LONGEST_NAME, len(words) - start), 0, -1):
            if found := self.concepts.get(tuple(words[start : start + length])):
                return length, found
        return 0, ()

    def of_one_word(self, wanted: Wanted) -> tuple[int, tuple[Concept, ...]]:
        """Return the concepts of a word by any of its spellings, as :meth:`at` does."""
        for way in wanted.ways:
            if len(way) == 1 and (found := self.concepts.get(way)):
                return 1, found
        return 0, ()


class _KeptGlossary:
    """The glossary of this process, its version, and when that was last looked at."""

    lock = threading.Lock()
    glossary: Glossary | None = None
    version = ""
    looked_at = 0.0


def forget() -> None:
    """Read all names anew before they are next needed, in every process."""
    cache.set(VERSION_KEY, get_random_string(12), timeout=None)
    _KeptGlossary.glossary = None


def glossary() -> Glossary:
    """Return all names as they are now."""
    with _KeptGlossary.lock:
        now = time.monotonic()
        if _KeptGlossary.glossary is None or now - _KeptGlossary.looked_at > LOOKED_AT_FOR:
            version = str(cache.get_or_set(VERSION_KEY, "first", timeout=None))
            if _KeptGlossary.glossary is None or version != _KeptGlossary.version:
                _KeptGlossary.glossary = _read()
                _KeptGlossary.version = version
            _KeptGlossary.looked_at = now
        return _KeptGlossary.glossary


def widen(question: Question) -> Question:
    """Return a question with what its words are called otherwise, in either language.

    Words that make up one name become one wish.
    """
    known = glossary()
    words = [wanted.ways[0][0] for wanted in question.wanted]
    widened: list[Wanted] = []
    position = 0
    while position < len(words):
        length, concepts = known.at(words, position)
        if not length:
            length, concepts = known.of_one_word(question.wanted[position])
        if not length:
            widened.append(question.wanted[position])
            position += 1
            continue
        own = question.wanted[position : position + length]
        phrases = [phrase for concept in concepts for phrase in concept.phrases]
        asked = tuple(words[position : position + length])
        others = tuple(dict.fromkeys(phrase for phrase in phrases if phrase != asked))
        if length == 1:
            widened.append(replace(own[0], light=False, phrases=others))
        else:
            ways = (tuple(term for one in own for term in one.ways[0]),)
            widened.append(Wanted(ways, phrases=others))
        position += length
    return question.having(widened)


def _read() -> Glossary:
    concepts: dict[Together, list[Concept]] = {}
    for names in _names():
        phrases = tuple(dict.fromkeys(filter(None, map(phrase_of, names))))
        if len(phrases) < 2:  # noqa: PLR2004  # one name widens nothing
            continue
        for phrase in phrases:
            concepts.setdefault(phrase, []).append(Concept(phrases))
    return Glossary({phrase: tuple(found) for phrase, found in concepts.items()})


def phrase_of(name: str) -> Together:
    """Return the words of a name; a name in kana is one word, as it is in a question.

    The dictionary would read other words out of it: きたきゅうしゅう holds 吸収.
    """
    folded = fold(name).strip()
    if KANA_ONLY.fullmatch(folded):
        return (key(folded),)
    return tuple(unit.term for unit in units(name) if not unit.asking)


def _names() -> Iterator[list[str]]:
    """Yield the names of each thing."""
    for term in Term.objects.order_by("pk"):
        names = [*term.names_in("ja"), *term.names_in("en"), *term.forbidden_names]
        yield [*names, *term.related_words]
    for city in City.objects.order_by("pk"):
        yield city.spellings
    for model in (Country, Sector, Organisation):
        for entry in model.objects.order_by("pk"):
            acronym = getattr(entry, "acronym", "")
            yield [name for name in (entry.name_ja, entry.name_en, acronym) if name]
