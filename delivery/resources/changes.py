"""What has changed: the change log, for whoever keeps a copy."""

from __future__ import annotations

import hashlib
from typing import Annotated, Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from pydantic import Field

from delivery.http import conditional
from delivery.http.parameters import LARGEST_NUMBER, Parameters
from delivery.http.problems import Problem
from delivery.http.responses import json_bytes, written_moment
from publishing.models import Change

MOST_CHANGES = 1000


class ChangesParameters(Parameters):
    """Parameters of the change log."""

    since: Annotated[int, Field(ge=0, le=LARGEST_NUMBER)] = 0
    """The last line known: ``last_sequence`` of the answer before; 0 for everything."""
    mark: Annotated[str, Field(max_length=64, pattern=r"^[^\x00]*$")] = ""
    """``last_mark`` of the answer before: tells a log that was restored from the one known."""
    limit: Annotated[int, Field(ge=1, le=MOST_CHANGES)] = MOST_CHANGES
    """Lines of one answer."""


def changes(request: HttpRequest, asked: ChangesParameters) -> HttpResponse:
    """Answer with what has changed since a line of the change log."""
    return conditional.answer_until_next_change(
        request,
        ("changes", repr(asked)),
        lambda at: json_bytes(written(request, asked, at.sequence)),
        ["changes"],
    )


def mark_of(line: Change | None) -> str:
    """Return what tells a line from another that has its number, as after a restore.

    It tells the site's own address too, which stands in every document of the copy.
    """
    if line is None:
        return ""
    happened_at = line.happened_at.timestamp()
    told = f"{line.sequence} {happened_at} {line.number} {line.locale} {line.etag}"
    told = f"{settings.BASE_URL} {told}"
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def written(request: HttpRequest, asked: ChangesParameters, newest: int) -> dict[str, Any]:
    """Return lines of the change log as the answer has them; ``newest`` is its last.

    Raises:
        Problem: the line known is not in the log, which was restored from a backup since.
    """
    known = Change.objects.filter(sequence=asked.since).first() if asked.since else None
    if asked.since > newest or (asked.mark and asked.mark != mark_of(known)):
        raise Problem(
            "start-again",
            _(
                "The change log does not continue from this line, as after a restore from a "
                "backup. Read everything again, beginning with since=0."
            ),
            parameter="since",
            value=str(asked.since),
        )
    lines = list(Change.objects.since(asked.since).newest()[: asked.limit + 1])
    shown = lines[: asked.limit]
    last = shown[-1].sequence if shown else asked.since
    mark = mark_of(shown[-1] if shown else known)
    more = len(lines) > len(shown)
    query = urlencode({"since": last, "mark": mark, "limit": asked.limit})
    address = f"{settings.BASE_URL}{request.path}?{query}"
    return {
        "items": [
            {
                "sequence": line.sequence,
                "kind": line.kind,
                "number": line.number,
                "locale": line.locale,
                "path": line.path if line.kind == Change.Kind.UPSERT else None,
                "etag": line.etag,
                "happened_at": written_moment(line.happened_at),
            }
            for line in shown
        ],
        "last_sequence": last,
        "last_mark": mark,
        "more": more,
        "next_url": address if more else None,
    }
