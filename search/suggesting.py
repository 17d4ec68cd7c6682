"""Suggestions while somebody types: the names that fit what is there so far."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from . import actions
from .analysis.folding import fold
from .analysis.romaji import romaji
from .analysis.terms import JAPANESE
from .names import PLACE, TERM, Name, names
from .queries import checked

MOST_SUGGESTIONS = 10
#: Letters from which on a reading is worth comparing.
SHORTEST_SOUND = 2


@dataclass(frozen=True)
class Suggestion:
    """Something to ask for; ``kind`` is ``title``, ``name``, ``term`` or ``place``."""

    text: str
    kind: str


def suggest(text: str, locale: str, limit: int = MOST_SUGGESTIONS) -> list[Suggestion]:
    """Return names that begin as a text does, that hold it, or that are read so.

    Kana and Latin letters find the names of places and terms by their readings.

    Raises:
        QuestionError: the text is too long, or the language is none of ours.
    """
    checked(text, locale)
    asked = fold(text).strip()
    if not asked:
        return []
    if actions.is_behind():
        actions.follow_at_once()
    sound = romaji(asked)
    if len(sound) < SHORTEST_SOUND or JAPANESE.search(sound):
        sound = ""
    fitting = sorted(_fitting(asked, sound, names(locale)), key=_order)
    most = min(limit, MOST_SUGGESTIONS)
    return [Suggestion(name.text, name.kind) for _rank, name in fitting[:most]]


def _order(fit: tuple[int, Name]) -> tuple[int, bool, int, str]:
    """Order by how well names fit, then terms and places before pages, then by length."""
    rank, name = fit
    return rank, name.kind not in {PLACE, TERM}, len(name.folded), name.folded


def _fitting(asked: str, sound: str, known: tuple[Name, ...]) -> Iterator[tuple[int, Name]]:
    """Yield names that fit, each with how well: the smaller, the better."""
    inner = asked if JAPANESE.search(asked) else f" {asked}"
    for name in known:
        if name.folded.startswith(asked):
            yield 0, name
        elif sound and any(one.startswith(sound) for one in name.sounds):
            yield 1, name
        elif inner in name.folded:
            yield 2, name
