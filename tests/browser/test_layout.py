"""Pages reflow, call no other host, need no script, are light, and print well."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Request
from pypdfium2 import PdfDocument  # type: ignore[import-untyped]

from tests.browser.pages import ON_FRESH_SITE, ON_SITE, follow

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]

#: 320 px is WCAG's reflow; 640 px is a window of 1280 px at 200 %.
NARROW_WIDTHS = (320, 640)
#: Bytes of a page without its pictures, uncompressed; about 7,000 are the suggestions' script.
HEAVIEST = 66_000

OVERFLOW = """() => [document.scrollingElement, ...document.body.querySelectorAll("*")]
  .filter((element) => element === document.scrollingElement
    ? element.scrollWidth > element.clientWidth
    : element.getBoundingClientRect().right > innerWidth + 1
      && !element.closest(".table-scroll, .hidden, .skip")
      && getComputedStyle(element).position !== "absolute")
  .map((element) => `${element.tagName}.${element.className}`)"""

#: Texts with kana or kanji that stand in no passage marked as Japanese.
UNMARKED_JAPANESE = r"""() => {
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (parent.closest("script, style, title")) continue;
    if (!/[\u3040-\u30ff\u4e00-\u9fff]/.test(walker.currentNode.data)) continue;
    if (parent.closest("[lang]").lang !== "ja") found.push(walker.currentNode.data.trim());
  }
  return found;
}"""


@pytest.mark.parametrize("path", ON_SITE.values(), ids=ON_SITE.keys())
def test_a_page_reflows_and_is_light_and_self_contained(
    site: str, open_page: OpenPage, path: str
) -> None:
    page = open_page()
    requests: list[Request] = []

    def remember(request: Request) -> None:
        requests.append(request)

    page.on("request", remember)
    page.goto(site + path, wait_until="networkidle")
    assert [request.url for request in requests if not request.url.startswith(site)] == []
    weights = [len(r.response().body()) for r in requests if r.resource_type != "image"]
    assert sum(weights) < HEAVIEST
    for width in NARROW_WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert (width, page.evaluate(OVERFLOW)) == (width, [])
    language = path.split("/")[1]
    assert page.evaluate("document.documentElement.lang") == language
    if language == "en":
        assert page.evaluate(UNMARKED_JAPANESE) == []


@pytest.mark.parametrize("path", ON_FRESH_SITE.values(), ids=ON_FRESH_SITE.keys())
def test_so_do_the_pages_of_a_fresh_site(fresh_site: str, open_page: OpenPage, path: str) -> None:
    page = open_page()
    for width in NARROW_WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(fresh_site + path)
        assert (width, page.evaluate(OVERFLOW)) == (width, [])


def test_a_title_in_the_other_language_is_marked(site: str, open_page: OpenPage) -> None:
    page = open_page()
    page.goto(f"{site}/en/about/every-block/")
    assert page.locator("main a[lang=ja][href='/ja/about/only-japanese/']").count() == 1
    page.goto(f"{site}/ja/about/only-japanese/")
    assert page.locator(".languages__note[lang=en]").count() == 1


def test_everything_works_without_javascript(site: str, open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(f"{site}/ja/measures/")
    everything = page.locator(".cards > li").count()
    follow(page.locator("a.facet__value[href*='country=JP']"))
    assert 0 < page.locator(".cards > li").count() < everything
    page.locator(".facet > summary").last.click()
    assert page.locator(".facet").last.get_attribute("open") is not None
    follow(page.locator(".cards h3 a").first)
    assert page.locator("h1").is_visible()


def test_print_leaves_out_what_paper_cannot_use(site: str, open_page: OpenPage) -> None:
    page = open_page()
    page.goto(f"{site}/ja/about/every-block/")
    page.emulate_media(media="print")
    for selector in (".sections", ".languages", ".skip", ".banner", ".site-footer nav"):
        shown = page.locator(selector).evaluate_all(
            "(all) => all.filter((one) => one.checkVisibility()).length"
        )
        assert (selector, shown) == (selector, 0)
    assert page.locator("h1").is_visible()
    address = page.locator("main .prose a").first.evaluate(
        "(link) => getComputedStyle(link, '::after').content"
    )
    assert "example.org" in address
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize(
    ("path", "sheets"),
    [
        ("", 2),
        ("contact/", 1),
        ("networks/", 2),
        ("networks/iclei/", 2),
        ("measures/", 1),
        ("programs/", 1),
    ],
)
def test_a_printed_page_takes_as_many_sheets_as_it_needs(
    fresh_site: str, open_page: OpenPage, language: str, path: str, sheets: int
) -> None:
    page = open_page()
    page.goto(f"{fresh_site}/{language}/{path}")
    margins = dict.fromkeys(("top", "bottom", "left", "right"), "1cm")
    printed = page.pdf(format="A4", margin=margins)  # type: ignore[arg-type]
    assert len(PdfDocument(printed)) <= sheets


def test_forced_colours_show_which_section_is_current(site: str, open_page: OpenPage) -> None:
    """An edge in the colour of what is chosen, where the others have none to be seen."""
    page = open_page()
    page.emulate_media(forced_colors="active")
    page.goto(f"{site}/ja/networks/")
    edges = page.locator(".sections a").evaluate_all(
        """(links) => links.map((link) => {
          const style = getComputedStyle(link);
          const canvas = getComputedStyle(document.body).backgroundColor;
          return [link.hasAttribute("aria-current"), style.borderBlockEndColor !== canvas
            && parseFloat(style.borderBlockEndWidth) > 0];
        })"""
    )
    assert len(edges) > 1
    assert all(is_current == is_seen for is_current, is_seen in edges)
    assert any(is_current for is_current, _is_seen in edges)
