"""Lists that are read page by page give each row once, however many rows are equal."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory
from wagtail.contrib.redirects.models import Redirect

from content.models import Sector
from delivery import v2
from delivery.resources.lists import ORDERS
from media.models import Document as MediaDocument
from media.models import Image
from networks.models import NetworkPage
from publishing.models import Change
from publishing.writing import actions

from ..publishing.full_site import FullSite
from ..small_site import add, add_document, add_image
from .conftest import Reader

EQUALS = 7
MOMENT = datetime(2026, 1, 1, tzinfo=UTC)


class SiteOfEquals(FullSite):
    """The full site, and as many of everything as cannot be told apart but by their numbers."""

    def __init__(self) -> None:
        super().__init__()
        for place in range(EQUALS):
            add_image("equal")
            add_document("equal")
            Redirect.objects.create(old_path=f"/equal-{place}", redirect_link="/ja/search/")
            sector = Sector.objects.create(
                code=f"equal-{place}", name_ja=f"同じ{place}", name_en="Equal", sort_order=1
            )
            for code in ("ja", "en"):
                title = "同じ名前" if code == "ja" else "Equal words"
                network = NetworkPage(title=title, slug=f"equal-{place}", sectors=[sector])
                add(self.sections["networks", code], network, twin=twin_of(place, code))


def twin_of(place: int, code: str) -> NetworkPage | None:
    """The page of which one in English is the translation."""
    twins = NetworkPage.objects.filter(slug=f"equal-{place}", locale__language_code="ja")
    return twins.first() if code == "en" else None


@pytest.fixture(scope="module")
def equals_of_module(django_db_setup: None, django_db_blocker: Any) -> Iterator[SiteOfEquals]:
    with django_db_blocker.unblock(), transaction.atomic():
        site = SiteOfEquals()
        NetworkPage.objects.filter(slug__startswith="equal").update(
            last_published_at=MOMENT, first_published_at=MOMENT
        )
        actions.repair()
        yield site
        transaction.set_rollback(True)


@pytest.fixture
def equals(equals_of_module: SiteOfEquals, db: None, monkeypatch: Any) -> SiteOfEquals:
    """Rows that are equal but for their numbers; every file counts as shown."""
    cache.clear()
    monkeypatch.setattr(v2, "served_files", lambda files: files)
    return equals_of_module


@pytest.mark.parametrize("sort", sorted(ORDERS))
@pytest.mark.parametrize("fallback", ["", "&fallback=en"])
def test_lists_of_pages(equals: SiteOfEquals, reader: Reader, sort: str, fallback: str) -> None:
    address = f"/pages/?locale=ja{fallback}&sort={sort}"
    found = [(item["number"], item["locale"]) for item in reader.everything(address)]
    assert len(found) == len(set(found)) == reader.read(address)["total"]


def test_results_of_a_search(equals: SiteOfEquals, reader: Reader) -> None:
    for question in ("Equal words", "Equal", "同じ名前"):
        address = f"/search/?q={question}&locale=en&limit=3"
        total = reader.read(address)["total"]
        assert total >= EQUALS
        found = [
            item["page"]["number"]
            for offset in range(0, total, 3)
            for item in reader.read(f"{address}&offset={offset}")["items"]
        ]
        assert len(found) == len(set(found)) == total


def test_the_change_log(equals: SiteOfEquals, reader: Reader) -> None:
    found, since, more = [], 0, True
    while more:
        answer = reader.read(f"/changes/?since={since}&limit=5")
        found += [(item["number"], item["locale"]) for item in answer["items"]]
        since, more = answer["last_sequence"], answer["more"]
    assert len(found) == len(set(found)) == Change.objects.newest().count()


def test_whole_lists_stand_as_they_stood(equals: SiteOfEquals, reader: Reader) -> None:
    """What is equal in name keeps its order when its rows have been written anew."""
    addresses = [
        "/vocabularies/sectors/?locale=en",
        "/redirects/",
        "/navigation/?locale=en",
        "/pages/?locale=en&facets=sector&facets=tag&facets=country&limit=1",
        "/suggest/?q=Eq&locale=en",
        "/site/?locale=en",
    ]
    before = [reader.read(address) for address in addresses]
    with transaction.atomic():
        for row in [*Sector.objects.order_by("-pk"), *Redirect.objects.order_by("-pk")]:
            row.save()  # PostgreSQL reads what was written last as the last
        cache.clear()
        assert [reader.read(address) for address in addresses] == before


ORDERED = [
    (endpoint, viewset, model, sign)
    for endpoint, viewset, models in (
        ("pages", v2.PublicPagesViewSet, ["", "networks.NetworkPage", "measures.MeasurePage"]),
        ("images", v2.PublicImagesViewSet, [""]),
        ("documents", v2.PublicDocumentsViewSet, [""]),
        ("redirects", v2.PublicRedirectsViewSet, [""]),
    )
    for model in models
    for sign in ("", "-")
]


@pytest.mark.parametrize(("endpoint", "viewset", "type_name", "sign"), ORDERED)
def test_lists_of_api_v2(
    equals: SiteOfEquals, endpoint: str, viewset: Any, type_name: str, sign: str
) -> None:
    kind = {"type": type_name} if type_name else {}
    view = viewset()
    view.request = Request(APIRequestFactory().get("/", kind))
    model = view.get_queryset().model
    names = viewset.get_available_fields(model, db_fields_only=True)
    assert len(names) > 1
    for order in ["", *(f"{sign}{name}" for name in names), ",".join(names[:2])]:
        asked = kind | ({"order": order} if order else {})
        found = list(walked(endpoint, asked))
        assert len(found) == len(set(found)) >= EQUALS - 5 * bool(type_name), order
        assert len(found) == listed(endpoint, asked | {"limit": 1})["meta"]["total_count"]
        view.request = Request(APIRequestFactory().get("/", asked))
        view.action = "listing_view"
        assert {"id", "-id"} & set(view.filter_queryset(view.get_queryset()).query.order_by)


def listed(name: str, asked: dict[str, Any]) -> Any:
    response = Client().get(f"/api/v2/{name}/", asked)
    assert response.status_code == 200, response.content
    return json.loads(response.content)


def walked(name: str, asked: dict[str, Any]) -> Iterator[int]:
    """The ids of a list, three by three."""
    offset = 0
    while items := listed(name, asked | {"limit": 3, "offset": offset})["items"]:
        yield from (item["id"] for item in items)
        offset += 3


def test_a_random_order_has_no_pages(equals: SiteOfEquals) -> None:
    for name in ("pages", "images", "documents", "redirects"):
        assert len(listed(name, {"order": "random", "limit": 2})["items"]) == 2
        for refused in ({"order": "random", "offset": 3}, {"order": "random,title"}):
            assert Client().get(f"/api/v2/{name}/", refused).status_code == 400


def test_there_are_equals(equals: SiteOfEquals) -> None:
    assert Image.objects.filter(title="equal picture").count() == EQUALS
    assert MediaDocument.objects.filter(title__startswith="equal").count() == EQUALS
