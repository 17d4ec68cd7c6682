"""Fixtures that every test may use."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import override_settings

from tests import prepared_databases
from tests.small_site import SmallSite


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--no-skips", action="store_true", help="a test that is skipped fails, as CI wants it"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what sets the project up anew, unless ``-m fresh_clone`` asks for it."""
    if "fresh_clone" in config.option.markexpr:
        return
    left_out = [item for item in items if item.get_closest_marker("fresh_clone")]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With ``--no-skips``, fail what would be skipped: something that must be there is missing."""
    report = yield
    if report.skipped and item.config.getoption("--no-skips") and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"Skipped, and --no-skips does not allow that: {reason}"
    return report


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker: Any,
) -> Iterator[None]:
    """Copy a migrated database instead of migrating one in each process (pytest-django's own)."""
    marks = (mark for item in request.session.items for mark in item.iter_markers("django_db"))
    serialize = any(mark.kwargs.get("serialized_rollback") for mark in marks)
    with django_db_blocker.unblock():
        prepared_databases.create_test_database(serialize=serialize)
    yield
    with django_db_blocker.unblock():
        prepared_databases.destroy_test_database()


@pytest.fixture(scope="session", autouse=True)
def own_media_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep uploaded files out of the project, and make passwords quick to check."""
    hashers = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    media = tmp_path_factory.mktemp("media")
    with override_settings(MEDIA_ROOT=media, PASSWORD_HASHERS=hashers):
        yield


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    """Forget what was cached from rows that the test's end takes back."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def site(db: None) -> SmallSite:
    """Home pages and sections in both languages, without items."""
    return SmallSite()


@pytest.fixture(scope="module")
def opening_content_of_module(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Have the opening content for a module; each of its tests starts from that point.

    For modules whose tests run inside a transaction, which is every test that does not ask for
    ``transaction=True``.
    """
    media = tmp_path_factory.mktemp("media")
    with (
        django_db_blocker.unblock(),
        prepared_databases.opening_content(media),
        transaction.atomic(),
    ):
        yield
        transaction.set_rollback(True)


@pytest.fixture
def opening_content(opening_content_of_module: None, db: None) -> None:
    """The site as a fresh installation opens it."""
