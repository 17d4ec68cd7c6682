"""From an editor's first word to the reader: written, previewed, submitted, approved, public."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils.translation import override
from playwright.sync_api import Page, expect

from content.blocks import BodyStreamBlock
from tests.browser.page_editor import PageEditor, sign_in

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]

TITLE = "都市間連携の手引き"


def label_of(block: str) -> str:
    """Return the name of a block as the Japanese admin shows it."""
    with override("ja"):
        return str(BodyStreamBlock().child_blocks[block].label)


def fill_heading(editor: PageEditor, prefix: str) -> None:
    editor.fill(prefix, text="連携のはじめかた")


def fill_rich_text(editor: PageEditor, prefix: str) -> None:
    editor.write(prefix, "はじめに、相手の都市の課題を伺います。")


def fill_image(editor: PageEditor, prefix: str) -> None:
    editor.choose(f"{prefix}-image", "試験用の図")
    editor.fill(prefix, alt_text="二つの都市を結ぶ弧", caption="図1　連携のかたち")


def fill_quote(editor: PageEditor, prefix: str) -> None:
    editor.fill(prefix, text="顔の見える関係が力になります。", attribution="見本市の担当者")


def fill_table(editor: PageEditor, prefix: str) -> None:
    editor.write_table(prefix, "会員の状況", [["区分", "団体数", "備考"], ["都市", "31", "市と町"]])


def fill_file(editor: PageEditor, prefix: str) -> None:
    editor.choose(f"{prefix}-document", "見本の手引き")
    editor.fill(prefix, label="手引きの全文")


def fill_link_list(editor: PageEditor, prefix: str) -> None:
    editor.fill(prefix, title="関連する窓口")
    editor.fill(f"{prefix}-links-0-value", url="https://www.example.org/", text="見本の窓口")


def fill_key_figure(editor: PageEditor, prefix: str) -> None:
    editor.fill(
        prefix, label="参加世帯", value="18000", unit="世帯", as_of="2014-13", source_name="見本市"
    )


def fill_notice(editor: PageEditor, prefix: str) -> None:
    editor.fill(prefix, title="募集期間にご注意ください")
    editor.write(f"{prefix}-text", "締切は日本時間です。")


def fill_contact(editor: PageEditor, prefix: str) -> None:
    editor.fill(prefix, organisation="見本市 環境国際部", email="name@example.org")


def fill_related_pages(editor: PageEditor, prefix: str) -> None:
    editor.choose(f"{prefix}-pages-0-value", "シティネット")


def fill_steps(editor: PageEditor, prefix: str) -> None:
    editor.fill(prefix, title="申請の流れ")
    editor.fill(f"{prefix}-steps-0-value", title="窓口への相談")


FILL = {
    "heading": fill_heading,
    "rich_text": fill_rich_text,
    "image": fill_image,
    "quote": fill_quote,
    "table": fill_table,
    "file": fill_file,
    "link_list": fill_link_list,
    "key_figure": fill_key_figure,
    "notice": fill_notice,
    "contact": fill_contact,
    "related_pages": fill_related_pages,
    "steps": fill_steps,
}
#: What a reader must find of each block.
READ = {
    "heading": ("h2", "連携のはじめかた"),
    "rich_text": (".prose p", "はじめに、相手の都市の課題を伺います。"),
    "image": ("figure.picture figcaption", "図1　連携のかたち"),
    "quote": ("blockquote", "顔の見える関係が力になります。"),
    "table": ("table td", "31"),
    "file": (".downloads a", "手引きの全文"),
    "link_list": (".links a[href='https://www.example.org/']", "見本の窓口"),
    "key_figure": ("figure.figure", "18,000"),
    "notice": (".notice", "締切は日本時間です。"),
    "contact": (".contact a[href^='mailto:']", "name@example.org"),
    "related_pages": (".links a[href*='/ja/networks/']", "シティネット"),
    "steps": (".steps li", "窓口への相談"),
}


def test_the_journey_knows_every_block() -> None:
    assert set(BodyStreamBlock().child_blocks) == set(FILL) == set(READ)


MISTAKEN = "body-7-value-as_of"


def begin_page(page: Page, desk: str) -> None:
    """Go down the tree of pages to "about", and open the form of a new page below it."""
    page.goto(f"{desk}/ja/about/")
    title = page.locator("h1").inner_text()
    page.goto(f"{desk}/admin/pages/")
    for row in ("日本語", title):
        page.locator("main tr").filter(has_text=row).locator("td.children a").click()
    expect(page.locator("h1")).to_contain_text(title)
    page.locator("header a[href$='/add_subpage/']").first.click()
    PageEditor(page).field("title").wait_for()


def written(page: Page) -> dict[str, str]:
    """Return what an editor wrote and chose in the title and the body, by field."""
    found: dict[str, str] = page.evaluate(
        """() => Object.fromEntries(
          [...document.querySelectorAll("[name=title], [name^=body-]")]
            .filter((field) => /^title$|^body-[0-9]+-value/.test(field.name))
            .filter((field) => !/-(id|order|type|deleted|count)$/.test(field.name))
            .map((field) => {
              const around = field.closest("[data-field-input]");
              const text = around && around.querySelector("[contenteditable=true]");
              return [field.name, text ? text.textContent : field.value];
            }))"""
    )
    return found


def test_a_page_with_every_block_from_first_word_to_reader(desk: str, open_page: OpenPage) -> None:
    failures: list[str] = []
    page = open_page(locale="ja")
    page.on(
        "response",
        lambda response: failures.append(response.url) if response.status >= 500 else None,
    )
    sign_in(page, desk, "editor")
    expect(page.locator("html")).to_have_attribute("lang", "ja")
    begin_page(page, desk)
    editor = PageEditor(page)
    editor.field("title").fill(TITLE)
    for name, fill in FILL.items():
        fill(editor, editor.add_block(label_of(name)))

    before = written(page)
    editor.save()
    expect(page.locator(f"[id='{MISTAKEN}-errors']")).to_be_visible()
    expect(page.locator(f"[id='{MISTAKEN}-errors']")).not_to_be_empty()
    assert written(page) == before
    assert set(before.values()) >= {
        TITLE,
        "二つの都市を結ぶ弧",
        "はじめに、相手の都市の課題を伺います。",
    }
    editor.field(MISTAKEN).fill("2014-03")
    editor.save()
    expect(page.locator(f"[id='{MISTAKEN}-errors'] .error-message")).to_have_count(0)
    address = page.url

    preview = editor.preview()
    for _selector, text in READ.values():
        expect(preview).to_contain_text(text)
    expect(page.locator("[name=action-publish]")).to_have_count(0)
    editor.submit()

    reader = open_page(locale="ja")
    reader.goto(f"{desk}/ja/about/")
    expect(reader.get_by_role("link", name=TITLE)).to_have_count(0)

    moderator = open_page(locale="ja")
    sign_in(moderator, desk, "moderator")
    moderator.get_by_role("link", name=TITLE).first.click()
    moderator.wait_for_url(address)
    PageEditor(moderator).approve("確認しました。")

    reader.reload()
    reader.get_by_role("link", name=TITLE).click()
    expect(reader.locator("h1")).to_have_text(TITLE)
    for block, (selector, text) in READ.items():
        shown = reader.locator(f"main {selector}").filter(has_text=text)
        expect(shown.first, block).to_be_visible()
    picture = reader.locator("figure.picture img")
    expect(picture).to_have_attribute("alt", "二つの都市を結ぶ弧")
    expect(reader.locator("table th[scope=col]")).to_have_count(3)
    assert failures == []


def test_a_translator_begins_a_translation_and_nothing_becomes_public(
    desk: str, open_page: OpenPage
) -> None:
    page = open_page(locale="ja")
    page.goto(f"{desk}/ja/about/only-japanese/")
    title = page.locator("h1").inner_text()
    sign_in(page, desk, "translator")
    page.get_by_role("link", name=title).first.click()
    start = page.url
    PageEditor(page).translate()
    expect(page).not_to_have_url(start)
    expect(page.locator(".messages .error, .error-message")).to_have_count(0)
    response = open_page().goto(f"{desk}/en/about/only-japanese/")
    assert response is not None
    assert response.status == 404


def test_the_admin_speaks_english_to_whoever_asks(desk: str, open_page: OpenPage) -> None:
    page = open_page(locale="ja")
    sign_in(page, desk, "administrator")
    page.goto(f"{desk}/admin/account/")
    page.locator("[name$=first_name]").fill("Hanako")
    page.locator("[name$=last_name]").fill("Mihon")
    page.locator("[name$=preferred_language]").select_option("en")
    with page.expect_navigation():
        page.locator("main form [type=submit]").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.goto(f"{desk}/admin/")
    page.locator("a[href$='/admin/images/']").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    shown = page.locator("nav, header").all_inner_texts()
    assert not [text for text in shown if any("\u3040" <= sign <= "\u30ff" for sign in text)]


def test_an_entry_that_is_missing_is_added_beside_the_boxes(desk: str, open_page: OpenPage) -> None:
    page = open_page(locale="ja")
    sign_in(page, desk, "moderator")
    asked = f"{desk}/admin/api/main/pages/?slug=measures&locale=ja"
    (parent,) = page.request.get(asked).json()["items"]
    page.goto(f"{desk}/admin/pages/add/measures/measurepage/{parent['id']}/")
    form = PageEditor(page)
    form.field("title").fill("分野を足す")
    boxes = page.locator("hashi-boxes[data-name=sectors]")
    boxes.locator("input").first.check()
    boxes.locator(":scope > button").click()
    added = page.locator(".modal-dialog form[data-chooser-modal-creation-form]")
    for name, text in (("code", "noise"), ("name_ja", "騒音"), ("name_en", "Noise")):
        added.locator(f"[name$='-{name}']").fill(text)
    added.locator("[type=submit]").click()
    expect(boxes.get_by_label("騒音")).to_be_checked()
    form.save()
    expect(boxes.get_by_label("騒音")).to_be_checked()
    expect(boxes.locator("input").first).to_be_checked()
    expect(form.field("title")).to_have_value("分野を足す")
