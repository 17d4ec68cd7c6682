"""How documents and questions are written for PostgreSQL: literals of ``tsvector`` and ``tsquery``.

Two vectors hold a document's terms: one with their places, and one in which each term stands
together with its level of frequency, a letter behind it.
"""

from __future__ import annotations

from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..analysis.terms import PAIR_MARK
from . import WEIGHTS, Indexed
from .expressions import All, Either, Expression, Phrase, Term

LETTERS = {"title": "A", "names": "A", "labels": "B", "summary": "C", "body": "D"}
#: Positions that PostgreSQL can tell apart, and how many of them it keeps of one term.
LAST_POSITION = 16_383
MOST_POSITIONS = 255
#: Levels of a term's frequency, hits weighed by their columns; a level stands for its first value.
LEVELS = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 13.0, 16.0, 24.0, 32.0, 48.0)
#: Stands between a term and the letter of its level.
LEVEL_MARK = "\ue010"


@dataclass(frozen=True)
class Placed:
    """A document's terms with their places, what their hits weigh together, and its length."""

    places: dict[str, list[str]]
    weights: dict[str, float]
    length: int

    @classmethod
    def of(cls, indexed: Indexed) -> Placed:
        """Place a document's terms; what stands beside has a word's place."""
        places: dict[str, list[str]] = {}
        weights: dict[str, float] = defaultdict(float)
        position = 0
        for column, weight in WEIGHTS.items():
            for term in (*indexed.words[column], None, *indexed.beside[column], None):
                position += 1
                if term is None:  # what stands on both sides does not follow each other
                    continue
                weights[term] += weight
                found = places.setdefault(term, [])
                if len(found) < MOST_POSITIONS:
                    found.append(f"{min(position, LAST_POSITION)}{LETTERS[column]}")
        return cls(places, weights, position)

    @property
    def vector(self) -> str:
        """The literal of the vector in which places are."""
        return " ".join(f"{quoted(term)}:{','.join(at)}" for term, at in self.places.items())

    @property
    def weighed(self) -> str:
        """The literal of the vector that has each term at its level."""
        return listed(
            term + LEVEL_MARK + letter_of(weight) for term, weight in self.weights.items()
        )


def letter_of(weight: float) -> str:
    """Return the letter of the level of a term's frequency."""
    return chr(ord("a") + max(bisect(LEVELS, weight + 0.001) - 1, 0))


def looked_up(term: str) -> Iterator[tuple[str, float]]:
    """Yield how a term is looked up, with the frequency that each finds."""
    if term.startswith(PAIR_MARK):
        yield quoted(term), 1.0
        return
    for frequency in LEVELS:
        yield quoted(term + LEVEL_MARK + letter_of(frequency)), frequency


def compiled(expression: Expression) -> str:
    """Return an expression as a literal of ``tsquery``; whatever a term holds is quoted."""
    match expression:
        case Term(text, is_prefix):
            return quoted(text) + (":*" if is_prefix else "")
        case Phrase(terms):
            return "(" + " <-> ".join(quoted(term) for term in terms) + ")"
        case All(of):
            return "(" + " & ".join(compiled(one) for one in of) + ")"
        case Either(of):
            return "(" + " | ".join(compiled(one) for one in of) + ")"


def quoted(text: str) -> str:
    """Return a term quoted, whatever it holds."""
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"


def listed(terms: Iterable[str]) -> str:
    """Return terms, each once, as the literal of a vector without places."""
    return " ".join(quoted(term) for term in dict.fromkeys(terms))
