"""Fixtures that every test may use."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command


@pytest.fixture(autouse=True)
def own_media_folder(tmp_path: Path, settings: Any) -> None:
    """Keep uploaded files out of the project."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def opening_content(db: None) -> None:
    """The site as a fresh installation opens it."""
    call_command("load_opening_content", verbosity=0)
