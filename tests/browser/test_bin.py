"""Deleted by mistake, and back: a page in both languages, and a picture."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.page_editor import sign_in
from tests.browser.site_server import Installation, serve_development

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]

FORMER = """
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page
for language in ("ja", "en"):
    page = Page.objects.get(slug="every-block", locale__language_code=language)
    Redirect.objects.create(old_path=f"/{language}/former", redirect_page=page)
"""
UNUSED_PICTURE = """
from media.models import Image
from django.core.files.base import ContentFile
old = Image.objects.order_by("pk").first()
file = ContentFile(old.file.read(), name="unused.png")
Image.objects.create(title="使われていない絵", alt_ja="絵", file=file)
"""


@pytest.fixture(scope="module")
def desk(
    seeded_installation: Installation, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of a site of its own, since what is there is deleted."""
    installation = seeded_installation.copy(tmp_path_factory.mktemp("bin") / "site")
    installation.run("manage.py", "shell", "-c", FORMER)
    installation.run("manage.py", "shell", "-c", UNUSED_PICTURE)
    with serve_development(installation) as address:
        yield address


def restore_first(page: Page, desk: str, title: str) -> None:
    page.goto(f"{desk}/admin/")
    page.get_by_role("link", name="ごみ箱").click()
    row = page.locator("main tr").filter(has_text=title).first
    row.get_by_role("button", name="元に戻す").click()
    expect(page.locator(".messages .success")).to_be_visible()


def test_a_page_comes_back_in_both_languages(desk: str, open_page: OpenPage) -> None:
    page, reader = open_page(locale="ja"), open_page(locale="ja")
    sign_in(page, desk, "administrator")
    titles = {}
    number = ""
    for language in ("ja", "en"):
        reader.goto(f"{desk}/{language}/about/every-block/")
        titles[language] = reader.locator("h1").inner_text()
        number = re.findall(r"/p/(\d+)", reader.content())[0]
        listed = reader.request.get(f"{desk}/api/v2/pages/?slug=every-block&locale={language}")
        key = listed.json()["items"][0]["id"]
        page.goto(f"{desk}/admin/pages/{key}/delete/")
        page.locator("main form [type=submit]").click()
        expect(page.locator(".messages .success")).to_be_visible()
    for path in ("ja/about/every-block/", "en/about/every-block/", "ja/former"):
        assert reader.request.get(f"{desk}/{path}").status == 404

    page.goto(f"{desk}/admin/bin/")
    for title in titles.values():
        expect(page.locator("main tr").filter(has_text=title)).to_have_count(1)
    for title in titles.values():
        restore_first(page, desk, title)
    for language in ("ja", "en"):
        reader.goto(f"{desk}/{language}/former")
        expect(reader).to_have_url(f"{desk}/{language}/about/every-block/")
        expect(reader.locator("h1")).to_have_text(titles[language])
        assert number in re.findall(r"/p/(\d+)", reader.content())
    page.goto(f"{desk}/admin/bin/")
    expect(page.locator("main tr")).to_have_count(0)


def test_a_picture_comes_back_at_its_address(desk: str, open_page: OpenPage) -> None:
    page = open_page(locale="ja")
    sign_in(page, desk, "administrator")
    page.goto(f"{desk}/admin/images/?q=使われていない絵")
    page.get_by_role("link", name="使われていない絵").first.click()
    picture = page.locator("main img[src*='/media/']").first.get_attribute("src")
    form = page.url.partition("?")[0]
    page.goto(form.rstrip("/") + "/delete/")
    page.locator("main form [type=submit]").click()
    expect(page.locator(".messages .success")).to_be_visible()
    address = f"{desk}{picture}" if str(picture).startswith("/") else str(picture)
    assert page.request.get(address).status == 404
    restore_first(page, desk, "使われていない絵")
    expect(page).to_have_url(form)
    shown = page.locator("main img[src*='/media/']").first
    expect(shown).to_have_attribute("src", str(picture))
    assert page.request.get(address).status == 200
