"""A real Chromium in front of a real server; see ``site_server`` and ``seed``."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.page_editor import sign_in
from tests.browser.site_server import Installation, serve_development, serve_production

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

#: Milliseconds that a page may take on a machine that is busy with other things.
PATIENCE = 60_000

OpenPage = Callable[..., Page]
SignedIn = Callable[[str, str], Page]
MadeOnce = Callable[[str, Callable[[Path], None]], Installation]


def chromium_path() -> str:
    """Return the path of an installed Chromium, or nothing."""
    return next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), "")


@pytest.fixture(scope="session")
def chromium_executable() -> str:
    """Skip what needs a browser where there is none; ``--no-skips`` makes that a failure."""
    path = chromium_path()
    if not path:
        pytest.skip("Chromium is not installed (Debian: apt-get install chromium fonts-noto-cjk).")
    return path


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> MadeOnce:
    """Give this process its own copy of an installation that one of all processes makes."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent

    def copy_of(name: str, make: Callable[[Path], None]) -> Installation:
        original, unfinished = folder / f"original-{name}", folder / f"unfinished-{name}"
        with (folder / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not original.exists():
                make(unfinished)
                unfinished.rename(original)
        return Installation(original).copy(tmp_path_factory.mktemp(name) / "site")

    return copy_of


@pytest.fixture(scope="session")
def fresh_installation(chromium_executable: str, made_once: MadeOnce) -> Installation:
    """A site as it opens, with nothing but the opening content."""

    def make(folder: Path) -> None:
        folder.mkdir()
        Installation(folder).run("-m", "tests.browser.opening")

    return made_once("fresh", make)


@pytest.fixture(scope="session")
def seeded_installation(fresh_installation: Installation, made_once: MadeOnce) -> Installation:
    """The same with test pages of every type and with editors; see ``seed``."""

    def make(folder: Path) -> None:
        fresh_installation.copy(folder).run("-m", "tests.browser.seed")

    return made_once("seeded", make)


@pytest.fixture(scope="session")
def fresh_site(fresh_installation: Installation) -> Iterator[str]:
    """The address of the fresh site, served as in production."""
    with serve_production(fresh_installation) as address:
        yield address


@pytest.fixture(scope="session")
def site(seeded_installation: Installation) -> Iterator[str]:
    """The address of the site with test pages, served as ``make run`` serves it."""
    with serve_development(seeded_installation) as address:
        yield address


@pytest.fixture(scope="session")
def desk(
    seeded_installation: Installation, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of a site to write on: what a test leaves there is kept for all that follow.

    No test may change what was there before, nor count what is there. A test that must has a
    site of its own, which takes as long to start as ten tests to run.
    """
    installation = seeded_installation.copy(tmp_path_factory.mktemp("desk") / "site")
    with serve_development(installation) as address:
        yield address


@pytest.fixture(scope="module")
def browser(chromium_executable: str) -> Iterator[Browser]:
    """A Chromium for one module; Playwright's event loop must not outlive it (Django refuses)."""
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE)
        browser = playwright.chromium.launch(
            executable_path=chromium_executable, args=CHROMIUM_ARGUMENTS
        )
        yield browser
        browser.close()


@pytest.fixture
def open_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Open windows that share nothing; each argument is one of Playwright's context options."""
    contexts: list[BrowserContext] = []

    def opened(**options: object) -> BrowserContext:
        contexts.append(browser.new_context(**options))  # type: ignore[arg-type]
        contexts[-1].set_default_timeout(PATIENCE)
        return contexts[-1]

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def open_page(open_context: Callable[..., BrowserContext]) -> OpenPage:
    """Open a window ``width`` pixels wide."""

    def opened(width: int = 1280, height: int = 900, **options: object) -> Page:
        return open_context(viewport={"width": width, "height": height}, **options).new_page()

    return opened


@pytest.fixture(scope="module")
def signed_in_contexts(browser: Browser) -> Iterator[Callable[[str, str], BrowserContext]]:
    """Sign people in to the admin of a site once for a module."""
    contexts: dict[tuple[str, str], BrowserContext] = {}

    def context_of(site: str, name: str) -> BrowserContext:
        if (site, name) not in contexts:
            context = browser.new_context(locale="ja", viewport={"width": 1280, "height": 900})
            context.set_default_timeout(PATIENCE)
            contexts[site, name] = context
            page = context.new_page()
            sign_in(page, site, name)
            page.close()
        return contexts[site, name]

    yield context_of
    for context in contexts.values():
        context.close()


@pytest.fixture
def signed_in(signed_in_contexts: Callable[[str, str], BrowserContext]) -> Iterator[SignedIn]:
    """Open an empty window of somebody who has signed in to the admin of a site.

    All windows of a person in a module share their session and what the browser has loaded, which
    is most of what a page of the admin costs. Who must not share them uses ``open_page``.
    """
    pages: list[Page] = []

    def opened(site: str, name: str) -> Page:
        pages.append(signed_in_contexts(site, name).new_page())
        return pages[-1]

    yield opened
    for page in pages:
        page.close()


@pytest.fixture(scope="session")
def axe_source() -> str:
    """The script of axe-core."""
    return (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
