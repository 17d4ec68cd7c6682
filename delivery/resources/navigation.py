"""How readers find their way: sections, footer and tree, in the editors' order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

from django.db.models.functions import Length
from django.http import HttpRequest, HttpResponse
from pydantic import Field
from wagtail.models import Page

from content.addresses import absolute_url
from delivery.http import conditional
from delivery.http.parameters import InLanguage
from delivery.http.responses import json_bytes
from publishing.followers.purging import lists_tag
from publishing.models import Document
from publishing.registry import document_types

DEPTH = 2
DEEPEST = 5
COLUMNS = ("page_id", "parent_id", "number", "title", "path", "type", "section", "in_menus")


class NavigationParameters(InLanguage):
    """Parameters of the navigation."""

    depth: Annotated[int, Field(ge=1, le=DEEPEST)] = DEPTH
    """Levels of the tree below the home page."""


def navigation(request: HttpRequest, asked: NavigationParameters) -> HttpResponse:
    """Answer with the navigation of a language."""
    return conditional.answer_until_next_change(
        request,
        ("navigation", repr(asked)),
        lambda _at: json_bytes(written(asked)),
        [lists_tag(asked.locale)],
    )


def written(asked: NavigationParameters) -> dict[str, Any]:
    """Return the navigation as the answer has it."""
    rows = read(asked.locale, asked.depth)
    home = next((row for row in rows if row["type"] == "home"), None)
    below: dict[int | None, list[dict[str, Any]]] = {}
    for row in rows:
        below.setdefault(row["parent_id"], []).append(row)
    indexes = {known.name for known in document_types() if known.is_index}
    top = below.get(home["page_id"], []) if home else []
    return {
        "locale": asked.locale,
        "home": link(home) if home else None,
        "header": [link(row) for row in top if row["type"] in indexes],
        "footer": [link(row) for row in top if row["type"] == "general" and row["in_menus"]],
        "tree": [node(row, below) for row in top],
    }


def read(locale: str, depth: int) -> list[dict[str, Any]]:
    """Return the pages of a language down to a depth below the home page, in the tree's order."""
    home_depth = 2
    longest = (home_depth + depth) * Page.steplen
    rows = Document.objects.filter(locale=locale).annotate(length=Length("position"))
    return list(rows.filter(length__lte=longest).order_by("position").values(*COLUMNS))


def link(row: dict[str, Any]) -> dict[str, Any]:
    """Return a page as the navigation shows it."""
    names = ("number", "title", "path", "type", "section")
    return {**{name: row[name] for name in names}, "url": absolute_url(row["path"])}


def node(row: dict[str, Any], below: dict[int | None, list[dict[str, Any]]]) -> dict[str, Any]:
    """Return a page with the pages below it."""
    children: Iterable[dict[str, Any]] = below.get(row["page_id"], [])
    return {**link(row), "children": [node(child, below) for child in children]}
