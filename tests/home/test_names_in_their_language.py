"""Names of the other language are marked wherever a page shows them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup, NavigableString
from django.test import Client

from cms.management.opening_content.entries import CONTENT_DIR, read_content
from cms.management.opening_content.loader import Loader
from content.models import City, Organisation, Sector
from home.models import ContentPage
from networks.models import NetworkPage
from publishing.models import Document
from publishing.writing import actions

from ..publishing.full_site import FullSite
from ..small_site import add

pytestmark = pytest.mark.any_database

JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\u3005]")
LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]{2,}")
#: What is no name: addresses, types of files, units, and proper names of techniques.
NO_NAME = re.compile(r"://|@|^(PDF|TXT|SHA-256|JavaScript|Hashi|[0-9.,]+\s*(KB|MB|bytes?))$")


TYPES = ("home", "general", "network", "network_index")


def unmarked(page: str) -> Iterator[str]:
    """The texts of a page that are in another language than the markup says."""
    soup = BeautifulSoup(page, "html.parser")
    assert soup.body is not None
    for text in soup.body.find_all(string=True):
        words = text.strip()
        if type(text) is not NavigableString or not words:
            continue
        if "Full" in words or words == "Summary":  # texts of no language
            continue
        if text.find_parent(class_="result__excerpt"):  # of running text, in its page's language
            continue
        if text.find_parent(["script", "style", "title", "svg", "code", "form"]):
            continue
        near = text.find_parent(attrs={"lang": True})
        language = near["lang"] if near else ""
        has_japanese = bool(JAPANESE.search(words))
        if language == "en" and has_japanese:
            yield words
        is_name = LATIN.search(words) and not NO_NAME.search(words)
        if language == "ja" and not has_japanese and is_name:
            yield words


def found_on(paths: list[str]) -> dict[str, list[str]]:
    client = Client()
    found = {}
    for path in paths:
        response = client.get(path)
        assert response.status_code == 200, path
        if texts := list(unmarked(response.content.decode())):
            found[path] = texts
    return found


@pytest.mark.django_db
def test_names_of_the_other_language_wherever_they_stand() -> None:
    site = FullSite()
    names = {"ja": "Global Covenant of Mayors", "en": "世界首長誓約"}
    Sector.objects.filter(code="waste").update(name_ja="Energy efficiency", name_en="省エネルギー")
    City.objects.filter(code="bangkok").update(name_ja="Surabaya City", name_en="スラバヤ市")
    Organisation.objects.update(name_ja="World Bank", name_en="世界銀行")
    for code, name in names.items():
        for number in range(2):
            page = NetworkPage(
                title=name,
                slug=f"covenant-{number}",
                full_name=name,
                sectors=list(Sector.objects.all()),
                member_cities=list(City.objects.all()),
                secretariat_city=City.objects.first(),
                show_in_menus=True,
            )
            page.tags.add(name)
            add(site.groups[code], page)
        below = ContentPage(title=name, slug="covenant", show_in_menus=True)
        parent = add(site.homes[code], below)
        add(parent, ContentPage(title="About us" if code == "ja" else "私たち", slug="below"))
    actions.repair()
    paths = list(Document.objects.filter(type__in=TYPES).values_list("path", flat=True))
    paths = [path for path in paths if "full-" not in path]  # texts of no language
    assert len(paths) > 12
    for code, name in names.items():
        paths += [
            f"/{code}/search/?q={quote(name[:6])}",
            f"/{code}/sitemap/",
            f"/{code}/networks/?sector=waste",
        ]
    found = found_on(paths)
    words = {"Global Covenant of Mayors", "Energy efficiency", "World Bank", "Surabaya", "About us"}
    told = [
        (path, text)
        for path, texts in found.items()
        for text in texts
        if JAPANESE.search(text) or any(word in text for word in words)
    ]
    assert sorted({text for _path, text in told}) == []


@pytest.mark.django_db
def test_the_opening_content() -> None:
    Loader(read_content(CONTENT_DIR), lambda _event: None, check=False).run()
    actions.settle()
    paths = list(Document.objects.values_list("path", flat=True))
    assert len(paths) > 20
    paths += [f"/{code}/{rest}" for code in ("ja", "en") for rest in ("sitemap/", "search/")]
    paths += ["/ja/search/?q=ICLEI", "/en/search/?q=ICLEI", "/en/search/?q=" + quote("廃棄物")]
    assert sorted({text for texts in found_on(paths).values() for text in texts}) == []
