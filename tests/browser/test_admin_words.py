"""Whoever works in Japanese meets no English: in menus, dialogues, panels, messages, sign-in."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.page_editor import PageEditor, sign_in
from tests.browser.seed import PASSWORD
from tests.browser.site_server import Installation, serve_development
from tests.browser.spoken import english_in, texts_of
from tests.browser.test_writing import label_of

pytestmark = [pytest.mark.browser, pytest.mark.long]

OpenPage = Callable[..., Page]
SignedIn = Callable[[str, str], Page]

#: Where an installation keeps what people wrote, in either language.
WRITTEN = """
    select title from wagtailcore_page where depth > 1 union
    select object_str from wagtailcore_revision union
    select draft_title from wagtailcore_page union select text from search_askedquestion union
    select title from media_image union select title from media_document union
    select name_en from content_city union select name_en from content_country union
    select name_en from content_sector union select name_en from content_organisation union
    select acronym from content_organisation union select name_en from content_term union
    select username from accounts_user union select email from accounts_user
"""
SCREENS = [
    "",
    "pages/",
    "pages/search/?q=見本",
    "reports/locked/",
    "reports/workflow/",
    "reports/workflow_tasks/",
    "reports/site-history/",
    "reports/aging-pages/",
    "reports/page-types-usage/",
    "localize/reports/translations/",
    "reports/questions/",
    "reports/files-without-text/",
    "images/",
    "documents/",
    "redirects/",
    "users/",
    "groups/",
    "sites/",
    "collections/",
    "workflows/list/",
    "searchpicks/",
    "account/",
    "locales/",
    "locales/new/",
    "workflows/add/",
    "groups/new/",
    "groups/edit/1/",
]
PAGE_SCREENS = [
    "history/",
    "copy/",
    "delete/",
    "unpublish/",
    "move/",
    "usage/",
    "workflow_history/",
    "revisions/compare/earliest...latest/",
]
BULK = ["publish", "unpublish", "move", "delete"]


class Desk:
    """A site of its own, and what people wrote on it."""

    def __init__(self, address: str, installation: Installation) -> None:
        self.address = address
        with sqlite3.connect(installation.folder / "db.sqlite3") as database:
            rows = database.execute(WRITTEN).fetchall()
        self.written = frozenset(text for (text,) in rows if text)

    def page_at(self, page: Page, slug: str) -> int:
        asked = f"{self.address}/admin/api/main/pages/?slug={slug}&locale=ja"
        (found,) = page.request.get(asked).json()["items"]
        return int(found["id"])


@pytest.fixture(scope="module")
def desk(
    seeded_installation: Installation, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    installation = seeded_installation.copy(tmp_path_factory.mktemp("words") / "site")
    with serve_development(installation) as address:
        yield Desk(address, installation)


class Reader:
    """Reads screens, and keeps each English text with the screen on which it stands."""

    def __init__(self, page: Page, desk: Desk) -> None:
        self.page, self.desk = page, desk
        self.english: dict[str, str] = {}

    def read(self, where: str) -> None:
        for text in english_in(texts_of(self.page), self.desk.written):
            self.english.setdefault(text, where)

    def open(self, path: str) -> None:
        answer = self.page.goto(f"{self.desk.address}/admin/{path}")
        assert answer is not None
        assert answer.status == 200, path
        self.read(path)

    def press(self, selector: str, shown: str) -> None:
        """Press something, and read the screen when what it opens is there."""
        self.page.locator(selector).first.click()
        self.page.locator(shown).first.wait_for()
        self.read(selector)


@pytest.fixture
def reader(desk: Desk, signed_in: SignedIn) -> Reader:
    return Reader(signed_in(desk.address, "administrator"), desk)


def test_signing_in_and_asking_for_a_new_password(desk: Desk, open_page: OpenPage) -> None:
    reader = Reader(open_page(locale="ja"), desk)
    reader.open("login/")
    for name in ("username", "password"):
        reader.page.locator(f"[name={name}]").fill("wrong")
    with reader.page.expect_navigation():
        reader.page.locator("form [type=submit]").click()
    reader.read("after a wrong password")
    reader.open("password_reset/")
    reader.page.locator("[name=email]").fill("nobody@example.org")
    with reader.page.expect_navigation():
        reader.page.locator("form [type=submit]").click()
    reader.read("after asking")
    reader.open("password_reset/confirm/MQ/abc-def/")
    assert reader.english == {}
    assert PASSWORD not in reader.page.content()


@pytest.mark.parametrize("path", SCREENS)
def test_a_screen(reader: Reader, path: str) -> None:
    reader.open(path)
    for toggle in reader.page.locator("header .w-dropdown__toggle:visible").all():
        toggle.click()
        reader.read(f"{path}: menu")
        reader.page.keyboard.press("Escape")
    assert reader.english == {}


@pytest.mark.parametrize("name", PAGE_SCREENS)
def test_a_screen_about_a_page(reader: Reader, name: str) -> None:
    reader.open(f"pages/{reader.desk.page_at(reader.page, 'every-block')}/{name}")
    assert reader.english == {}


@pytest.mark.parametrize("action", BULK)
def test_a_question_before_much_is_done(reader: Reader, action: str) -> None:
    number = reader.desk.page_at(reader.page, "every-block")
    reader.open(f"bulk/wagtailcore/page/{action}/?id={number}&next=/admin/pages/")
    assert reader.english == {}


def test_the_explorer_its_menus_and_its_bar(reader: Reader) -> None:
    reader.open(f"pages/{reader.desk.page_at(reader.page, 'about')}/")
    menu = reader.page.locator("tbody .w-dropdown__toggle").first
    menu.click()
    expect(menu).to_have_attribute("aria-expanded", "true")
    reader.read("menu of a row")
    reader.page.keyboard.press("Escape")
    reader.page.locator("tbody input[type=checkbox]").first.check()
    expect(reader.page.locator("[data-bulk-action-footer]")).to_be_visible()
    reader.read("bar")
    assert reader.english == {}


def test_the_form_of_a_page_with_its_panels(reader: Reader) -> None:
    number = reader.desk.page_at(reader.page, "every-block")
    reader.open(f"pages/{number}/edit/")
    for panel in ("status", "checks", "comments"):
        toggle = f"[data-side-panel-toggle={panel}]"
        reader.press(toggle, f"[data-side-panel={panel}]")
    reader.page.locator("[data-side-panel-toggle=comments]").click()
    for tab in reader.page.locator("main [role=tab]").all():
        tab.click()
        reader.read("tab")
    reader.page.locator("footer .w-dropdown__toggle").click()
    reader.read("actions")
    assert reader.english == {}


def test_what_opens_within_the_form(reader: Reader) -> None:
    number = reader.desk.page_at(reader.page, "every-block")
    reader.open(f"pages/{number}/edit/")
    cell = reader.page.locator(".htCore tbody td").first
    cell.scroll_into_view_if_needed()
    cell.click(button="right")
    menu = reader.page.locator(".htContextMenu .htItemWrapper").first
    menu.wait_for()
    reader.read("the menu of a table")
    assert "上に行を挿入" in reader.page.locator(".htContextMenu").first.inner_text()
    reader.page.keyboard.press("Escape")
    reader.page.locator("[data-side-panel-toggle=status]").click()
    for dialog in ("set-privacy", "schedule-publishing-dialog"):
        reader.press(f"[data-a11y-dialog-show={dialog}]", f"#{dialog}:not([aria-hidden=true])")
        reader.page.keyboard.press("Escape")
    assert reader.english == {}


def test_the_preview_and_a_thread_of_comments(reader: Reader) -> None:
    number = reader.desk.page_at(reader.page, "every-block")
    reader.open(f"pages/{number}/edit/")
    page = reader.page
    reader.press("[data-side-panel-toggle=preview]", "#w-preview-iframe")
    reader.press("[data-side-panel-toggle=comments]", "[data-side-panel=comments]")
    field = page.locator("[data-field-wrapper]:has([name=summary])").first
    field.hover()
    field.locator("[data-comment-add]").click()
    page.locator(".comment textarea, .comment [contenteditable=true]").first.wait_for()
    reader.read("a new comment")
    page.keyboard.insert_text("ここを確かめてください。")
    page.locator(".comment [type=submit]").first.click()
    expect(page.locator(".comment").first).to_contain_text("ここを確かめてください。")
    reader.read("a comment")
    PageEditor(page).save()
    reader.read("saved with a comment")
    assert reader.english == {}


def test_a_link_and_its_kinds(reader: Reader) -> None:
    number = reader.desk.page_at(reader.page, "every-block")
    reader.open(f"pages/{number}/edit/")
    page = reader.page
    page.locator("[data-contentpath=body] .public-DraftEditor-content").first.click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+k")
    dialog = page.locator(".modal-dialog")
    dialog.locator("a[href*='external-link']").wait_for()
    reader.read("a link to a page")
    for kind in ("external", "anchor", "email", "phone"):
        dialog.locator(f"a[href*='{kind}-link']").click()
        form = dialog.locator(f"form[action*='{kind}-link']")
        form.wait_for()
        reader.read(f"a link: {kind}")
    assert reader.english == {}


@pytest.mark.parametrize("kind", ["image", "document"])
def test_a_chooser_with_its_tabs_and_a_refusal(reader: Reader, kind: str) -> None:
    reader.open(f"pages/add/home/contentpage/{reader.desk.page_at(reader.page, 'about')}/")
    page = reader.page
    prefix = PageEditor(page).add_block(label_of({"image": "image", "document": "file"}[kind]))
    page.locator(f"[id='{prefix}-{kind}-chooser'] [data-chooser-action-choose]").click()
    dialog = page.locator(".modal-dialog")
    dialog.locator("[role=tab]").first.wait_for()
    reader.read(f"{kind}: choosing")
    dialog.locator("[role=tab]").nth(1).click()
    upload = dialog.locator("form[data-chooser-modal-creation-form]")
    upload.locator("[type=submit]").click()
    upload.locator(".error-message").first.wait_for()
    reader.read(f"{kind}: refused")
    assert reader.english == {}


def test_what_is_refused_in_the_form_of_a_page(reader: Reader) -> None:
    number = reader.desk.page_at(reader.page, "every-block")
    reader.open(f"pages/{number}/edit/")
    PageEditor(reader.page).field("title").fill("")
    PageEditor(reader.page).open_actions()
    PageEditor(reader.page).press("[name=action-publish]")
    reader.page.locator(".messages").first.wait_for()
    reader.read("refused")
    assert reader.english == {}


def test_the_way_of_an_approval(desk: Desk, open_page: OpenPage) -> None:
    editor = Reader(open_page(locale="ja"), desk)
    sign_in(editor.page, desk.address, "editor")
    number = desk.page_at(editor.page, "deeper")
    editor.open(f"pages/{number}/edit/")
    PageEditor(editor.page).field("title").fill("承認を待つ題")
    PageEditor(editor.page).submit()
    editor.read("asked for approval")
    editor.open(f"pages/{number}/edit/")
    moderator = Reader(open_page(locale="ja"), desk)
    sign_in(moderator.page, desk.address, "moderator")
    moderator.read("dashboard")
    moderator.open(f"pages/{number}/edit/")
    moderator.page.locator("footer .w-dropdown__toggle").click()
    action = "[data-workflow-action-name=reject]"
    moderator.press(action, ".modal-dialog [name=comment]")
    moderator.page.locator(".modal-dialog [name=comment]").fill("出典を加えてください。")
    with moderator.page.expect_navigation():
        moderator.page.locator(".modal-dialog [type=submit]").click()
    moderator.read("sent back")
    expect(moderator.page.locator(".messages")).to_contain_text("差し戻しました")
    editor.open(f"pages/{number}/edit/")
    expect(editor.page.locator(".messages")).to_contain_text("出典を加えてください。")
    with editor.page.expect_navigation():
        editor.page.locator(".messages [form=page-edit-form]").click()
    editor.read("asked again")
    moderator.open(f"pages/{number}/edit/")
    main = moderator.page.locator("footer [data-workflow-action-name]:visible").first
    with moderator.page.expect_navigation():
        main.click()
    expect(moderator.page.locator(".messages")).to_contain_text("承認し、公開しました")
    moderator.read("approved")
    assert {**editor.english, **moderator.english} == {}
