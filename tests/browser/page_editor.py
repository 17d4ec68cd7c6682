"""The admin as somebody with a mouse and a keyboard uses it."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.seed import PASSWORD

CONFIRM = "#w-save-confirmation-dialog [data-w-dialog-target=confirm]"
ANEW = "window.leftOver === undefined && document.readyState === 'complete'"
CHOICES = "[data-chooser-modal-choice], a.choose-page"


def sign_in(page: Page, site: str, name: str) -> None:
    """Sign in and arrive at the dashboard."""
    page.goto(f"{site}/admin/login/")
    page.locator("[name=username]").fill(name)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("form [type=submit]").click()
    page.wait_for_url(f"{site}/admin/")


class PageEditor:
    """The form in which a page is written; blocks are named by their prefix, ``body-0-value``."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def body(self) -> Locator:
        return self.page.locator(
            "[data-contentpath=body] [data-streamfield-stream-container]"
        ).first

    def field(self, name: str) -> Locator:
        """Return a form field by its name."""
        return self.page.locator(f"[name='{name}']")

    def fill(self, prefix: str, **texts: str) -> None:
        """Write into fields of a block."""
        for name, text in texts.items():
            self.field(f"{prefix}-{name}").fill(text)

    def open_chooser(self) -> None:
        """Open the list of blocks at the end of the body."""
        self.body.locator("> div > .c-sf-add-button").last.click()

    def add_block(self, label: str) -> str:
        """Add a block at the end of the body by its label in the chooser; return its prefix."""
        blocks = self.body.locator("> [data-streamfield-child]")
        number = blocks.count()
        self.open_chooser()
        options = self.page.locator(".w-combobox__option:visible")
        options.filter(has_text=re.compile(rf"^\s*{re.escape(label)}\s*$")).click()
        expect(blocks).to_have_count(number + 1)
        return f"body-{number}-value"

    def write(self, field: str, text: str) -> None:
        """Write into a rich text field."""
        around = self.field(field).locator("xpath=ancestor::*[@data-field-input][1]")
        area = around.locator("[contenteditable=true]")
        area.click()
        self.page.keyboard.insert_text(text)
        expect(area).to_contain_text(text)

    def choose(self, field: str, title: str) -> None:
        """Choose a picture, a file or a page from the library by its title."""
        self.page.locator(f"[id='{field}-chooser'] [data-chooser-action-choose]").click()
        dialog = self.page.locator(".modal-dialog")
        with self.page.expect_response(lambda response: "q=" in response.url):
            dialog.locator("[name=q]").fill(title)
        dialog.locator(CHOICES).filter(has_text=title).first.click()
        expect(dialog).to_be_hidden()
        expect(self.field(field)).not_to_have_value("")

    def choose_first(self, field: str) -> None:
        """Choose the first of what the library offers."""
        self.page.locator(f"[id='{field}-chooser'] [data-chooser-action-choose]").click()
        self.page.locator(".modal-dialog").locator(CHOICES).first.click()
        expect(self.field(field)).not_to_have_value("")

    def write_table(self, prefix: str, caption: str, rows: list[list[str]]) -> None:
        """Fill a table whose first row is its header."""
        self.page.locator(f"[id='{prefix}-table-header-choice']").select_option("row")
        self.page.locator(f"[id='{prefix}-handsontable-col-caption']").fill(caption)
        cells = self.page.locator(f"[id='{prefix}-handsontable-container'] .ht_master tbody tr")
        for row, texts in enumerate(rows):
            for column, text in enumerate(texts):
                cell = cells.nth(row).locator("td").nth(column)
                cell.dblclick()
                self.page.keyboard.insert_text(text)
                self.page.keyboard.press("Enter")
                expect(cell).to_have_text(text)

    def press(self, button: str) -> None:
        """Press a button of the form, and wait for the page that answers.

        Where the form had just saved by itself, Wagtail asks whether to go on.
        """
        self.page.evaluate("window.leftOver = true")
        self.page.locator(button).first.click()
        self.arrive()

    def arrive(self) -> None:
        """Wait for the page that answers a button, and go on where Wagtail asks whether to."""
        confirm = self.page.locator(CONFIRM)
        self.page.wait_for_function(
            "(asked) => window.leftOver === undefined"
            " || document.querySelector(asked)?.checkVisibility()",
            arg=CONFIRM,
        )
        if confirm.is_visible():
            confirm.click()
        self.page.wait_for_function(ANEW)

    def save(self) -> None:
        """Save a draft."""
        self.press(".action-save")

    def open_actions(self) -> None:
        """Open the menu beside the button that saves."""
        self.page.locator("footer .w-dropdown__toggle").click()

    def submit(self) -> None:
        """Submit for moderation."""
        self.open_actions()
        self.press("[name=action-submit]")

    def approve(self, comment: str) -> None:
        """Approve what was submitted, with a comment."""
        self.open_actions()
        action = "[data-workflow-action-name=approve][data-workflow-action-modal-url]"
        self.page.locator(action).click()
        dialog = self.page.locator(".modal-dialog")
        dialog.locator("[name=comment]").fill(comment)
        with self.page.expect_navigation():
            dialog.locator("[type=submit]").click()

    def preview(self) -> Locator:
        """Open the preview beside the form; return what it shows."""
        self.page.locator("[data-side-panel-toggle=preview]").click()
        return self.page.frame_locator("#w-preview-iframe").locator("main")

    def translate(self) -> None:
        """Begin the translation on the form for that; arrive at the first language's editor."""
        form = self.page.locator("main form")
        form.locator("[name=locales]").first.check()
        with self.page.expect_navigation():
            form.locator("[type=submit]").last.click()
