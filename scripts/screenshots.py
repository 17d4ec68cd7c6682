"""Takes the pictures of the editors' guides and of the README: ``python -m scripts.screenshots``.

Starts a site of its own from the opening content, with a database that is thrown away, and writes
in it as an editor, a moderator and a translator do, once in Japanese and once in English.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import django
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
django.setup()

from django.utils.translation import override  # noqa: E402

from content.blocks import BodyStreamBlock  # noqa: E402
from tests.browser.conftest import CHROMIUM_ARGUMENTS, PATIENCE, chromium_path  # noqa: E402
from tests.browser.page_editor import PageEditor, sign_in  # noqa: E402
from tests.browser.site_server import Installation, serve_development  # noqa: E402

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
SIZE = {"width": 1280, "height": 860}
SITE_SIZE = {"width": 1280, "height": 1240}
QUALITY = 72
COLOURS = 128

#: Accounts of the throw-away site, with names, in the language that the pictures are taken in.
PREPARE = """
from wagtail.users.models import UserProfile
from accounts.models import User
from tests.browser.seed import create_users
create_users()
for user in User.objects.all():
    UserProfile.objects.update_or_create(user=user, defaults={{"preferred_language": "{language}"}})
"""


@dataclass(frozen=True)
class Words:
    """What the editor of the pictures writes."""

    language_name: str
    title: str
    summary: str
    heading: str
    text: str
    caption: str
    figure: str
    unit: str
    source: str
    comment: str


WORDS = {
    "ja": Words(
        language_name="日本語",
        title="都市間連携を始めるには",
        summary="相手の都市を見つけてから最初の訪問までの流れを紹介します。",
        heading="相手の都市を見つける",
        text="国際ネットワークの一覧から、取り組む分野が近い都市を探します。",
        caption="図1　連携のかたち",
        figure="参加した自治体",
        unit="自治体",
        source="見本市の資料",
        comment="確認しました。",
    ),
    "en": Words(
        language_name="English",
        title="How to begin city-to-city cooperation",
        summary="From finding a partner city to the first visit.",
        heading="Finding a partner city",
        text="Look in the list of networks for cities that work in the same sector.",
        caption="Figure 1: the shape of cooperation",
        figure="Municipalities taking part",
        unit="municipalities",
        source="Records of Sample City",
        comment="Checked.",
    ),
}


class Album:
    """Takes pictures of one language's admin."""

    def __init__(self, browser: Browser, site: str, language: str) -> None:
        self.browser = browser
        self.site = site
        self.language = language
        self.words = WORDS[language]

    def window(self, name: str | None = None) -> Page:
        """Open a window of its own, signed in as somebody."""
        context = self.browser.new_context(
            viewport=SIZE, locale=self.language, reduced_motion="reduce", timezone_id="Asia/Tokyo"
        )
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        if name:
            sign_in(page, self.site, name)
        return page

    def shoot(self, page: Page, name: str) -> None:
        """Keep what a window shows, in few bytes."""
        page.wait_for_load_state("networkidle")
        page.evaluate("document.activeElement.blur(); scrollTo(0, scrollY); document.fonts.ready")
        self.keep(page, IMAGES / self.language / f"{name}.webp")

    def shoot_site(self, page: Page) -> None:
        """Keep the public site's front page, as the README shows it."""
        page.set_viewport_size(SITE_SIZE)
        page.goto(f"{self.site}/{self.language}/", wait_until="networkidle")
        self.keep(page, IMAGES / f"site-{self.language}.png")

    def keep(self, page: Page, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        with Image.open(BytesIO(page.screenshot(animations="disabled", caret="hide"))) as picture:
            shown = picture.convert("RGB")
        if path.suffix == ".png":
            shown.quantize(COLOURS).save(path, optimize=True)
        else:
            shown.save(path, quality=QUALITY, method=6)

    def label(self, block: str) -> str:
        with override(self.language):
            return str(BodyStreamBlock().child_blocks[block].label)

    def begin_page(self, page: Page) -> PageEditor:
        """Go down the tree of pages to the form of a new page below "about"."""
        page.goto(f"{self.site}/{self.language}/about/")
        about = page.locator("h1").inner_text()
        page.goto(f"{self.site}/admin/pages/")
        row(page, f"/{self.language}/").locator("td.children a").click()
        expect(page.locator("main tr").filter(has_text=about)).to_be_visible()
        self.shoot(page, "pages")
        page.locator("main td a").get_by_text(about).first.click()
        edit = page.url
        page.goto(edit.replace("/edit/", "/add_subpage/"))
        return PageEditor(page)

    def write(self) -> str:
        """Write, make a mistake, mend it, look at it and submit it; return the form's address."""
        page = self.window("editor")
        editor = self.begin_page(page)
        editor.field("title").fill(self.words.title)
        editor.field("summary").fill(self.words.summary)
        heading = editor.add_block(self.label("heading"))
        editor.fill(heading, text=self.words.heading)
        editor.write(editor.add_block(self.label("rich_text")), self.words.text)
        self.choose_block(page, editor)
        editor.choose_first(f"{editor.add_block(self.label('image'))}-image")
        editor.fill("body-2-value", caption=self.words.caption)
        self.shoot_at(page, editor.field("body-2-value-caption"), "picture")
        figure = editor.add_block(self.label("key_figure"))
        editor.fill(figure, label=self.words.figure, value="31", unit=self.words.unit)
        editor.fill(figure, as_of="2014/3", source_name=self.words.source)
        editor.save()
        self.shoot_at(page, editor.field(f"{figure}-as_of"), "mistake")
        editor.field(f"{figure}-as_of").fill("2014-03")
        editor.save()
        address = page.url
        page.goto(f"{self.site}/admin/")
        self.shoot(page, "dashboard")
        page.goto(address)
        expect(editor.preview()).to_contain_text(self.words.text)
        self.shoot(page, "preview")
        page.locator("[data-side-panel-toggle=preview]").click()
        page.locator("#page-edit-form [role=tab]").last.click()
        self.shoot(page, "care")
        page.locator("#page-edit-form [role=tab]").first.click()
        editor.open_actions()
        self.shoot(page, "submit")
        editor.press("[name=action-submit]")
        self.library(page)
        return address

    def choose_block(self, page: Page, editor: PageEditor) -> None:
        editor.open_chooser()
        page.locator(".w-combobox__option-preview").nth(2).click()
        preview = page.frame_locator(".w-combobox-preview iframe, .w-combobox iframe")
        preview.locator("img").first.wait_for()
        self.shoot(page, "blocks")
        page.keyboard.press("Escape")

    def library(self, page: Page) -> None:
        page.goto(f"{self.site}/admin/images/")
        page.locator("main li a[href*='/admin/images/']").first.click()
        self.shoot(page, "image")
        page.goto(f"{self.site}/admin/snippets/content/city/")
        self.shoot(page, "vocabulary")

    def moderate(self, address: str) -> None:
        """See what waits, approve it; look at the settings and at what a deletion says."""
        page = self.window("moderator")
        self.shoot(page, "moderator")
        page.goto(address)
        editor = PageEditor(page)
        editor.open_actions()
        self.shoot(page, "review")
        page.keyboard.press("Escape")
        page.reload()
        editor.approve(self.words.comment)
        page.goto(f"{self.site}/admin/settings/home/sitesettings/")
        self.shoot(page, "settings")
        page.goto(f"{self.site}/admin/snippets/content/city/?q=Seoul")
        page.locator("main td a[href*='/edit/']").first.click()
        page.goto(page.url.replace("/edit/", "/delete/"))
        self.shoot(page, "deleting")

    def translate(self, address: str) -> None:
        """Begin the page's translation."""
        page = self.window("translator")
        start = address.replace("/pages/", "/localize/submit/page/").removesuffix("edit/")
        page.goto(start)
        PageEditor(page).translate()
        self.shoot(page, "translation")

    def shoot_at(self, page: Page, field: Locator, name: str) -> None:
        """Show a field in the middle of the window."""
        field.evaluate("(element) => element.scrollIntoView({block: 'center'})")
        self.shoot(page, name)


def row(page: Page, address: str) -> Locator:
    """Return the row of the list of pages whose page is public at an address."""
    return page.locator("main tr").filter(has=page.locator(f"a[href$='{address}']"))


def take_all(language: str, say: Callable[[str], None]) -> None:
    """Take every picture of one language."""
    with tempfile.TemporaryDirectory() as folder:
        installation = Installation(Path(folder))
        say(f"{language}: preparing a site")
        installation.run("manage.py", "migrate", "--verbosity", "0")
        installation.run("manage.py", "load_opening_content", "--verbosity", "0")
        installation.run("manage.py", "shell", "-v", "0", "-c", PREPARE.format(language=language))
        with serve_development(installation) as site, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium_path(), args=CHROMIUM_ARGUMENTS
            )
            expect.set_options(timeout=PATIENCE)
            album = Album(browser, site, language)
            say(f"{language}: taking pictures")
            album.shoot_site(album.window())
            address = album.write()
            album.moderate(address)
            album.translate(address)
            browser.close()


def main() -> None:
    if not chromium_path():
        sys.exit("Chromium is not installed (Debian: apt-get install chromium fonts-noto-cjk).")
    for language in sys.argv[1:] or WORDS:
        take_all(language, print)
    total = sum(path.stat().st_size for path in IMAGES.rglob("*.*"))
    print(f"{IMAGES}: {total // 1024} KB")


if __name__ == "__main__":
    main()
