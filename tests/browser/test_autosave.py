"""What an editor types is saved, or said not to be: also while a save is under way."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Request, Response, Route, expect

from tests.browser.page_editor import PageEditor

pytestmark = pytest.mark.browser

SignedIn = Callable[[str, str], Page]

#: Each page type that an editor writes, below its section.
TYPES = {
    "home/contentpage": "about",
    "networks/networkpage": "networks",
    "programs/programpage": "programs",
    "measures/measurepage": "measures",
    "manuals/manualpage": "manuals",
}


@pytest.fixture
def editor(desk: str, signed_in: SignedIn) -> Page:
    return signed_in(desk, "moderator")


def is_autosave(sent: Request | Response) -> bool:
    request = sent if isinstance(sent, Request) else sent.request
    return request.method == "POST" and request.headers.get("accept") == "application/json"


def saved_page(page: Page, desk: str, kind: str, title: str) -> None:
    """Begin a page of a type, and wait until it is saved by itself."""
    asked = f"{desk}/admin/api/main/pages/?slug={TYPES[kind]}&locale=ja"
    (parent,) = page.request.get(asked).json()["items"]
    page.goto(f"{desk}/admin/pages/add/{kind}/{parent['id']}/")
    with page.expect_response(is_autosave) as answer:
        PageEditor(page).field("title").fill(title)
    assert answer.value.json()["success"], answer.value.text()
    page.wait_for_url("**/edit/")


class HeldSave:
    """Holds a save back on its way to the server until it is let go."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.routes: list[Route] = []
        page.route("**/admin/pages/**", self._hold)

    def _hold(self, route: Route) -> None:
        if is_autosave(route.request) and not self.routes:
            self.routes.append(route)
        else:
            route.continue_()

    def let_go(self) -> None:
        self.routes[0].continue_()


def write_while_saving(page: Page, first: str, then: str) -> HeldSave:
    """Type something, and more when its save has begun; the save is held."""
    held = HeldSave(page)
    title = PageEditor(page).field("title")
    title.press("End")
    with page.expect_request(is_autosave):
        title.press_sequentially(first)
    title.press_sequentially(then)
    return held


@pytest.mark.parametrize("kind", TYPES)
def test_each_page_type_is_saved_by_itself(editor: Page, desk: str, kind: str) -> None:
    title = f"自動保存の{kind.rpartition('/')[2]}"
    saved_page(editor, desk, kind, title)
    editor.reload()
    expect(PageEditor(editor).field("title")).to_have_value(title)


def test_what_is_typed_during_a_save_is_saved_too(editor: Page, desk: str) -> None:
    saved_page(editor, desk, "home/contentpage", "題")
    held = write_while_saving(editor, "あい", "うえ")
    with editor.expect_response(lambda sent: is_autosave(sent) and "うえ" in posted(sent)):
        held.let_go()
    editor.reload()
    expect(PageEditor(editor).field("title")).to_have_value("題あいうえ")


def test_leaving_during_a_save_is_warned_about(editor: Page, desk: str) -> None:
    saved_page(editor, desk, "home/contentpage", "題")
    held = write_while_saving(editor, "あい", "うえ")
    assert leaving_is_warned(editor)
    held.let_go()


def test_what_is_typed_at_once_after_loading_is_saved(editor: Page, desk: str) -> None:
    saved_page(editor, desk, "home/contentpage", "題")
    editor.reload(wait_until="domcontentloaded")
    with editor.expect_response(is_autosave) as answer:
        PageEditor(editor).field("title").press("End")
        PageEditor(editor).field("title").press_sequentially("のつづき")
        assert leaving_is_warned(editor)
    assert answer.value.json()["success"]
    editor.reload()
    expect(PageEditor(editor).field("title")).to_have_value("題のつづき")


def test_what_is_typed_before_the_script_runs_is_saved(editor: Page, desk: str) -> None:
    """On a slow line the fields are there before the scripts are."""
    saved_page(editor, desk, "home/contentpage", "題")
    editor.add_init_script(
        """new MutationObserver((_changes, observer) => {
          const title = document.querySelector("[data-edit-form] [name=title]");
          if (!title) return;
          observer.disconnect();
          title.value += "のつづき"; // as by a key, before any listener is there
        }).observe(document, {childList: true, subtree: true})"""
    )
    with editor.expect_response(is_autosave) as answer:
        editor.reload()
    assert answer.value.json()["success"]
    kept = page_state(editor, desk)
    assert kept["title"] == "題のつづき"


