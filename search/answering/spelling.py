"""“Did you mean …?” for a question with a word that nothing is called."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable

from django.conf import settings

from search.analysis import latin
from search.analysis.folding import fold
from search.analysis.terms import JAPANESE
from search.engines import Deadline, OutOfTimeError, engine

from .names import can_be_found, names

SHORTEST_LATIN = 4
SHORTEST_JAPANESE = 3
#: Candidates of which it is asked whether they can be found.
MOST_LOOKED_UP = 8
#: From this length on, two slips are forgiven.
LONG = 8
_LATIN = re.compile("[a-z]+")


def did_you_mean(text: str, locale: str) -> str:
    """Return a question that differs by a slip and asks for what is known; empty if none does."""
    folded = fold(text).strip()
    known = names(locale)
    if JAPANESE.search(folded):
        if len(folded) < SHORTEST_JAPANESE:
            return ""
        whole = {name.folded: name for name in known}
        found = _nearest(folded, Counter(whole.keys()), lambda one: can_be_found(whole[one]))
        return whole[found].text if found else ""
    vocabulary = Counter(word for name in known for word in _LATIN.findall(name.folded))
    corrected = [_corrected(word, vocabulary) for word in folded.split()]
    suggestion = " ".join(corrected)
    return suggestion if suggestion != folded else ""


def _corrected(word: str, vocabulary: Counter[str]) -> str:
    if word in latin.COMMON or not _LATIN.fullmatch(word) or len(word) < SHORTEST_LATIN:
        return word
    if _is_held(word, otherwise=True):
        return word
    return _nearest(word, vocabulary, _is_held) or word


def _is_held(word: str, otherwise: bool = False) -> bool:
    """Whether a document holds a word, ``otherwise`` where that takes longer than a question."""
    try:
        return bool(engine(Deadline(settings.SEARCH_SECONDS)).frequencies([latin.stem(word)]))
    except OutOfTimeError:
        return otherwise


def _nearest(word: str, candidates: Counter[str], is_usable: Callable[[str], bool]) -> str:
    """Return the usable candidate with the fewest slips, the most frequent one of several."""
    allowed = 2 if len(word) >= LONG else 1
    near = [
        (slips, -candidates[candidate], candidate)
        for candidate in _alike(word, candidates, allowed)
        if 0 < (slips := distance(word, candidate, allowed)) <= allowed
    ]
    usable = (one[2] for one in sorted(near)[:MOST_LOOKED_UP] if is_usable(one[2]))
    return next(usable, "")


def _alike(word: str, candidates: Iterable[str], allowed: int) -> Iterable[str]:
    letters = set(word)
    return (
        candidate
        for candidate in candidates
        if abs(len(candidate) - len(word)) <= allowed
        and len(letters.symmetric_difference(candidate)) <= 2 * allowed
    )


def distance(one: str, other: str, most: int) -> int:
    """Return how many letters were added, left out, changed or swapped; ``most`` + 1 for more."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for index, letter in enumerate(one, start=1):
        previous, before, row = before, row, [index] + [0] * len(other)
        for place, opposite in enumerate(other, start=1):
            row[place] = min(
                before[place] + 1,
                row[place - 1] + 1,
                before[place - 1] + (letter != opposite),
            )
            is_swap = (
                index > 1
                and place > 1
                and letter == other[place - 2]
                and one[index - 2] == opposite
            )
            if is_swap:
                row[place] = min(row[place], previous[place - 2] + 1)
        if min(row) > most:
            return most + 1
    return row[-1]
