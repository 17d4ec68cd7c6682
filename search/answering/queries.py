"""Questions to the index, as pages and the API ask them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.safestring import SafeString

from content.languages import LANGUAGE_CODES, other_language
from publishing.models import Document
from publishing.queries import Choice, Count
from publishing.reading import catalogue
from publishing.reading.selections import Selection
from search.analysis.folding import fold
from search.analysis.questions import LONGEST_QUESTION, Question, parse
from search.analysis.terms import HIRAGANA
from search.engines import Deadline, OutOfTimeError, engine
from search.ids import by_ids
from search.indexing import actions, following
from search.models import Entry, Passage

from . import glossary
from .matching import LOOSE, Hit, Matcher, lead
from .promotions import Promoted, PromotedLink, promoted
from .snippets import Marks, excerpt, holds, marked, prose

__all__ = ["OutOfTimeError", "QuestionError", "Result", "Results", "find"]

#: Hits that are looked at closely for exact names.
CLOSELY = 50
EXACT_FACTOR = 10.0
TITLE_FACTOR = 1.5
AS_TYPED_FACTOR = 1.2
MOST_RESULTS = 100
#: Seconds after which a question that took too long may be asked again.
RETRY_AFTER = 5
#: Values that one query is given.
AT_A_TIME = 500
#: How what editors recommend was found.
PROMOTED = "promoted"


class QuestionError(ValueError):
    """A question that is refused, with the reason."""


@dataclass(frozen=True)
class InFile:
    """The place in a file where a question is answered; ``page`` counts from one where it can."""

    title: str
    url: str
    language: str
    page: int | None


@dataclass(frozen=True)
class Result:
    """A published page that answers a question.

    ``title`` and ``excerpt`` are HTML, escaped, with what matched in ``<mark>``. ``is_foreign``
    says that the page does not exist in the language that was asked for. ``card`` is what lists
    show of it. ``way`` is how it was found, see :mod:`.matching`. Where a ``file`` that the page
    shows answers the question, the excerpt is from there. What editors recommend was found as
    ``promoted``, and its excerpt is what they say of it, where they do.
    """

    number: int
    locale: str
    type: str
    section: str
    path: str
    title: SafeString
    excerpt: SafeString
    card: Mapping[str, Any]
    etag: str
    is_foreign: bool
    way: str
    score: float
    file: InFile | None = None
    is_promoted: bool = False

    @property
    def is_loose(self) -> bool:
        """Whether it holds only some of what was asked for, or only something like it."""
        return self.way in LOOSE

    @property
    def excerpt_language(self) -> str:
        """The language of the excerpt, as far as it is known."""
        is_known = self.file is not None and self.file.language in LANGUAGE_CODES
        return self.file.language if self.file and is_known else self.locale


@dataclass(frozen=True)
class Results:
    """What answers a question: ``results`` are those asked for, ``total`` counts all.

    ``foreign_total`` counts those that exist only in the other language. ``counts`` are the
    facets asked for. ``match`` is how the best one was found that is not promoted, where there is
    one; empty when nothing was found. ``links`` lead to other sites that editors recommend.
    """

    question: str
    locale: str
    total: int = 0
    foreign_total: int = 0
    results: list[Result] = field(default_factory=list)
    counts: dict[str, list[Count]] = field(default_factory=dict)
    match: str = ""
    links: tuple[PromotedLink, ...] = ()

    @property
    def first_loose(self) -> int | None:
        """Which of these results is the first loose one, where a better one stands before it."""
        loose = [place for place, result in enumerate(self.results) if result.is_loose]
        return loose[0] if loose and loose[0] else None


@dataclass(frozen=True)
class SearchAnswer:
    """Every hit, the question as the glossary widens it, and what editors recommend."""

    hits: list[Hit]
    widened: Question
    promoted: Promoted


def find(
    text: str,
    locale: str,
    *,
    choice: Choice | None = None,
    count: Collection[str] = (),
    offset: int = 0,
    limit: int = 10,
    now: datetime | None = None,
) -> Results:
    """Return the published pages that answer a question, those that editors recommend first.

    ``choice`` narrows by facets: any of a facet's values, all of the facets.
    ``count`` names the facets whose values are counted. At most :data:`MOST_RESULTS` at a time.

    When the time that a question may take is over, what was found until then is the answer.

    Raises:
        QuestionError: the question is too long, or the language is none of ours.
        OutOfTimeError: nothing was found before the time was over.
    """
    question = checked(text, locale)
    if not question.wanted and not question.pairs:
        return Results(text, locale)
    moment = now or timezone.now()
    narrowed_by = {key: values for key, values in (choice or {}).items() if values}
    answered = answer(question, locale, settings.SEARCH_SECONDS)
    hits = answered.hits
    found, counts = hits, dict[str, list[Count]]()
    if narrowed_by or count:
        documents = documents_of(hits)
        counts = documents.counted(count, narrowed_by, moment, locale)[1]
    if narrowed_by:
        fitting = {entry.pk for entry in documents.chosen(narrowed_by, moment)}
        found = [hit for hit in hits if hit.document_id in fitting]
    shown = found[offset : offset + min(limit, MOST_RESULTS)]
    return Results(
        question=text,
        locale=locale,
        total=len(found),
        foreign_total=sum(hit.locale != locale for hit in found),
        results=_results(shown, question, answered, locale),
        counts=counts,
        match=next(
            (hit.way for hit in found if hit.way != PROMOTED), found[0].way if found else ""
        ),
        links=answered.promoted.links if not (narrowed_by or offset) else (),
    )


def checked(text: str, locale: str) -> Question:
    """Return a question as it is understood.

    Raises:
        QuestionError: it is too long, or the language is none of ours.
    """
    if len(text) > LONGEST_QUESTION:
        raise QuestionError(f"A question may have {LONGEST_QUESTION} characters at most.")
    if locale not in LANGUAGE_CODES:
        raise QuestionError("The language must be one of: " + ", ".join(LANGUAGE_CODES) + ".")
    return parse(text)


def answer(question: Question, locale: str, seconds: float | None = None) -> SearchAnswer:
    """Return every hit for a reader of a language.

    Raises:
        OutOfTimeError: nothing was found in the seconds that the engine may take.
    """
    if actions.is_behind():
        following.follow_at_once()
    widened = glossary.widen(question)
    # Reading names and the dictionary for the first time is not the question's fault.
    deadline = None if seconds is None else Deadline(seconds)
    hits = Matcher(engine(deadline), question, widened).hits(locale)
    found = _lead(_in_readers_language(hits, locale), question, locale)
    recommended = promoted(question, locale)
    first = [Hit(pk, locale, 0.0, PROMOTED) for pk in recommended.documents]
    others = [hit for hit in found if hit.document_id not in recommended.documents]
    return SearchAnswer([*first, *others], widened, recommended)


def _in_readers_language(hits: list[Hit], locale: str) -> list[Hit]:
    """Replace pages of the other language by their translations, where there are any."""
    foreign = [hit.document_id for hit in hits if hit.locale != locale]
    twins = _translations(foreign, locale) if foreign else {}
    if not twins:
        return hits
    matched = {hit.document_id for hit in hits}
    found: list[Hit] = []
    for hit in hits:
        twin = twins.get(hit.document_id)
        if twin is None:
            found.append(hit)
        elif twin not in matched:
            matched.add(twin)
            found.append(hit._replace(document_id=twin, locale=locale))
    return found


def _translations(ids: Collection[int], locale: str) -> dict[int, int]:
    """Return the documents of a language that are translations of others, by the others' ids."""
    keys = dict(by_ids(Document.objects.all(), ids).values_list("pk", "translation_key"))
    own: dict[Any, int] = {}
    for some in _in_parts(list(keys.values())):
        # Not narrowed by language in the database, which would read all pages of that.
        versions = Document.objects.filter(translation_key__in=some)
        found = versions.values_list("translation_key", "locale", "pk")
        own.update((key, pk) for key, language, pk in found if language == locale)
    return {pk: own[key] for pk, key in keys.items() if key in own}


