"""One address of every kind of page that a reader meets."""

from __future__ import annotations

from playwright.sync_api import Locator

LANGUAGES = ("ja", "en")
WIDTHS = (320, 1280)
SCHEMES = ("light", "dark")
NUMBER_OF_GONE_PAGE = 9001

#: On the site with test pages (``seed``), below ``/ja/`` or ``/en/``.
SEEDED = {
    "home": "",
    "general page with every block": "about/every-block/",
    "general page with children": "about/",
    "networks": "networks/",
    "networks, filtered": "networks/?sector=water",
    "network": "networks/iclei/",
    "network holding networks": "networks/kitakyushu/",
    "programmes": "programs/",
    "programmes, nothing found": "programs/?state=open&kind=framework",
    "programme, open": "programs/sample-open/",
    "programme, upcoming": "programs/sample-upcoming/",
    "programme, closed": "programs/sample-closed/",
    "programme, all year": "programs/sample-all-year/",
    "programme, unknown": "programs/sample-unknown/",
    "measures": "measures/",
    "measures, second page": "measures/?page=2",
    "measures, filtered": "measures/?kind=partnership&country=JP",
    "measure": "measures/sample-measure/",
    "publications": "manuals/",
    "publication": "manuals/sample-manual/",
    "site map": "sitemap/",
    "search": "search/",
    "search, results": "search/?q=CO2",
    "search, narrowed to nothing": "search/?q=CO2&section=manuals&year=2011",
    "search, nothing found": "search/?q=qqqqq",
    "restricted page": "about/restricted/",
    "page that is gone": f"p/{NUMBER_OF_GONE_PAGE}",
}

#: On the site as it opens, served as in production.
FRESH = {
    "home of a fresh site": "",
    "section without items": "measures/",
    "page not found": "no-such-page/",
}

#: Pages that exist in Japanese only.
JAPANESE_ONLY = {
    "page without translation": "about/only-japanese/",
    "page below one without translation": "about/only-japanese/deeper/",
}


def addresses(paths: dict[str, str], languages: tuple[str, ...] = LANGUAGES) -> dict[str, str]:
    """Return the path of each kind of page in each language, by a name for test reports."""
    return {
        f"{name} ({language})": f"/{language}/{path}"
        for name, path in paths.items()
        for language in languages
    }


ON_SITE = {**addresses(SEEDED), **addresses(JAPANESE_ONLY, ("ja",))}
ON_FRESH_SITE = addresses(FRESH)


def follow(link: Locator) -> None:
    """Click what leads to another page, and wait until that is there."""
    with link.page.expect_navigation():
        link.click()
