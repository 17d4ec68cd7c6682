"""What a page's template is given: made by the room above that publishes pages.

A page is shown from its document, which is made above this room; a page that is no document, such
as a draft, is asked what it would be. So the maker is registered, once, when the process starts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from wagtail.models import Page

Maker = Callable[[Page, HttpRequest], dict[str, Any]]

_makers: list[Maker] = []


def shown_by(maker: Maker) -> None:
    """Register what makes the template's context of a page that is no document."""
    _makers[:] = [maker]


def shown_page(page: Page, request: HttpRequest) -> dict[str, Any]:
    """Return what a page's template is given to show the page as it would be published now."""
    [maker] = _makers
    return maker(page, request)
