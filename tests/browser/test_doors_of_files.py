"""Every door but the menu by which a file or a picture comes in: dropped, chosen, replaced, pasted.

At each, a good one arrives whole and can be used; a refused one says once, in Japanese, why and
what to do, and loses nothing that was typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.browser.page_editor import PageEditor, sign_in
from tests.browser.site_server import Installation, serve_development
from tests.browser.test_uploading import REFUSED, expect_one_message, payload, picture
from tests.browser.test_writing import label_of

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
KINDS = ("documents", "images")
#: The block that shows one of a kind, and the field in it.
BLOCKS = {"documents": ("file", "document"), "images": ("image", "image")}


@pytest.fixture(scope="module")
def desk(
    seeded_installation: Installation, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of a site of its own, because what comes in here stays."""
    installation = seeded_installation.copy(tmp_path_factory.mktemp("doors") / "site")
    with serve_development(installation) as address:
        yield address


@pytest.fixture
def page(desk: str, open_page: OpenPage) -> Iterator[Page]:
    """The dashboard of somebody who may change every file; no answer may be an error."""
    failures: list[str] = []
    page = open_page(locale="ja")
    page.on(
        "response",
        lambda response: failures.append(response.url) if response.status >= 500 else None,
    )
    sign_in(page, desk, "moderator")
    yield page
    assert failures == []


