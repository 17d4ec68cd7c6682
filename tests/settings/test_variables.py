"""Each variable of the environment reaches the setting that it is for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.core.files.storage import Storage
from django.utils.module_loading import import_string

from cms.settings.env import DATA_DIR, Environment
from media.storage import GatedS3Storage

from .conftest import PRODUCTION, LoadSettings

BUCKET = {
    "S3_BUCKET_NAME": "hashi-media",
    "S3_ACCESS_KEY_ID": "key",
    "S3_SECRET_ACCESS_KEY": "secret",
}


#: Variables without which the case's other variables are refused, or reach nothing.
REQUIRED_BY_OTHERS = {"S3_BUCKET_NAME", "S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY"}


def storage(settings: ModuleType) -> Storage:
    """Build the storage of uploaded files as Django does."""
    entry = settings.STORAGES["default"]
    made: Storage = import_string(entry["BACKEND"])(**entry.get("OPTIONS", {}))
    return made


@dataclass(frozen=True)
class Case:
    """A variable, its text, and what arrives where; ``others`` are variables that it needs."""

    name: str
    text: str
    read: Callable[[ModuleType], Any]
    expected: Any
    others: dict[str, str] = field(default_factory=dict)


def setting(name: str) -> Callable[[ModuleType], Any]:
    return lambda settings: getattr(settings, name)


def database(key: str) -> Callable[[ModuleType], Any]:
    return lambda settings: settings.DATABASES["default"][key]


def of_bucket(name: str, text: str, attribute: str, expected: Any = None) -> Case:
    return Case(
        name,
        text,
        lambda settings: getattr(storage(settings), attribute),
        text if expected is None else expected,
        BUCKET,
    )


CASES = [
    Case("ENVIRONMENT", "production", setting("DEBUG"), False, PRODUCTION),
    Case("SECRET_KEY", "a key of my own", setting("SECRET_KEY"), "a key of my own"),
    Case(
        "ALLOWED_HOSTS",
        "a.example, b.example ,",
        setting("ALLOWED_HOSTS"),
        ["a.example", "b.example"],
    ),
    Case("BASE_URL", "https://a.example/", setting("WAGTAILADMIN_BASE_URL"), "https://a.example"),
    Case("PORT", "8123", setting("BASE_URL"), "http://127.0.0.1:8123"),
    Case("DATABASE_URL", "postgres://u:p@db:5433/n", database("HOST"), "db"),
    Case("DATABASE_POOLED", "true", database("DISABLE_SERVER_SIDE_CURSORS"), True),
    Case("DATABASE_MAX_AGE", "5", database("CONN_MAX_AGE"), 5),
    Case(
        "DATABASE_SECONDS",
        "9",
        lambda s: s.DATABASES["default"]["OPTIONS"].get("connect_timeout"),
        9,
        {"DATABASE_URL": "postgres://u:p@db/n"},
    ),
    Case("DATABASE_READ_SECONDS", "7", setting("DATABASE_READ_SECONDS"), 7),
    Case("DATABASE_WRITE_SECONDS", "70", setting("DATABASE_WRITE_SECONDS"), 70),
    Case("CACHE_URL", "redis://c/1", lambda s: s.CACHES["default"].get("LOCATION"), "redis://c/1"),
    Case(
        "TASKS_BACKEND",
        "database",
        lambda settings: settings.TASKS["default"]["BACKEND"],
        "django_tasks_db.DatabaseBackend",
    ),
    Case("MEDIA_ROOT", "/srv/media", setting("MEDIA_ROOT"), Path("/srv/media")),
    Case("STATIC_ROOT", "/srv/static", setting("STATIC_ROOT"), Path("/srv/static")),
    of_bucket("S3_BUCKET_NAME", "other", "bucket_name"),
    of_bucket("S3_ENDPOINT_URL", "https://s3.example", "endpoint_url"),
    of_bucket("S3_REGION_NAME", "ap-northeast-1", "region_name"),
    of_bucket("S3_ACCESS_KEY_ID", "other", "access_key"),
    of_bucket("S3_SECRET_ACCESS_KEY", "other", "secret_key"),
    of_bucket("S3_SECONDS", "9", "seconds", 9),
    of_bucket("S3_CONCURRENCY", "3", "concurrency", 3),
    Case("EMAIL_HOST", "mail.example", setting("EMAIL_HOST"), "mail.example"),
    Case("EMAIL_PORT", "25", setting("EMAIL_PORT"), 25),
    Case("EMAIL_HOST_USER", "user", setting("EMAIL_HOST_USER"), "user"),
    Case("EMAIL_HOST_PASSWORD", "word", setting("EMAIL_HOST_PASSWORD"), "word"),
    Case("EMAIL_SECONDS", "9", setting("EMAIL_TIMEOUT"), 9),
    Case("EMAIL_USE_TLS", "false", setting("EMAIL_USE_TLS"), False),
    Case("DEFAULT_FROM_EMAIL", "a@b.example", setting("DEFAULT_FROM_EMAIL"), "a@b.example"),
    Case("SECURE_SSL_REDIRECT", "false", setting("SECURE_SSL_REDIRECT"), False, PRODUCTION),
    Case(
        "TRUSTED_PROXY",
        "true",
        lambda s: getattr(s, "SECURE_PROXY_SSL_HEADER", None),
        ("HTTP_X_FORWARDED_PROTO", "https"),
        PRODUCTION,
    ),
    Case("TRUSTED_PROXIES", "2", setting("TRUSTED_PROXIES"), 2),
    Case("SIGN_INS_PER_MINUTE", "3", setting("SIGN_INS_PER_MINUTE"), 3),
    Case("SECURITY_CONTACT", "mailto:a@b.c", setting("SECURITY_CONTACT"), "mailto:a@b.c"),
    Case("HSTS_SECONDS", "60", setting("SECURE_HSTS_SECONDS"), 60, PRODUCTION),
    Case(
        "DELIVERY_ALLOWED_ORIGINS",
        "https://a.example, https://b.example/",
        setting("DELIVERY_ALLOWED_ORIGINS"),
        ["https://a.example", "https://b.example"],
    ),
    Case("DELIVERY_READS_PER_MINUTE", "60", setting("DELIVERY_READS_PER_MINUTE"), 60),
    Case("DELIVERY_SEARCHES_PER_MINUTE", "9", setting("DELIVERY_SEARCHES_PER_MINUTE"), 9),
    Case("DELIVERY_SUGGESTIONS_PER_MINUTE", "9", setting("DELIVERY_SUGGESTIONS_PER_MINUTE"), 9),
    Case(
        "SEARCH_URL",
        "https://user:p%2Fw@search.example:9200/below/hashi",
        setting("SEARCH_CLUSTER"),
        {
            "ADDRESS": "https://search.example:9200/below",
            "INDEX": "hashi",
            "USER": "user",
            "PASSWORD": "p/w",
        },
    ),
    Case("SEARCH_SECONDS", "9", setting("SEARCH_SECONDS"), 9),
    Case("DELIVERY_PREVIEWS_PER_MINUTE", "9", setting("DELIVERY_PREVIEWS_PER_MINUTE"), 9),
    Case("BIN_DAYS", "7", setting("BIN_DAYS"), 7),
    Case("SEARCH_LOG_DAYS", "9", setting("SEARCH_LOG_DAYS"), 9),
    Case(
        "PREVIEW_CLIENT_URL",
        "https://front.example/p",
        lambda s: s.WAGTAIL_HEADLESS_PREVIEW["CLIENT_URLS"].get("default"),
        "https://front.example/p",
    ),
    Case("DELIVERY_CACHE_CONTROL", "public", setting("DELIVERY_CACHE_CONTROL"), "public"),
    Case("SITE_SHARED_SECONDS", "60", setting("SITE_SHARED_SECONDS"), 60),
    Case(
        "CACHE_PURGE_URL",
        "http://cache.example/",
        setting("CACHE_PURGE_URL"),
        "http://cache.example/",
    ),
    Case("DELIVERY_CACHE_TAG_HEADER", "xkey", setting("DELIVERY_CACHE_TAG_HEADER"), "xkey"),
    Case("LOG_LEVEL", "ERROR", lambda s: s.LOGGING["root"]["level"], "ERROR"),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_variable_reaches_its_setting(load_settings: LoadSettings, case: Case) -> None:
    others = {name: text for name, text in case.others.items() if name != case.name}
    if case.name not in REQUIRED_BY_OTHERS:
        assert case.read(load_settings(**others)) != case.expected
    assert case.read(load_settings(**others, **{case.name: case.text})) == case.expected


def test_every_variable_has_a_case() -> None:
    assert [case.name.lower() for case in CASES] == list(Environment.model_fields)


def test_development_needs_nothing(load_settings: LoadSettings) -> None:
    settings = load_settings()
    assert settings.DEBUG is True
    assert settings.DATABASES["default"]["NAME"] == str(DATA_DIR / "db.sqlite3")
    assert settings.ALLOWED_HOSTS == ["127.0.0.1", "localhost", "[::1]"]
    assert settings.CACHES["default"]["BACKEND"].endswith("LocMemCache")
    assert settings.EMAIL_BACKEND.split(".")[-2] == "console"


def test_mail_is_sent_where_a_server_is_named(load_settings: LoadSettings) -> None:
    assert load_settings(EMAIL_HOST="mail.example").EMAIL_BACKEND.split(".")[-2] == "smtp"


def test_production_without_a_mail_server_sends_no_link_anywhere(
    load_settings: LoadSettings,
) -> None:
    """A link that opens an account must not stand in a log, so none is offered."""
    settings = load_settings(**PRODUCTION)
    assert settings.EMAIL_BACKEND.split(".")[-2] == "dummy"
    assert settings.WAGTAIL_PASSWORD_RESET_ENABLED is False
    settings = load_settings(**PRODUCTION, EMAIL_HOST="mail.example")
    assert settings.WAGTAIL_PASSWORD_RESET_ENABLED is True


def test_an_empty_variable_counts_as_not_set(load_settings: LoadSettings) -> None:
    settings = load_settings(**{name.upper(): "" for name in Environment.model_fields})
    assert settings.DATABASES["default"]["NAME"] == str(DATA_DIR / "db.sqlite3")
    assert settings.EMAIL_PORT == 587


def test_a_bucket_stays_private_and_its_files_pass_the_gate(load_settings: LoadSettings) -> None:
    made = storage(load_settings(**PRODUCTION, **BUCKET))
    assert isinstance(made, GatedS3Storage)
    assert made.default_acl is None
    assert made.file_overwrite is False
    assert made.url("images/北九州 1.png") == "/media/images/%E5%8C%97%E4%B9%9D%E5%B7%9E%201.png"