def _in_parts(values: list[Any]) -> Iterator[list[Any]]:
    return (values[start : start + AT_A_TIME] for start in range(0, len(values), AT_A_TIME))


def _lead(hits: list[Hit], question: Question, locale: str) -> list[Hit]:
    """Put pages with the very name that was asked for first, those with it in a title forward."""
    close = hits[:CLOSELY]
    rows = Entry.objects.filter(pk__in=[hit.document_id for hit in close])
    asked = _letters(question.text)
    words = tuple(wanted.ways[0][0] for wanted in question.wanted)
    is_spelled_one_way = not HIRAGANA.search(question.text)
    exact: list[int] = []
    factors: dict[int, float] = {}
    for pk, title, names, spelled, body in rows.values_list(
        "pk", "title", "names", "name_terms", "body"
    ):
        called = [title, *names.splitlines()]
        terms = [tuple(line.split()) for line in spelled.splitlines()]
        if words in terms or any(_letters(fold(name)) == asked for name in called):
            exact.append(pk)
        elif words and any(set(words) <= set(one) for one in terms):
            factors[pk] = TITLE_FACTOR
        elif is_spelled_one_way and question.text in body.lower():
            factors[pk] = AS_TYPED_FACTOR
    first = [hit.document_id for hit in close if hit.document_id in exact and hit.locale == locale]
    factors |= dict.fromkeys(set(exact) - set(first), EXACT_FACTOR)
    return [*lead(close, first, factors), *hits[CLOSELY:]]


