"""Names and words in Latin letters that one side spells otherwise than the other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .findings import Finding, Severity
from .segments import Pair

#: A word of five letters, or a shorter one with figures, such as B2B.
_WORD = re.compile(
    r"(?<![A-Za-z0-9])(?:[A-Za-z][A-Za-z0-9]{4,}|[A-Za-z]+\d+[A-Za-z]+)(?![A-Za-z0-9])"
)


def _one_edit_apart(one: str, other: str) -> bool:
    """Whether a letter was changed, left out, added, or changed places with its neighbour."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    if len(one) > len(other):
        one, other = other, one
    start = 0
    while start < len(one) and one[start] == other[start]:
        start += 1
    if len(one) < len(other):
        return one[start:] == other[start + 1 :]
    if one[start + 1 :] == other[start + 1 :]:
        return True
    return (
        one[start + 2 :] == other[start + 2 :]
        and one[start : start + 2] == (other[start : start + 2][::-1])
    )


def names(pair: Pair) -> Iterator[Finding]:
    """Words in Latin letters of the Japanese that the English has with one letter otherwise."""
    japanese, english = pair.target, pair.source
    if pair.target.language == "en":
        japanese, english = english, japanese
    in_japanese = list(_WORD.finditer(japanese.words))
    if not in_japanese:
        return
    in_english = list(_WORD.finditer(english.words))
    known = {match.group().lower() for match in in_english}
    for match in in_japanese:
        word = match.group()
        if word.lower() in known or word.lower().rstrip("s") in {one.rstrip("s") for one in known}:
            continue
        for other in in_english:
            if _one_edit_apart(word.lower(), other.group().lower()):
                ours, theirs = (match, other) if pair.target is japanese else (other, match)
                yield Finding(
                    "name_spelling",
                    Severity.WARNING,
                    {"source": theirs.group(), "target": ours.group()},
                    pair.target.span(*ours.span()),
                    pair.source.span(*theirs.span()),
                )
                break
