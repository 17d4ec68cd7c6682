"""Several files or pictures at once, by the menu: what is taken, and what is refused and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO

import pytest
from PIL import Image as Canvas
from playwright.sync_api import FilePayload, Locator, Page, expect

from media.types import DOCUMENT_TYPES, PICTURE_TYPES

pytestmark = pytest.mark.browser

SignedIn = Callable[[str, str], Page]


def picture(kind: str, colour: str = "seagreen") -> bytes:
    stream = BytesIO()
    Canvas.new("RGB", (80, 60), colour).save(stream, kind)
    return stream.getvalue()


def payload(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


HEIC = payload("電話の写真.heic", b"\x00\x00\x00\x18ftypheic" + b"\x00" * 40)
#: What is refused at the door for files and at that for pictures.
REFUSED = {
    "documents": [
        payload("報告書.pdf", b"<!doctype html><script>alert(1)</script>"),
        payload("古い書類.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600),
        payload("空の資料.pdf", b""),
        HEIC,
    ],
    "images": [
        payload("途中まで.jpg", picture("JPEG")[:300]),
        payload("空の画像.png", b""),
        payload("大きい画像.jpg", b"\xff\xd8" + b"\x00" * 10_500_000),
        HEIC,
    ],
}
TAKEN = {
    "documents": [payload("手引き.txt", "手引きです。".encode()), payload("表.csv", b"a,b\n1,2\n")],
    "images": [payload("橋.png", picture("PNG")), payload("川.jpg", picture("JPEG"))],
}
TYPES = {"documents": DOCUMENT_TYPES, "images": PICTURE_TYPES}
KINDS = ("documents", "images")


@pytest.fixture
def page(desk: str, signed_in: SignedIn) -> Iterator[Page]:
    """The dashboard of somebody who may change every file; no answer may be an error."""
    failures: list[str] = []
    page = signed_in(desk, "moderator")
    page.on(
        "response",
        lambda response: failures.append(response.url) if response.status >= 500 else None,
    )
    page.goto(f"{desk}/admin/")
    yield page
    assert failures == []


def open_door(page: Page, kind: str) -> None:
    """Go by the menu to the page that takes several files."""
    page.locator(f"nav a[href='/admin/{kind}/']").click()
    page.locator(f"a[href^='/admin/{kind}/multiple/add/']").first.click()
    page.locator("#fileupload").wait_for(state="attached")


def expect_one_message(around: Locator, kind: str) -> None:
    """A refusal is one message that is seen, says what to do, and names the types."""
    last = max(name.upper() for name in TYPES[kind])
    expect(around).to_contain_text("ください。")
    expect(around).to_contain_text(f"{last}。")
    told: str = around.inner_text()
    assert told.count("使える形式") == 1


@pytest.mark.parametrize("kind", KINDS)
def test_several_at_once_are_stored_at_once_and_each_refusal_is_told(page: Page, kind: str) -> None:
    open_door(page, kind)
    files = [*TAKEN[kind], *REFUSED[kind]]
    page.locator("#fileupload").set_input_files(files)
    rows = page.locator("#upload-list > li")
    expect(rows).to_have_count(len(files))
    stored = page.locator("#upload-list > li.upload-success")
    expect(stored).to_have_count(len(TAKEN[kind]))
    refused = page.locator("#upload-list > li.upload-failure")
    expect(refused).to_have_count(len(REFUSED[kind]))
    for number in range(len(REFUSED[kind])):
        expect_one_message(refused.nth(number).locator(".error_messages"), kind)
    if kind == "documents":
        language = stored.filter(has=page.locator("input[value='手引き']")).locator("select")
        expect(language.filter(has=page.locator("option[value=mul]"))).to_have_value("ja")
