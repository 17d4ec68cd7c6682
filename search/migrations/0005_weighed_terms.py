"""PostgreSQL ranks by an index of terms with their levels of frequency, made from what is there."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

#: A term's hits by their weights (A: title and names, B: labels, C: summary, D: text), their sum as
#: one of the levels of :mod:`search.engines.vectors`, written as a letter behind the term.
WEIGHED = r"""
UPDATE search_index SET weighed = array_to_tsvector(ARRAY(
  SELECT lexeme || U&'\E010' || chr(96 + width_bucket(
    (SELECT sum(CASE letter WHEN 'A' THEN 3 WHEN 'B' THEN 1.5 WHEN 'C' THEN 1.2 ELSE 1 END) + 0.001
     FROM unnest(weights) letter)::float8,
    ARRAY[1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10, 13, 16, 24, 32, 48]::float8[]))
  FROM unnest(terms)))
"""
FORWARD = (
    "ALTER TABLE search_index ADD COLUMN weighed tsvector NOT NULL DEFAULT ''",
    "ALTER TABLE search_index ALTER COLUMN weighed DROP DEFAULT",
    WEIGHED,
    "CREATE INDEX search_index_weighed ON search_index USING gin (weighed) WITH (fastupdate = off)",
    "ALTER INDEX search_index_terms SET (fastupdate = off)",
    "ALTER INDEX search_index_pairs SET (fastupdate = off)",
    # Only indexed, never read.
    "ALTER TABLE search_index ALTER COLUMN pairs SET STORAGE EXTENDED",
    # What a question is estimated to find must not depend on when the table was last looked at,
    # and looking at vectors takes long.
    *(
        f"ALTER TABLE search_index ALTER COLUMN {column} SET STATISTICS 0"
        for column in ("terms", "weighed", "pairs")
    ),
    # Pairs of characters are counted when they are asked for.
    "DELETE FROM search_vocabulary WHERE term >= U&'\\E000' AND term < U&'\\E001'",
)
BACKWARD = (
    "DROP INDEX search_index_weighed",
    "ALTER TABLE search_index DROP COLUMN weighed",
    "ALTER INDEX search_index_terms RESET (fastupdate)",
    "ALTER INDEX search_index_pairs RESET (fastupdate)",
    "ALTER TABLE search_index ALTER COLUMN pairs SET STORAGE EXTERNAL",
    (
        "INSERT INTO search_vocabulary SELECT lexeme, count(*) FROM search_index, unnest(pairs)"
        " GROUP BY lexeme"
    ),
)


def run(schema_editor: BaseDatabaseSchemaEditor, statements: tuple[str, ...]) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for statement in statements:
            schema_editor.execute(statement, params=None)


def forward(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    run(schema_editor, FORWARD)


def backward(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    run(schema_editor, BACKWARD)


class Migration(migrations.Migration):
    dependencies = [("search", "0004_file_texts")]

    operations = [migrations.RunPython(forward, backward)]
