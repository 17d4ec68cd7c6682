"""Suggestions below the search field: by keyboard, pointer and input method, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, Request, Route, expect

from tests.browser.pages import LANGUAGES, SCHEMES, WIDTHS
from tests.browser.test_accessibility import violations

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]

#: What is typed in each language, and how the names that it begins do begin.
TYPED = {"ja": ("北九", "北九"), "en": ("Kitak", "Kitak")}
#: Milliseconds of the page's own clock, longer than the script ever waits.
LONG = 5_000


def field_of(page: Page) -> Locator:
    return page.locator("#site-search")


def options_of(page: Page) -> Locator:
    return page.locator("[role=listbox] [role=option]")


def type_in(page: Page, language: str) -> None:
    field_of(page).focus()
    page.keyboard.insert_text(TYPED[language][0])
    expect(options_of(page).first).to_be_visible()


def asked(page: Page) -> list[Request]:
    """Every request for suggestions from now on."""
    requests: list[Request] = []

    def remember(request: Request) -> None:
        if "/suggest/" in request.url:
            requests.append(request)

    page.on("request", remember)
    return requests


def active_text(page: Page) -> str:
    """The option to which the field points, empty for none; at most one says it is chosen."""
    chosen = page.locator("[role=option][aria-selected=true]")
    id_ = field_of(page).get_attribute("aria-activedescendant")
    if id_ is None:
        assert chosen.count() == 0
        return ""
    assert chosen.count() == 1
    assert chosen.get_attribute("id") == id_
    return chosen.inner_text()


def question(page: Page) -> str:
    return parse_qs(urlsplit(page.url).query)["q"][0]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", WIDTHS)
def test_arrows_go_round_and_enter_searches(
    site: str, open_page: OpenPage, language: str, width: int
) -> None:
    page = open_page(width)
    page.goto(f"{site}/{language}/networks/")
    field = field_of(page)
    expect(field).to_have_attribute("role", "combobox")
    expect(field).to_have_attribute("aria-expanded", "false")
    type_in(page, language)
    expect(field).to_have_attribute("aria-expanded", "true")
    list_id = page.locator("[role=listbox]").get_attribute("id")
    assert field.get_attribute("aria-controls") == list_id
    texts = options_of(page).all_inner_texts()
    assert texts[0].startswith(TYPED[language][1])
    expect(page.locator(".search [role=status]")).to_contain_text(str(len(texts)))
    assert active_text(page) == ""
    reached = []
    for _number in range(len(texts) + 2):
        page.keyboard.press("ArrowDown")
        reached.append(active_text(page))
    assert reached == [*texts, "", texts[0]]
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert active_text(page) == texts[-1]
    assert field.input_value() == TYPED[language][0]
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert urlsplit(page.url).path == f"/{language}/search/"
    assert question(page) == texts[-1]
    expect(page.locator(".result").first).to_be_visible()


def test_enter_without_a_choice_searches_for_what_was_typed(site: str, open_page: OpenPage) -> None:
    page = open_page()
    page.goto(f"{site}/ja/")
    type_in(page, "ja")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert question(page) == TYPED["ja"][0]


def test_escape_and_leaving_close_the_list_and_an_arrow_opens_it(
    site: str, open_page: OpenPage
) -> None:
    page = open_page()
    page.goto(f"{site}/ja/")
    requests = asked(page)
    type_in(page, "ja")
    page.keyboard.press("Escape")
    expect(page.locator("[role=listbox]")).to_be_hidden()
    expect(field_of(page)).to_have_attribute("aria-expanded", "false")
    assert field_of(page).input_value() == TYPED["ja"][0]
    page.keyboard.press("ArrowDown")
    expect(options_of(page).first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(page.locator("[role=listbox]")).to_be_hidden()
    assert field_of(page).get_attribute("aria-activedescendant") is None
    assert len(requests) == 1, "the same text is asked for once"


@pytest.mark.parametrize("has_touch", [False, True])
def test_a_pointer_chooses(site: str, open_page: OpenPage, has_touch: bool) -> None:
    page = open_page(320, has_touch=has_touch)
    page.goto(f"{site}/ja/")
    type_in(page, "ja")
    option = options_of(page).nth(1)
    text = option.inner_text()
    assert option.bounding_box()["height"] >= 44  # type: ignore[index]
    with page.expect_navigation():
        option.tap() if has_touch else option.click()
    assert question(page) == text


def test_an_input_method_is_left_alone_until_it_has_finished(
    site: str, open_page: OpenPage
) -> None:
    page = open_page()
    page.clock.install()
    page.goto(f"{site}/ja/")
    requests = asked(page)
    field_of(page).focus()
    keys = page.context.new_cdp_session(page)
    for composed in ("き", "きた", "きたきゅう"):
        keys.send(
            "Input.imeSetComposition",
            {"text": composed, "selectionStart": len(composed), "selectionEnd": len(composed)},
        )
        page.clock.run_for(LONG)
    assert requests == []
    expect(page.locator("[role=listbox]")).to_be_hidden()
    keys.send("Input.insertText", {"text": "北九"})
    page.clock.run_for(LONG)
    expect(options_of(page).first).to_be_visible()
    assert [parse_qs(urlsplit(one.url).query)["q"] for one in requests] == [["北九"]]
    page.keyboard.press("ArrowDown")
    chosen = active_text(page)
    for composing in ("{isComposing: true, key: 'Enter'}", "{keyCode: 229, key: 'ArrowDown'}"):
        page.evaluate(
            "() => document.activeElement.dispatchEvent("
            f"new KeyboardEvent('keydown', {{...{composing}, bubbles: true, cancelable: true}}))"
        )
    assert active_text(page) == chosen
    assert urlsplit(page.url).path == "/ja/"


def test_fast_typing_asks_once_and_a_late_answer_is_passed_over(
    site: str, open_page: OpenPage
) -> None:
    page = open_page()
    page.clock.install()
    requests = asked(page)
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        if route.request.url.endswith("q=Kit"):
            held.append(route)
        else:
            route.continue_()

    page.route("**/suggest/**", hold_the_first)
    page.goto(f"{site}/en/")
    field_of(page).focus()
    with page.expect_request("**/suggest/**"):
        page.keyboard.type("Kit")
        page.clock.run_for(LONG)
    with page.expect_request("**/suggest/**"):
        page.keyboard.type("akyu")
        page.clock.run_for(LONG)
    expect(options_of(page).first).to_contain_text("Kitakyu")
    asked_for = [parse_qs(urlsplit(request.url).query)["q"][0] for request in requests]
    assert asked_for == ["Kit", "Kitakyu"]
    texts = options_of(page).all_inner_texts()
    held[0].abort()
    assert options_of(page).all_inner_texts() == texts


@pytest.mark.parametrize("answer", [{"status": 500}, {"status": 429}, {"body": "no JSON"}])
def test_what_goes_wrong_leaves_a_plain_field(
    site: str, open_page: OpenPage, answer: dict[str, object]
) -> None:
    page = open_page()
    page.clock.install()
    page.route("**/suggest/**", lambda route: route.fulfill(**answer))  # type: ignore[arg-type]
    errors: list[object] = []

    def remember(error: object) -> None:
        errors.append(error)

    page.on("pageerror", remember)
    page.goto(f"{site}/ja/")
    field_of(page).focus()
    with page.expect_response("**/suggest/**"):
        page.keyboard.insert_text("北九")
        page.clock.run_for(LONG)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert question(page) == "北九"
    assert errors == []


def test_names_are_text_and_never_markup(site: str, open_page: OpenPage) -> None:
    page = open_page()
    name = "<img src=x onerror=document.title='x'>"
    page.route(
        "**/suggest/**",
        lambda route: route.fulfill(json={"query": "", "items": [{"text": name, "kind": "title"}]}),
    )
    page.goto(f"{site}/en/")
    field_of(page).focus()
    page.keyboard.insert_text("Kitak")
    expect(options_of(page)).to_have_text([name])
    assert page.locator("[role=listbox] img").count() == 0


def test_the_field_works_without_javascript(site: str, open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(f"{site}/ja/")
    assert field_of(page).get_attribute("role") is None
    field_of(page).fill("CO2")
    with page.expect_navigation():
        page.locator(".site-header .search__button").click()
    assert page.locator(".result").count() > 0


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", WIDTHS)
def test_the_open_list_violates_no_rule_and_stays_within_the_window(
    site: str, open_page: OpenPage, axe_source: str, language: str, width: int
) -> None:
    page = open_page(width, reduced_motion="reduce")
    page.goto(f"{site}/{language}/networks/")
    page.evaluate(axe_source)
    type_in(page, language)
    page.keyboard.press("ArrowDown")
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        assert violations(page, scheme) == []
    box = page.locator("[role=listbox]").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")


def test_the_box_on_the_page_of_results_suggests_too(site: str, open_page: OpenPage) -> None:
    page = open_page()
    page.goto(f"{site}/en/search/")
    page.locator("#question").focus()
    page.keyboard.insert_text("Kitak")
    expect(options_of(page).first).to_contain_text("Kitak")
