"""Limits beside those of the API: the site's search, API v2, files, and guesses at passwords."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils.functional import Promise

from content.clients import client_address
from content.languages import LANGUAGE_CODES
from home.error_pages import too_many

from . import v2_answers
from .http import limits
from .http.problems import Problem

V2 = v2_answers.PREFIX
FILES = ("/media/", "/documents/")
SEARCHES = tuple(f"/{code}/search" for code in LANGUAGE_CODES)
#: Views that a password is given to: an answer that leads on was the right one.
PASSWORDS = {
    "wagtailadmin_login",
    "wagtailcore_login",
    "wagtailcore_authenticate_with_password",
    "wagtaildocs_authenticate_with_password",
}
#: Views that send mail to whoever is named.
RESETS = {"wagtailadmin_password_reset"}
LED_ON = 302


class ThrottlingMiddleware:
    """Refuse with 429 who asks too often, by the address; by the name too where one signs in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            if request.method == "POST":
                return self._guarded(request)
            count_reading(request)
        except Problem as problem:
            return refused(request, int(problem.headers["Retry-After"]), problem.detail)
        return self.get_response(request)

    def _guarded(self, request: HttpRequest) -> HttpResponse:
        name = view_name(request.path_info)
        if name not in PASSWORDS | RESETS:
            return self.get_response(request)
        most = settings.SIGN_INS_PER_MINUTE
        tried = whose(request)
        for who in tried:
            limits.check("sign-ins", who, most)
        response = self.get_response(request)
        if name in RESETS or response.status_code != LED_ON:
            for who in tried:
                # The attempt itself was within the limit; what comes after is refused above.
                limits.count("sign-ins", who, most + 1 if most else 0)
        return response


def count_reading(request: HttpRequest) -> None:
    """Count a request for what is limited.

    Raises:
        Problem: the minute's requests are used up.
    """
    path = request.path_info
    if path.startswith(V2):
        limits.count_client(request, "reads", settings.DELIVERY_READS_PER_MINUTE)
    elif path.startswith(FILES):
        limits.count_client(request, "files", settings.DELIVERY_READS_PER_MINUTE)
    elif path.rstrip("/") in SEARCHES:
        limits.count_client(request, "searches", settings.DELIVERY_SEARCHES_PER_MINUTE)


def whose(request: HttpRequest) -> list[str]:
    """Return what an attempt is counted by: the address, and the name given, if any."""
    name = request.POST.get("username") or request.POST.get("email") or ""
    tried = [f"address-{client_address(request)}"]
    if name.strip():
        known = hashlib.sha256(
            unicodedata.normalize("NFKC", name).strip().casefold().encode(errors="replace")
        ).hexdigest()[:32]
        tried.append(f"name-{known}")
    return tried


def view_name(path: str) -> str:
    """Return the name of the view at an address, nothing where there is none."""
    try:
        return resolve(path).url_name or ""
    except Resolver404:
        return ""


def refused(request: HttpRequest, wait: int, detail: str | Promise) -> HttpResponse:
    """Answer who asks too often, in the form of what was asked for."""
    if not request.path_info.startswith(V2):
        return too_many(request, wait)
    return v2_answers.message(request, 429, detail, headers={"Retry-After": str(wait)})