def _letters(folded: str) -> str:
    return "".join(folded.split())


def documents_of(hits: Collection[Hit]) -> Selection:
    """Return the documents of hits, to be narrowed and counted."""
    return Selection.with_ids(catalogue.current(), (hit.document_id for hit in hits))


def _results(
    hits: list[Hit], question: Question, answered: SearchAnswer, locale: str
) -> list[Result]:
    ids = [hit.document_id for hit in hits]
    entries = Entry.objects.select_related("document").defer("document__body").in_bulk(ids)
    passages = _passages(hits)
    said = answered.promoted.documents
    results: list[Result] = []
    for hit in hits:
        if entry := entries.get(hit.document_id):
            marks = Marks.of(question, answered.widened, hit.way)
            result = _result(hit, entry, passages.get(hit.passage), marks, locale)
            if words := " ".join(said.get(hit.document_id, "").split()):
                result = replace(result, excerpt=marked(words, marks))
            results.append(result)
    return results


def _passages(hits: list[Hit]) -> dict[int | None, Passage]:
    ids = [hit.passage for hit in hits if hit.passage is not None]
    if not ids:
        return {}
    return dict(Passage.objects.prefetch_related("file__shown").in_bulk(ids))


def _in_file(passage: Passage, entry: Entry) -> InFile | None:
    for shown in passage.file.shown.all():
        if shown.entry_id == entry.pk:
            at = f"#page={passage.page}" if passage.page else ""
            return InFile(shown.title, shown.url + at, shown.language, passage.page)
    return None


def _result(hit: Hit, entry: Entry, passage: Passage | None, marks: Marks, locale: str) -> Result:
    document = entry.document
    in_file = _in_file(passage, entry) if passage else None
    if passage and in_file:
        sentences = prose(passage.text)
        text = sentences if holds(sentences, marks) else passage.text
    else:
        text = _text_of(entry)
    return Result(
        number=document.number,
        locale=entry.locale,
        type=document.type,
        section=document.section,
        path=document.path,
        title=marked(entry.title, marks),
        excerpt=excerpt(text, marks, entry.locale),
        card=json.loads(bytes(document.card)),
        etag=document.etag,
        is_foreign=entry.locale != locale,
        way=hit.way,
        score=hit.score,
        file=in_file,
        is_promoted=hit.way == PROMOTED,
    )


def _text_of(entry: Entry) -> str:
    """Return what an excerpt of a page is taken from: its summary and its sentences.

    Values of fields stand in its body one after the other, and make none.
    """
    summary = " ".join(entry.summary.split())
    return "\n".join(filter(None, (summary, prose(entry.body)))) or entry.body


def other_language_total(text: str, locale: str, choice: Choice | None = None) -> int:
    """Return how many pages answer a question for a reader of the other language, as narrowed.

    None where that takes longer than a question may.
    """
    other = other_language(locale)
    try:
        answered = answer(checked(text, other), other, settings.SEARCH_SECONDS)
    except OutOfTimeError:
        return 0
    own = [hit for hit in answered.hits if hit.locale == other]
    narrowed_by = {key: values for key, values in (choice or {}).items() if values}
    if not narrowed_by or not own:
        return len(own)
    return len(documents_of(own).chosen(narrowed_by, timezone.now()))
