"""Which documents answer a question, in which order.

Several ways of matching are tried, each only as long as there are few hits: everything that was
asked for (*strict*), the same by the names that the glossary knows (*glossary*), the characters
side by side (*partial*), anything that was asked for (*relaxed*), words that begin so, and lastly
any pair of characters. Hits of one way stand before those of the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from search.analysis.questions import Question, Wanted
from search.engines import Engine, OutOfTimeError
from search.engines.expressions import Expression, Phrase, Term, both, either, phrase, together
from search.indexing.files import of_documents

#: Ways by which a document is found that holds not all of what was asked for.
LOOSE = frozenset({"relaxed", "beginning", "pairs"})
#: As soon as there are so many hits in the reader's language, no looser way is tried.
ENOUGH = 10
#: Hits that are told apart at most; of a looser way, those shown at most.
MOST = 10_000
MOST_LOOSE = 200
MOST_BY_PAIRS = 50
#: Loose hits whose score is below this part of the best one's are left out.
WORTH_SHOWING = 0.15
#: Documents that a loose way looks at, about: the rarest terms are tried until there are so many.
CANDIDATES = 1_000
MOST_COMPLETIONS = 8
SHORTEST_BEGINNING = 3
#: Own hits by a loose way that stand before hits that the glossary found in the other language.
OWN_FIRST = 5
MOST_ACROSS = 5
#: A pair of hiragana, which most sentences hold.
_GRAMMAR = re.compile("[\u3041-\u3096]{2}$")


class Hit(NamedTuple):
    """A document that was found, and by which way."""

    document_id: int
    locale: str
    score: float
    way: str
    #: The passage of a file in which it was found, where not in the page's own text.
    passage: int | None = None


class Matcher:
    """Finds the documents that answer a question, and remembers what the engine said."""

    def __init__(self, engine: Engine, question: Question, widened: Question) -> None:
        self.engine = engine
        self.question = question
        self.widened = widened
        #: Whether the time was over before every way was tried.
        self.is_cut_short = False

    def hits(self, locale: str) -> list[Hit]:
        """Return all hits, the best first, for a reader of a language.

        Raises:
            OutOfTimeError: the time was over before anything was found.
        """
        if not self.question.wanted and not self.question.pairs:
            return []
        found = self._tried(locale)
        if self.is_cut_short and not found:
            raise OutOfTimeError
        return found

    def _tried(self, locale: str) -> list[Hit]:
        strict = self._as_it_stands_first(self.strict())
        if _enough(strict, locale):
            return self._ordered(locale, strict, [], self._widely(strict, locale, is_foreign=True))
        return self._ordered(
            locale,
            self._without(strict, self.partial()),
            self._loosely(strict, locale),
            self._widely(strict, locale),
        )

    def strict(self) -> list[Hit]:
        """Return the documents that hold everything that was asked for."""
        if not self.question.wanted:
            return []
        required = both(*(_any_way(wanted) for wanted in self.question.required))
        return self._found("strict", required, self._ranking(self.question), MOST)

    def partial(self) -> list[Hit]:
        """Return the documents that hold the characters of a question in one word side by side."""
        if not self.question.is_short_word:
            return []
        return self._found("partial", together(self.question.pairs), [], MOST_LOOSE)

    def _as_it_stands_first(self, strict: list[Hit]) -> list[Hit]:
        """Put documents first that hold a question's very characters, where its words say less.

        A part of a word that no dictionary knows (見逃) is read as other words, or as one kanji.
        """
        if not self.question.is_more_than_its_words:
            return strict
        literal = self._found("literal", together(self.question.character_pairs), [], MOST)
        ids = {hit.document_id for hit in literal}
        # They are of one way, so that :func:`lead` weighs them among themselves.
        first = [hit._replace(way="literal") for hit in strict if hit.document_id in ids]
        leading = self._without(first, literal)[: len(first) + MOST_LOOSE]
        return self._without(leading, strict)

    def by_glossary(self, is_foreign: bool = False) -> list[Hit]:
        """Return the documents that hold everything by any name that the glossary knows.

        Where only documents of the other language are looked for, only by another name.
        """
        wanted = self.widened.required
        if not any(one.phrases for one in wanted):
            return []
        if is_foreign:
            wanted = tuple(
                Wanted((), phrases=one.phrases) if one.phrases else one for one in wanted
            )
        required = both(*(_any_name(one) for one in wanted))
        return self._found("glossary", required, self._names(wanted), MOST_LOOSE)

    def across(self, locale: str) -> list[Hit]:
        """Return the documents of the other language that hold some of it by a glossary's name.

        Most verbs of a sentence have no name there: what has one decides.
        """
        named = [wanted for wanted in self.widened.required if wanted.phrases]
        if not named:
            return []
        names = list(dict.fromkeys(phrase(terms) for one in named for terms in one.phrases))
        found = self._found("glossary", either(*names), names, MOST_LOOSE)
        return [hit for hit in found if hit.locale != locale][:MOST_ACROSS]

    def relaxed(self) -> list[Hit]:
        """Return the documents that hold anything that was asked for, above all the rarest."""
        terms = self._rarest(self.question.terms)
        if not terms:
            return []
        required = either(*(Term(term) for term in terms))
        return self._found("relaxed", required, self._ranking(self.question), MOST_LOOSE)

    def beginning(self) -> list[Hit]:
        """Return the documents that hold a word that begins as the last word asked for."""
        beginning = self.question.unfinished
        if len(beginning) < SHORTEST_BEGINNING:
            return []
        try:
            found = self.engine.beginning_with(beginning, MOST_COMPLETIONS)
        except OutOfTimeError:
            self.is_cut_short = True
            return []
        terms = [Term(term) for term, _documents in found]
        return self._found("beginning", either(*terms), terms, MOST_LOOSE) if terms else []

    def by_pairs(self) -> list[Hit]:
        """Return the documents that hold pairs of the question's characters."""
        telling = [pair for pair in self.question.pairs if not _GRAMMAR.search(pair)]
        pairs = self._rarest(telling or self.question.pairs)
        if not pairs:
            return []
        terms = [Term(pair) for pair in pairs]
        return self._found("pairs", either(*terms), terms, MOST_BY_PAIRS)

    def _loosely(self, strict: list[Hit], locale: str) -> list[Hit]:
        found: list[Hit] = []
        for way in (self.relaxed, self.beginning, self.by_pairs):
            found = self._without(found, _worthwhile(way()))
            if _enough([*strict, *found], locale):
                break
        return found

    def _widely(self, strict: list[Hit], locale: str, is_foreign: bool = False) -> list[Hit]:
        """Return what the glossary finds, and what the strict way found in the other language."""
        found = [hit for hit in strict if hit.locale != locale]
        found += self.by_glossary(is_foreign)
        if sum(hit.locale != locale for hit in found) < MOST_ACROSS:
            found += self.across(locale)
        return found

    def _without(self, known: list[Hit], more: Iterable[Hit]) -> list[Hit]:
        seen = {hit.document_id for hit in known}
        return [*known, *(hit for hit in more if hit.document_id not in seen)]

    def _ordered(
        self, locale: str, strict: list[Hit], loose: list[Hit], wide: list[Hit]
    ) -> list[Hit]:
        """Return hits in a reader's order: what fits well in their language, then in the other.

        Where little fits well, what the glossary found in the other language stands behind the
        first loose hits, and before them where the question itself is in that language, or is one
        name of the glossary.
        """
        own = [hit for hit in strict if hit.locale == locale]
        if len(own) < ENOUGH:
            own += [hit for hit in wide if hit.locale == locale]
        other = [hit for hit in wide if hit.locale != locale]
        loose_own = [hit for hit in loose if hit.locale == locale]
        loose_other = [hit for hit in loose if hit.locale != locale]
        if self._is_foreign(locale):
            other, loose_other = [*other, *loose_other], []
            first = 0
        elif self._is_one_name():
            first = 0
        else:
            first = max(0, OWN_FIRST - len(own))
        ordered = [*own, *loose_own[:first], *other, *loose_own[first:], *loose_other]
        found: dict[int, Hit] = {}
        for hit in ordered:
            found.setdefault(hit.document_id, hit)
        return list(found.values())

    def _is_one_name(self) -> bool:
        """Whether the question is one name of the glossary, which some of its words are not."""
        required = self.widened.required
        return len(required) == 1 and bool(required[0].phrases)

    def _is_foreign(self, locale: str) -> bool:
        """Whether a question is in the other language, as far as its letters tell."""
        is_japanese = bool(self.question.pairs)
        has_latin = any(term.isascii() and term.isalpha() for term in self.question.terms)
        return is_japanese if locale == "en" else (has_latin and not is_japanese)

    def _rarest(self, terms: Iterable[str]) -> list[str]:
        try:
            frequencies = self.engine.frequencies(terms)
        except OutOfTimeError:
            self.is_cut_short = True
            return []
        chosen: list[str] = []
        total = 0
        for term in sorted(frequencies, key=lambda one: (frequencies[one], one)):
            if chosen and total + frequencies[term] > CANDIDATES:
                break
            chosen.append(term)
            total += frequencies[term]
        return chosen

    def _ranking(self, question: Question) -> list[Expression]:
        terms: list[Expression] = [Term(term) for term in question.terms]
        return terms + [Phrase(pair) for pair in question.neighbours]

    def _names(self, wanted: Iterable[Wanted]) -> list[Expression]:
        names: list[Expression] = []
        for one in wanted:
            names += [Term(term) for term in one.terms]
            names += [phrase(terms) for terms in one.phrases]
        return list(dict.fromkeys(names))

    def _found(
        self, way: str, required: Expression, ranking: Sequence[Expression], most: int
    ) -> list[Hit]:
        try:
            found = self.engine.find(required, ranking, most)
        except OutOfTimeError:
            self.is_cut_short = True
            return []
        return [Hit(*one, way, passage) for one, passage in of_documents(found)]


