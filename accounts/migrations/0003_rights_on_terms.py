"""Editors, Translators and Moderators have the same rights on terms as on other vocabularies."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

RIGHTS = {
    "Editors": ["view", "add", "change"],
    "Translators": ["view", "change"],
    "Moderators": ["view", "add", "change", "delete"],
}


def grant(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    content_types = apps.get_model("contenttypes.ContentType").objects
    permissions = apps.get_model("auth.Permission").objects
    content_type, _created = content_types.get_or_create(app_label="content", model="term")
    for name, verbs in RIGHTS.items():
        group = apps.get_model("auth.Group").objects.filter(name=name).first()
        for verb in verbs if group else ():
            record, _created = permissions.get_or_create(
                content_type=content_type,
                codename=f"{verb}_term",
                defaults={"name": f"Can {verb} term"},
            )
            group.permissions.add(record)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_groups_and_moderation"),
        ("content", "0003_term"),
    ]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
