"""Orders of documents by several columns, some of them reversed.

The last column of an order must be one that no two documents share.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from operator import attrgetter
from typing import Any

#: Names of members; ``-`` before one reverses it.
Columns = tuple[str, ...]
#: A set of documents: one bit for each.
Bits = int


@cache
def sort_key(columns: Columns) -> Callable[[Any], tuple[Any, ...]]:
    """Return what gives an entry's place in an order."""
    values = attrgetter(*(column.removeprefix("-") for column in columns))
    return lambda entry: key_of(columns, values(entry))


def key_of(columns: Columns, values: Sequence[Any]) -> tuple[Any, ...]:
    """Return the place of some values in an order."""
    return tuple(
        _Reversed(value) if column.startswith("-") else value
        for column, value in zip(columns, values, strict=True)
    )


class _Reversed:
    """A value that comes before smaller ones."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value

    def __lt__(self, other: _Reversed) -> bool:
        return bool(other.value < self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Reversed) and other.value == self.value

    __hash__ = None  # type: ignore[assignment]
