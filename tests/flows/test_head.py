"""What search engines and services that share links are told about each page."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings
from django.test import Client

from content.models import BasePage, City, Country, Organisation
from home.models import ContentPage
from manuals.models import ManualPage
from measures.models import MeasurePage
from networks.models import NetworkPage
from programs.models import ProgramPage
from tests.small_site import SmallSite, add, add_image

from .markup import alternates, canonical, graph, properties, read

#: What schema.org and the search engines' own rules ask of each type that we use.
REQUIRED = {
    "WebPage": {"@id", "url", "name", "inLanguage", "datePublished", "dateModified"},
    "CollectionPage": {"@id", "url", "name", "inLanguage", "datePublished", "dateModified"},
    "WebSite": {"@id", "url", "name", "inLanguage"},
    "BreadcrumbList": {"@id", "itemListElement"},
    "Organization": {"@id", "name", "foundingDate", "sameAs", "url"},
    "GovernmentService": {"@id", "name", "description", "provider", "audience"},
    "Article": {"@id", "headline", "image", "datePublished", "dateModified", "inLanguage"},
    "Report": {"@id", "name", "inLanguage", "datePublished", "publisher"},
}
PAGES = {
    "": {"WebPage", "WebSite"},
    "about/": {"WebPage", "BreadcrumbList"},
    "networks/": {"CollectionPage", "BreadcrumbList"},
    "networks/sample/": {"WebPage", "BreadcrumbList", "Organization"},
    "programs/sample/": {"WebPage", "BreadcrumbList", "GovernmentService"},
    "measures/sample/": {"WebPage", "BreadcrumbList", "Article"},
    "manuals/sample/": {"WebPage", "BreadcrumbList", "Report"},
}
DATES = {"datePublished", "dateModified"}
ADDRESSES = {"@id", "url", "image", "item", "sameAs"}
SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


@pytest.fixture
def pages(site: SmallSite) -> dict[str, BasePage]:
    """One page of each type in both languages, with what their structured data can say."""
    japan = Country.objects.create(code="JP")
    city = City.objects.create(code="sample", name_ja="見本市", name_en="Sample", country=japan)
    office = Organisation.objects.create(
        code="office", name_ja="見本庁", name_en="Sample Office", kind="government"
    )
    image = add_image("bridge")

    def built(language: str) -> dict[str, BasePage]:
        text = f"</script><b> & {language}"
        return {
            "about": ContentPage(title=f"About {language}", slug="about", summary=text),
            "networks": NetworkPage(
                title="Sample",
                slug="sample",
                full_name="Sample Network",
                acronym="SN",
                founded_year=1990,
                website_en="https://www.example.org/en/",
            ),
            "programs": ProgramPage(
                title="Sample",
                slug="sample",
                summary=text,
                kind="framework",
                provider=office,
                applicants="Municipalities",
            ),
            "measures": MeasurePage(
                title="Sample",
                slug="sample",
                kind="policy",
                city=city,
                country=japan,
                listing_image=image,
            ),
            "manuals": ManualPage(
                title="Sample",
                slug="sample",
                kind="manual",
                publisher=office,
                published_on=date(2013, 4, 1),
                published_precision="month",
            ),
        }

    def parent(name: str, language: str) -> BasePage:
        return site.homes[language] if name == "about" else site.sections[name, language]

    added = {name: add(parent(name, "ja"), page) for name, page in built("ja").items()}
    for name, page in built("en").items():
        added[f"{name} en"] = add(parent(name, "en"), page, twin=added[name])
    return added


def values_of(node: Any, names: set[str]) -> list[str]:
    """Return every value that stands under one of the names, at any depth."""
    if isinstance(node, list):
        return [value for entry in node for value in values_of(entry, names)]
    if not isinstance(node, dict):
        return []
    found = []
    for name, value in node.items():
        if name in names and not isinstance(value, dict):
            found += value if isinstance(value, list) else [value]
        else:
            found += values_of(value, names)
    return found


def is_absolute(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_structured_data_is_complete(
    client: Client, pages: dict[str, BasePage], language: str
) -> None:
    for path, types in PAGES.items():
        nodes = graph(read(client, f"/{language}/{path}"))
        assert ({node["@type"] for node in nodes}, path) == (types, path)
        known = {node["@id"] for node in nodes}
        for node in nodes:
            missing = REQUIRED[node["@type"]] - node.keys()
            assert (path, node["@type"], missing) == (path, node["@type"], set())
            assert all(value not in ("", None, [], {}) for value in node.values())
            for name in ("mainEntity", "breadcrumb", "mainEntityOfPage"):
                assert name not in node or node[name]["@id"] in known
        addresses = values_of(nodes, ADDRESSES)
        assert [address for address in addresses if not is_absolute(address)] == []
        for moment in values_of(nodes, DATES):
            if not re.fullmatch(r"\d{4}(-\d{2})?", moment):
                assert datetime.fromisoformat(moment).tzinfo is not None


@pytest.mark.parametrize("language", ["ja", "en"])
def test_breadcrumbs_lead_from_the_home_page_to_the_page(
    client: Client, pages: dict[str, BasePage], language: str
) -> None:
    page = read(client, f"/{language}/measures/sample/")
    [crumbs] = [node for node in graph(page) if node["@type"] == "BreadcrumbList"]
    steps = crumbs["itemListElement"]
    assert [step["position"] for step in steps] == [1, 2, 3]
    base = settings.BASE_URL
    assert [step["item"] for step in steps] == [
        f"{base}/{language}/",
        f"{base}/{language}/measures/",
        f"{base}/{language}/measures/sample/",
    ]
    shown = [str(link["href"]) for link in page.select(".breadcrumbs a")]
    assert [base + address for address in shown] == [step["item"] for step in steps[:-1]]


def test_a_publication_keeps_its_own_date_apart_from_its_pages(
    client: Client, pages: dict[str, BasePage]
) -> None:
    nodes = {node["@type"]: node for node in graph(read(client, "/en/manuals/sample/"))}
    assert nodes["Report"]["datePublished"] == "2013-04"
    assert nodes["WebPage"]["datePublished"] > "2020"


@pytest.mark.parametrize("path", PAGES)
def test_each_page_has_one_address_and_names_its_translation(
    client: Client, pages: dict[str, BasePage], path: str
) -> None:
    base = settings.BASE_URL
    for language in ("ja", "en"):
        page = read(client, f"/{language}/{path}")
        assert canonical(page) == f"{base}/{language}/{path}"
        assert alternates(page) == {
            "ja": f"{base}/ja/{path}",
            "en": f"{base}/en/{path}",
            "x-default": f"{base}/en/{path}",
        }


def test_the_site_map_page_names_its_other_language(client: Client, site: SmallSite) -> None:
    page = read(client, "/en/sitemap/")
    assert canonical(page) == f"{settings.BASE_URL}/en/sitemap/"
    assert alternates(page)["ja"] == f"{settings.BASE_URL}/ja/sitemap/"
    [switch] = page.select("header a[hreflang=ja]")
    assert switch["href"] == "/ja/sitemap/"


def test_a_page_without_translation_names_none(client: Client, pages: dict[str, BasePage]) -> None:
    pages["about en"].unpublish()
    address = f"{settings.BASE_URL}/ja/about/"
    assert alternates(read(client, "/ja/about/")) == {"ja": address, "x-default": address}


def test_a_shared_link_shows_the_picture_of_its_page(
    client: Client, pages: dict[str, BasePage]
) -> None:
    own = properties(read(client, "/en/measures/sample/"))
    general = properties(read(client, "/en/networks/sample/"))
    for shown in (own, general):
        assert {"og:title", "og:type", "og:url", "og:image", "og:site_name"} <= shown.keys()
        assert is_absolute(shown["og:image"])
        assert shown["og:image:width"].isdigit()
    assert own["og:image"] != general["og:image"]
    assert own["og:image:alt"] == "bridge alternative"
    assert own["og:url"] == f"{settings.BASE_URL}/en/measures/sample/"
    assert (own["og:locale"], own["og:locale:alternate"]) == ("en_GB", "ja_JP")
    answer = client.get(urlsplit(own["og:image"]).path)
    assert answer["Content-Type"] == "image/jpeg"


def test_the_xml_site_map_links_true_translations_only(
    client: Client, pages: dict[str, BasePage]
) -> None:
    pages["about en"].unpublish()
    response = client.get("/sitemap.xml")
    assert response["Content-Type"].startswith("application/xml")
    entries = {}
    for entry in ET.fromstring(response.content).findall("s:url", SITEMAP):
        links = entry.findall("x:link", SITEMAP)
        path = urlsplit(entry.findtext("s:loc", "", SITEMAP)).path
        entries[path] = {link.get("hreflang"): urlsplit(link.get("href")).path for link in links}
        changed = entry.findtext("s:lastmod", "", SITEMAP)
        assert datetime.fromisoformat(changed).tzinfo is not None
    both = {"ja": "/ja/networks/sample/", "en": "/en/networks/sample/"}
    assert entries["/ja/networks/sample/"] == {**both, "x-default": both["en"]}
    assert entries["/ja/networks/sample/"] == entries["/en/networks/sample/"]
    assert entries["/ja/about/"] == {}
    assert "/en/about/" not in entries
