"""Redirects: for front ends and edge configurations. None tells of a page that is not public."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from content.addresses import absolute_url
from delivery.http.responses import answer_revalidated, json_bytes
from home.queries import PublicRedirect, public_redirects, redirect_at

PERMANENT, TEMPORARY = 301, 302


def redirect_list(request: HttpRequest) -> HttpResponse:
    """Answer with all redirects."""
    items = read_all()
    body = json_bytes({"total": len(items), "items": items})
    return answer_revalidated(request, "redirects", body, ["redirects"])


def read_all() -> list[dict[str, Any]]:
    """Return the redirects that readers are given, by their old addresses."""
    return [described(redirect) for redirect in public_redirects()]


def find(path: str, query: str = "") -> dict[str, Any] | None:
    """Return the redirect at an address, the one of its query before that of its path alone."""
    redirect = redirect_at(path, query)
    return described(redirect) if redirect is not None else None


def described(redirect: PublicRedirect) -> dict[str, Any]:
    """Return a redirect as the answers have it."""
    return {
        "path": redirect.old_path,
        "target": absolute_url(redirect.target),
        "target_path": redirect.target if redirect.target.startswith("/") else None,
        "status": PERMANENT if redirect.is_permanent else TEMPORARY,
    }
