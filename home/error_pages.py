"""Error pages: each says what happened in both languages, and where to go on."""

from __future__ import annotations

import sys
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.utils.functional import Promise
from django.utils.translation import get_language_from_path
from django.utils.translation import gettext_lazy as _

from content.availability import RETRY_SECONDS, is_database_away
from content.languages import LANGUAGE_CODES, other_language
from media.disk import has_no_room

from .elsewhere import page_meant
from .kept_forms import kept_form

MESSAGES: dict[int, tuple[str | Promise, str | Promise]] = {
    400: (
        _("The request could not be understood"),
        _(
            "The address or the data sent with it is not correct. Please check the "
            "address, or start again from the home page."
        ),
    ),
    403: (
        _("You do not have access to this page"),
        _(
            "Only certain people have access to this page. If you should be one of them, "
            "please ask the operator of this site."
        ),
    ),
    404: (
        _("Page not found"),
        _(
            "It might have been moved or taken down, or the address might be mistyped. "
            "You can reach every published page from the sections on the home page and "
            "from the site map."
        ),
    ),
    410: (
        _("This page is no longer available"),
        _(
            "The number belonged to a page that has been taken down. "
            "It will not be given to another page."
        ),
    ),
    500: (
        _("Something went wrong here"),
        _("The problem is on our side and has been recorded. Please try again in a little while."),
    ),
}
STORE_AWAY = (
    _("Files are not available at the moment"),
    _(
        "The place where files are kept does not answer. Nothing was changed. "
        "Go back and try again in about a minute."
    ),
)
TOO_MANY = (
    _("Too many requests"),
    _("Too many requests came from your address. Try again in about a minute."),
)
DATABASE_AWAY = (
    _("The service is not available at the moment"),
    _(
        "The data cannot be read or stored at the moment. What you entered has not been saved: "
        "go back and try again in about a minute."
    ),
)
EXPIRED_FORM = (
    _("The form could not be sent"),
    _("It was open for too long, or your browser keeps no cookies. Please go back and try again."),
)

TOO_MUCH = (
    _("The form is too large to be sent at once"),
    _(
        "Nothing was changed, and what was saved automatically is kept. Please go back, send a "
        "smaller part, or divide the page into several."
    ),
)


def _context(
    request: HttpRequest, status: int, message: tuple[str | Promise, str | Promise] | None = None
) -> dict[str, Any]:
    """Return what an error page says; the language that the address names comes first."""
    heading, explanation = message or MESSAGES[status]
    first = get_language_from_path(request.path_info) or LANGUAGE_CODES[0]
    return {
        "status": status,
        "heading": heading,
        "explanation": explanation,
        "languages": (first, other_language(first)),
    }


def _answer(
    request: HttpRequest,
    status: int,
    message: tuple[str | Promise, str | Promise] | None = None,
    elsewhere: dict[str, str] | None = None,
) -> HttpResponse:
    context = _context(request, status, message) | {"elsewhere": elsewhere}
    response = render(request, "error.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    is_too_much = isinstance(exception, TooManyFieldsSent | RequestDataTooBig)
    return _answer(request, 400, message=TOO_MUCH if is_too_much else None)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, 403)


def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose protection against forgery does not fit (Django's CSRF check)."""
    return kept_form(request) or _answer(request, 403, message=EXPIRED_FORM)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, 404, elsewhere=page_meant(request.path))


def gone(request: HttpRequest) -> HttpResponse:
    """Answer for a page that was public once and will not come back."""
    return _answer(request, 410)


def store_away(request: HttpRequest) -> HttpResponse:
    """Answer while files can be neither read nor stored, without asking anything else."""
    return _away(request, STORE_AWAY)


def too_many(request: HttpRequest, wait: int) -> HttpResponse:
    """Answer who asks too often; ``wait`` is after how many seconds to ask again."""
    return _away(request, TOO_MANY, status=429, wait=wait)


def database_away(request: HttpRequest) -> HttpResponse:
    """Answer while the database does not, or has no room left, without asking it anything."""
    return _away(request, DATABASE_AWAY)


def _away(
    request: HttpRequest,
    message: tuple[str | Promise, str | Promise],
    status: int = 503,
    wait: int = RETRY_SECONDS,
) -> HttpResponse:
    content = get_template("500.html").render(_context(request, status, message))
    headers = {"Cache-Control": "no-store", "Retry-After": str(wait)}
    return HttpResponse(content, status=status, headers=headers)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer without context processors or database: either may be what failed.

    Django calls this while it handles the error, which tells what is away.
    """
    error = sys.exc_info()[1]
    if has_no_room(error):  # an upload is written before any view is asked
        return store_away(request)
    if is_database_away(error):
        return database_away(request)
    content = get_template("500.html").render(_context(request, 500))
    return HttpResponse(content, status=500, headers={"Cache-Control": "no-store"})
