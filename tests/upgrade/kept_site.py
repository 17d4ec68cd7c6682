"""A site of one version, kept as a file that any database of any later version can be given.

A file is gzipped JSON: the last migration of each app, the rows of every table that has a model
(values as the database stores them, so that nothing of the code is asked on the way), the
uploaded files, and what the site's builder knows of it.
"""

from __future__ import annotations

import base64
import gzip
import json
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.migrations.executor import MigrationExecutor

KEPT = Path(__file__).parent / "sites"
#: What is made anew from the rest, or belongs to one machine.
LEFT_OUT = ("django_session", "media_rendition", "wagtailsearch_indexentry", "wagtailimages_")

Nodes = list[tuple[str, str]]


def _text(value: object) -> Any:
    """Return a value of a row as JSON has it, the same from every database.

    Raises:
        TypeError: the value is of a type that no column has yet.
    """
    if isinstance(value, bytes | memoryview):
        return {"base64": base64.b64encode(bytes(value)).decode()}
    if isinstance(value, datetime):
        moment = value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
        return moment.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, timedelta):
        return value // timedelta(microseconds=1)
    raise TypeError(f"{value!r} has no form in a kept site yet")


def keep(file: Path, known: dict[str, Any]) -> None:
    """Write the site in the database and its files; ``known`` is what is known beside it."""
    tables = {}
    kinds = apps.get_models(include_auto_created=True)
    with connection.cursor() as cursor:
        for model in {kind._meta.db_table: kind for kind in kinds if kind._meta.managed}.values():
            if model._meta.proxy or model._meta.db_table.startswith(LEFT_OUT):
                continue
            names = {field.column: field for field in model._meta.local_concrete_fields}
            quoted = connection.ops.quote_name
            columns = ", ".join(quoted(str(name)) for name in names)
            cursor.execute(
                f"SELECT {columns} FROM {quoted(model._meta.db_table)}"
                f" ORDER BY {quoted(str(model._meta.pk.column))}"
            )
            rows = [list(map(_stored, names.values(), row)) for row in cursor.fetchall()]
            if rows:
                tables[model._meta.db_table] = {
                    "app": model._meta.app_label,
                    "columns": list(names),
                    "rows": rows,
                }
    media = Path(settings.MEDIA_ROOT)
    site = {
        "migrations": MigrationExecutor(connection).loader.graph.leaf_nodes(),
        "known": known,
        "tables": tables,
        "files": {
            str(path.relative_to(media)): base64.b64encode(path.read_bytes()).decode()
            for path in sorted(media.rglob("*"))
            if path.is_file() and path.relative_to(media).parts[0] != "images"  # renditions
        },
    }
    text = json.dumps(site, ensure_ascii=False, default=_text)
    file.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def _stored(field: models.Field[Any, Any], value: Any) -> Any:
    is_truth = isinstance(field, models.BooleanField) and value is not None
    return bool(value) if is_truth else value


class KeptSite:
    """A site that was kept by :func:`keep`."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def __repr__(self) -> str:
        return self.file.name

    @property
    def name(self) -> str:
        """Its name as a part of an identifier."""
        return self.file.name.partition(".")[0].replace("-", "_")

    @cached_property
    def content(self) -> dict[str, Any]:
        """What the file holds."""
        content: dict[str, Any] = json.loads(gzip.decompress(self.file.read_bytes()))
        return content

    @property
    def known(self) -> dict[str, Any]:
        """What its builder knows of it, as ``used_site.Known`` says."""
        known: dict[str, Any] = self.content["known"]
        return known

    @property
    def migrations(self) -> Nodes:
        """The last migration at the time of each app that is still there."""
        return [(app, name) for app, name in self.content["migrations"] if app in apps.app_configs]

    def rows(self, table: str) -> list[dict[str, Any]]:
        """Return the rows of a table, by column, as they were stored."""
        found = self.content["tables"].get(table, {"columns": [], "rows": []})
        return [dict(zip(found["columns"], row, strict=True)) for row in found["rows"]]

    def open(self, media: Path) -> None:
        """Put the site into the database, whose tables are those of its time, and its files.

        What the tables hold is lost. Migrations from then on are for the caller to run.
        """
        then = MigrationExecutor(connection).loader.project_state(self.migrations).apps
        kinds = {
            model._meta.db_table: model
            for model in then.get_models(include_auto_created=True)
            if model._meta.managed and not model._meta.proxy
        }
        with transaction.atomic(), connection.cursor() as cursor:
            flush = connection.ops.sql_flush(no_style(), list(kinds), allow_cascade=False)
            for statement in flush:
                cursor.execute(statement)
            for table, found in self.content["tables"].items():
                if found["app"] not in apps.app_configs:
                    continue
                columns = ", ".join(map(connection.ops.quote_name, found["columns"]))
                places = ", ".join(["%s"] * len(found["columns"]))
                cursor.executemany(
                    f"INSERT INTO {connection.ops.quote_name(table)} ({columns}) VALUES ({places})",
                    [list(map(_given, row)) for row in found["rows"]],
                )
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), list(kinds.values())):
                cursor.execute(statement)
        for name, text in self.content["files"].items():
            path = media / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(base64.b64decode(text))


def _given(value: Any) -> Any:
    return base64.b64decode(value["base64"]) if isinstance(value, dict) else value


def kept_sites() -> list[KeptSite]:
    """Return all sites that are kept."""
    return [KeptSite(file) for file in sorted(KEPT.glob("*.json.gz"))]
