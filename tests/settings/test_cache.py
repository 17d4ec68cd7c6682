"""Redis is the cache where ``CACHE_URL`` names it, and the service does without it when down."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
import redis
from django.core.cache import cache
from django.test import Client, override_settings

from content import caching
from tests.small_site import SmallSite

from .conftest import LoadSettings

TEST_CACHE_URL = os.environ.get("HASHI_TEST_CACHE_URL") or "redis://127.0.0.1:6379/15"
#: Before every key, so that test runs that share a Redis do not meet.
PREFIX = uuid4().hex


@pytest.fixture
def redis_server() -> Iterator[redis.Redis]:
    """A Redis that answers, without what this module leaves in it."""
    server = redis.Redis.from_url(TEST_CACHE_URL)
    try:
        server.ping()
    except redis.ConnectionError:
        pytest.skip(f"No Redis answers at {TEST_CACHE_URL} (HASHI_TEST_CACHE_URL names another).")
    yield server
    server.delete(*server.keys(f"{PREFIX}:*"), PREFIX)
    server.close()


@pytest.fixture(autouse=True)
def rested(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin each test as a process that has never missed Redis."""
    monkeypatch.setattr(caching, "rest", caching.Rest())


def redis_caches(load_settings: LoadSettings) -> dict[str, Any]:
    """The caches of the settings, with keys of our own."""
    caches: dict[str, Any] = load_settings(CACHE_URL=TEST_CACHE_URL).CACHES
    return {"default": {**caches["default"], "KEY_PREFIX": PREFIX}}


@pytest.fixture
def address_of_nothing() -> str:
    """A Redis address at which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"redis://127.0.0.1:{probe.getsockname()[1]}/0"


@pytest.mark.services
def test_what_is_cached_lies_in_redis(
    load_settings: LoadSettings, redis_server: redis.Redis
) -> None:
    with override_settings(CACHES=redis_caches(load_settings)):
        cache.set("test-of-cache", {"都市": ["北九州"]}, timeout=60)
        assert redis_server.exists(f"{PREFIX}:1:test-of-cache")
        assert 0 < redis_server.ttl(f"{PREFIX}:1:test-of-cache") <= 60
        assert cache.get("test-of-cache") == {"都市": ["北九州"]}
        cache.delete("test-of-cache")
        assert cache.get("test-of-cache", "gone") == "gone"


@pytest.mark.services
def test_pages_are_served_with_redis(
    load_settings: LoadSettings, redis_server: redis.Redis, db: None
) -> None:
    SmallSite()
    with override_settings(CACHES=redis_caches(load_settings)):
        assert Client().get("/ja/").status_code == 200


def test_without_redis_everything_is_a_miss_and_the_log_says_so(
    load_settings: LoadSettings, address_of_nothing: str, caplog: pytest.LogCaptureFixture
) -> None:
    with override_settings(CACHES=load_settings(CACHE_URL=address_of_nothing).CACHES):
        cache.set("test-of-cache", "value")
        assert cache.get("test-of-cache", "missed") == "missed"
        assert cache.get_or_set("test-of-cache", lambda: "made") == "made"
    assert any(record.levelname == "ERROR" for record in caplog.records)


def test_redis_that_never_answers_costs_one_wait_and_one_line(
    load_settings: LoadSettings, caplog: pytest.LogCaptureFixture
) -> None:
    """A real socket takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
        with override_settings(CACHES=load_settings(CACHE_URL=address).CACHES):
            begun = time.monotonic()
            for number in range(40):
                assert cache.get(f"test-of-cache-{number}", "missed") == "missed"
                cache.set("test-of-cache", "value")
            assert time.monotonic() - begun < 4
    assert len([record for record in caplog.records if record.name == caching.__name__]) == 1
    assert not any(record.exc_info for record in caplog.records)


@pytest.mark.services
def test_redis_is_asked_again_after_a_while(
    load_settings: LoadSettings,
    redis_server: redis.Redis,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(caching, "REST", 0.0)
    caching.rest.begin(OSError("away"))
    with override_settings(CACHES=redis_caches(load_settings)):
        cache.set("test-of-cache", "value", timeout=60)
        assert cache.get("test-of-cache") == "value"
    assert "again" in caplog.text


def test_pages_are_served_without_redis(
    load_settings: LoadSettings, address_of_nothing: str, db: None
) -> None:
    SmallSite()
    with override_settings(CACHES=load_settings(CACHE_URL=address_of_nothing).CACHES):
        assert Client().get("/ja/").status_code == 200