def _any_way(wanted: Wanted) -> Expression:
    return either(*(together(way) for way in wanted.ways))


def _any_name(wanted: Wanted) -> Expression:
    ways = (together(way) for way in wanted.ways)
    return either(*ways, *(phrase(terms) for terms in wanted.phrases))


def _enough(hits: Iterable[Hit], locale: str) -> bool:
    return sum(hit.locale == locale for hit in hits) >= ENOUGH


def _worthwhile(hits: list[Hit]) -> list[Hit]:
    """Leave out hits that are far behind the best of their language."""
    best: dict[str, float] = {}
    for hit in hits:
        best[hit.locale] = max(best.get(hit.locale, 0.0), hit.score)
    return [hit for hit in hits if hit.score >= WORTH_SHOWING * best[hit.locale]]


def lead(hits: list[Hit], first: Iterable[int], factors: dict[int, float]) -> list[Hit]:
    """Return hits with some documents first, and the others of each way by weighed scores."""
    leading = [hit for pk in first for hit in hits if hit.document_id == pk]
    taken = {hit.document_id for hit in leading}
    weighed = [
        hit._replace(score=hit.score * factors.get(hit.document_id, 1.0))
        for hit in hits
        if hit.document_id not in taken
    ]
    groups: dict[tuple[str, str], list[Hit]] = {}
    for hit in weighed:
        groups.setdefault((hit.locale, hit.way), []).append(hit)
    for group in groups.values():
        group.sort(key=lambda hit: -hit.score)
    places = {key: iter(group) for key, group in groups.items()}
    return [*leading, *(next(places[hit.locale, hit.way]) for hit in weighed)]
