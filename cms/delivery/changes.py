"""What has changed: the change log, for whoever keeps a copy."""

from __future__ import annotations

from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from pydantic import Field

from cms.publishing.models import Change

from . import reading
from .answers import json_bytes, written_moment
from .parameters import LARGEST_NUMBER, Parameters

MOST_CHANGES = 1000


class ChangesParameters(Parameters):
    """Parameters of the change log."""

    since: Annotated[int, Field(ge=0, le=LARGEST_NUMBER)] = 0
    """The last line known: ``last_sequence`` of the answer before; 0 for everything."""
    limit: Annotated[int, Field(ge=1, le=MOST_CHANGES)] = MOST_CHANGES
    """Lines of one answer."""


def changes(request: HttpRequest, asked: ChangesParameters) -> HttpResponse:
    """Answer with what has changed since a line of the change log."""
    return reading.answer_until_next_change(
        request,
        ("changes", repr(asked)),
        lambda _at: json_bytes(written(request, asked)),
        ["changes"],
    )


def written(request: HttpRequest, asked: ChangesParameters) -> dict[str, Any]:
    """Return lines of the change log as the answer has them."""
    lines = list(Change.objects.since(asked.since).newest()[: asked.limit + 1])
    shown = lines[: asked.limit]
    last = shown[-1].sequence if shown else asked.since
    more = len(lines) > len(shown)
    address = f"{settings.BASE_URL}{request.path}?since={last}&limit={asked.limit}"
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
        "more": more,
        "next_url": address if more else None,
    }