def drop(page: Page, target: Locator, paths: list[str]) -> None:
    """Drag files from the desktop onto something and let go, as the browser itself reports it."""
    target.scroll_into_view_if_needed()
    box = target.bounding_box()
    assert box is not None
    browser = page.context.new_cdp_session(page)
    place = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    data = {"items": [], "files": paths, "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        browser.send("Input.dispatchDragEvent", {"type": kind, **place, "data": data})


def good(kind: str, colour: str) -> FilePayload:
    """Return a file or a picture that is taken; of a picture, Wagtail asks about a second one."""
    text = payload(f"{colour}.txt", f"手引き{colour}です。".encode())
    return text if kind == "documents" else payload(f"{colour}.png", picture("PNG", colour))


def on_disk(folder: Path, files: list[FilePayload]) -> list[str]:
    for file in files:
        (folder / file["name"]).write_bytes(file["buffer"])
    return [str(folder / file["name"]) for file in files]


def content_of(page: Page, address: str) -> bytes:
    answer = page.request.get(address)
    assert answer.ok, address
    return answer.body()


@pytest.mark.parametrize("kind", KINDS)
def test_dropped(page: Page, desk: str, tmp_path: Path, kind: str) -> None:
    page.goto(f"{desk}/admin/{kind}/multiple/add/")
    files = [good(kind, "olive"), good(kind, "teal"), REFUSED[kind][0]]
    drop(page, page.locator(".drop-zone"), on_disk(tmp_path, files))
    expect(page.locator("#upload-list > li.upload-success")).to_have_count(2)
    refused = page.locator("#upload-list > li.upload-failure")
    expect(refused).to_have_count(1)
    expect_one_message(refused.locator(".error_messages"), kind)


@pytest.fixture
def form(page: Page, desk: str) -> PageEditor:
    """The form of a new page with a title; the page is saved by itself."""
    asked = f"{desk}/admin/api/main/pages/?slug=about&locale=ja"
    (parent,) = page.request.get(asked).json()["items"]
    page.goto(f"{desk}/admin/pages/add/home/contentpage/{parent['id']}/")
    editor = PageEditor(page)
    editor.field("title").fill("入口")
    return editor


@pytest.mark.parametrize("kind", KINDS)
def test_uploaded_where_it_is_chosen(form: PageEditor, desk: str, kind: str) -> None:
    page, (block, name) = form.page, BLOCKS[kind]
    prefix = form.add_block(label_of(block))
    page.locator(f"[id='{prefix}-{name}-chooser'] [data-chooser-action-choose]").click()
    dialog = page.locator(".modal-dialog")
    dialog.locator("[role=tab]").nth(1).click()
    upload = dialog.locator("form[data-chooser-modal-creation-form]")
    title = f"選ぶ所からの{block}"
    upload.locator("input[type=file]").set_input_files([REFUSED[kind][0]])
    upload.locator("[name$='-upload-title']").fill(title)
    upload.locator("[type=submit]").click()
    expect_one_message(upload.locator(".error-message"), kind)
    expect(upload.locator("[name$='-upload-title']")).to_have_value(title)
    upload.locator("input[type=file]").set_input_files([good(kind, "navy")])
    upload.locator("[name$='-upload-title']").fill(title)
    upload.locator("[type=submit]").click()
    expect(dialog).to_be_hidden()
    field = form.field(f"{prefix}-{name}")
    expect(field).not_to_have_value("")
    expect(page.locator(f"[id='{prefix}-{name}-chooser']")).to_contain_text(title)
    number = field.input_value()
    form.save()
    expect(form.field("title")).to_have_value("入口")
    expect(form.field(f"{prefix}-{name}")).to_have_value(number)


@pytest.mark.parametrize("kind", KINDS)
def test_replaced(page: Page, desk: str, kind: str) -> None:
    page.goto(f"{desk}/admin/{kind}/multiple/add/")
    first, second = good(kind, "maroon"), good(kind, "purple")
    page.locator("#fileupload").set_input_files([first])
    row = page.locator("#upload-list > li.upload-success")
    row.wait_for()
    number = re.findall(r"\d+", row.locator("form").get_attribute("action") or "")[0]
    address = f"{desk}/admin/{kind}/{'' if kind == 'images' else 'edit/'}{number}/"
    page.goto(address)
    before = address_of_file(page, kind)
    if kind == "documents":
        assert content_of(page, before) == first["buffer"]

    page.locator("#id_title").fill("打った題")
    page.locator("input[type=file]").set_input_files([REFUSED[kind][0]])
    press_save(page)
    expect_one_message(page.locator("main .error-message"), kind)
    expect(page.locator("#id_title")).to_have_value("打った題")
    assert address_of_file(page, kind) == before

    page.locator("input[type=file]").set_input_files([second])
    press_save(page)
    page.goto(address)
    expect(page.locator("#id_title")).to_have_value("打った題")
    after = address_of_file(page, kind)
    assert after != before
    now = content_of(page, after)
    assert content_of(page, before) == now
    if kind == "documents":
        assert now == second["buffer"]


def address_of_file(page: Page, kind: str) -> str:
    """Return where the file is that the form of a file or a picture shows."""
    shown = (
        page.locator(".focal-point-chooser img").first
        if kind == "images"
        else page.locator("a[href*='/documents/']:not([href*='/admin/'])").first
    )
    found: str = shown.evaluate("element => decodeURI(element.src || element.href)")
    return found


def press_save(page: Page) -> None:
    with page.expect_navigation():
        page.locator("main form footer [type=submit], main form [type=submit]").last.click()


def test_a_picture_of_a_person(page: Page, desk: str) -> None:
    page.goto(f"{desk}/admin/account/")
    for name, text in (("first_name", "花子"), ("last_name", "佐藤")):
        page.locator(f"[name=name_email-{name}]").fill(text)
    page.locator("#id_avatar-avatar").set_input_files([REFUSED["images"][0]])
    press_save(page)
    expect_one_message(page.locator("#id_avatar-avatar-errors"), "images")
    expect(page.locator("[name=name_email-first_name]")).to_have_value("花子")
    page.locator("#id_avatar-avatar").set_input_files([payload("私.jpg", picture("JPEG"))])
    press_save(page)
    shown = page.locator(".w-avatar-panel img, .avatar img").first
    expect(shown).to_have_js_property("naturalWidth", 80)
    page.locator(".avatar-clear").check()
    press_save(page)
    expect(page.locator(".avatar-clear")).to_have_count(0)


PASTE_FILE = """([name, type, text]) => {
  const data = new DataTransfer();
  if (name) data.items.add(new File([new Uint8Array([1, 2, 3])], name, {type}));
  if (text) data.setData("text/html", text);
  const sent = {clipboardData: data, bubbles: true, cancelable: true};
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", sent));
}"""


def writing(form: PageEditor) -> Locator:
    """Write into running text, and return what it shows."""
    prefix = form.add_block(label_of("rich_text"))
    form.write(prefix, "前からある文。")
    around = form.page.locator(f"[data-contentpath]:has([name='{prefix}'])").last
    return around.locator("[contenteditable=true]").first


@pytest.mark.parametrize(
    "pasted",
    [
        ["橋.png", "image/png", ""],
        ["手引き.pdf", "application/pdf", ""],
        ["image.png", "image/png", "<meta charset=utf-8><img src='https://example.org/a.png'>"],
        ["", "", "<img src='https://example.org/a.png'>"],
    ],
    ids=["picture", "file", "picture of a site", "address of a picture"],
)
def test_pasted_into_running_text(form: PageEditor, pasted: list[str]) -> None:
    shown = writing(form)
    form.page.evaluate(PASTE_FILE, pasted)
    note = form.page.locator(".pasted-note[role=alert]")
    expect(note).to_contain_text("アップロードしてください。")
    expect(shown).to_have_text("前からある文。")


def test_pasted_with_text_that_stays(form: PageEditor) -> None:
    shown = writing(form)
    text = "<p>二つの都市<img src='https://example.org/a.png'>の連携</p>"
    form.page.evaluate(PASTE_FILE, ["image.png", "image/png", text])
    expect(form.page.locator(".pasted-note[role=status]")).to_contain_text("画像")
    expect(shown).to_contain_text("二つの都市の連携")


def test_dropped_onto_running_text(form: PageEditor, tmp_path: Path) -> None:
    shown = writing(form)
    drop(form.page, shown, on_disk(tmp_path, [good("images", "gold")]))
    expect(form.page.locator(".pasted-note[role=alert]")).to_contain_text("アップロード")
    expect(shown).to_have_text("前からある文。")
    expect(form.field("title")).to_have_value("入口")
