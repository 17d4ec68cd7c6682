"""What to try where a question found nothing: other filters, near names, sections, languages."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Count, Q
from django.utils import timezone

from publishing.models import Document, Facet
from publishing.queries import Choice, holds_at
from publishing.reading.selections import Selection
from search.analysis.folding import fold
from search.analysis.terms import JAPANESE, units

from .names import Name, names
from .queries import OutOfTimeError, answer, checked, documents_of, find, other_language_total
from .spelling import did_you_mean
from .suggesting import Typed

#: Facets whose values are things that a question may name.
NAMING = ("city", "country", "organisation", "sector")
MOST_VALUES = 5
#: Characters that a text needs to be taken for the beginning of a name.
SHORTEST = 2


@dataclass(frozen=True)
class Without:
    """How many pages the question finds without the choice of a facet."""

    key: str
    total: int


@dataclass(frozen=True)
class NearValue:
    """A facet's value that is called much as the question; its name as a question finds pages."""

    key: str
    value: str
    label: str
    total: int


@dataclass(frozen=True)
class Section:
    """A section to browse, and how many pages it holds."""

    section: str
    title: str
    path: str
    total: int


@dataclass(frozen=True)
class WaysOn:
    """What may help; what would find nothing is left out.

    ``total`` is what the question finds when nothing narrows it, ``elsewhere`` what it finds in
    the other language, as narrowed. ``spelling`` is another spelling of the question, or empty.
    """

    without: list[Without] = field(default_factory=list)
    total: int = 0
    values: list[NearValue] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    elsewhere: int = 0
    spelling: str = ""


def ways_on(text: str, locale: str, choice: Choice | None = None) -> WaysOn:
    """Return what to try for a question that found nothing, as it was narrowed.

    Raises:
        QuestionError: the question is too long, or the language is none of ours.
    """
    narrowed_by = {key: values for key, values in (choice or {}).items() if values}
    question = checked(text, locale)
    try:
        hits = answer(question, locale, settings.SEARCH_SECONDS).hits
    except OutOfTimeError:
        return WaysOn(sections=_sections(locale))
    spelling = did_you_mean(text, locale) if not hits else ""
    return WaysOn(
        without=_without(documents_of(hits), narrowed_by) if hits else [],
        total=len(hits),
        values=list(_near_values(text, spelling, locale)),
        sections=_sections(locale),
        elsewhere=other_language_total(text, locale, narrowed_by),
        spelling=spelling,
    )


def _without(found: Selection, narrowed_by: Mapping[str, Collection[str]]) -> list[Without]:
    now = timezone.now()
    left = [
        Without(
            key,
            len(
                found.chosen(
                    {other: values for other, values in narrowed_by.items() if other != key}, now
                )
            ),
        )
        for key in narrowed_by
    ]
    return sorted((one for one in left if one.total), key=lambda one: -one.total)


def _near_values(text: str, spelling: str, locale: str) -> Iterator[NearValue]:
    """Yield values whose name begins as the question, is read so, or stands in it."""
    asked = [Typed.of(part) for part in dict.fromkeys([*_parts(text), *_parts(spelling)])]
    known = {name.folded: name for name in names(locale)}
    rows = (
        Facet.objects.filter(holds_at(timezone.now()), key__in=NAMING, document__locale=locale)
        .exclude(label="")
        .values_list("key", "value", "label")
        .annotate(pages=Count("document"))
        .order_by("-pages", "key", "value")
    )
    yielded = 0
    for key, value, label, _pages in rows:
        folded = fold(label)
        name = known.get(folded) or Name(label, "", folded)
        if not any(_names(typed, name) for typed in asked):
            continue
        try:
            total = find(label, locale, choice={key: [value]}, limit=0).total
        except OutOfTimeError:
            return
        if total:
            yield NearValue(key, value, label, total)
            yielded += 1
        if yielded == MOST_VALUES:
            return


def _parts(text: str) -> Iterator[str]:
    """Yield a text and its words."""
    yield text
    yield from text.split()
    yield from (text[unit.begin : unit.end] for unit in units(text) if not unit.asking)


def _names(typed: Typed, name: Name) -> bool:
    if len(typed.folded) < SHORTEST or len(name.folded) < SHORTEST:
        return False
    if JAPANESE.search(name.folded):
        stands_in_it = name.folded in typed.folded
    else:
        stands_in_it = f" {name.folded} " in f" {typed.folded} "
    return stands_in_it or typed.rank(name) is not None


def _sections(locale: str) -> list[Section]:
    documents = Document.objects.filter(locale=locale)
    held = dict(
        documents.exclude(Q(type__endswith="_index"))
        .values_list("section")
        .annotate(total=Count("pk"))
        .order_by()
    )
    fronts = documents.filter(type__endswith="_index").order_by("position", "pk")
    return [
        Section(section, title, path, held[section])
        for section, title, path in fronts.values_list("section", "title", "path")
        if held.get(section)
    ]
