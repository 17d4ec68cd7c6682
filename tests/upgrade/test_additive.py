"""The service of before keeps serving while a database is upgraded and the new one starts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.fields import AddField, AlterField
from django.db.migrations.operations.models import CreateModel

from tests.prepared_databases import PYPROJECT

from .kept_site import kept_sites

ROOMS = set(PYPROJECT["tool"]["importlinter"]["root_packages"])
#: What takes something away that the service of before asks for, by the names of Django.
TAKES_AWAY = {"RemoveField", "DeleteModel", "RenameField", "RenameModel", "AlterModelTable"}


def breaks_the_service_of_before(operation: Operation) -> bool:
    """Whether code that does not know of an operation would fail once it has been done."""
    if type(operation).__name__ in TAKES_AWAY:
        return True
    if not isinstance(operation, AddField):
        return False
    field = operation.field
    return not (field.null or field.many_to_many or field.db_default is not models.NOT_PROVIDED)


def further_operations() -> Iterator[tuple[str, Operation]]:
    """Return what the rooms' migrations do that are younger than the newest kept site."""
    newest = kept_sites()[-1]
    loader = MigrationLoader(None)
    then = {
        node
        for target in newest.migrations
        if target in loader.graph.nodes
        for node in loader.graph.forwards_plan(target)
    }
    for (label, name), migration in loader.disk_migrations.items():
        if (label, name) in then or apps.get_app_config(label).name not in ROOMS:
            continue
        for operation in migration.operations:
            yield f"{label}.{name}: {operation.describe()}", operation


@pytest.mark.django_db  # migrations of search ask which database there is
def test_migrations_take_nothing_from_the_service_of_before() -> None:
    found = [where for where, what in further_operations() if breaks_the_service_of_before(what)]
    assert found == [], "Take away one version later, and give new columns a db_default or null."


@pytest.mark.parametrize(
    ("operation", "breaks"),
    [
        (AddField("page", "note", models.TextField(db_default="")), False),
        (AddField("page", "note", models.TextField(null=True)), False),
        (AddField("page", "note", models.TextField(default="")), True),
        (AlterField("page", "note", models.TextField()), False),
        (CreateModel("note", [("id", models.BigAutoField(primary_key=True))]), False),
    ],
)
def test_what_breaks_is_recognised(operation: Operation, breaks: bool) -> None:
    assert breaks_the_service_of_before(operation) is breaks
