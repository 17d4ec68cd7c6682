"""How a question was understood, and why a page stands where it does, in words for operators."""

from __future__ import annotations

from collections.abc import Iterator

from cms.publishing.models import Document

from .analysis import ANALYSER_VERSION
from .analysis.questions import Wanted
from .analysis.terms import PAIR_MARK, READING_MARK
from .engines import engine
from .queries import answer, checked

SHOWN = 20
#: How each way of matching is told.
WAYS = {
    "strict": "holds everything that was asked for",
    "glossary": "holds it by a name of the glossary",
    "partial": "holds its characters side by side",
    "relaxed": "holds some of what was asked for",
    "beginning": "holds a word that begins so",
    "pairs": "holds pairs of its characters",
}


def explain(text: str, locale: str) -> Iterator[str]:
    """Yield lines on how a question is understood, and on the first pages that answer it.

    Raises:
        QuestionError: the question is refused.
    """
    question = checked(text, locale)
    yield f"Analyser: {ANALYSER_VERSION}"
    yield f"Read as: {question.text}"
    hits, widened = answer(question, locale)
    frequencies = engine().frequencies(
        term for wanted in (*question.wanted, *widened.wanted) for term in wanted.terms
    )
    yield "Asked for:"
    for wanted in question.wanted:
        ways = " or ".join(_told(way, frequencies) for way in wanted.ways)
        yield f"  {ways}{' (need not be found)' if wanted.light else ''}"
    for wanted in widened.wanted:
        if wanted.phrases:
            yield f"  {_spelled(wanted)} is also called: {_names(wanted)}"
    yield f"Found: {len(hits)}"
    documents = Document.objects.in_bulk([hit.document_id for hit in hits[:SHOWN]])
    for place, hit in enumerate(hits[:SHOWN], start=1):
        document = documents[hit.document_id]
        yield (
            f"  {place}. {document.title} ({document.locale}, {document.path}):"
            f" {WAYS[hit.way]}, score {hit.score:.2f}"
        )


def _told(way: tuple[str, ...], frequencies: dict[str, int]) -> str:
    return " + ".join(f"{_readable(term)} [{frequencies.get(term, 0)}]" for term in way)


def _readable(term: str) -> str:
    return term.replace(PAIR_MARK, "").replace(READING_MARK, "read as ")


def _spelled(wanted: Wanted) -> str:
    return " ".join(_readable(term) for term in wanted.ways[0])


def _names(wanted: Wanted) -> str:
    return ", ".join(" ".join(phrase) for phrase in wanted.phrases)
