"""Walks every public address as a stranger does.

Of a list's filtered addresses it walks one: every filter narrows the same query-set.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape
from urllib.parse import quote, unquote, urljoin, urlsplit

from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from content.models import PageNumber
from publishing.models import Change
from publishing.writing import actions

from .planting import SECRET, SLUG, Plants

ADDRESS = re.compile(r"""(?:href|src)="([^"]+)"|<loc>([^<]+)</loc>|"(https?://[^"]+)\"""")
SRCSET = re.compile(r'srcset="([^"]+)"')
START = ("/", "/ja/", "/en/", "/sitemap.xml", "/robots.txt", "/healthz")
MISSING = ("/ja/missing/", "/en/missing/", "/missing", "/media/missing.png", "/documents/1/x.txt")
API = "/api/delivery/v1"
API_LISTS = (
    *(
        f"/pages/?locale={code}&limit=100&facets=tag,sector,network,city,type"
        for code in ("ja", "en")
    ),
    "/pages/?locale=en&fallback=ja&limit=100&sort=-updated",
    *(f"/navigation/?locale={code}&depth=5" for code in ("ja", "en")),
    *(
        f"/vocabularies/{name}/"
        for name in ("countries", "cities", "sectors", "organisations", "support_forms")
    ),
    "/redirects/",
    "/changes/?since=0",
    "/site/?locale=en",
)
OWN = {"", "localhost", "testserver", "127.0.0.1:8000", "127.0.0.1"}


class Crawl:
    """What a stranger is answered at every address, known ones and found ones."""

    def __init__(self, also: Iterable[str] = ()) -> None:
        self.client = Client(raise_request_exception=True)
        self.texts: dict[str, str] = {}
        self.statuses: dict[str, int] = {}
        actions.settle()
        numbers = list(PageNumber.objects.values_list("number", flat=True))
        known = [
            *(f"{API}{address}" for address in API_LISTS),
            *(
                f"{API}/pages/{number}/?locale={code}"
                for number in numbers
                for code in ("ja", "en")
            ),
            *(f"{API}/resolve/?path={path}" for path in self._paths()),
            *START,
            *MISSING,
            *(page.url for page in Page.objects.filter(depth__gt=1) if page.url),
            *(f"{prefix}/p/{number}" for number in numbers for prefix in ("", "/ja", "/en")),
            *Redirect.objects.values_list("old_path", flat=True),
            *also,
        ]
        waiting = list(dict.fromkeys(known))
        seen = set(waiting)
        filtered: set[str] = set()
        while waiting:
            for address in self._visit(waiting.pop(0)):
                path, query, _rest = address.partition("?")
                if address in seen or (query and path in filtered):
                    continue
                seen.add(address)
                waiting.append(address)
                if query:
                    filtered.add(path)

    @staticmethod
    def _paths() -> set[str]:
        """Every address that a page has or has had."""
        pages = {page.url for page in Page.objects.filter(depth__gt=1) if page.url}
        return pages | {*Change.objects.values_list("path", flat=True)}

    def _visit(self, address: str) -> list[str]:
        response = self.client.get(address)
        self.statuses[address] = response.status_code
        content = b"".join(response) if response.streaming else response.content
        headers = "\n".join(f"{name}: {unquote(value)}" for name, value in response.items())
        text = content.decode("utf-8", errors="replace")
        self.texts[address] = f"{headers}\n{text}"
        found = [response["Location"]] if response.has_header("Location") else []
        if response.get("Content-Type", "").startswith(("text/html", "application/xml")):
            found += [unescape(next(filter(None, groups))) for groups in ADDRESS.findall(text)]
            for sources in SRCSET.findall(text):
                found += [source.split()[0] for source in sources.split(",")]
        return [path for link in found if (path := self._own_path(address, link))]

    def _own_path(self, base: str, link: str) -> str:
        """The path of a link on this site; nothing for other sites and for combined filters."""
        parts = urlsplit(urljoin(f"http://localhost{base}", link))
        if parts.scheme not in {"http", "https"} or parts.netloc not in OWN:
            return ""
        if parts.path.startswith(("/static/", "/admin/")) or (parts.query and "?" in base):
            return ""
        return parts.path + (f"?{parts.query}" if parts.query else "")

    def saying(self, word: str) -> set[str]:
        """The addresses whose answer says a word, in its body or its headers."""
        forms = {word.lower(), quote(word).lower()}
        return {
            address
            for address, text in self.texts.items()
            if any(form in text.lower() for form in forms)
        }


def leaks(crawl: Crawl, plants: Plants) -> list[str]:
    """Addresses that say the word, or name a planted page's address without having been asked it.

    A child that stays public below a hidden page has that page's slug in its own address.
    """
    child = f"/{SLUG}-networks/child/"
    twins = {f"/ja/{SLUG}", *(f"/ja/{kind}/{SLUG}" for kind in plants.pages)}
    naming = set()
    for address, text in crawl.texts.items():
        rest = text.replace(child, "")
        for twin in twins:
            rest = rest.replace(twin, "")
        if SLUG in rest and SLUG not in address:
            naming.add(address)
    return sorted(crawl.saying(SECRET) | naming)
