"""The service as production's settings make it: https, its headers, its health, its files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client, override_settings

from tests.small_site import SmallSite

from .conftest import PRODUCTION, LoadSettings

OF_THIS_TEST_RUN = {"DATABASES", "STORAGES"}


@pytest.fixture
def production(load_settings: LoadSettings) -> Iterator[None]:
    """What production sets differently, but for the database and the files of the test run."""
    development = vars(load_settings())
    chosen = {
        name: value
        for name, value in vars(load_settings(**PRODUCTION)).items()
        if name.isupper() and value != development.get(name) and name not in OF_THIS_TEST_RUN
    }
    with override_settings(**chosen):
        yield


@pytest.fixture
def client(production: None, db: None) -> Client:
    """A reader who comes by https to the host that the settings name."""
    SmallSite()
    return Client(headers={"host": "hashi.example.org"})


def test_http_leads_to_https(client: Client) -> None:
    answer = client.get("/ja/")
    assert answer.status_code == 301
    assert answer["Location"] == "https://hashi.example.org/ja/"


def test_a_page_carries_the_headers_that_protect_its_readers(client: Client) -> None:
    answer = client.get("/ja/", secure=True)
    assert answer.status_code == 200
    assert answer["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"


def test_cookies_of_the_admin_travel_by_https_only(client: Client) -> None:
    client.get("/admin/login/", secure=True)
    assert {name: bool(cookie["secure"]) for name, cookie in client.cookies.items()} == {
        "csrftoken": True
    }


def test_another_host_is_refused(client: Client) -> None:
    assert client.get("/ja/", secure=True, headers={"host": "other.example"}).status_code == 400


def test_a_proxy_is_believed_only_when_the_settings_say_so(client: Client) -> None:
    forwarded: dict[str, Any] = {"headers": {"x-forwarded-proto": "https"}}
    assert client.get("/ja/", **forwarded).status_code == 301
    with override_settings(SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https")):
        assert (
            Client(headers={"host": "hashi.example.org"}).get("/ja/", **forwarded).status_code
            == 200
        )


def test_health_is_told_without_https(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert answer["Cache-Control"] == "no-store"


def test_health_tells_a_database_that_is_down(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down() -> None:
        raise OperationalError("down")

    assert client.get("/healthz").status_code == 200
    with monkeypatch.context() as broken:
        broken.setattr(connection, "cursor", down)
        answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (503, {"status": "database unavailable"})
