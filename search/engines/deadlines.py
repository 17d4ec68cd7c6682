"""A question is answered in a set time, or with what was found until then."""

from __future__ import annotations

import time
from collections.abc import Callable


class OutOfTimeError(Exception):
    """The time that a question may take is over."""


class UnavailableError(OutOfTimeError):
    """The engine cannot be asked now: for whoever asks, as if the time were over."""


class Deadline:
    """The end of the time that a question may take."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._ends_at = clock() + seconds

    def is_over(self) -> bool:
        """Whether no time is left."""
        return self._clock() >= self._ends_at

    def milliseconds(self) -> int:
        """Return the whole milliseconds that are left, one at least.

        Raises:
            OutOfTimeError: none is left.
        """
        left = self._ends_at - self._clock()
        if left <= 0:
            raise OutOfTimeError
        return max(1, int(left * 1000))
