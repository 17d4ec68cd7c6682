"""The one typed page of settings: what the environment may say, with defaults and meanings.

Nothing else in the project reads the environment. In development nothing has to be set;
with ``ENVIRONMENT=production`` the service refuses to start until the required values are there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Literal, Self
from urllib.parse import SplitResult, unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from pydantic import Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT_DIR = Path(__file__).resolve().parent.parent.parent
DATA_DIR = PROJECT_DIR / "var"
SECRET_KEY_LENGTH = 50
SECRET_KEY_DIFFERENT_CHARACTERS = 5
CACHE_SCHEMES = ("redis", "rediss", "unix")
#: What a cluster takes for the name of an index, and what may stand before it in an address.
INDEX_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,254}")
PATH_PART = re.compile(r"[A-Za-z0-9._~-]+")
DEVELOPMENT_SECRET_KEY = "development-only-key-not-for-production"  # noqa: S105


class Environment(BaseSettings):
    """Every setting that an operator can make, by its environment variable's name."""

    model_config = SettingsConfigDict(
        case_sensitive=False, extra="ignore", frozen=True, env_ignore_empty=True
    )

    environment: Literal["development", "production"] = Field(
        "development", description="`production` turns on every protection and every requirement."
    )
    secret_key: str = Field(
        "", description="Signs sessions and tokens: at least 50 random characters. Keep it secret."
    )
    allowed_hosts: str = Field(
        "", description="Host names that this service answers to, separated by commas."
    )
    base_url: str = Field(
        "",
        description="The public address of the site, such as `https://hashi.example.org`. "
        "Canonical addresses, the site map and mail use it.",
    )
    port: int = Field(
        8000, ge=1, le=65_535, description="Port of the development server (`make run`)."
    )
    database_url: str = Field(
        f"sqlite:///{DATA_DIR / 'db.sqlite3'}",
        description="Database, such as `postgres://user:password@host:5432/name`. "
        "SQLite under `var/` when nothing is set.",
    )
    database_pooled: bool = Field(
        False,
        description="`true` behind a pooler that gives each transaction another connection, as "
        "PgBouncer's `pool_mode = transaction` does: nothing is then kept at a connection.",
    )
    database_max_age: int = Field(
        60,
        ge=0,
        description="Seconds for which a database connection is kept open between requests.",
    )
    database_seconds: int = Field(
        3,
        ge=2,
        description="Seconds that PostgreSQL may take to accept a connection; then the answer is "
        "503.",
    )
    database_read_seconds: int = Field(
        5,
        ge=1,
        description="Seconds that PostgreSQL may take for each statement of a request that reads; "
        "then the answer is 503.",
    )
    database_write_seconds: int = Field(
        15,
        ge=1,
        description="The same for a request that stores something, which may have to wait for "
        "another one.",
    )
    cache_url: str = Field(
        "",
        description="Redis, such as `redis://host:6379/0`. In-process memory when empty. "
        "While Redis is down the service goes on without a cache, and logs that.",
    )
    tasks_backend: Literal["thread", "database", "immediate"] = Field(
        "thread",
        description="Where background work is done: `thread`, in the process that served the "
        "request, after its answer; `database`, by `manage.py db_worker` from a queue in the "
        "database; `immediate`, before the answer.",
    )
    media_root: Path = Field(
        DATA_DIR / "media", description="Folder of uploaded files, unless S3 holds them."
    )
    static_root: Path = Field(
        DATA_DIR / "static", description="Folder into which `collectstatic` gathers assets."
    )
    s3_bucket_name: str = Field(
        "",
        description="S3 bucket of uploaded files; it stays private, readers get its files from "
        "this service. Empty: file system.",
    )
    s3_endpoint_url: str = Field("", description="Address of an S3-compatible service.")
    s3_region_name: str = Field("", description="Region of the S3 bucket.")
    s3_access_key_id: str = Field("", description="Access key of the S3 bucket.")
    s3_secret_access_key: str = Field("", description="Secret key of the S3 bucket.")
    s3_seconds: int = Field(
        5,
        ge=1,
        description="Seconds that the S3 bucket may take to send each part of a file. A bucket "
        "that takes longer is left alone for five seconds; readers of its files get 503.",
    )
    s3_concurrency: int = Field(
        2,
        ge=1,
        description="Files that one process reads from the S3 bucket at once: fewer than the "
        "threads it has, so that a slow bucket leaves some for pages.",
    )
    email_host: str = Field(
        "",
        description="Mail server. Empty: mail is not sent; development prints it, and production "
        "offers no new password by mail.",
    )
    email_port: int = Field(587, ge=1, le=65_535, description="Port of the mail server.")
    email_host_user: str = Field("", description="User name at the mail server.")
    email_host_password: str = Field("", description="Password at the mail server.")
    email_seconds: int = Field(
        5, ge=1, description="Seconds that the mail server may take for each step."
    )
    email_use_tls: bool = Field(True, description="Use STARTTLS with the mail server.")
    default_from_email: str = Field(
        "hashi@localhost", description="Sender of the mail that this service sends."
    )
    secure_ssl_redirect: bool = Field(
        True, description="In production, redirect http to https. `false` behind a proxy that does."
    )
    trusted_proxy: bool = Field(
        False,
        description="`true` when a proxy of yours sets `X-Forwarded-Proto`; never when "
        "clients reach the service directly.",
    )
    trusted_proxies: int = Field(
        1,
        ge=1,
        le=10,
        description="With `TRUSTED_PROXY`, how many proxies of yours stand one behind another, "
        "each adding to `X-Forwarded-For`: the client is the last but so many named there.",
    )
    sign_ins_per_minute: int = Field(
        10,
        ge=0,
        description="Attempts a minute to sign in, to give a page's password or to have one reset, "
        "from one address and for one name; 0 for any number.",
    )
    security_contact: str = Field(
        "",
        description="Where to report a weakness, for `/.well-known/security.txt`: "
        "`mailto:security@example.org` or an https address. Empty: there is no such file.",
    )
    hsts_seconds: int = Field(
        31_536_000,
        ge=0,
        description="In production, seconds of HTTP Strict Transport Security.",
    )
    delivery_allowed_origins: str = Field(
        "*",
        description="Origins whose pages may read both APIs in a browser (CORS), separated by "
        "commas: `*` for all (everything there is public), empty for none.",
    )
    delivery_reads_per_minute: int = Field(
        1200,
        ge=0,
        description="Requests of the API that one address may send in a minute; 0 for any number.",
    )
    delivery_searches_per_minute: int = Field(
        120,
        ge=0,
        description="Searches that one address may ask the API for in a minute; 0 for any number.",
    )
    delivery_suggestions_per_minute: int = Field(
        600,
        ge=0,
        description="Suggestions that one address may ask the API for in a minute; 0 for any "
        "number. The search field of each page asks for some with each word that is typed.",
    )
    search_url: str = Field(
        "",
        description="Index of OpenSearch or Elasticsearch in which visitors search, such as "
        "`https://user:password@host:9200/hashi`. Empty: the database has that index. After a "
        "change: `manage.py search rebuild`.",
    )
    search_seconds: int = Field(
        2,
        ge=1,
        description="Seconds that the database, or the cluster of `SEARCH_URL`, may take to find "
        "what a question asks for; then what was found is the answer, or that it took too long.",
    )
    delivery_previews_per_minute: int = Field(
        120,
        ge=0,
        description="Previews of drafts that one address may ask for in a minute; 0 for any "
        "number.",
    )
    bin_days: int = Field(
        30,
        ge=1,
        description="Days for which deleted pages, files and entries can be restored from the "
        "admin's bin; `manage.py empty_bin` then removes them for good.",
    )
    search_log_days: int = Field(
        90,
        ge=0,
        description="Days for which the number of times that a question was asked is kept, without "
        "any personal data, for the report of editors; `manage.py search forget` deletes older "
        "ones. 0: nothing is counted.",
    )
    preview_client_url: str = Field(
        "",
        description="Address at which an external front end shows a draft; `?preview=` and a token "
        "are added. Empty: drafts are shown by the site's own templates.",
    )
    delivery_cache_control: str = Field(
        "public, max-age=0, must-revalidate",
        description="`Cache-Control` of what the API and its readers' caches may keep. Behind a "
        "cache that is purged, such as `public, max-age=0, s-maxage=86400`.",
    )
    site_shared_seconds: int = Field(
        0,
        ge=0,
        description="Seconds for which a cache in front that is purged (`CACHE_PURGE_URL`) may "
        "keep the site's pages, such as 86400; never beyond the moment at which time changes one. "
        "0: it asks each time.",
    )
    cache_purge_url: str = Field(
        "",
        description="Address of a cache in front that takes `BAN` requests with the names of what "
        "to forget, such as `http://127.0.0.1:6081/`. Needs "
        "`DELIVERY_CACHE_TAG_HEADER=Surrogate-Key`. Empty: none is told.",
    )
    delivery_cache_tag_header: Literal["", "Surrogate-Key", "Cache-Tag", "xkey"] = Field(
        "",
        description="Header in which answers of the API name what they show, for caches that "
        "purge by name.",
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="Least severe level that is logged."
    )

    @property
    def is_production(self) -> bool:
        """Whether every protection is on."""
        return self.environment == "production"

    @cached_property
    def hosts(self) -> list[str]:
        """The host names of ``ALLOWED_HOSTS``; this machine only, in development."""
        named = [host.strip() for host in self.allowed_hosts.split(",") if host.strip()]
        return named or ([] if self.is_production else ["127.0.0.1", "localhost", "[::1]"])

    @cached_property
    def origins(self) -> list[str]:
        """The origins of ``DELIVERY_ALLOWED_ORIGINS``."""
        named = (origin.strip() for origin in self.delivery_allowed_origins.split(","))
        return [origin.rstrip("/") for origin in named if origin]

    @cached_property
    def public_url(self) -> str:
        """``BASE_URL`` without a slash at its end; the development server's address if empty."""
        return (self.base_url or f"http://127.0.0.1:{self.port}").rstrip("/")

    @cached_property
    def search_cluster(self) -> dict[str, str]:
        """What ``SEARCH_URL`` says: address, index, user and password; nothing when it is empty."""
        if not self.search_url:
            return {}
        parts = urlsplit(self.search_url)
        before, _slash, index = parts.path.rstrip("/").rpartition("/")
        return {
            "ADDRESS": f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{before}",
            "INDEX": index,
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
        }

    @model_validator(mode="after")
    def refuse_wrong_values(self) -> Self:
        """Name everything that is wrong, or that production lacks, in one message."""
        problems = [*self._wrong_addresses()]
        if self.is_production:
            problems += self._missing_in_production()
        if problems:
            raise ValueError("\n".join(problems))
        return self

    def _wrong_addresses(self) -> Iterator[str]:
        if self.base_url:
            parts = urlsplit(self.base_url)
            if parts.scheme not in {"http", "https"} or not parts.hostname:
                yield "BASE_URL: start with https:// and a host, such as https://hashi.example.org."
            elif parts.path.strip("/") or parts.query or parts.fragment:
                yield "BASE_URL: give the address without a path; the site starts at its top."
        try:
            dj_database_url.parse(self.database_url)
        except (ValueError, KeyError):
            yield "DATABASE_URL: no database address, such as postgres://user:password@host/name."
        if self.security_contact and not self.security_contact.startswith(("mailto:", "https:")):
            yield "SECURITY_CONTACT: start with mailto: or https:, as mailto:security@example.org."
        if "\n" in self.security_contact:
            yield "SECURITY_CONTACT: give one address, on one line."
        if self.cache_purge_url and not urlsplit(self.cache_purge_url).netloc:
            yield "CACHE_PURGE_URL: no address, such as http://127.0.0.1:6081/."
        if self.cache_url and urlsplit(self.cache_url).scheme not in CACHE_SCHEMES:
            yield "CACHE_URL: no Redis address, such as redis://host:6379/0."
        if self.search_url:
            try:
                yield from self._wrong_in_search(urlsplit(self.search_url))
            except ValueError:  # the port is no number, or a bracket is open
                yield "SEARCH_URL: no address, such as https://user:password@host:9200/hashi."

    def _wrong_in_search(self, parts: SplitResult) -> Iterator[str]:
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.port == 0:
            yield "SEARCH_URL: start with https:// and a host, such as https://host:9200/hashi."
            return
        *before, index = parts.path.rstrip("/").removeprefix("/").split("/")
        if parts.query or parts.fragment or not all(map(PATH_PART.fullmatch, before)):
            yield (
                "SEARCH_URL: give nothing but an address and an index; write / ? # @ and : of a "
                "password as %2F %3F %23 %40 and %3A."
            )
        elif not INDEX_NAME.fullmatch(index):
            yield (
                "SEARCH_URL: end with the name of an index in small letters, digits, dots, "
                "underscores and hyphens, such as https://host:9200/hashi."
            )

    def _missing_in_production(self) -> Iterator[str]:
        if (
            len(self.secret_key) < SECRET_KEY_LENGTH
            or len(set(self.secret_key)) < SECRET_KEY_DIFFERENT_CHARACTERS
        ):
            yield "SECRET_KEY: production needs at least 50 random characters."
        if not self.hosts:
            yield "ALLOWED_HOSTS: production needs the hosts served, such as hashi.example.org."
        if not self.base_url:
            yield "BASE_URL: production needs the address, such as https://hashi.example.org."
        if "database_url" not in self.model_fields_set:
            yield "DATABASE_URL: production needs a database, such as postgres://user:pw@host/name."
        if self.s3_bucket_name and not self.s3_access_key_id:
            yield "S3_ACCESS_KEY_ID: S3_BUCKET_NAME needs it."
        if self.s3_bucket_name and not self.s3_secret_access_key:
            yield "S3_SECRET_ACCESS_KEY: S3_BUCKET_NAME needs it."


def read_environment() -> Environment:
    """Return the typed settings.

    Raises:
        ImproperlyConfigured: naming each variable that is wrong or missing, and what to set.
    """
    try:
        return Environment()
    except ValidationError as error:
        lines = []
        for problem in error.errors():
            message = str(problem["msg"]).removeprefix("Value error, ")
            name = ".".join(str(part) for part in problem["loc"]).upper()
            lines += [f"{name}: {message}"] if name else message.splitlines()
        text = "The settings in the environment are not complete (see docs/settings.md):"
        raise ImproperlyConfigured("\n  - ".join([text, *lines])) from None
