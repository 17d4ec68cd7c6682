"""Asking the memory: what is like this text, and where a word was used."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import and_

from django.db.models import Count, Q, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from text.characters import folded

from ..exchange import inline
from ..models import MemoryText, MemoryTrigram, MemoryUnit
from .folding import digest, folded_text, trigrams
from .matching import MOST_OF_OTHERS, Difference, differences, ranked

#: Texts that share most trigrams with the one asked about, and are then compared in full.
CANDIDATES = 200
#: Trigrams are looked for, the rarest first, until so many texts have one of them ...
MOST_SHARING = 15_000
#: ... but so many in any case.
FEWEST_TRIGRAMS = 6
#: Below this a suggestion costs more to change than to write.
PERCENT = 60
#: The same text to the letter, tags included.
EXACT = 100


@dataclass(frozen=True, slots=True)
class Match:
    """A translation that the memory offers.

    Attributes:
        percent: How alike the text found is to the one asked about; 100 only to the letter.
        text: The text found, in the language of the one asked about: a fragment of HTML.
        translation: What belongs to it in the other language: a fragment of HTML.
        is_reverse: It was made in the other direction: ``text`` is the translation there.
        differences: Where both texts differ, in characters of their words without tags.
        unit: What is known of it besides: place, moments, standing.
    """

    percent: int
    text: str
    translation: str
    is_reverse: bool
    differences: tuple[Difference, ...]
    unit: MemoryUnit


def matches(
    fragment: str, source_locale: str, target_locale: str, *, percent: int = PERCENT, most: int = 10
) -> list[Match]:
    """Return what the memory has for a text, the most alike first, then what was changed last.

    A translation is offered once, whatever the number of places at which it stands.

    Args:
        fragment: The segment to be translated, as a fragment of HTML.
        source_locale: The code of its language.
        target_locale: The code of the language wanted.
        percent: How alike a text must be at least, 1 to 100.
        most: How many translations are returned at most.
    """
    if not (words := folded_text(fragment)):
        return []
    alike = ranked(words, _candidates(words, source_locale), percent, CANDIDATES)
    percents = {pk: min(value, MOST_OF_OTHERS) for pk, value in alike}
    same = MemoryText.objects.filter(locale=source_locale, digest=digest(fragment))
    percents |= dict.fromkeys(same.values_list("pk", flat=True), EXACT)
    best = sorted(percents, key=lambda pk: (-percents[pk], pk))
    plain = inline.to_text(inline.parse(fragment))
    found: list[Match] = []
    seen: set[tuple[int, int]] = set()
    for text, other, unit in _translations(best[: 5 * most], percents, target_locale):
        if (text.pk, other.pk) in seen or len(found) == most:
            continue
        seen.add((text.pk, other.pk))
        found.append(
            Match(
                percents[text.pk],
                text.data,
                other.data,
                unit.source_id != text.pk,
                differences(plain, inline.to_text(inline.parse(text.data))),
                unit,
            )
        )
    return found


def _candidates(words: str, locale: str) -> dict[int, str]:
    """Return by id the texts, folded, that share most of the few trigrams kept of each."""
    wanted = MemoryTrigram.objects.filter(trigram__in=_telling(trigrams(words, locale)))
    shared = (
        wanted.values("text")
        .annotate(count=Count("*"))
        .order_by("-count", "text")
        .values_list("text", flat=True)[:CANDIDATES]
    )
    return dict(MemoryText.objects.filter(pk__in=list(shared)).values_list("pk", "folded"))


def _telling(wanted: list[int]) -> list[int]:
    """Return those trigrams that the fewest texts have: one that is everywhere says nothing."""
    counted = (
        MemoryTrigram.objects.filter(trigram__in=wanted)
        .values("trigram")
        .annotate(count=Count("*"))
        .order_by("count", "trigram")
        .values_list("trigram", "count")
    )
    chosen: list[int] = []
    total = 0
    for trigram, count in counted:
        total += count
        if len(chosen) >= FEWEST_TRIGRAMS and total > MOST_SHARING:
            break
        chosen.append(trigram)
    return chosen


def _translations(
    ids: list[int], percents: dict[int, int], target_locale: str
) -> Iterable[tuple[MemoryText, MemoryText, MemoryUnit]]:
    """Return text, its translation and the unit, in the order in which they are offered."""
    units = MemoryUnit.objects.filter(
        Q(source__in=ids, target_locale=target_locale)
        | Q(target__in=ids, source__locale=target_locale)
    ).select_related("source", "target")
    wanted = set(ids)
    pairs = [
        (unit.source, unit.target, unit)
        if unit.source_id in wanted and unit.target_locale == target_locale
        else (unit.target, unit.source, unit)
        for unit in units
    ]
    pairs.sort(key=lambda pair: (-pair[2].changed_at.timestamp(), -pair[2].pk))
    pairs.sort(
        key=lambda pair: (-percents[pair[0].pk], pair[2].is_machine, not pair[2].is_reviewed)
    )
    return pairs


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A translation in which words were found.

    Attributes:
        text: The text with the words: a fragment of HTML.
        translation: What belongs to it in the other language.
        unit: What is known of it besides.
    """

    text: str
    translation: str
    unit: MemoryUnit


def concordance(words: str, locale: str, target_locale: str, *, most: int = 50) -> list[Occurrence]:
    """Return where words were used and how that was translated, what was changed last first.

    Width, case and tags do not matter, and Japanese is found within longer words. Words that are
    separated by spaces must all be there, in any order.

    Args:
        words: At least one character.
        locale: The code of the language in which to look, on either side of a translation.
        target_locale: The code of the other language.
        most: How many are returned at most.
    """
    terms = folded(words).split()
    if not terms:
        return []
    there = reduce(and_, (Q(GreaterThan(StrIndex("folded", Value(term)), 0)) for term in terms))
    ids = list(
        MemoryText.objects.filter(there, locale=locale)
        .order_by("-pk")
        .values_list("pk", flat=True)[: 5 * most]
    )
    found = [
        Occurrence(text.data, other.data, unit)
        for text, other, unit in _translations(ids, dict.fromkeys(ids, EXACT), target_locale)
    ]
    found.sort(key=lambda one: (-one.unit.changed_at.timestamp(), -one.unit.pk))
    return found[:most]
