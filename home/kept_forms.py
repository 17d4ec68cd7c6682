"""Forms that cannot be taken as they were sent keep what was typed, to be sent once more.

A form's protection against forgery ends when its person signs in anew in another tab, and a session
ends while somebody writes. Then the answer holds what was sent, in a form with a fresh protection.
Only what this site's own page has sent is repeated, so that no other site can have its words sent
in somebody's name; and nothing with a password.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import ResolverMatch, reverse
from django.utils.translation import gettext_lazy as _

from content.languages import LANGUAGE_CODES
from http_cache import policies

FORBIDDEN = 403
TOKEN = "csrfmiddlewaretoken"  # noqa: S105  # the field's name
SECRET = "password"  # noqa: S105  # part of a field's name
#: The admin's addresses to which people send who have not signed in.
OPEN_ADDRESSES = ("wagtailadmin_login", "wagtailadmin_logout", "wagtailadmin_password_reset")

NOT_SENT_YET = _("Not sent yet: send the form once more")
SIGNED_OUT = _("You have been logged out: log in and send the form once more")
KEPT = _("What you entered is kept on this page.")
HOW_TO_LOG_IN = _(
    "What you entered is kept on this page. Log in in a new tab, leave this one open, come back "
    "and press the button."
)


class KeptFormsMiddleware:
    """Keep what somebody sends to the admin whose session has ended meanwhile."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        match = request.resolver_match
        # Nobody is asked who they are at a page for readers: its answer would vary by the cookie.
        if match is None or not _is_of_admin(match) or request.user.is_authenticated:
            return None
        return kept_form(request)


def kept_form(request: HttpRequest) -> HttpResponse | None:
    """Return a page that holds what a form has sent; ``None`` for what is not to be repeated."""
    if request.method != "POST" or not _comes_from_here(request) or _is_script(request):
        return None
    match = request.resolver_match
    if match is None or not _is_of_admin(match) or any(SECRET in name for name in request.POST):
        return None
    is_signed_in = request.user.is_authenticated
    context = {
        "status": FORBIDDEN,
        "heading": NOT_SENT_YET if is_signed_in else SIGNED_OUT,
        "explanation": KEPT if is_signed_in else HOW_TO_LOG_IN,
        "languages": LANGUAGE_CODES,
        "sign_in": "" if is_signed_in else reverse("wagtailadmin_login"),
        "address": request.get_full_path(),
        "fields": [
            (name, value)
            for name in request.POST
            if name != TOKEN
            for value in request.POST.getlist(name)
        ],
        "has_files": bool(request.FILES),
    }
    response = render(request, "kept_form.html", context, status=FORBIDDEN)
    response.headers["Cache-Control"] = policies.NO_STORE
    return response


def _is_of_admin(match: ResolverMatch) -> bool:
    return match.route.startswith("admin/") and not match.view_name.startswith(OPEN_ADDRESSES)


def _is_script(request: HttpRequest) -> bool:
    wants_page = "text/html" in request.headers.get("accept", "")
    return not wants_page or request.headers.get("x-requested-with") == "XMLHttpRequest"


def _comes_from_here(request: HttpRequest) -> bool:
    """Whether a browser says that a page of this very site has sent a form."""
    said = request.headers.get("origin") or request.headers.get("referer") or ""
    sender = urlsplit(said)
    return (sender.scheme, sender.netloc) == (request.scheme, request.get_host())
