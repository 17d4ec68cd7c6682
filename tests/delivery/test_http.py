"""How answers travel: entity tags, compression, origins, limits, request ids, queries."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import brotli
import pytest
from django.core.cache import cache
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from home.models import ContentPage
from publishing.followers import purging
from publishing.models import Document
from publishing.reading import fetching
from publishing.writing import actions

from ..publishing.full_site import FullSite
from ..small_site import add
from .conftest import BASE, Reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def number(published: FullSite) -> int:
    return int(published.pages["network", "ja"].specific.number)


@pytest.fixture
def addresses(number: int) -> list[str]:
    return [
        f"/pages/{number}/",
        "/pages/?facets=country",
        "/resolve/?path=/ja/",
        "/resolve/?path=/",
        "/navigation/",
        "/redirects/",
        "/vocabularies/cities/",
        "/changes/",
        "/site/",
    ]


def test_what_a_client_holds_is_not_sent_again(reader: Reader, addresses: list[str]) -> None:
    for address in addresses:
        first = reader.get(address)
        again = reader.get(address, **{"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b""), address
        assert again["ETag"] == first["ETag"]
        assert again["Cache-Control"] == first["Cache-Control"]
        assert reader.get(address, **{"If-None-Match": '"other"'}).status_code == 200


def test_a_changed_page_is_sent_again(published: FullSite, reader: Reader, number: int) -> None:
    addresses = [f"/pages/{number}/", "/pages/?type=network", "/navigation/?depth=4"]
    held = {address: reader.get(address)["ETag"] for address in addresses}
    page = type(published.pages["network", "ja"]).objects.get(
        pk=published.pages["network", "ja"].pk
    )
    page.title = "改題"
    page.save_revision().publish()
    actions.settle()
    for address, etag in held.items():
        response = reader.get(address, **{"If-None-Match": etag})
        assert "改題" in response.content.decode(), address


def test_last_modified_is_understood(reader: Reader, number: int) -> None:
    documents_of_it = Document.objects.filter(number=number)
    documents_of_it.update(changed_at=timezone.now() + timedelta(hours=1))
    assert "Last-Modified" not in reader.get(f"/pages/{number}/")  # its second is not over yet
    documents_of_it.update(changed_at=timezone.now() - timedelta(hours=1))
    first = reader.get(f"/pages/{number}/")
    again = reader.get(f"/pages/{number}/", **{"If-Modified-Since": first["Last-Modified"]})
    assert again.status_code == 304


def test_heads_are_answers_without_their_body(addresses: list[str]) -> None:
    for address in addresses:
        whole = Client().get(f"{BASE}{address}")
        head = Client().head(f"{BASE}{address}")
        assert (head.status_code, head.content) == (200, b"")
        assert head["Content-Length"] == str(len(whole.content))
        assert head["ETag"] == whole["ETag"]


def test_answers_are_compressed_as_the_client_wishes(reader: Reader, number: int) -> None:
    plain = reader.get(f"/pages/{number}/")
    packed = reader.get(f"/pages/{number}/", **{"Accept-Encoding": "gzip, br;q=0"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    packed = reader.get(f"/pages/{number}/", **{"Accept-Encoding": "gzip, deflate, br"})
    assert packed["Content-Encoding"] == "br"
    assert brotli.decompress(packed.content) == plain.content
    assert int(packed["Content-Length"]) == len(packed.content) < len(plain.content) / 2
    assert {"Content-Encoding"}.isdisjoint(plain.headers)
    assert "Accept-Encoding" in plain["Vary"]
    again = reader.get(
        f"/pages/{number}/", **{"Accept-Encoding": "br", "If-None-Match": packed["ETag"]}
    )
    assert again.status_code == 304


def test_answers_depend_on_their_address_alone(reader: Reader, addresses: list[str]) -> None:
    """A cookie or a language in a header must never change what a shared cache keeps."""
    for address in addresses:
        plain = reader.get(address)
        client = Client()
        client.cookies["django_language"] = "en"
        other = client.get(f"{BASE}{address}", headers={"Accept-Language": "en"})
        assert other.content == plain.content
        assert set(other["Vary"].split(", ")) == {"Accept-Encoding"}
        assert not other.cookies


def test_queries_are_few(published: FullSite, reader: Reader, number: int, settings: Any) -> None:
    def queries(address: str, **headers: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            reader.get(address, **headers)
        return len(captured)

    detail, listing = f"/pages/{number}/", "/pages/?sector=waste&country=JP&facets=country,sector"
    etags = {address: reader.get(address)["ETag"] for address in (detail, listing)}
    cache.clear()
    assert queries(detail) == 1
    assert queries("/resolve/?path=/ja/") == 1
    assert queries(f"{listing}&limit=7") == 2
    assert queries(f"{listing}&limit=7") == 1
    for address, etag in etags.items():
        assert queries(address, **{"If-None-Match": etag}) == 1
    assert queries("/navigation/") == 2
    assert queries("/navigation/") == 1
    add(published.homes["ja"], ContentPage(title="new", slug="new"))
    actions.settle()
    assert queries(f"{listing}&limit=7") == 3
    settings.DELIVERY_CACHE_TAG_HEADER = "Surrogate-Key"
    assert queries(detail) == 1


def test_cache_tags_name_what_is_shown(
    published: FullSite, reader: Reader, number: int, settings: Any
) -> None:
    document = Document.objects.get(number=number, locale="ja")
    names = list(document.dependencies.order_by("name").values_list("name", flat=True))
    settings.DELIVERY_CACHE_TAG_HEADER = "Surrogate-Key"
    only = reader.get(f"/pages/{number}/")["Surrogate-Key"]
    assert only == purging.document_tag(number, "ja")  # nobody strips what names hidden pages
    settings.CACHE_PURGE_URL = "http://127.0.0.1:9/"
    tags = reader.get(f"/pages/{number}/")["Surrogate-Key"].split(" ")
    assert tags == [purging.document_tag(number, "ja"), *names]
    assert f"image-{published.image.pk}" in tags
    settings.DELIVERY_CACHE_TAG_HEADER = "Cache-Tag"
    assert reader.get("/pages/?locale=en&fallback=ja")["Cache-Tag"] == "lists-en,lists-ja"


def test_pages_from_elsewhere_may_read_as_the_operator_decides(
    published: FullSite, reader: Reader, settings: Any
) -> None:
    origin = {"Origin": "https://front.example.org"}
    assert reader.get("/site/", **origin)["Access-Control-Allow-Origin"] == "*"
    settings.DELIVERY_ALLOWED_ORIGINS = ["https://front.example.org"]
    allowed = reader.get("/site/", **origin)
    assert allowed["Access-Control-Allow-Origin"] == origin["Origin"]
    assert "Origin" in allowed["Vary"]
    assert "ETag" in allowed["Access-Control-Expose-Headers"]
    other = reader.get("/site/", Origin="https://other.example.org")
    assert "Access-Control-Allow-Origin" not in other
    preflight = Client().options(f"{BASE}/pages/", headers=origin)
    assert preflight.status_code == 204
    assert "GET" in preflight["Access-Control-Allow-Methods"]


def test_who_asks_too_often_waits(reader: Reader, number: int, settings: Any) -> None:
    settings.DELIVERY_READS_PER_MINUTE = 2
    address = f"/pages/{number}/"
    answers = [reader.get(address).status_code for _ in range(6)]
    # A minute may end in between: then there are two good answers more.
    assert answers.count(429) >= 2
    problem = None
    while problem is None:
        response = reader.get(address)
        problem = response.json() if response.status_code == 429 else None
    assert 1 <= int(response["Retry-After"]) <= 60
    assert problem["type"] == "urn:hashi:problem:too-many-requests"
    elsewhere = Client(REMOTE_ADDR="192.0.2.7").get(f"{BASE}{address}")
    assert elsewhere.status_code == 200


def test_a_forwarded_address_counts_only_behind_a_trusted_proxy(
    reader: Reader, number: int, settings: Any
) -> None:
    settings.DELIVERY_READS_PER_MINUTE = 1
    address = f"/pages/{number}/"

    def statuses() -> set[int]:
        cache.clear()
        return {
            reader.get(address, **{"X-Forwarded-For": f"192.0.2.{last}"}).status_code
            for last in range(1, 6)
        }

    assert 429 in statuses()
    settings.TRUSTED_PROXY = True
    assert statuses() == {200}


def test_each_answer_can_be_named(reader: Reader, number: int) -> None:
    given = reader.get(f"/pages/{number}/", **{"X-Request-Id": "abc-123"})
    assert given["X-Request-Id"] == "abc-123"
    made = [reader.get("/site/", **{"X-Request-Id": "a b"})["X-Request-Id"] for _ in range(2)]
    assert made[0] != made[1]
    problem = reader.get("/nothing/", **{"X-Request-Id": "abc-124"})
    assert json.loads(problem.content)["instance"].endswith("abc-124")


def test_only_reading_is_possible(published: FullSite, reader: Reader) -> None:
    for method in ("post", "put", "patch", "delete"):
        response = getattr(Client(), method)(f"{BASE}/pages/")
        assert response.status_code == 405
        assert response["Content-Type"] == "application/problem+json"
        assert "GET" in response["Allow"]


def test_a_failure_of_ours_is_a_problem_and_says_nothing_of_its_cause(
    published: FullSite, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: Any) -> None:
        raise RuntimeError("zqxcause")

    monkeypatch.setattr("delivery.resources.site.written", fail)
    problem = reader.refused("/site/", 500)
    assert "zqxcause" not in json.dumps(problem)


def test_while_time_cannot_be_caught_up_with_readers_get_what_there_is(
    published: FullSite, reader: Reader, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: Iterator[int] = iter(range(10))

    def fail() -> None:
        next(tries)
        raise RuntimeError

    Document.objects.filter(number=number).update(fresh_until="2020-01-01T00:00:00Z")
    monkeypatch.setattr(actions, "refresh", fail)
    assert reader.read(f"/pages/{number}/")["number"] == number
    assert reader.read(f"/pages/{number}/")["number"] == number
    assert next(tries) == 1


def test_a_connection_that_the_database_has_closed_is_opened_again(
    reader: Reader, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each answer would cost a round trip more if the connection were tried beforehand."""
    tries: Iterator[int] = iter(range(10))
    whole = fetching.by_number

    def closed_at_first(*arguments: Any, **keywords: Any) -> Any:
        if next(tries) == 0:
            raise OperationalError("server closed the connection unexpectedly")
        return whole(*arguments, **keywords)

    monkeypatch.setattr(fetching, "by_number", closed_at_first)
    # Not the tests' own connection, whose transaction must survive.
    closed = SimpleNamespace(in_atomic_block=False, close=lambda: None)
    monkeypatch.setattr("content.availability.connection", closed)
    assert reader.read(f"/pages/{number}/")["number"] == number


def test_what_changes_without_the_change_log_is_asked_for_each_time(
    published: FullSite, reader: Reader, settings: Any
) -> None:
    """A cache that keeps the rest for long must not keep redirects, banners and terms."""
    settings.DELIVERY_CACHE_CONTROL = "public, s-maxage=86400"
    for address in ("/site/", "/redirects/", "/resolve/?path=/", "/suggest/?q=a"):
        first = reader.get(address)
        again = reader.get(address, **{"If-None-Match": first["ETag"]})
        assert first["Cache-Control"] == again["Cache-Control"] == "public, no-cache"
    assert reader.get("/navigation/")["Cache-Control"] == "public, s-maxage=86400"
