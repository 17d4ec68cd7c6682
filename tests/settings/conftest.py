"""Settings as a process of its own would read them."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from types import ModuleType

import pytest

import cms.settings
from cms.settings.env import Environment

PRODUCTION = {
    "ENVIRONMENT": "production",
    "SECRET_KEY": "0123456789-abcdefghijklmnopqrstuvwxyz-0123456789-abc",
    "ALLOWED_HOSTS": "hashi.example.org",
    "BASE_URL": "https://hashi.example.org",
    "DATABASE_URL": "postgres://hashi:secret@database.example.org:5433/hashi",
}

LoadSettings = Callable[..., ModuleType]


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start from an environment that says nothing about this service."""
    for name in Environment.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def load_settings(monkeypatch: pytest.MonkeyPatch) -> LoadSettings:
    """Return Django's settings as they would be with some variables set."""

    def load(**variables: str) -> ModuleType:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        spec = importlib.util.spec_from_file_location("cms.settings", cms.settings.__file__)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return load
