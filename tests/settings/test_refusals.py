"""A wrong environment is refused with one message that names each variable and what to set."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from cms.settings.env import DEVELOPMENT_SECRET_KEY, read_environment

from .conftest import PRODUCTION

PROJECT = Path(__file__).resolve().parents[2]
REQUIRED = [name for name in PRODUCTION if name != "ENVIRONMENT"]


def set_all(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)


def refused(message: str) -> list[str]:
    """The variables that a refusal names, one a line."""
    return [line.strip(" -").split(":")[0] for line in message.splitlines()[1:]]


def test_production_names_everything_that_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENVIRONMENT", "production")
    with pytest.raises(ImproperlyConfigured) as error:
        read_environment()
    assert refused(str(error.value)) == REQUIRED


@pytest.mark.parametrize("name", REQUIRED)
def test_production_names_what_is_missing(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    set_all(monkeypatch, {**PRODUCTION, name: ""})
    with pytest.raises(ImproperlyConfigured) as error:
        read_environment()
    assert refused(str(error.value)) == [name]


def test_production_starts_with_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    set_all(monkeypatch, PRODUCTION)
    assert read_environment().is_production


@pytest.mark.parametrize("key", ["short", "a" * 60, DEVELOPMENT_SECRET_KEY, "ab" * 30])
def test_production_refuses_a_weak_key(monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    set_all(monkeypatch, {**PRODUCTION, "SECRET_KEY": key})
    with pytest.raises(ImproperlyConfigured) as error:
        read_environment()
    assert refused(str(error.value)) == ["SECRET_KEY"]
    assert key not in str(error.value)


def test_a_bucket_needs_its_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    set_all(monkeypatch, {**PRODUCTION, "S3_BUCKET_NAME": "hashi"})
    with pytest.raises(ImproperlyConfigured) as error:
        read_environment()
    assert refused(str(error.value)) == ["S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY"]


WRONG = [
    ("ENVIRONMENT", "staging"),
    ("BASE_URL", "hashi.example.org"),
    ("BASE_URL", "https://"),
    ("BASE_URL", "https://example.org/hashi"),
    ("PORT", "eighty"),
    ("PORT", "70000"),
    ("DATABASE_URL", "nonsense"),
    ("DATABASE_URL", "mongodb://word@host/name"),
    ("DATABASE_MAX_AGE", "-1"),
    ("CACHE_URL", "memcached://host"),
    ("SEARCH_URL", "search.example.org"),
    ("SEARCH_URL", "ftp://host/hashi"),
    ("SEARCH_URL", "https:///hashi"),
    ("SEARCH_URL", "https://host:port/hashi"),
    ("SEARCH_URL", "https://host:0/hashi"),
    ("SEARCH_URL", "https://[host/hashi"),
    ("SEARCH_URL", "https://host:9200"),
    ("SEARCH_URL", "https://host:9200/"),
    ("SEARCH_URL", "https://host:9200/Hashi"),
    ("SEARCH_URL", "https://host:9200/_all"),
    ("SEARCH_URL", "https://host:9200/hashi,other"),
    ("SEARCH_URL", "https://host:9200/hashi?pretty"),
    ("EMAIL_PORT", "0"),
    ("EMAIL_USE_TLS", "perhaps"),
    ("SECURE_SSL_REDIRECT", "2"),
    ("TRUSTED_PROXY", "proxy.example"),
    ("HSTS_SECONDS", "a year"),
    ("LOG_LEVEL", "LOUD"),
]


@pytest.mark.parametrize(("name", "value"), WRONG, ids=["-".join(pair) for pair in WRONG])
def test_a_wrong_value_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured) as error:
        read_environment()
    assert refused(str(error.value)) == [name]


def test_several_wrong_values_are_named_together(monkeypatch: pytest.MonkeyPatch) -> None:
    set_all(monkeypatch, {"PORT": "eighty", "LOG_LEVEL": "LOUD"})
    with pytest.raises(ImproperlyConfigured) as error:
        read_environment()
    assert refused(str(error.value)) == ["PORT", "LOG_LEVEL"]


def test_a_refusal_keeps_the_password_of_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysteryql://user:pass-word@host/name")
    with pytest.raises(ImproperlyConfigured) as error:
        read_environment()
    assert "pass-word" not in str(error.value)


@pytest.mark.parametrize("password", ["pass-word/x", "1/pass-word", "pass-word#x", "pass-word?x"])
def test_a_refusal_keeps_the_password_of_the_cluster(
    monkeypatch: pytest.MonkeyPatch, password: str
) -> None:
    """A password that is not written as an address has it would be taken for its host or path."""
    monkeypatch.setenv("SEARCH_URL", f"https://user:{password}@host:9200/hashi")
    with pytest.raises(ImproperlyConfigured) as error:
        read_environment()
    assert refused(str(error.value)) == ["SEARCH_URL"]
    assert "pass-word" not in str(error.value)


def test_a_command_in_an_incomplete_production_says_so_without_a_traceback() -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=PROJECT,
        env={**os.environ, "ENVIRONMENT": "production"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert refused(done.stderr) == REQUIRED
