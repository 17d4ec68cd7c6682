"""Databases that many tests start from: each is made once, kept, and copied where it is needed.

There are three kinds of state: what migrations leave, that with the opening content and its files,
and used sites of earlier versions, upgraded. They are
kept below ``.pytest_cache/prepared/`` (PostgreSQL's databases beside the one of the tests, as
``prepared_…``) and made anew when a file that they are made from has changed.
"""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import sqlite3
import sys
import tomllib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import override_settings
from django.utils import timezone

from tests.upgrade.kept_site import KeptSite

PROJECT = Path(__file__).resolve().parents[1]
KEPT = PROJECT / ".pytest_cache" / "prepared" / connection.vendor
PYPROJECT = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
ROOMS = PYPROJECT["tool"]["importlinter"]["root_packages"]
REQUIREMENTS = ("requirements.txt", "requirements-dev.txt")
#: Folders and files of a room that say what migrations leave.
SCHEMA = ("migrations", "models", "models.py", "fields.py", "apps.py", "settings")


@dataclass(frozen=True)
class State:
    """A state of the database; ``made_from`` says whether a file of a room shapes it.

    So do the ``further_files``. ``make`` brings a database there, and stores files where
    ``MEDIA_ROOT`` is.
    """

    name: str
    made_from: Callable[[Path], bool]
    make: Callable[[], None]
    further_files: tuple[Path, ...] = ()

    @cached_property
    def fingerprint(self) -> str:
        """Differs whenever the state could: by files, packages, Python and day (pages age)."""
        files = [*(PROJECT / name for name in REQUIREMENTS), *self.further_files]
        for room in ROOMS:
            files += [file for file in (PROJECT / room).rglob("*") if self._counts(file)]
        found = hashlib.sha256(f"{sys.version} {timezone.localdate()}".encode())
        for file in sorted(files):
            found.update(f"\n{file.relative_to(PROJECT)}\n".encode())
            found.update(file.read_bytes())
        return found.hexdigest()[:16]

    def _counts(self, file: Path) -> bool:
        return file.is_file() and file.suffix != ".pyc" and self.made_from(file)

    @property
    def folder(self) -> Path:
        """Where its files are kept."""
        return KEPT / f"{self.name}-{self.fingerprint}"

    @property
    def database(self) -> str:
        """The name of its database on a server."""
        return f"prepared_{_first_name}_{self.name}"


def _migrate() -> None:
    call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)


def _load_opening_content() -> None:
    _bring_to(MIGRATED)
    call_command("load_opening_content", verbosity=0)


MIGRATED = State(
    "migrated",
    lambda file: any(part in SCHEMA for part in file.relative_to(PROJECT).parts),
    _migrate,
)
OPENING_CONTENT = State("opening_content", lambda _file: True, _load_opening_content)


def upgraded(site: KeptSite) -> State:
    """Return the state of a kept site after ``migrate``."""

    def make() -> None:
        if site.migrations == MigrationExecutor(connection).loader.graph.leaf_nodes():
            _bring_to(MIGRATED)
        else:
            _empty()
            MigrationExecutor(connection).migrate(site.migrations)
        site.open(Path(settings.MEDIA_ROOT))
        _migrate()

    return State(f"upgraded_{site.name}", MIGRATED.made_from, make, (site.file,))


_first_name = str(connection.settings_dict["NAME"])


def create_test_database(*, serialize: bool) -> None:
    """Connect to a migrated database of the tests' own; ``serialize`` what it holds, for Django.

    Its name is that of the settings, with the suffix of the worker.
    """
    creation = connection.creation
    name = creation._get_test_db_name()
    creation._create_test_db(verbosity=0, autoclobber=True)
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
    with _alone():
        _bring_to(MIGRATED)
    if serialize:
        connection._test_serialized_contents = creation.serialize_db_to_string()


def destroy_test_database() -> None:
    """Disconnect from the database of the tests, and remove it."""
    connection.creation.destroy_test_db(_first_name, verbosity=0)


@contextmanager
def having(state: State, media: Path) -> Iterator[None]:
    """Have a state in the database, and its files in a folder.

    What is changed inside is forgotten at the end.
    """
    with _alone():
        _bring_to(state)
        shutil.copytree(state.folder, media, dirs_exist_ok=True)
    try:
        with override_settings(MEDIA_ROOT=media):
            yield
    finally:
        with _alone():
            _bring_to(MIGRATED)


def install_opening_content() -> None:
    """Put the opening content into the database and the media folder of the settings, for good."""
    with _alone():
        _bring_to(OPENING_CONTENT)
        shutil.copytree(OPENING_CONTENT.folder, settings.MEDIA_ROOT)


@contextmanager
def _alone() -> Iterator[None]:
    """Keep other processes from making or copying a state."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _bring_to(state: State) -> None:
    """Replace what the test database holds by a state, which is made where it is not kept yet."""
    if _is_kept(state):
        _copy_from(state)
    else:
        unfinished = KEPT / f"unfinished-{state.name}"
        for old in (unfinished, *KEPT.glob(f"{state.name}-*")):
            shutil.rmtree(old, ignore_errors=True)
        unfinished.mkdir()
        with override_settings(MEDIA_ROOT=unfinished):
            state.make()
        _keep(state)
        unfinished.rename(state.folder)
    ContentType.objects.clear_cache()


if connection.vendor == "sqlite":

    def _file(state: State) -> Path:
        return KEPT / f"{state.name}.sqlite3"

    def _is_kept(state: State) -> bool:
        return state.folder.exists()

    def _keep(state: State) -> None:
        with closing(sqlite3.connect(_file(state))) as kept:
            connection.connection.backup(kept)

    def _copy_from(state: State) -> None:
        connection.ensure_connection()
        with closing(sqlite3.connect(_file(state))) as kept:
            kept.backup(connection.connection)

    def _empty() -> None:
        connection.ensure_connection()
        with closing(sqlite3.connect(":memory:")) as nothing:
            nothing.backup(connection.connection)

else:

    def _is_kept(state: State) -> bool:
        with connection.creation._nodb_cursor() as cursor:
            cursor.execute(
                "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
                [state.database],
            )
            return cursor.fetchone() == (state.fingerprint,) and state.folder.exists()

    def _keep(state: State) -> None:
        name = connection.ops.quote_name(state.database)
        _replace(state.database, connection.settings_dict["NAME"])
        with connection.creation._nodb_cursor() as cursor:
            cursor.execute(f"COMMENT ON DATABASE {name} IS '{state.fingerprint}'")

    def _copy_from(state: State) -> None:
        _replace(connection.settings_dict["NAME"], state.database)

    def _empty() -> None:
        _replace(connection.settings_dict["NAME"], "template0")

    def _replace(name: str, template: str) -> None:
        connection.close()
        name, template = (connection.ops.quote_name(found) for found in (name, template))
        with connection.creation._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {name}")
            cursor.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
