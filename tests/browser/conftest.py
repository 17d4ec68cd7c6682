"""A real Chromium in front of a real server; see ``site_server`` and ``seed``."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

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
def fresh_installation(
    chromium_executable: str, tmp_path_factory: pytest.TempPathFactory
) -> Installation:
    """A site as it opens, with nothing but the opening content."""
    installation = Installation(tmp_path_factory.mktemp("fresh"))
    installation.run("manage.py", "migrate", "--verbosity", "0")
    installation.run("manage.py", "load_opening_content")
    return installation


@pytest.fixture(scope="session")
def seeded_installation(
    fresh_installation: Installation, tmp_path_factory: pytest.TempPathFactory
) -> Installation:
    """The same with test pages of every type and with editors; see ``seed``."""
    installation = fresh_installation.copy(tmp_path_factory.mktemp("seeded") / "site")
    installation.run("-m", "tests.browser.seed")
    return installation


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


@pytest.fixture(scope="session")
def axe_source() -> str:
    """The script of axe-core."""
    return (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
