"""API v2 over HTTP: readable from elsewhere, errors in the client's language, an index, a tag."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.conf import settings as project
from django.core.cache import cache
from django.db import OperationalError
from django.test import Client

from ..publishing.full_site import FullSite
from .test_database_away import taken_away

LISTS = ("pages", "images", "documents", "redirects")
ADDRESSES = ["", *(f"{name}/" for name in LISTS), "nothing/", "pages/0/", "pages/?unknown=1"]


def asked(path: str, **headers: str) -> Any:
    return Client(raise_request_exception=False).get(f"/api/v2/{path}", headers=headers)


def test_the_index_leads_to_each_list(published: FullSite) -> None:
    found = json.loads(asked("").content)
    assert found == {name: f"{project.BASE_URL}/api/v2/{name}/" for name in LISTS}
    for name in LISTS:
        assert "items" in json.loads(asked(f"{name}/").content)


@pytest.mark.parametrize("path", ADDRESSES)
def test_pages_from_elsewhere_read_it_where_the_setting_says_so(
    published: FullSite, settings: Any, path: str
) -> None:
    settings.DELIVERY_ALLOWED_ORIGINS = ["*"]
    assert asked(path, origin="https://a.example")["Access-Control-Allow-Origin"] == "*"
    settings.DELIVERY_ALLOWED_ORIGINS = ["https://a.example"]
    known = asked(path, origin="https://a.example")
    assert known["Access-Control-Allow-Origin"] == "https://a.example"
    for answer in (known, asked(path, origin="https://b.example")):
        assert "Origin" in answer["Vary"]
    assert "Access-Control-Allow-Origin" not in answer
    settings.DELIVERY_ALLOWED_ORIGINS = []
    assert "Access-Control-Allow-Origin" not in asked(path, origin="https://a.example")


def test_browsers_are_told_beforehand_what_they_may_send(published: FullSite) -> None:
    answer = Client().options("/api/v2/pages/", headers={"origin": "https://a.example"})
    assert answer.status_code == 204
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Access-Control-Allow-Methods"] == answer["Allow"] == "GET, HEAD, OPTIONS"
    assert "If-None-Match" in answer["Access-Control-Allow-Headers"]


@pytest.mark.parametrize(
    ("headers", "language"),
    [
        ({"accept-language": "ja"}, "ja"),
        ({"accept-language": "en-GB"}, "en"),
        ({"accept-language": "vi"}, "en"),
        ({}, "en"),
    ],
)
def test_who_has_to_wait_is_told_in_the_own_language(
    published: FullSite, settings: Any, headers: dict[str, str], language: str
) -> None:
    with taken_away(OperationalError("connection refused")):
        away = asked("pages/", **headers)
    settings.DELIVERY_READS_PER_MINUTE = 1
    cache.clear()
    asked("pages/")
    too_many = asked("pages/", **headers)
    told = {}
    for answer, status in ((away, 503), (too_many, 429)):
        assert answer.status_code == status
        assert int(answer["Retry-After"]) > 0
        assert answer["Content-Type"] == "application/json"
        assert answer["Content-Language"] == language
        assert answer["Cache-Control"] == "no-store"
        assert answer["Access-Control-Allow-Origin"] == "*"
        told[status] = json.loads(answer.content)["message"]
    for text in told.values():
        assert text.isascii() == (language == "en"), text


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [
        ("nothing/", "get", 404),
        ("pages/0/", "get", 404),
        ("pages/x/", "get", 404),
        ("pages/?unknown=1", "get", 400),
        ("pages/", "post", 405),
    ],
)
def test_every_error_is_json(published: FullSite, path: str, method: str, status: int) -> None:
    answer = getattr(Client(), method)(f"/api/v2/{path}")
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/json")
    assert json.loads(answer.content)


def test_a_host_that_is_not_served_gets_json(published: FullSite) -> None:
    answer = asked("pages/", host="elsewhere.example")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/json")


def test_who_holds_an_answer_is_not_sent_it_again(published: FullSite) -> None:
    for path in ("", "pages/", f"pages/{published.pages['network', 'ja'].pk}/", "images/"):
        first = asked(path)
        assert first["Cache-Control"] == "public, no-cache"
        again = asked(path, **{"if-none-match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
    random = asked("pages/?order=random")
    assert (random["Cache-Control"], "ETag" in random) == ("no-store", False)
