"""How a question was understood, and why a page stands where it does, for operators and editors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import Field
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from publishing.models import Document
from search.analysis import ANALYSER_VERSION
from search.analysis.questions import Question, Wanted
from search.analysis.terms import PAIR_MARK, READING_MARK, index_terms
from search.engines import WEIGHTS, Deadline, engine
from search.models import AskedQuestion, Entry, Passage

from .matching import Hit
from .queries import answer, checked

SHOWN = 20
#: What stands beside an entry's columns: the passage of a file in which a page was found.
FILE = "file"
#: How each way of matching is told.
WAYS: dict[str, Promise] = {
    "strict": _("matches all search terms"),
    "glossary": _("matches by another name in the glossary"),
    "literal": _("contains exactly what was typed"),
    "partial": _("contains the characters side by side"),
    "relaxed": _("matches some of the search terms"),
    "beginning": _("contains a word that starts like this"),
    "pairs": _("contains pairs of the characters"),
    "promoted": _("is recommended by editors"),
}


@dataclass(frozen=True)
class ExplainedTerm:
    """A term as it is told, and how many documents hold it: the fewer, the more it weighs."""

    text: str
    documents: int


@dataclass(frozen=True)
class ExplainedWord:
    """A word of the question: the ways in which it is found, and what it is also called.

    A ``light`` one need not be found.
    """

    ways: list[list[ExplainedTerm]]
    names: list[str]
    light: bool


@dataclass(frozen=True)
class Held:
    """How often a column of a document holds a term of the question, and what that counts."""

    column: str
    weight: float
    term: str
    times: int

    @property
    def named(self) -> str:
        """What the column is called, in the language being read."""
        if self.column == FILE:
            return str(_("text of a file"))
        column = cast("Field[Any, Any]", Entry._meta.get_field(self.column))
        return str(column.verbose_name)


@dataclass(frozen=True)
class ScoreReason:
    """Why a page stands at its place: how it was found, its score, and what it holds."""

    place: int
    title: str
    locale: str
    path: str
    way: str
    score: float
    held: list[Held]

    @property
    def language(self) -> str:
        """The name of the page's language, in the language being read."""
        return str(dict(AskedQuestion._meta.get_field("locale").flatchoices)[self.locale])

    @property
    def told(self) -> str:
        """How the page was found, in words."""
        return str(WAYS[self.way])


@dataclass(frozen=True)
class Explanation:
    """How a question is understood, and why the first pages answer it.

    ``total`` counts all pages that answer it, ``documents`` all that there are.
    """

    analyser: str
    read_as: str
    words: list[ExplainedWord]
    total: int
    documents: int
    reasons: list[ScoreReason]

    @property
    def ways(self) -> list[tuple[str, int]]:
        """Each way by which pages that are shown were found, with their number."""
        counted: dict[str, int] = {}
        for reason in self.reasons:
            counted[reason.told] = counted.get(reason.told, 0) + 1
        return list(counted.items())


def explanation(text: str, locale: str, seconds: float | None = None) -> Explanation:
    """Return how a question is understood, and why its first pages are found.

    It is told of the first :data:`SHOWN`, in whichever language, as nothing narrows them. The
    engine may take some ``seconds`` for finding, and as many for counting; any time without them.

    Raises:
        QuestionError: the question is refused.
        OutOfTimeError: the engine cannot be asked.
    """
    question = checked(text, locale)
    answered = answer(question, locale, seconds)
    deadline = None if seconds is None else Deadline(seconds)
    frequencies = engine(deadline).frequencies(
        term
        for wanted in (*question.wanted, *answered.widened.wanted)
        for term in (*wanted.terms, *(one for names in wanted.phrases for one in names))
    )
    return Explanation(
        analyser=ANALYSER_VERSION,
        read_as=question.text,
        words=_words(question, answered.widened, frequencies),
        total=len(answered.hits),
        documents=Document.objects.count(),
        reasons=_reasons(answered.hits[:SHOWN], _terms(question, answered.widened)),
    )


