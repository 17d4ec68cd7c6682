"""Fixtures that every test may use."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.signals import request_started
from django.db import connection, transaction
from django.test import override_settings
from pytest_django.django_compat import is_django_unittest

from http_cache import response_cache
from publishing.reading import catalogue
from publishing.writing import actions
from search.reports import query_log
from tests import prepared_databases
from tests.small_site import SmallSite

NODE_PACKAGES = Path(__file__).resolve().parents[1] / "examples" / "node_modules"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--no-skips", action="store_true", help="a test that is skipped fails, as CI wants it"
    )
    parser.addoption(
        "--with-database", action="store_true", help="only tests that depend on the database"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what was not asked for, and begin with what takes long.

    What sets the project up anew is asked for by ``-m fresh_clone``. What needs Node runs where
    ``make client`` has installed its packages, and with ``--no-skips``. With ``--with-database``,
    tests are left out that would do the same on every database: because they use none, or as their
    mark ``any_database`` says. Whatever
    is ``long`` or needs a browser begins first, or one worker would be at it when all others are
    done; otherwise the order stays shuffled.
    """

    def is_wanted(item: pytest.Item) -> bool:
        if item.get_closest_marker("fresh_clone") and "fresh_clone" not in config.option.markexpr:
            return False
        if item.get_closest_marker("client") and not (
            NODE_PACKAGES.exists() or config.getoption("--no-skips")
        ):
            return False
        if not config.getoption("--with-database"):
            return True
        return uses_database(item) and not item.get_closest_marker("any_database")

    def comes_later(item: pytest.Item) -> bool:
        return not (item.get_closest_marker("long") or item.get_closest_marker("browser"))

    config.hook.pytest_deselected(items=[item for item in items if not is_wanted(item)])
    items[:] = sorted(filter(is_wanted, items), key=comes_later)
    begin_with_the_site(items)


def begin_with_the_site(items: list[pytest.Item]) -> None:
    """Let each test of a module start from the small site when one does, whatever their order.

    Raises:
        pytest.UsageError: there is a class of tests beside, which closes the connection at its end.
    """
    functions = [item for item in items if isinstance(item, pytest.Function)]
    modules = {item.module for item in functions if "site_of_module" in item.fixturenames}
    for item in functions:
        if item.module in modules:
            if is_django_unittest(item):
                raise pytest.UsageError(f"{item.nodeid}: no test beside it may use “site”.")
            item.fixturenames.insert(0, "site_of_module")


def uses_database(item: pytest.Item) -> bool:
    """Whether pytest-django gives a test the database: by a mark, a fixture or its class."""
    return (
        item.get_closest_marker("django_db") is not None
        or "django_db_setup" in getattr(item, "fixturenames", ())
        or is_django_unittest(item)
    )


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


#: Files that a run names at its end, when it has run that many or more.
SLOWEST = 15


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name the files that took longest, so that growth is seen: seconds of a worker, set-up too."""
    seconds: defaultdict[str, float] = defaultdict(float)
    for reports in terminalreporter.stats.values():
        for report in reports:
            if isinstance(report, pytest.TestReport):
                seconds[report.nodeid.partition("::")[0]] += report.duration
    if len(seconds) < SLOWEST:
        return
    terminalreporter.write_sep("=", f"slowest of {len(seconds)} files, seconds of a worker")
    slowest = sorted(seconds.items(), key=lambda item: -item[1])[:SLOWEST]
    for name, spent in slowest:
        terminalreporter.write_line(f"{spent:7.1f} {name}")
    terminalreporter.write_line(f"{sum(seconds.values()):7.1f} all")


#: Seconds that a question may take where other things keep the machine busy.
PATIENCE = 60


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
    """Keep uploaded files out of the project, passwords quick to check, and all work at once.

    No test touches the cluster that ``SEARCH_URL`` may name.
    """
    hashers = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    media = tmp_path_factory.mktemp("media")
    tasks = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    with override_settings(
        MEDIA_ROOT=media,
        PASSWORD_HASHERS=hashers,
        TASKS=tasks,
        SEARCH_SECONDS=PATIENCE,
        SEARCH_CLUSTER={},
    ):
        yield


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    """Forget what was cached from rows that the test's end takes back."""
    cache.clear()
    catalogue.forget()
    response_cache.forget()
    yield
    cache.clear()
    catalogue.forget()
    response_cache.forget()


class Settled:
    """Until where what a test's transaction has recorded is in the read model.

    ``for_module`` holds for all tests of a module, since it was settled before them.
    """

    for_module: Any = None
    for_test: Any = None
    in_test: bool = False

    def note(self) -> None:
        """Note that everything recorded so far has been settled."""
        last = connection.run_on_commit[-1] if connection.run_on_commit else None
        if self.in_test:
            self.for_test = last
        else:
            self.for_module = last

    def is_up_to_date(self) -> bool:
        """Whether nothing has been recorded since, as far as can be known without a query."""
        if not connection.in_atomic_block or not connection.run_on_commit:
            return True
        last = connection.run_on_commit[-1]
        return last is self.for_test or last is self.for_module


@pytest.fixture(scope="session")
def settled() -> Iterator[Settled]:
    """Notice whenever the read model is settled."""
    noted, settle = Settled(), actions.settle

    def settle_and_note(most: int | None = None) -> bool:
        is_done = settle(most)
        if is_done:
            noted.note()
        return is_done

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(actions, "settle", settle_and_note)
        yield noted


@pytest.fixture(scope="session", autouse=True)
def _settling_is_noticed(settled: Settled) -> None:
    """Begin before any module builds what its tests share."""


@pytest.fixture(autouse=True)
def published_before_each_request(settled: Settled) -> Iterator[None]:
    """Let each request find published what the test has done before.

    Inside of a test's transaction nothing is ever committed, so nothing is settled by itself.
    """

    def settle(**_kwargs: Any) -> None:
        if not settled.is_up_to_date():
            actions.settle()

    settled.in_test, settled.for_test = True, None
    request_started.connect(settle, dispatch_uid="tests.settle")
    yield
    request_started.disconnect(dispatch_uid="tests.settle")
    settled.in_test = False


@pytest.fixture(autouse=True)
def questions_stay_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no thread write the questions that a test asks: it would not see the test's database."""
    monkeypatch.setattr(query_log, "_waiting", query_log._Waiting())
    monkeypatch.setattr(query_log, "later", lambda _action: None)


@pytest.fixture(scope="module")
def site_of_module(django_db_setup: None, django_db_blocker: Any) -> Iterator[SmallSite]:
    """Build the small site once for a module, all of whose tests start from it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield SmallSite()
        transaction.set_rollback(True)


@pytest.fixture
def site(site_of_module: SmallSite, db: None) -> SmallSite:
    """Home pages and sections in both languages, without items."""
    return deepcopy(site_of_module)


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
        prepared_databases.having(prepared_databases.OPENING_CONTENT, media),
        transaction.atomic(),
    ):
        yield
        transaction.set_rollback(True)


@pytest.fixture
def opening_content(opening_content_of_module: None, db: None) -> None:
    """The site as a fresh installation opens it."""


@pytest.fixture(scope="module")
def refill_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Put back what migrations made once a module's tests outside of transactions are done.

    Each of these leaves an empty database behind.
    """
    yield
    with django_db_blocker.unblock():
        connection.creation.deserialize_db_from_string(connection._test_serialized_contents)
