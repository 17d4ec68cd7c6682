"""Shows people how far something has come."""

from __future__ import annotations

import sys
from collections.abc import Callable

from django.core.management.base import OutputWrapper

BAR_WIDTH = 40


def bar_on(stream: OutputWrapper) -> Callable[[int, int], None]:
    """Return what draws a bar on a command's stream when told what is done, and of how much.

    Nothing is drawn where nobody looks on: where standard error is no terminal.
    """

    def progress(done: int, total: int) -> None:
        if not sys.stderr.isatty():
            return
        filled = BAR_WIDTH * done // max(total, 1)
        end = "\n" if done == total else ""
        stream.write(f"\r[{'#' * filled}{'.' * (BAR_WIDTH - filled)}] {done}/{total}", ending=end)

    return progress