@pytest.mark.parametrize("fault", ["away", "broken", "signed out"])
def test_a_lost_save_is_told(editor: Page, desk: str, fault: str) -> None:
    saved_page(editor, desk, "home/contentpage", "題")

    def lose(route: Route) -> None:
        if not is_autosave(route.request):
            route.continue_()
        elif fault == "away":
            route.abort("connectionfailed")
        else:
            route.fulfill(status=500 if fault == "broken" else 403, body="{}")

    editor.route("**/admin/pages/**", lose)
    PageEditor(editor).field("title").press("End")
    PageEditor(editor).field("title").press_sequentially("のつづき")
    expect(editor.get_by_text(re.compile("停止しています")).filter(visible=True)).not_to_have_count(
        0
    )
    assert leaving_is_warned(editor)
    editor.unroute("**/admin/pages/**")
    with editor.expect_response(is_autosave) as answer:
        PageEditor(editor).field("title").press_sequentially("き")
    assert answer.value.json()["success"]


def test_a_form_whose_sending_was_broken_off_can_be_sent_again(editor: Page, desk: str) -> None:
    saved_page(editor, desk, "home/contentpage", "題")
    with editor.expect_response(is_autosave):
        PageEditor(editor).field("summary").fill("概要の文です。")
    editor.route(
        "**/admin/pages/**",
        lambda route: route.abort("aborted") if is_form(route.request) else route.continue_(),
    )
    with editor.expect_event("requestfailed", is_form):
        editor.evaluate("document.querySelector('[data-edit-form]').requestSubmit()")
    editor.unroute("**/admin/pages/**")
    editor.keyboard.press("Escape")
    publish(editor)
    PageEditor(editor).arrive()
    assert page_state(editor, desk)["live"]


def test_publishing_during_a_save_leaves_no_newer_draft(editor: Page, desk: str) -> None:
    saved_page(editor, desk, "home/contentpage", "題")
    with editor.expect_response(is_autosave):
        PageEditor(editor).field("summary").fill("概要の文です。")
    held = write_while_saving(editor, "あい", "うえ")
    sent: list[Request] = []
    editor.on("request", lambda request: sent.append(request) if is_form(request) else None)
    editor.evaluate("window.leftOver = true")
    publish(editor)
    assert sent == []
    held.let_go()
    PageEditor(editor).arrive()
    assert len(sent) == 1
    state = page_state(editor, desk)
    assert state == {"live": True, "has_unpublished_changes": False, "title": "題あいうえ"}


def test_a_date_stays_as_it_is_typed_and_is_told_in_words(editor: Page, desk: str) -> None:
    """The calendar once replaced 令和9年1月31日 by the present day when the field was left."""
    saved_page(editor, desk, "programs/programpage", "募集のある制度")
    form = PageEditor(editor)
    editor.get_by_role("tab", name="設定", exact=True).click()
    for name, typed, told in (
        ("review_by", "令和9年1月31日", "2027年1月31日（日）"),
        ("review_by", "１２月１日", "年も入力"),
        ("review_by", "2027/2/28", "2027年2月28日（日）"),
    ):
        form.field(name).fill("")
        form.field(name).press_sequentially(typed)
        expect(editor.locator(f"[name={name}] + .date-understood")).to_contain_text(told)
        form.field(name).blur()
        expect(form.field(name)).to_have_value(typed)


def test_moments_of_windows_stay_as_they_are_typed(editor: Page, desk: str) -> None:
    saved_page(editor, desk, "programs/programpage", "日時のある制度")
    form = PageEditor(editor)
    editor.locator("#id_windows-ADD").click()
    for name, typed, told in (
        ("windows-0-closes_at", "令和９年１月３１日 17:00", "2027年1月31日（日）17:00"),
        ("windows-0-opens_at", "１２月１日", "年も入力"),
    ):
        form.field(name).press_sequentially(typed)
        expect(editor.locator(f"[name={name}] + .date-understood")).to_contain_text(told)
        form.field(name).blur()
        expect(form.field(name)).to_have_value(typed)


