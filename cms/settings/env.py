"""The one typed page of settings: what the environment may say, with defaults and meanings.

Nothing else in the project reads the environment. In development nothing has to be set;
with ``ENVIRONMENT=production`` the service refuses to start until the required values are there.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from pydantic import Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT_DIR = Path(__file__).resolve().parent.parent.parent
DATA_DIR = PROJECT_DIR / "var"
SECRET_KEY_LENGTH = 50
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
    port: int = Field(8000, description="Port of the development server (`make run`).")
    database_url: str = Field(
        f"sqlite:///{DATA_DIR / 'db.sqlite3'}",
        description="Database, such as `postgres://user:password@host:5432/name`. "
        "SQLite under `var/` when nothing is set.",
    )
    database_max_age: int = Field(
        60, description="Seconds for which a database connection is kept open between requests."
    )
    cache_url: str = Field(
        "", description="Redis, such as `redis://host:6379/0`. In-process memory when empty."
    )
    media_root: Path = Field(
        DATA_DIR / "media", description="Folder of uploaded files, unless S3 holds them."
    )
    static_root: Path = Field(
        DATA_DIR / "static", description="Folder into which `collectstatic` gathers assets."
    )
    s3_bucket_name: str = Field("", description="S3 bucket of uploaded files. Empty: file system.")
    s3_endpoint_url: str = Field("", description="Address of an S3-compatible service.")
    s3_region_name: str = Field("", description="Region of the S3 bucket.")
    s3_access_key_id: str = Field("", description="Access key of the S3 bucket.")
    s3_secret_access_key: str = Field("", description="Secret key of the S3 bucket.")
    s3_custom_domain: str = Field("", description="Domain of a CDN in front of the S3 bucket.")
    email_host: str = Field(
        "", description="Mail server. Empty: mail is printed to the console, not sent."
    )
    email_port: int = Field(587, description="Port of the mail server.")
    email_host_user: str = Field("", description="User name at the mail server.")
    email_host_password: str = Field("", description="Password at the mail server.")
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
    hsts_seconds: int = Field(
        31_536_000, description="In production, seconds of HTTP Strict Transport Security."
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
    def public_url(self) -> str:
        """``BASE_URL`` without a slash at its end; the development server's address if empty."""
        return (self.base_url or f"http://127.0.0.1:{self.port}").rstrip("/")

    @model_validator(mode="after")
    def refuse_incomplete_production(self) -> Self:
        """Name everything that production lacks in one message, with what to set."""
        if self.base_url and urlsplit(self.base_url).scheme not in {"http", "https"}:
            raise ValueError("BASE_URL must start with https:// (or http://).")
        if not self.is_production:
            return self
        missing = []
        if len(self.secret_key) < SECRET_KEY_LENGTH or self.secret_key == DEVELOPMENT_SECRET_KEY:
            missing.append("SECRET_KEY: set at least 50 random characters.")
        if not self.hosts:
            missing.append("ALLOWED_HOSTS: name the hosts served, such as hashi.example.org.")
        if not self.base_url:
            missing.append("BASE_URL: give the public address, such as https://hashi.example.org.")
        if "database_url" not in self.model_fields_set:
            missing.append("DATABASE_URL: give a database, such as postgres://user:pw@host/name.")
        if self.s3_bucket_name and not (self.s3_access_key_id and self.s3_secret_access_key):
            missing.append("S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY: needed by S3_BUCKET_NAME.")
        if missing:
            raise ValueError("production is not fully configured:\n  - " + "\n  - ".join(missing))
        return self


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
            name = ".".join(str(part) for part in problem["loc"]).upper()
            message = str(problem["msg"]).removeprefix("Value error, ")
            lines.append(f"{name}: {message}" if name else message)
        raise ImproperlyConfigured("Settings: " + "\n".join(lines)) from None
