"""The field ``action`` of a measure becomes ``action_taken``; its column and all texts stay.

A form field named ``action`` hid the form's own address from scripts, so that nothing that was
written in a measure was ever saved by itself. Besides the column, the name stands in revisions, in
comments, and in what wagtail-localize keeps of a source and its segments.
"""

import json
import uuid
from collections.abc import Callable

import wagtail.fields
from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

BEFORE, AFTER = "action", "action_taken"
#: The name space in which wagtail-localize hashes paths (``TranslationContext._get_path_id``).
PATHS = uuid.UUID("fcab004a-2b50-11ea-978f-2e728ce88125")
AT_ONCE = 200


def rename(  # noqa: C901  # one step for each place that holds the name
    before: str, after: str
) -> Callable[[Apps, BaseDatabaseSchemaEditor], None]:
    """Return what carries everything that is stored under one name over to another."""

    def renamed(content: dict[str, object]) -> bool:
        if before not in content:
            return False
        content[after] = content.pop(before)
        return True

    def carry(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        types = apps.get_model("contenttypes.ContentType").objects
        kind = types.filter(app_label="measures", model="measurepage").first()
        if kind is None:
            return
        revisions = apps.get_model("wagtailcore.Revision")
        for revision in revisions.objects.filter(content_type=kind).iterator(AT_ONCE):
            if renamed(revision.content):
                revisions.objects.filter(pk=revision.pk).update(content=revision.content)
        sources = apps.get_model("wagtail_localize.TranslationSource")
        translated = sources.objects.filter(specific_content_type=kind).values("object_id")
        for source in sources.objects.filter(specific_content_type=kind).iterator(AT_ONCE):
            content = json.loads(source.content_json)
            if renamed(content):
                sources.objects.filter(pk=source.pk).update(content_json=json.dumps(content))
        contexts = apps.get_model("wagtail_localize.TranslationContext").objects
        contexts.filter(object__in=translated, path=before).update(
            path=after, field_path=after, path_id=uuid.uuid5(PATHS, after)
        )
        comments = apps.get_model("wagtailcore.Comment").objects
        pages = apps.get_model("wagtailcore.Page").objects.filter(content_type=kind)
        comments.filter(page__in=pages, contentpath=before).update(contentpath=after)
        references = apps.get_model("wagtailcore.ReferenceIndex").objects
        for name in ("content_path", "model_path"):
            for reference in references.filter(
                content_type=kind, **{f"{name}__startswith": before}
            ):
                first, _dot, rest = getattr(reference, name).partition(".")
                if first == before:
                    path = f"{after}.{rest}" if rest else after
                    changed = {name: path}
                    if name == "content_path":
                        changed["content_path_hash"] = uuid.uuid5(
                            uuid.UUID("bdc70d8b-e7a2-4c2a-bf43-2a3e3fcbbe86"), path
                        )
                    references.filter(pk=reference.pk).update(**changed)

    return carry


class Migration(migrations.Migration):
    dependencies = [
        ("measures", "0002_wording"),
        ("wagtail_localize", "0016_rename_page_revision_translationlog_revision"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RenameField("measurepage", BEFORE, AFTER),
                migrations.AlterField(
                    "measurepage",
                    AFTER,
                    wagtail.fields.RichTextField(
                        blank=True, db_column="action", verbose_name="action"
                    ),
                ),
            ]
        ),
        migrations.RunPython(rename(BEFORE, AFTER), rename(AFTER, BEFORE)),
    ]