def test_a_schedule_stays_as_it_is_typed_and_names_its_last_day(editor: Page, desk: str) -> None:
    saved_page(editor, desk, "home/contentpage", "公開終了のあるページ")
    editor.locator("[data-side-panel-toggle=status]").click()
    editor.locator("[data-a11y-dialog-show=schedule-publishing-dialog]").click()
    field = PageEditor(editor).field("expire_at")
    for typed, told in (("令和９年３月３１日", "2027年3月31日（水）24:00"), ("３月末", "読み取れ")):
        field.fill("")
        field.press_sequentially(typed)
        line = editor.locator("[name=expire_at] + .date-understood")
        expect(line).to_contain_text(told, timeout=8000)
        field.blur()
        expect(field).to_have_value(typed)


def is_form(request: Request) -> bool:
    return request.method == "POST" and request.resource_type == "document"


def posted(response: Response) -> str:
    return (response.request.post_data_buffer or b"").decode(errors="replace")


def leaving_is_warned(page: Page) -> bool:
    """Whether the browser would ask before it leaves."""
    return bool(
        page.evaluate(
            """() => {
              const event = new Event("beforeunload", {cancelable: true});
              window.dispatchEvent(event);
              return event.defaultPrevented;
            }"""
        )
    )


def publish(page: Page) -> None:
    """Press “publish”, which stands in the menu beside “save draft”."""
    PageEditor(page).open_actions()
    page.locator("[name=action-publish]").click(no_wait_after=True)


def page_state(page: Page, desk: str) -> dict[str, Any]:
    """Return what the admin says of the page that was published last."""
    found = page.request.get(f"{desk}/admin/api/main/pages/?order=-id&limit=1&fields=*").json()
    item = found["items"][0]
    status = item["meta"]["status"]
    return {
        "live": status["live"],
        "has_unpublished_changes": status["has_unpublished_changes"],
        "title": item["title"],
    }


@pytest.mark.parametrize("kind", TYPES)
def test_a_start_without_a_title_leaves_nothing_behind(editor: Page, desk: str, kind: str) -> None:
    """Nothing is sent, and no error told, before there is a title: then one page is made."""
    asked = f"{desk}/admin/api/main/pages/?slug={TYPES[kind]}&locale=ja"
    (parent,) = editor.request.get(asked).json()["items"]
    editor.goto(f"{desk}/admin/pages/add/{kind}/{parent['id']}/")
    sent: list[Request] = []
    editor.on("request", lambda request: sent.append(request) if is_autosave(request) else None)
    title = PageEditor(editor).field("title")
    title.click()
    title.press("Tab")
    seen = "window.seen = 0; addEventListener('w-unsaved:add', () => window.seen++, true)"
    editor.evaluate(seen)
    summary = editor.locator("textarea[name]:not([hidden])").first
    summary.fill("文")
    editor.wait_for_function("window.seen > 0")
    summary.fill("")
    title.fill(" ")
    with editor.expect_response(is_autosave) as answer:
        title.fill("書き始めた題")
    assert answer.value.json()["success"]
    assert len(sent) == 1
    assert "書き始めた題" in posted(answer.value)


def test_a_title_typed_when_wagtail_takes_the_form_for_unchanged_is_saved(
    editor: Page, desk: str
) -> None:
    """Two seconds after loading it does so, and more than once: here just after a key."""
    asked = f"{desk}/admin/api/main/pages/?slug=about&locale=ja"
    (parent,) = editor.request.get(asked).json()["items"]
    editor.goto(f"{desk}/admin/pages/add/home/contentpage/{parent['id']}/")
    seen = "window.seen = 0; addEventListener('w-unsaved:add', () => window.seen++, true)"
    editor.evaluate(seen)
    PageEditor(editor).field("summary").fill("文")
    editor.wait_for_function("window.seen > 0")
    with editor.expect_response(is_autosave) as answer:
        editor.evaluate(
            """() => {
              const form = document.querySelector("[data-edit-form]");
              form.elements.namedItem("title").value = "すぐに書いた題";
              const { app } = window.wagtail;
              app.getControllerForElementAndIdentifier(form, "w-unsaved").setInitialFormData();
            }"""
        )
    assert answer.value.json()["success"]
    assert "すぐに書いた題" in posted(answer.value)
