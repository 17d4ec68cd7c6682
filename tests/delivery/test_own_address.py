"""The site's own address is filled in when an answer is made: what is stored leaves it open."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.conf import settings as project
from django.test import Client
from wagtail.contrib.redirects.models import Redirect

from content.addresses import OPEN_ADDRESS
from publishing.models import Change, Document
from publishing.writing import actions
from search.models import Entry

from ..publishing.full_site import FullSite
from .conftest import Reader

MOVED = "https://moved.example.org"
BEFORE = re.compile(re.escape(project.BASE_URL.partition("://")[2]))


@pytest.fixture
def site(published: FullSite) -> FullSite:
    """The full site, rendered and found by search, before its address changes."""
    link = f"{project.BASE_URL}/ja/search/?q=waste"
    redirect = Redirect(old_path="/searches", redirect_link=link)
    redirect.full_clean()
    redirect.save()
    return published


def addresses(site: FullSite) -> list[str]:
    """The addresses of everything that says where something is."""
    pages = list(Document.objects.order_by("path").values_list("path", "number", "locale"))
    v1 = "/api/delivery/v1"
    return [
        *(path for path, _number, _locale in pages),
        *(f"{v1}/pages/{number}/?locale={locale}" for _path, number, locale in pages),
        *(f"{v1}/pages/{number}/?locale={locale}&fields=seo" for _path, number, locale in pages),
        *(f"{v1}/resolve/?path={path}" for path, _number, _locale in pages),
        *(
            f"{v1}/{rest}"
            for rest in (
                "",
                "pages/?locale=ja&limit=2",
                "pages/?locale=en&fields=url,picture&limit=100",
                "navigation/?locale=en",
                "redirects/",
                "resolve/?path=/searches",
                "changes/?limit=1",
                "site/?locale=ja",
                "search/?q=Full&locale=en",
                "search/?q=Full&locale=ja",
                "vocabularies/cities/?locale=ja",
                "openapi.json",
            )
        ),
        "/ja/search/?q=Full",
        "/en/search/?q=Words",
        "/ja/sitemap/",
        "/sitemap.xml",
        "/robots.txt",
        "/en/opensearch.xml",
        "/searches",
        "/ja/nothing/",
        "/api/v2/pages/",
        *(f"/api/v2/pages/{page.pk}/" for page in site.pages.values()),
        "/api/v2/images/",
        "/api/v2/documents/",
        "/api/v2/redirects/",
    ]


def said(address: str, client: Client) -> str:
    """All that an answer says, its headers too."""
    response = client.get(address)
    assert response.status_code in {200, 301, 404}, address
    content = response.getvalue().decode()
    if "json" in response["Content-Type"]:
        content = json.dumps(json.loads(content), ensure_ascii=False)
    return f"{dict(response.items())}\n{content}"


def test_every_answer_names_the_address_of_now(site: FullSite, settings: Any) -> None:
    client = Client()
    before = {address: said(address, client) for address in addresses(site)}
    settings.BASE_URL = settings.WAGTAILAPI_BASE_URL = MOVED
    after = {address: said(address, client) for address in addresses(site)}
    assert [address for address, text in after.items() if BEFORE.search(text)] == []
    both = [*before.items(), *after.items()]
    assert [address for address, text in both if OPEN_ADDRESS in text or "ufdd0" in text] == []
    once = {address for address, text in before.items() if BEFORE.search(text)}
    assert once - {address for address, text in after.items() if MOVED in text} == set()
    for page in Document.objects.all():
        assert f'<link rel="canonical" href="{MOVED}{page.path}">' in after[page.path]
        assert f'"@id": "{MOVED}{page.path}"' in after[page.path]
        assert f'property="og:url" content="{MOVED}{page.path}"' in after[page.path]


def test_nothing_that_is_stored_names_it(site: FullSite) -> None:
    for document in Document.objects.all():
        stored = (bytes(document.body) + bytes(document.card)).decode()
        assert f'"url":"{OPEN_ADDRESS}{document.path}"' in stored
        assert not BEFORE.search(stored)
    rows = [
        *Change.objects.values(),
        *Redirect.objects.values(),
        *Entry.objects.values("title", "names", "labels", "summary", "body"),
    ]
    assert len(rows) > Document.objects.count()
    assert [row for row in rows if BEFORE.search(str(row)) or OPEN_ADDRESS in str(row)] == []


def test_a_command_with_another_address_finds_and_changes_nothing(
    site: FullSite, settings: Any
) -> None:
    before = list(Document.objects.order_by("pk").values("pk", "etag", "body", "card"))
    lines = Change.objects.count()
    settings.BASE_URL = MOVED
    assert actions.verify() == []
    actions.rebuild()
    assert list(Document.objects.order_by("pk").values("pk", "etag", "body", "card")) == before
    assert Change.objects.count() == lines


def test_what_clients_hold_is_not_taken_for_the_new_address(
    site: FullSite, reader: Reader, settings: Any
) -> None:
    number = site.pages["network", "ja"].number
    paths = [f"/pages/{number}/?locale=ja", "/pages/?locale=ja", "/navigation/?locale=ja"]
    held = {path: reader.get(path)["ETag"] for path in paths}
    newest = reader.read("/changes/?limit=1")
    settings.BASE_URL = MOVED
    for path, etag in held.items():
        assert reader.get(path, **{"If-None-Match": etag}).status_code == 200
    query = f"since={newest['last_sequence']}&mark={newest['last_mark']}"
    assert reader.refused(f"/changes/?{query}", 410)["type"].endswith("start-again")


def test_a_host_that_a_request_names_is_in_no_answer(site: FullSite, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    client = Client(headers={"host": "other.example.net", "x-forwarded-host": "other.example.net"})
    found = {address: said(address, client) for address in addresses(site)}
    assert [address for address, text in found.items() if "other.example.net" in text] == []
