"""Until when an answer holds, noted at its request by whatever makes a part of it."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest


def note_end(request: HttpRequest, moment: datetime | None) -> None:
    """Note that from a moment on the answer to a request is another one."""
    if moment is not None:
        request.answer_ends_at = earliest(moment, end_of(request))  # type: ignore[attr-defined]


def end_of(request: HttpRequest) -> datetime | None:
    """Return the first moment at which the answer to a request is another one, if there is one."""
    return getattr(request, "answer_ends_at", None)


def earliest(*moments: datetime | None) -> datetime | None:
    """Return the first of those moments that there are."""
    return min((moment for moment in moments if moment is not None), default=None)
