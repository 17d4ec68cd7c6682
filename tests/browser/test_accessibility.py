"""axe-core finds nothing to object to, on any kind of page, at any width, in either scheme."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.pages import ON_FRESH_SITE, ON_SITE, SCHEMES, WIDTHS
from tests.browser.site_server import Installation

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: A dark scheme changes nothing but colours, and these not by width.
COLOUR_RULES = ["color-contrast", "link-in-text-block"]
RUN_AXE = "(runOnly) => axe.run(document, {runOnly, resultTypes: ['violations']})"


def violations(page: Page, scheme: str) -> list[str]:
    """Return what axe objects to: the rule, its meaning and the elements."""
    run_only = RULES if scheme == "light" else {"type": "rule", "values": COLOUR_RULES}
    found: dict[str, Any] = page.evaluate(RUN_AXE, run_only)
    return [
        f"{entry['id']} ({entry['help']}): "
        + "; ".join(f"{node['target']} {node['failureSummary']}" for node in entry["nodes"])
        for entry in found["violations"]
    ]


def check(page: Page, address: str, axe_source: str) -> None:
    """Look at a page at every width, and in the dark where it is narrow."""
    page.goto(address)
    page.evaluate(axe_source)
    found = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in SCHEMES if width == WIDTHS[0] else SCHEMES[:1]:
            page.emulate_media(color_scheme=scheme)
            if problems := violations(page, scheme):
                found[width, scheme] = problems
    assert found == {}


@pytest.mark.parametrize("path", ON_SITE.values(), ids=ON_SITE.keys())
def test_no_kind_of_page_violates_a_rule(
    site: str, open_page: OpenPage, axe_source: str, path: str
) -> None:
    check(open_page(reduced_motion="reduce"), site + path, axe_source)


@pytest.mark.parametrize("path", ON_FRESH_SITE.values(), ids=ON_FRESH_SITE.keys())
def test_neither_do_the_pages_of_a_fresh_site(
    fresh_site: str, open_page: OpenPage, axe_source: str, path: str
) -> None:
    check(open_page(reduced_motion="reduce"), fresh_site + path, axe_source)


def test_nor_does_the_page_for_our_own_failures(
    fresh_site: str, open_page: OpenPage, axe_source: str
) -> None:
    from django.test import RequestFactory

    from home.error_pages import server_error

    page = open_page(reduced_motion="reduce")
    html = server_error(RequestFactory().get("/ja/broken")).content.decode()
    page.route("**/broken", lambda route: route.fulfill(content_type="text/html", body=html))
    check(page, f"{fresh_site}/broken", axe_source)


@pytest.mark.parametrize("status", ["400", "403"])
def test_nor_do_the_pages_for_refusals(
    seeded_installation: Installation,
    site: str,
    open_page: OpenPage,
    axe_source: str,
    status: str,
) -> None:
    page = open_page(reduced_motion="reduce")
    html = seeded_installation.run("-m", "tests.browser.error_page", status)
    page.route("**/refused", lambda route: route.fulfill(content_type="text/html", body=html))
    check(page, f"{site}/refused", axe_source)
