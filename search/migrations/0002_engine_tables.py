"""The tables in which the database's own full-text search keeps terms."""

from importlib import import_module

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def create_tables(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in import_module(f"search.engines.{schema_editor.connection.vendor}").TABLES:
        schema_editor.execute(statement)


def drop_tables(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for table in ("search_vocabulary", "search_index"):
        schema_editor.execute(f"DROP TABLE IF EXISTS {table}")


class Migration(migrations.Migration):
    dependencies = [("search", "0001_entries")]

    operations = [migrations.RunPython(create_tables, drop_tables)]
