"""Odd requests: methods, addresses without their slash, many parameters, other hosts, languages."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils.http import urlencode

from publishing.models import Change, Ledger

from ..publishing.full_site import FullSite
from .conftest import BASE, Reader

pytestmark = pytest.mark.django_db

KEPT = ["/pages/", "/navigation/", "/changes/", "/resolve/?path=/ja/", "/site/"]
METHODS = ["POST", "PUT", "PATCH", "DELETE", "TRACE", "FOO"]


@pytest.mark.parametrize("method", METHODS)
def test_a_kept_answer_answers_no_other_method(
    published: FullSite, reader: Reader, method: str
) -> None:
    for address in KEPT:
        reader.get(address)
        response = Client().generic(method, f"{BASE}{address}")
        assert response.status_code == 405, address
        assert response["Content-Type"] == "application/problem+json"
        assert "GET" in response["Allow"]
        assert reader.get(address).status_code == 200


@pytest.mark.parametrize("method", METHODS)
def test_what_can_only_be_read_says_so(published: FullSite, method: str) -> None:
    """Before it asks for any proof against forgery."""
    client = Client(enforce_csrf_checks=True)
    addresses = ["/", "/ja/", "/ja/networks/", "/ja/search/?q=a", "/en/sitemap/", "/sitemap.xml"]
    addresses += ["/robots.txt", "/healthz", "/p/1", "/media/a.jpg", "/documents/1/a.pdf"]
    addresses += ["/preview/none/"]
    for address in addresses:
        response = client.generic(method, address)
        assert (response.status_code, "GET" in response.get("Allow", "")) == (405, True), address


def test_an_address_answers_without_its_slash(published: FullSite, reader: Reader) -> None:
    number = published.pages["network", "ja"].specific.number
    for address in ("/pages", f"/pages/{number}", "/changes", "/site", "/vocabularies/cities"):
        assert reader.get(address).content == reader.get(f"{address}/").content, address
        reader.read(address)
    reader.refused("/nothing", 404)


def test_the_root_lists_what_there_is(published: FullSite, reader: Reader) -> None:
    for root in ("/", ""):
        index = reader.read(root)
        found = {item["address"] for item in index["items"]}
        described = reader.read("/openapi.json")["paths"]
        assert len(found) == len(described) - 1
        assert any(address.endswith(f"{BASE}/pages/") for address in found)


def test_a_problem_speaks_one_language(published: FullSite, reader: Reader) -> None:
    for address in ("/nothing/", "/pages/99999999/", "/pages/?a=1", "/resolve/?path=/none/"):
        for language, is_japanese in (("en", False), ("ja", True), ("vi", False)):
            response = reader.get(address, **{"Accept-Language": language})
            problem = json.loads(response.content)
            for member in ("title", "detail"):
                assert any("぀" <= letter <= "鿿" for letter in problem[member]) is is_japanese
    response = Client(headers={"Accept-Language": "en"}).post(f"{BASE}/site/")
    assert not any("぀" <= letter <= "鿿" for letter in response.content.decode())


@pytest.mark.parametrize("many", [1_001, 20_001])
def test_many_parameters_are_a_problem(published: FullSite, reader: Reader, many: int) -> None:
    query = "&".join(["country=JP"] * many)
    reader.refused(f"/pages/?{query}", 400)
    assert Client().get(f"/api/v2/pages/?{query}").status_code in {200, 400}
    assert Client().get(f"/api/v2/pages/?{query}")["Content-Type"].startswith("application/json")


def test_a_host_that_is_not_served_is_refused(published: FullSite) -> None:
    response = Client().get(f"{BASE}/site/", headers={"Host": "other.example"})
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"


def test_a_day_is_a_moment(published: FullSite, reader: Reader) -> None:
    total = reader.read("/pages/")["total"]
    assert reader.read("/pages/?updated_since=2020-11-01")["total"] == total
    assert reader.read("/pages/?updated_since=2199-11-01")["total"] == 0
    reader.refused("/pages/?updated_since=2026-13-01")


class TestChanges:
    def test_a_line_beyond_the_log_means_to_start_again(
        self, published: FullSite, reader: Reader
    ) -> None:
        last = Ledger.objects.get().last_sequence
        assert reader.read(f"/changes/?since={last}")["items"] == []
        problem = reader.refused(f"/changes/?since={last + 1}", 410)
        assert problem["type"].endswith(":start-again")

    def test_a_log_that_was_restored_and_has_grown_is_another(
        self, published: FullSite, reader: Reader
    ) -> None:
        known = reader.read("/changes/?limit=2")
        since, mark = known["last_sequence"], known["last_mark"]
        assert reader.read(f"/changes/?since={since}&mark={mark}")["items"]
        Change.objects.filter(sequence=since).update(happened_at=datetime(2001, 1, 1, tzinfo=UTC))
        Ledger.objects.update(last_sequence=Ledger.objects.get().last_sequence + 1)
        reader.refused(f"/changes/?since={since}&mark={mark}", 410)
        reader.read(f"/changes/?since={since}")

    def test_its_own_next_address_goes_on(self, published: FullSite, reader: Reader) -> None:
        known = reader.read("/changes/?limit=2")
        assert f"mark={known['last_mark']}" in known["next_url"]
        last = reader.read("/changes/")
        query = urlencode({"since": last["last_sequence"], "mark": last["last_mark"]})
        assert reader.read(f"/changes/?{query}")["last_mark"] == last["last_mark"]


class TestLimits:
    @pytest.mark.parametrize(
        ("address", "setting"),
        [
            ("/ja/search/?q=a", "DELIVERY_SEARCHES_PER_MINUTE"),
            ("/en/search?q=a", "DELIVERY_SEARCHES_PER_MINUTE"),
            ("/api/v2/pages/", "DELIVERY_READS_PER_MINUTE"),
            ("/media/a.jpg", "DELIVERY_READS_PER_MINUTE"),
            ("/documents/1/a.pdf", "DELIVERY_READS_PER_MINUTE"),
        ],
    )
    def test_hold_beside_the_api(
        self, published: FullSite, settings: Any, address: str, setting: str
    ) -> None:
        setattr(settings, setting, 1)
        cache.clear()
        statuses = [Client().get(address).status_code for _ in range(4)]
        assert 429 in statuses
        refused = Client().get(address)
        assert 0 < int(refused["Retry-After"]) <= 60
        assert Client(REMOTE_ADDR="192.0.2.9").get(address).status_code != 429

    @pytest.mark.parametrize(
        ("proxies", "forwarded"),
        [
            (1, "{claimed}, 192.0.2.1"),
            (2, "{claimed}, 192.0.2.1, 10.0.0.1"),
        ],
    )
    def test_a_claim_of_the_client_changes_nothing(
        self, published: FullSite, settings: Any, proxies: int, forwarded: str
    ) -> None:
        settings.TRUSTED_PROXY, settings.TRUSTED_PROXIES = True, proxies
        settings.DELIVERY_READS_PER_MINUTE = 1
        cache.clear()
        statuses = [
            Client()
            .get(
                f"{BASE}/site/",
                headers={"X-Forwarded-For": forwarded.format(claimed=f"203.0.113.{last}")},
            )
            .status_code
            for last in range(5)
        ]
        assert 429 in statuses

    def test_addresses_of_one_network_are_one_client(
        self, published: FullSite, settings: Any
    ) -> None:
        settings.DELIVERY_READS_PER_MINUTE = 1
        cache.clear()
        statuses = [
            Client(REMOTE_ADDR=f"2001:db8::{last}").get(f"{BASE}/site/").status_code
            for last in range(1, 6)
        ]
        assert 429 in statuses

    @pytest.mark.parametrize("by", ["name", "address"])
    @pytest.mark.parametrize("address", ["/admin/login/", "/admin/password_reset/"])
    def test_guesses_at_a_password_are_few(
        self, published: FullSite, settings: Any, by: str, address: str
    ) -> None:
        settings.SIGN_INS_PER_MINUTE = 3
        cache.clear()

        def attempt(number: int) -> int:
            name = "Ｒoot@example.org" if number % 2 else "root@example.org "
            name = name if by == "name" else f"{number}@example.org"
            client = Client(REMOTE_ADDR="192.0.2.1" if by == "address" else f"192.0.2.{number}")
            given = {"username": name, "password": "wrong", "email": name}
            return int(client.post(address, given).status_code)

        assert 429 not in [attempt(number) for number in range(2)]
        assert 429 in [attempt(number) for number in range(2, 10)]


@pytest.mark.parametrize("character", ["\x01", "\x1f", "\x85", "\u200b", "\ufdd0", "\U0001ffff"])
def test_what_is_no_text_is_asked_for_in_vain(
    published: FullSite, reader: Reader, character: str
) -> None:
    """As the OpenAPI document has it: any text may be asked for."""
    asked = quote(character * 2)
    for address in (
        f"/search/?q={asked}&locale=en",
        f"/pages/?tag={asked}",
        f"/suggest/?q={asked}",
    ):
        assert reader.read(address)["items"] == []
    assert reader.refused(f"/resolve/?path={asked}", 404)
    assert reader.read(f"/search/?q=Full{asked}&locale=en")["total"] > 0


def test_bytes_that_nobody_encoded_are_text_too(published: FullSite) -> None:
    for query in ("q=日本語のみ", "q=日本語\u200bのみ"):
        raw = query.encode().decode("latin-1")
        answer = Client().get(f"{BASE}/search/", QUERY_STRING=raw)
        first = json.loads(answer.content)["items"][0]
        assert first["page"]["title"] == "日本語のみ"
