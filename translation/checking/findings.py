"""What a check says of a translated segment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding weighs: an error blocks publishing, a warning asks."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a text as it was handed in: its characters from ``start`` up to ``end``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a translation that is wrong, or may be.

    Attributes:
        check: The name of the check; with ``values`` it makes the message.
        severity: Error or warning.
        values: What the message names: pieces of the texts, numbers.
        span: The place in the target; None where something is missing from it.
        source_span: The place in the source, where there is one.
    """

    check: str
    severity: Severity
    values: Mapping[str, str] = field(default_factory=dict)
    span: Span | None = None
    source_span: Span | None = None
