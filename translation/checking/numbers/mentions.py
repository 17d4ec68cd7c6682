"""What a number in a text may mean, and when two of them mean the same.

A number is compared as a value: 「3億5,000万」 and “350 million” are one, however they are written.
One writing may have several readings (「3割」 is 30 per cent or three tenths), so a mention has
several values, and looser ones that count only where the other side is exact (“3 p.m.” may be
「3時」).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import chain
from typing import Literal

Value = int | Fraction
Kind = Literal["", "month", "day", "date", "vague"]
Meridiem = Literal["", "am", "pm"]

NOTHING: frozenset[Value] = frozenset()


@dataclass(frozen=True, slots=True)
class Mention:
    """A number as it stands in a text.

    Attributes:
        start: Where it begins, in characters of the plain text.
        end: Where it ends.
        values: What it says.
        loose: What it may stand for, if the other language says that exactly.
        required: Whether the other language must say it too; a weak mention («one of», 「両国」)
            may only stand for what the other side says.
        kind: A month's name or number is compared with months only (or a date in figures), and
            “thousands” with what is as vague (「数千」) only. A day of the month may be named by
            its day of the week instead.
        meridiem: Which half of the day, for an hour that says so.
    """

    start: int
    end: int
    values: frozenset[Value]
    loose: frozenset[Value] = field(default=NOTHING)
    required: bool = True
    kind: Kind = ""
    meridiem: Meridiem = ""


def mean_the_same(one: Mention, other: Mention) -> bool:
    """Whether two mentions can be the same number."""
    if "vague" in (one.kind, other.kind):
        return one.kind == other.kind and any(
            value <= further * 10 and further <= value * 10
            for value in one.values
            for further in other.values
        )
    kinds = {one.kind, other.kind}
    if len(kinds) > 1 and "month" in kinds and "date" not in kinds:
        return False
    shared = one.values & other.values
    if shared or one.values & other.loose or one.loose & other.values:
        return not (
            one.meridiem and other.meridiem and one.meridiem != other.meridiem and not shared
        )
    return False


def without_counterpart(mentions: Sequence[Mention], others: Iterable[Mention]) -> list[Mention]:
    """The required mentions that nothing on the other side can stand for."""
    vague: list[Mention] = []
    by_value: defaultdict[Value, list[Mention]] = defaultdict(list)
    for other in others:
        if other.kind == "vague":
            vague.append(other)
        for value in other.values | other.loose:
            by_value[value].append(other)
    left = []
    for mention in mentions:
        if not mention.required or (mention.kind == "vague" and not vague):
            continue
        candidates = (
            vague
            if mention.kind == "vague"
            else chain.from_iterable(
                by_value.get(value, ()) for value in mention.values | mention.loose
            )
        )
        if not any(mean_the_same(mention, other) for other in candidates):
            left.append(mention)
    return left
