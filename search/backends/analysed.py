"""Objects as Wagtail indexes them, and questions as it asks them, in terms of the analysis."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from wagtail.models import Page
from wagtail.search import index
from wagtail.search.query import Phrase, PlainText

from ..analysis import latin
from ..analysis.folding import fold
from ..analysis.questions import LONGEST_QUESTION, MOST_UNITS, parse
from ..analysis.terms import JAPANESE, PAIR_MARK, character_pairs, index_terms, units
from ..engines.expressions import Expression, Term, both, either, phrase, together


class Text(index.SearchField):
    """A field of :class:`AnalysedObject`."""

    def get_value(self, obj: Any) -> Any:
        return getattr(obj, self.field_name)


class Beginnings(index.AutocompleteField):
    """What of :class:`AnalysedObject` is found while somebody types."""

    def get_value(self, obj: Any) -> Any:
        return getattr(obj, self.field_name)


FIELDS = (Text("title", boost=2), Text("body"), Beginnings("autocomplete"))


class AnalysedObject:
    """An indexed object whose texts are terms; Wagtail's own code stores it as any other."""

    def __init__(self, indexer: Any) -> None:
        title, body, beginnings = _texts(indexer)
        self.pk = indexer.obj.pk
        self.title = " ".join(_terms(title))
        self.body = " ".join(_terms(body))
        completed = list(_beginnings(beginnings))
        if isinstance(indexer.obj, Page):
            # The admin's page search and lists ask for beginnings alone, which are titles'.
            completed += dict.fromkeys(map(whole, _words(body)))
        self.autocomplete = " ".join(completed)

    def get_search_fields(self) -> tuple[index.BaseField, ...]:
        return FIELDS


def _texts(indexer: Any) -> tuple[str, str, str]:
    """Return what Wagtail would index as title, as body and for completion."""
    title: list[str] = []
    body: list[str] = []
    beginnings: list[str] = []
    for declared in indexer.search_fields:
        # SQLite's and PostgreSQL's indexers yield different tuples; the value stands last.
        for field, *_weight, value in indexer.prepare_field(indexer.obj, declared):
            if isinstance(field, index.AutocompleteField):
                beginnings.append(value)
            elif isinstance(field, index.SearchField):
                (title if field.field_name == "title" else body).append(value)
    return "\n".join(title), "\n".join(body), "\n".join(beginnings)


def _words(text: str) -> Iterator[str]:
    """Yield by which whole words a text is found; neither beginnings nor pairs of characters."""
    terms = index_terms(text)
    yield from (*terms.words, *terms.beside)


def _terms(text: str) -> Iterator[str]:
    terms = index_terms(text)
    return map(whole, (*terms.words, *terms.beside, *terms.pairs))


def _beginnings(text: str) -> Iterator[str]:
    yield from map(whole, latin.WORD.findall(fold(text)))
    yield from _terms(text)


def whole(term: str) -> str:
    """Return a term as letters and digits that no parser divides; beginnings stay beginnings."""
    return "x" + term.encode("utf-8", "surrogatepass").hex()


def required(query: PlainText | Phrase) -> Expression | None:
    """Return what a question asks of the index; nothing when it holds no word."""
    text = query.query_string[:LONGEST_QUESTION]
    if isinstance(query, Phrase):
        words = tuple(whole(unit.term) for unit in units(text))
        return phrase(words[:MOST_UNITS]) if words else None
    question = parse(text)
    wanted = [
        either(*(together(tuple(map(whole, way))) for way in one.ways)) for one in question.required
    ]
    pairs = [Term(whole(pair)) for pair in question.pairs]
    if not wanted:
        return both(*pairs) if pairs else None
    if query.operator.lower() == "or":
        return either(*wanted)
    words_or_characters = [both(*wanted)]
    if pairs and question.is_one_word:
        words_or_characters.append(both(*pairs))
    return either(*words_or_characters)


def beginning(query: PlainText | Phrase) -> Expression | None:
    """Return what is asked of the index while somebody types: the last word may go on.

    The admin's lists ask so too; what was typed as whole words is found in every spelling.
    """
    folded = fold(query.query_string[:LONGEST_QUESTION])
    asked: list[Expression] = []
    for word in folded.split()[:MOST_UNITS]:
        is_last = folded.endswith(word)
        asked += _begun(word, is_last)
    words = required(query)
    begun = [both(*dict.fromkeys(asked))] if asked else []
    ways = [*begun, words] if words else begun
    return either(*ways) if ways else None


def _begun(word: str, may_go_on: bool) -> Iterable[Expression]:
    yield from (
        Term(whole(match.group()), is_prefix=may_go_on and match.end() == len(word))
        for match in latin.WORD.finditer(word)
    )
    for run in JAPANESE.findall(word):
        if len(run) == 1:
            yield Term(whole(PAIR_MARK + run), is_prefix=True)
        else:
            yield from (Term(whole(pair)) for pair in character_pairs(run))
