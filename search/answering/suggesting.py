"""Suggestions while somebody types: the names that fit what is there so far."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from search.analysis.folding import fold
from search.analysis.romaji import romaji
from search.analysis.terms import JAPANESE
from search.indexing import actions, following

from .names import PLACE, TERM, Name, can_be_found, names
from .queries import checked

MOST_SUGGESTIONS = 10
#: Fitting names of which it is asked whether they can be found.
MOST_LOOKED_UP = 60
#: Letters from which on a reading is worth comparing.
SHORTEST_SOUND = 2


@dataclass(frozen=True)
class Suggestion:
    """Something to ask for; ``kind`` is ``title``, ``name``, ``term`` or ``place``."""

    text: str
    kind: str


@dataclass(frozen=True)
class Typed:
    """What has been typed: folded, as it is read in Latin letters, and as it stands in a name."""

    folded: str
    sound: str
    inner: str

    @classmethod
    def of(cls, text: str) -> Typed:
        """Return a text as names are compared with it."""
        folded = fold(text).strip()
        sound = romaji(folded)
        if len(sound) < SHORTEST_SOUND or JAPANESE.search(sound):
            sound = ""
        return cls(folded, sound, folded if JAPANESE.search(folded) else f" {folded}")

    def rank(self, name: Name) -> int | None:
        """Return how well a name fits: the smaller, the better; ``None`` if it does not."""
        if name.folded.startswith(self.folded):
            return 0
        if self.sound and any(one.startswith(self.sound) for one in name.sounds):
            return 1
        return 2 if self.inner in name.folded else None


def suggest(text: str, locale: str, limit: int = MOST_SUGGESTIONS) -> list[Suggestion]:
    """Return names that begin as a text does, that hold it, or that are read so.

    Only what can be found now is suggested.

    Kana and Latin letters find the names of places and terms by their readings.

    Raises:
        QuestionError: the text is too long, or the language is none of ours.
    """
    checked(text, locale)
    typed = Typed.of(text)
    if not typed.folded:
        return []
    if actions.is_behind():
        following.follow_at_once()
    ranked = ((typed.rank(name), name) for name in names(locale))
    fitting = sorted(((rank, name) for rank, name in ranked if rank is not None), key=_order)
    most = min(limit, MOST_SUGGESTIONS)
    found = (name for _rank, name in fitting[:MOST_LOOKED_UP] if can_be_found(name))
    return [Suggestion(name.text, name.kind) for name in islice(found, most)]


def _order(fit: tuple[int, Name]) -> tuple[int, bool, int, str]:
    """Order by how well names fit, then terms and places before pages, then by length."""
    rank, name = fit
    return rank, name.kind not in {PLACE, TERM}, len(name.folded), name.folded
