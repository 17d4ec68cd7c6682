"""The names of what can be found, read once until they change: titles, terms, places."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cms.content.models import City, Country, Organisation, Sector, Term

from . import glossary
from .analysis.folding import fold
from .analysis.romaji import romaji
from .analysis.segmentation import words
from .analysis.terms import JAPANESE
from .models import Entry, Progress

TITLE, NAME, TERM, PLACE = "title", "name", "term", "place"


@dataclass(frozen=True, slots=True)
class Name:
    """What something is called in a language; ``sounds`` are its readings in Latin letters."""

    text: str
    kind: str
    folded: str
    sounds: tuple[str, ...] = ()


class _Kept:
    """The names that this process has read, and what they were read from."""

    lock = threading.Lock()
    read_from: tuple[int, int] = (-1, -1)
    names: dict[str, tuple[Name, ...]] = {}


def names(locale: str) -> tuple[Name, ...]:
    """Return all names in a language: terms and places, then what pages are called."""
    progress = Progress.objects.filter(pk=1).values_list("last_sequence", flat=True).first() or 0
    with _Kept.lock:
        read_from = (progress, id(glossary.glossary()))
        if _Kept.read_from != read_from:
            _Kept.names = {}
            _Kept.read_from = read_from
        if locale not in _Kept.names:
            found: dict[str, Name] = {}
            for name in (*_vocabulary(locale), *_pages(locale)):
                found.setdefault(name.folded, name)
            _Kept.names[locale] = tuple(found.values())
        return _Kept.names[locale]


def _vocabulary(locale: str) -> Iterator[Name]:
    for city in City.objects.order_by("code"):
        yield _name(city.name_in(locale), PLACE, [city.kana, city.name_en, *city.spellings])
    for country in Country.objects.order_by("code"):
        yield _name(country.name_in(locale), PLACE, [country.name_en])
    for term in Term.objects.order_by("code"):
        for text in term.names_in(locale):
            yield _name(text, TERM)
    for model in (Sector, Organisation):
        for entry in model._default_manager.order_by("code"):
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
