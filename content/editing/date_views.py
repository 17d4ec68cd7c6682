"""What a date field is understood as, told while one types."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from content.date_fields import REASONS, understood
from content.typed_dates import UnreadableDateError
from http_cache import policies

LONGEST = 100


@require_GET
def understood_date(request: HttpRequest) -> JsonResponse:
    """Answer with ``understood``, in words, or with ``refused``, what to do instead."""
    text = request.GET.get("text", "")[:LONGEST]
    try:
        answer = {"understood": understood(request.GET.get("kind", "day"), text)}
    except UnreadableDateError as error:
        answer = {"refused": str(REASONS[error.reason])}
    return JsonResponse(answer, headers={"Cache-Control": policies.PRIVATE})
