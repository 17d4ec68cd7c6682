"""The keyboard alone reaches everything, in the order of reading, and always shows where it is."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.pages import SEEDED

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]

KINDS = (
    "home",
    "general page with every block",
    "networks, filtered",
    "programmes, nothing found",
    "programme, open",
    "measures, second page",
    "measure",
    "publication",
    "restricted page",
)

#: Numbers everything that can be reached, in the order of the document, and remembers how each
#: looks while it does not have the focus.
NUMBER_ALL = """() => {
  const look = (element) => {
    const style = getComputedStyle(element);
    return [style.outlineStyle, style.outlineWidth, style.boxShadow, style.clipPath].join();
  };
  window.lookOf = look;
  const selector = "a[href], button, input:not([type=hidden]), summary, [tabindex='0']";
  const all = [...document.querySelectorAll(selector)].filter((element) =>
    element.checkVisibility({contentVisibilityAuto: true, visibilityProperty: true}));
  all.forEach((element, number) => {
    element.dataset.number = number;
    element.dataset.look = look(element);
  });
  return all.length;
}"""

FOCUSED = """() => {
  const element = document.activeElement;
  const box = element.getBoundingClientRect();
  return {
    number: element.dataset.number === undefined ? null : Number(element.dataset.number),
    shown: window.lookOf(element) !== element.dataset.look,
    seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
    what: element.outerHTML.slice(0, 120),
  };
}"""


def focused(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(FOCUSED)
    return found


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("kind", KINDS)
def test_tab_reaches_everything_in_the_order_of_reading(
    site: str, open_page: OpenPage, kind: str, width: int
) -> None:
    page = open_page(width, reduced_motion="reduce")
    page.goto(f"{site}/ja/{SEEDED[kind]}")
    reached = []
    for _number in range(page.evaluate(NUMBER_ALL)):
        page.keyboard.press("Tab")
        here = focused(page)
        assert here["shown"], f"no visible focus: {here['what']}"
        assert here["seen"], f"out of sight: {here['what']}"
        reached.append(here["number"])
    assert reached == list(range(len(reached)))
    assert "skip" in page.locator("[data-number='0']").get_attribute("class")


def test_the_skip_link_comes_first_and_leads_past_the_header(
    site: str, open_page: OpenPage
) -> None:
    page = open_page()
    page.goto(f"{site}/ja/networks/iclei/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def press_enter_on(page: Page, selector: str) -> None:
    """Tab until an element has the focus, and press Enter there."""
    for _number in range(150):
        page.keyboard.press("Tab")
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
            page.keyboard.press("Enter")
            return
    pytest.fail(f"Tab never reaches {selector}")


def test_language_filters_and_details_work_by_enter(site: str, open_page: OpenPage) -> None:
    page = open_page()
    page.goto(f"{site}/ja/networks/")
    press_enter_on(page, "header a[hreflang=en]")
    page.wait_for_url("**/en/networks/")
    press_enter_on(page, "a.facet__value[href*='sector=water']")
    page.wait_for_url("**/en/networks/?sector=water#list")
    press_enter_on(page, ".facet:not([open]) summary")
    page.wait_for_selector(".facet[open]:nth-of-type(3)")
    press_enter_on(page, ".filters a")
    page.wait_for_url("**/en/networks/#list")
    press_enter_on(page, ".cards h3 a")
    page.wait_for_url(re.compile(r"/en/networks/[^/?]+/$"))


def test_a_wide_table_scrolls_by_the_keyboard(site: str, open_page: OpenPage) -> None:
    page = open_page(320)
    page.goto(f"{site}/ja/about/every-block/")
    table = page.locator(".table-scroll")
    table.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('.table-scroll').scrollLeft > 0")
