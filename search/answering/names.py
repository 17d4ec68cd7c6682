"""The names of what can be found, read once until they change: titles, terms, places."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.conf import settings

from content.models import City, Country, Organisation, Sector, Term
from publishing.models import Facet
from search.analysis.folding import fold
from search.analysis.romaji import romaji
from search.analysis.segmentation import words
from search.analysis.terms import JAPANESE, units
from search.engines import Deadline, OutOfTimeError, engine
from search.engines.expressions import either, phrase
from search.indexing.files import of_documents
from search.models import Entry, Progress

from . import glossary

#: Hits of a term that are looked at: one in a file may be of a file that is shown no more.
LOOKED_AT = 5
TITLE, NAME, TERM, PLACE = "title", "name", "term", "place"


@dataclass(frozen=True, slots=True)
class Name:
    """What something is called in a language; ``sounds`` are its readings in Latin letters.

    ``same`` are all names of a term of the termbase, which no page carries by itself: whether it is
    public is told by :func:`can_be_found`.
    """

    text: str
    kind: str
    folded: str
    sounds: tuple[str, ...] = ()
    same: tuple[str, ...] = ()


class _KeptNames:
    """The names that this process has read, and what they were read from.

    ``found`` says of terms, by their names, whether a public page holds one of them.
    """

    lock = threading.Lock()
    read_from: tuple[int, int] = (-1, -1)
    names: dict[str, tuple[Name, ...]] = {}
    found: dict[tuple[str, ...], bool] = {}


def names(locale: str) -> tuple[Name, ...]:
    """Return all names in a language: terms and places, then what pages are called.

    Of vocabularies, those that public pages carry.
    """
    progress = Progress.objects.filter(pk=1).values_list("last_sequence", flat=True).first() or 0
    with _KeptNames.lock:
        read_from = (progress, id(glossary.glossary()))
        if _KeptNames.read_from != read_from:
            _KeptNames.names, _KeptNames.found = {}, {}
            _KeptNames.read_from = read_from
        if locale not in _KeptNames.names:
            found: dict[str, Name] = {}
            for name in (*_vocabulary(locale), *_pages(locale)):
                known = found.setdefault(name.folded, name)
                if known.same and not name.same:  # what carries it by itself is public
                    found[name.folded] = replace(known, same=())
            _KeptNames.names[locale] = tuple(found.values())
        return _KeptNames.names[locale]


def can_be_found(name: Name) -> bool:
    """Whether a public page, or a file of one, holds a name or another of the same thing."""
    if not name.same:
        return True
    known = _KeptNames.found
    if name.same not in known:
        wanted = [phrase(terms) for one in name.same for terms in _phrases(one)]
        if not wanted:
            return False
        try:
            found = engine(Deadline(settings.SEARCH_SECONDS)).find(either(*wanted), [], LOOKED_AT)
        except OutOfTimeError:
            return False
        known[name.same] = any(True for _hit in of_documents(found))
    return known[name.same]


def _phrases(name: str) -> Iterator[tuple[str, ...]]:
    """Yield the words of a name: as the glossary has them, and as a text is indexed."""
    words_of_text = tuple(unit.term for unit in units(name) if not unit.asking)
    yield from dict.fromkeys(filter(None, (glossary.phrase_of(name), words_of_text)))


def _vocabulary(locale: str) -> Iterator[Name]:
    carried: dict[str, set[str]] = defaultdict(set)
    keys = [model.facet_name for model in (City, Country, Sector, Organisation)]
    rows = Facet.objects.filter(key__in=keys).order_by()
    for key, code in rows.values_list("key", "value").distinct():
        carried[key].add(code)
    for city in City.objects.filter(code__in=carried["city"]).order_by("code"):
        yield _name(city.name_in(locale), PLACE, [city.kana, city.name_en, *city.spellings])
    for country in Country.objects.filter(code__in=carried["country"]).order_by("code"):
        yield _name(country.name_in(locale), PLACE, [country.name_en])
    for term in Term.objects.order_by("code"):
        same = tuple(dict.fromkeys([*term.names_in("ja"), *term.names_in("en")]))
        for text in term.names_in(locale):
            yield replace(_name(text, TERM), same=same)
    for model in (Sector, Organisation):
        codes = carried[model.facet_name]
        for entry in model._default_manager.filter(code__in=codes).order_by("code"):
            acronym = getattr(entry, "acronym", "")
            yield _name(entry.name_in(locale), TERM, [acronym])


def _pages(locale: str) -> Iterator[Name]:
    entries = Entry.objects.filter(locale=locale).order_by("document_id")
    for title, others in entries.values_list("title", "names"):
        yield Name(title, TITLE, fold(title))
        for other in others.splitlines():
            yield Name(other, NAME, fold(other))


def _name(text: str, kind: str, readings: Iterable[str] = ()) -> Name:
    sounds = [romaji(reading) for reading in readings if reading]
    if JAPANESE.search(text):
        sounds.append(romaji("".join(word.reading for _begin, _end, word in words(fold(text)))))
    own = tuple(dict.fromkeys(sound for sound in sounds if sound and not JAPANESE.search(sound)))
    return Name(text, kind, fold(text), own)