def explain(text: str, locale: str) -> Iterator[str]:
    """Yield the lines of an explanation, in English, as operators read it.

    Raises:
        QuestionError: the question is refused.
    """
    with override("en"):
        found = explanation(text, locale)
        yield f"Analyser: {found.analyser}"
        yield f"Read as: {found.read_as}"
        yield "Asked for:"
        for word in found.words:
            ways = " or ".join(
                " + ".join(f"{term.text} [{term.documents}]" for term in way) for way in word.ways
            )
            yield f"  {ways}{' (need not be found)' if word.light else ''}"
            if word.names:
                spelled = " ".join(term.text for term in word.ways[0])
                yield f"  {spelled} is also called: {', '.join(word.names)}"
        yield f"Found: {found.total} of {found.documents}"
        for reason in found.reasons:
            yield (
                f"  {reason.place}. {reason.title} ({reason.locale}, {reason.path}):"
                f" {reason.told}, score {reason.score:.2f}"
            )
            for held in reason.held:
                yield f"       {held.column} (×{held.weight:g}): {held.term} ×{held.times}"


def _words(
    question: Question, widened: Question, frequencies: Mapping[str, int]
) -> list[ExplainedWord]:
    """Return the words of a question; those that make up one name also together."""

    def told(wanted: Wanted) -> list[list[ExplainedTerm]]:
        return [
            [ExplainedTerm(_readable(term), frequencies.get(term, 0)) for term in way]
            for way in wanted.ways
        ]

    names = {wanted.ways[0]: wanted.phrases for wanted in widened.wanted if wanted.phrases}
    words = [
        ExplainedWord(told(wanted), _names(names.pop(wanted.ways[0], ())), wanted.light)
        for wanted in question.wanted
    ]
    together = [wanted for wanted in widened.wanted if wanted.ways[0] in names]
    return words + [
        ExplainedWord(told(wanted), _names(wanted.phrases), False) for wanted in together
    ]


def _names(phrases: tuple[tuple[str, ...], ...]) -> list[str]:
    return [" ".join(map(_readable, phrase)) for phrase in phrases]


def _terms(question: Question, widened: Question) -> frozenset[str]:
    """Return everything by which a document may have been found."""
    names = (term for wanted in widened.wanted for phrase in wanted.phrases for term in phrase)
    pairs = (*question.pairs, *question.character_pairs)
    return frozenset((*question.terms, *names, *pairs))


def _reasons(hits: list[Hit], terms: frozenset[str]) -> list[ScoreReason]:
    ids = [hit.document_id for hit in hits]
    entries = Entry.objects.select_related("document").defer("document__body").in_bulk(ids)
    passages = Passage.objects.in_bulk([hit.passage for hit in hits if hit.passage is not None])
    return [
        ScoreReason(
            place,
            entry.title,
            entry.locale,
            entry.document.path,
            hit.way,
            hit.score,
            list(_held(entry, passages.get(hit.passage), terms)),
        )
        for place, hit in enumerate(hits, start=1)
        if (entry := entries.get(hit.document_id))
    ]


def _held(entry: Entry, passage: Passage | None, terms: frozenset[str]) -> Iterator[Held]:
    """Yield what each column holds; pairs of characters only where it holds no word."""
    texts = {column: getattr(entry, column) for column in WEIGHTS}
    if passage is not None:
        texts[FILE] = passage.text
    for column, text in texts.items():
        found = index_terms(text)
        counted: dict[str, int] = {}
        for term in (*found.words, *found.beside):
            if term in terms:
                counted[term] = counted.get(term, 0) + 1
        if not counted:
            counted = dict.fromkeys((pair for pair in found.pairs if pair in terms), 1)
        for term, times in sorted(counted.items(), key=lambda one: -one[1]):
            yield Held(column, WEIGHTS.get(column, WEIGHTS["body"]), _readable(term), times)


def _readable(term: str) -> str:
    return term.replace(PAIR_MARK, "").replace(READING_MARK, "read as ")
