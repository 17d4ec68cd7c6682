"""PostgreSQL reads each matching document's terms to rank it: it need not decompress them too.

Documents that are indexed already follow with the next ``manage.py search rebuild``.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

COLUMNS = ("terms", "pairs")


def store(schema_editor: BaseDatabaseSchemaEditor, storage: str) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for column in COLUMNS:
            schema_editor.execute(
                f"ALTER TABLE search_index ALTER COLUMN {column} SET STORAGE {storage}"
            )


def uncompressed(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    store(schema_editor, "EXTERNAL")


def compressed(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    store(schema_editor, "EXTENDED")


class Migration(migrations.Migration):
    dependencies = [("search", "0002_engine_tables")]

    operations = [migrations.RunPython(uncompressed, compressed)]
