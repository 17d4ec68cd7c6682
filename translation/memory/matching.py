"""How alike two texts are, and where they differ."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import Indel
from rapidfuzz.process import extract

#: A Latin word or number, a run of spaces, or any one character (Japanese is not spaced).
_TOKEN = re.compile(r"[A-Za-z0-9]+(?:['’.,][A-Za-z0-9]+)*|\s+|.", re.DOTALL)
#: The most that a text reaches which is not the same to the letter.
MOST_OF_OTHERS = 99


@dataclass(frozen=True, slots=True)
class Difference:
    """A place where two texts differ.

    Attributes:
        kind: ``insert`` stands in the text asked about alone, ``delete`` in the one found alone.
        start: First character in the text asked about, counted from 0.
        end: Character behind the last one.
        other_start: The same in the text found.
        other_end: The same in the text found.
    """

    kind: Literal["replace", "insert", "delete"]
    start: int
    end: int
    other_start: int
    other_end: int


def ranked(wanted: str, folded: dict[int, str], percent: int, most: int) -> list[tuple[int, int]]:
    """Return the candidates that are alike enough, the most alike first.

    Args:
        wanted: The folded text that is asked about.
        folded: Folded texts by key.
        percent: What a candidate must reach, 1 to 100.
        most: How many are returned at most.

    Returns:
        Pairs of a key and the per cent of what both texts have in common.
    """
    found = extract(
        wanted,
        folded,
        scorer=Indel.normalized_similarity,
        score_cutoff=percent / 100,
        limit=most,
    )
    alike = [(key, int(score * 100)) for _text, score, key in found]
    return sorted(alike, key=lambda pair: (-pair[1], pair[0]))


def differences(wanted: str, other: str) -> tuple[Difference, ...]:
    """Return where two texts differ, by whole Latin words and single Japanese characters."""
    ours, theirs = _TOKEN.findall(wanted), _TOKEN.findall(other)
    our_starts, their_starts = _starts(ours), _starts(theirs)
    found: list[Difference] = []
    for step in Indel.opcodes(theirs, ours):
        if step.tag == "equal":
            continue
        span = (
            our_starts[step.dest_start],
            our_starts[step.dest_end],
            their_starts[step.src_start],
            their_starts[step.src_end],
        )
        found.append(Difference(_kind(span), *span))
    return tuple(_merged(found))


def _starts(tokens: Iterable[str]) -> list[int]:
    starts = [0]
    for token in tokens:
        starts.append(starts[-1] + len(token))
    return starts


def _kind(span: tuple[int, int, int, int]) -> Literal["replace", "insert", "delete"]:
    start, end, other_start, other_end = span
    if start == end:
        return "delete"
    return "insert" if other_start == other_end else "replace"


def _merged(found: Iterable[Difference]) -> list[Difference]:
    """Join what follows on another: a word taken out and one put in are one replaced."""
    result: list[Difference] = []
    for one in found:
        last = result[-1] if result else None
        if last and (last.end, last.other_end) == (one.start, one.other_start):
            span = (last.start, one.end, last.other_start, one.other_end)
            result[-1] = Difference(_kind(span), *span)
        else:
            result.append(one)
    return result
