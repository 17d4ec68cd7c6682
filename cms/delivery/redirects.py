"""Redirects: for front ends and edge configurations. None tells of a page that is not public."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail.contrib.redirects.models import Redirect

from cms.content.furniture import absolute_url
from cms.publishing.models import Document

from .answers import answer, etag_of, json_bytes, unchanged

PERMANENT, TEMPORARY = 301, 302


def redirect_list(request: HttpRequest) -> HttpResponse:
    """Answer with all redirects."""
    items = read_all()
    body = json_bytes({"total": len(items), "items": items})
    etag = etag_of("redirects", body.decode())
    return unchanged(request, etag) or answer(request, body, etag, tags=["redirects"])


def read_all() -> list[dict[str, Any]]:
    """Return the redirects whose targets are public, by their old addresses."""
    rows = list(Redirect.objects.order_by("old_path", "pk"))
    return [found for row, target in _with_targets(rows) if (found := described(row, target))]


def find(path: str) -> dict[str, Any] | None:
    """Return the redirect at an address."""
    forms = {path, path.rstrip("/") or "/"}
    rows = list(Redirect.objects.filter(old_path__in=forms).order_by("pk"))
    return next(
        (found for row, target in _with_targets(rows) if (found := described(row, target))), None
    )


def _with_targets(rows: list[Redirect]) -> list[tuple[Redirect, str | None]]:
    """Return redirects, each with the public address of the page that it leads to."""
    ids = {row.redirect_page_id for row in rows if row.redirect_page_id}
    paths = dict(Document.objects.filter(page_id__in=ids).values_list("page_id", "path"))
    return [(row, paths.get(row.redirect_page_id)) for row in rows]


def described(row: Redirect, page_path: str | None) -> dict[str, Any] | None:
    """Return a redirect as the answers have it; ``None`` where its target is not public."""
    if row.redirect_page_id and page_path is None:
        return None
    target = page_path or row.redirect_link
    return {
        "path": row.old_path,
        "target": absolute_url(target),
        "target_path": target if target.startswith("/") else None,
        "status": PERMANENT if row.is_permanent else TEMPORARY,
    }
