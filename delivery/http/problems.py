"""Errors as RFC 9457 problem documents, in the language of whoever asked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from content.availability import RETRY_SECONDS
from content.languages import LANGUAGE_CODES, preferred_language
from http_cache import policies

MEDIA_TYPE = "application/problem+json"
#: Of whoever asks for no language: partners and their programs read English.
DEFAULT_LANGUAGE = "en"
LONGEST_ECHO = 100

TITLES: dict[str, tuple[int, Promise]] = {
    "unknown-parameter": (400, _("Unknown parameter")),
    "invalid-value": (400, _("A parameter has a value that it cannot have")),
    "invalid-request": (400, _("The request could not be understood")),
    "not-allowed": (403, _("This is not allowed")),
    "unauthorized": (401, _("The token is missing or no longer valid")),
    "not-found": (404, _("No results")),
    "not-in-language": (404, _("The page does not exist in this language")),
    "method-not-allowed": (405, _("This address can only be read")),
    "not-ready": (409, _("The draft is not complete")),
    "gone": (410, _("The page has been taken down")),
    "start-again": (410, _("This copy cannot be continued")),
    "too-many-requests": (429, _("Too many requests")),
    "unavailable": (503, _("The service is not available at the moment")),
    "took-too-long": (503, _("The answer took too long")),
    "server-error": (500, _("Something went wrong here")),
}

#: What both APIs say of a database or a store that does not answer, and of a fault of ours.
AWAY = _("The data cannot be read at the moment. Keep what you have, and try again in a minute.")
RECORDED = _("The error has been recorded. Please try again later.")


class Problem(Exception):  # noqa: N818  # the field's own name for it
    """A request that cannot be answered: what was wrong, where, and what to do.

    ``kind`` is one of :data:`TITLES`; ``members`` are further ones of the document.
    """

    def __init__(
        self,
        kind: str,
        detail: str | Promise,
        headers: Mapping[str, str] | None = None,
        **members: Any,
    ) -> None:
        super().__init__(kind)
        self.kind = kind
        self.detail = detail
        self.headers = dict(headers or {})
        self.members = members

    @property
    def status(self) -> int:
        """The HTTP status."""
        return TITLES[self.kind][0]


def echo(value: str) -> str:
    """Return what a client sent, short enough to be sent back."""
    return value if len(value) <= LONGEST_ECHO else f"{value[:LONGEST_ECHO]}…"


def problem_language(request: HttpRequest) -> str:
    """Return the language for a problem: the one asked for, else one that the client reads.

    Unlike what can be kept, a problem may depend on a header: nobody caches it.
    """
    try:
        asked = request.GET.get("locale", "")
    except (BadRequest, SuspiciousOperation):  # more parameters than are read
        asked = ""
    if asked in LANGUAGE_CODES:
        return asked
    return preferred_language(request.headers.get("Accept-Language", "")) or DEFAULT_LANGUAGE


def problem_response(request: HttpRequest, problem: Problem) -> HttpResponse:
    """Answer with a problem document."""
    language = problem_language(request)
    status, title = TITLES[problem.kind]
    with translation.override(language):
        document = {
            "type": f"urn:hashi:problem:{problem.kind}",
            "title": str(title),
            "status": status,
            "detail": str(problem.detail),
            "instance": f"urn:hashi:request:{getattr(request, 'request_id', '')}",
            **{name: value for name, value in problem.members.items() if value is not None},
        }
    response = HttpResponse(
        json.dumps(document, ensure_ascii=False), content_type=MEDIA_TYPE, status=status
    )
    headers = {"Cache-Control": policies.NO_STORE, "Content-Language": language, **problem.headers}
    for name, value in headers.items():
        response.headers[name] = value
    return response


def unavailable() -> Problem:
    """Return the problem of a database or store that does not answer, or has no room left."""
    return Problem(
        "unavailable",
        AWAY,
        headers={"Retry-After": str(RETRY_SECONDS)},
    )
