"""A reader's way through the site, in both languages and on a telephone as on a desk."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import LANGUAGES, WIDTHS, follow

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]

OTHER = {"ja": "en", "en": "ja"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", WIDTHS)
def test_from_the_home_page_to_a_measure_and_into_the_other_language(
    site: str, open_page: OpenPage, language: str, width: int
) -> None:
    page = open_page(width, locale=language)
    page.goto(f"{site}/")
    page.wait_for_url(f"{site}/{language}/")
    follow(page.locator(f".entry a[href='/{language}/measures/']"))
    everything = page.locator(".cards > li")
    on_first_page = everything.count()
    follow(page.locator(".pagination a[rel=next]"))
    assert 0 < everything.count() < on_first_page
    follow(page.locator("nav.sections a[aria-current]"))
    if width < 700:
        page.locator(".facets__fold > summary").click()
    count = page.locator("a.facet__value[href*='kind=policy'] .facet__count [aria-hidden]")
    promised = int(count.inner_text())
    follow(page.locator("a.facet__value[href*='kind=policy']"))
    assert everything.count() == promised
    follow(page.locator(".cards h3 a").first)
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator(".breadcrumbs a")).to_have_count(2)
    expect(page.locator("figure.figure")).to_have_count(2)
    address = f"/{language}/measures/sample-measure/"
    assert page.url == site + address
    number = page.locator("footer a[href*='/p/']").get_attribute("href")
    follow(page.locator("header a[hreflang]"))
    translated = site + address.replace(f"/{language}/", f"/{OTHER[language]}/")
    page.wait_for_url(translated)
    expect(page.locator("html")).to_have_attribute("lang", OTHER[language])
    page.goto(f"{site}{number}")
    assert page.url == site + address
    page.goto(f"{site}/{OTHER[language]}/p/{number.rsplit('/', 1)[1]}")
    assert page.url == translated


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_is_described_and_can_be_downloaded(
    site: str, open_page: OpenPage, language: str
) -> None:
    page = open_page()
    page.goto(f"{site}/{language}/manuals/sample-manual/")
    files = page.locator(".downloads > li")
    expect(files).to_have_count(3)
    expect(files.nth(0)).to_contain_text("PDF")
    expect(files.nth(1).locator(".badge--provisional")).to_be_visible()
    expect(files.nth(2).locator(".badge--pending")).to_be_visible()
    expect(files.nth(2).locator("a")).to_have_count(0)
    response = page.request.get(site + files.nth(0).locator("a").get_attribute("href"))
    assert response.ok
    assert response.body().startswith(b"%PDF")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", ["about/only-japanese/", "about/only-japanese/deeper/"])
def test_a_page_without_translation_says_so_and_leads_to_the_nearest(
    site: str, open_page: OpenPage, path: str, width: int
) -> None:
    page = open_page(width)
    page.goto(f"{site}/ja/{path}")
    note = page.locator(".languages__note")
    expect(note).to_be_visible()
    expect(note).to_have_attribute("lang", "en")
    switch = page.locator("header a[hreflang=en]").first
    assert switch.get_attribute("aria-describedby") == note.get_attribute("id")
    follow(switch)
    page.wait_for_url(f"{site}/en/about/")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", WIDTHS)
def test_an_empty_result_leads_back_to_results(
    site: str, open_page: OpenPage, language: str, width: int
) -> None:
    page = open_page(width)
    page.goto(f"{site}/{language}/programs/?kind=framework&state=open")
    ways_out = page.locator(".empty a")
    expect(ways_out).to_have_count(3)
    follow(ways_out.first)
    assert page.locator(".cards > li").count() > 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_state_of_a_programme_is_said_in_words(
    site: str, open_page: OpenPage, language: str
) -> None:
    page = open_page()
    badges = []
    for state in ("open", "upcoming", "closed", "all-year", "unknown"):
        page.goto(f"{site}/{language}/programs/sample-{state}/")
        badges.append(page.locator(f".page-head .badge--{state.replace('-', '_')}").inner_text())
    assert len(set(badges)) == 5


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_restricted_page_opens_with_its_password_only(
    site: str, open_page: OpenPage, language: str
) -> None:
    from tests.browser.seed import PASSWORD

    page = open_page()
    page.goto(f"{site}/{language}/about/restricted/")
    assert "PLANTED-RESTRICTED" not in page.content()
    page.locator("input[type=password]").fill("wrong")
    page.locator("main button").click()
    expect(page.locator(".errorlist")).to_be_visible()
    page.locator("input[type=password]").fill(PASSWORD)
    page.locator("main button").click()
    page.wait_for_url(f"{site}/{language}/about/restricted/")
    expect(page.locator("main")).to_contain_text("PLANTED-RESTRICTED")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", WIDTHS)
def test_a_wrong_address_leads_back_in_both_languages(
    fresh_site: str, open_page: OpenPage, language: str, width: int
) -> None:
    page = open_page(width)
    response = page.goto(f"{fresh_site}/{language}/no-such-page/")
    assert response is not None
    assert response.status == 404
    for code in LANGUAGES:
        expect(page.locator(f"main [lang={code}] a[href='/{code}/']")).to_be_visible()
    follow(page.locator(f"main a[href='/{language}/sitemap/']"))
    assert page.locator("main .tree a").count() > 10
