"""The front end in ``examples/``: built from the API's types, driven on an address of its own."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.site_server import PROJECT, Installation
from tests.browser.test_accessibility import violations

pytestmark = [pytest.mark.browser, pytest.mark.client]

OpenPage = Callable[..., Page]

EXAMPLE = PROJECT / "examples"
STORED_AT = "http://127.0.0.1:8000"
SHARE = """
import django
django.setup()
from accounts.models import User
from delivery.access import actions, previews
from home.models import ContentPage
page = ContentPage.objects.filter(locale__language_code="en", live=True).first()
page.title = "Nobody has published this"
page.save_revision()
link = actions.share_preview(page, 1, User.objects.filter(is_superuser=True).first())
print(previews.token_for(link))
"""


def node_tool(name: str, *arguments: str) -> None:
    """Run a tool of the example's packages; fail with what it says."""
    tool = EXAMPLE / "node_modules" / ".bin" / name
    done = subprocess.run(
        [tool, *arguments], cwd=EXAMPLE, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


class Quiet(SimpleHTTPRequestHandler):
    """Hands out files and keeps no log."""

    def log_message(self, *_arguments: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def example(site: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the example, built strictly, which reads from the site's API."""
    folder = tmp_path_factory.mktemp("example")
    node_tool("tsc", "--outDir", str(folder / "build"))
    shutil.copy(EXAMPLE / "style.css", folder)
    index = (EXAMPLE / "index.html").read_text(encoding="utf-8")
    assert STORED_AT in index
    index = index.replace(STORED_AT, site)
    (folder / "index.html").write_text(index, encoding="utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_types_are_those_of_the_published_document(tmp_path: Path) -> None:
    document = EXAMPLE.parent / "docs" / "openapi" / "delivery-v1.json"
    node_tool("openapi-typescript", str(document), "--output", str(tmp_path / "types.ts"))
    committed = (EXAMPLE / "src" / "api-types.ts").read_text(encoding="utf-8")
    generated = (tmp_path / "types.ts").read_text(encoding="utf-8")
    assert committed == generated, "examples/src/api-types.ts is outdated. Run: make client"


def test_a_reader_narrows_a_list_goes_on_and_reads_in_the_other_language(
    example: str, open_page: OpenPage, axe_source: str
) -> None:
    page = open_page(reduced_motion="reduce")
    page.goto(f"{example}?locale=en")
    cards = page.locator("main .card")
    expect(cards).to_have_count(10)
    page.evaluate(axe_source)
    assert violations(page, "light") == []

    measures = page.get_by_role("checkbox", name="Measures")
    measures.check()
    with page.expect_navigation():
        page.locator("form.facets button").click()
    expect(page.get_by_role("checkbox", name="Measures")).to_be_checked()
    narrowed = int(page.locator(".total").inner_text().rpartition(" ")[2])
    assert narrowed > 10
    # The facet's own choice is left out of its counts, so that another value can be added.
    page.get_by_role("checkbox", name="Manuals").check()
    with page.expect_navigation():
        page.locator("form.facets button").click()
    expect(cards).to_have_count(10)
    assert int(page.locator(".total").inner_text().rpartition(" ")[2]) > narrowed

    page.locator("main button[type=button]").click()
    expect(cards.nth(10)).to_be_visible()
    expect(cards.nth(10).get_by_role("link")).to_be_focused()
    titles = cards.locator("h2").all_inner_texts()
    assert len(titles) == len(set(titles)) > 10

    with page.expect_navigation():
        page.get_by_role("link", name="日本語").click()
    expect(page.locator("html")).to_have_attribute("lang", "ja")
    expect(page.locator("fieldset input:checked")).to_have_count(2)


def texts_of(value: Any) -> Iterator[str]:
    """Yield what a reader should find of a member: names and texts, without codes and addresses."""
    if isinstance(value, dict):
        for name, part in value.items():
            if name in {"name", "label", "text", "title"}:
                yield from texts_of(part)
    elif isinstance(value, list):
        for part in value:
            yield from texts_of(part)
    elif isinstance(value, str) and value:
        yield from filter(None, value.splitlines())


@pytest.mark.parametrize("locale", ["ja", "en"])
@pytest.mark.parametrize("kind", ["network", "program", "measure", "manual"])
def test_a_page_shows_every_member_of_its_type(
    example: str, site: str, open_page: OpenPage, kind: str, locale: str
) -> None:
    page = open_page()
    api = f"{site}/api/delivery/v1/pages/"
    asked = f"{api}?locale={locale}&type={kind}&limit=100"
    numbers = [item["number"] for item in page.request.get(asked).json()["items"]]
    wholes = [page.request.get(f"{api}{one}/?locale={locale}").json() for one in numbers]
    machine = {"kind", "state", "all_year", "opens_at", "closes_at", "published", "websites"}
    own = set(wholes[0]) - set(
        page.request.get(f"{site}/api/delivery/v1/resolve/?path=/{locale}/about/").json()["page"]
    )
    fullest = max(wholes, key=lambda whole: sum(bool(whole[name]) for name in own))
    page.goto(f"{example}?locale={locale}&page={fullest['number']}")
    shown = " ".join(page.locator("article").inner_text().split())
    for name in own - machine:
        for text in texts_of(fullest[name]):
            assert " ".join(text.split()) in shown, (name, text)


def test_a_page_shows_its_blocks_pictures_and_translation(
    example: str, site: str, open_page: OpenPage, axe_source: str
) -> None:
    page = open_page(width=320, reduced_motion="reduce")
    # Addresses in stored documents are those of the site as it was when they were stored.
    page.route(
        f"{STORED_AT}/**",
        lambda route: route.continue_(url=route.request.url.replace(STORED_AT, site)),
    )
    page.goto(f"{example}?locale=ja&path=/ja/about/every-block/")
    article = page.locator("article")
    for found in (
        "h2",
        "table",
        "picture source[srcset]",
        "blockquote",
        "ol",
        "address",
        ".notice",
    ):
        expect(article.locator(found).first).to_be_attached()
    picture = article.locator("img").first
    picture.scroll_into_view_if_needed()
    page.wait_for_function(
        "picture => picture.complete && picture.naturalWidth > 0", arg=picture.element_handle()
    )
    expect(page.locator(".breadcrumbs a").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.evaluate(axe_source)
    assert violations(page, "light") == []
    title = page.locator("h1").inner_text()
    with page.expect_navigation():
        page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("h1")).not_to_have_text(title)


def test_a_page_that_is_not_there_is_said_in_the_readers_language(
    example: str, open_page: OpenPage
) -> None:
    page = open_page()
    page.goto(f"{example}?locale=ja&path=/ja/nothing/")
    expect(page.locator("h1")).not_to_be_empty()
    expect(page.locator("html")).to_have_attribute("lang", "ja")
    expect(page.locator("#failure")).to_have_count(0)


def test_a_shared_draft_is_shown_and_marked(
    example: str, open_page: OpenPage, seeded_installation: Installation
) -> None:
    token = seeded_installation.run("-c", SHARE, DJANGO_SETTINGS_MODULE="cms.settings").strip()
    page = open_page()
    page.goto(f"{example}?preview={token}")
    expect(page.locator("h1")).to_have_text("Nobody has published this")
    expect(page.get_by_role("status")).to_be_visible()
    expect(page.locator("meta[name=robots]")).to_have_attribute("content", "noindex")
