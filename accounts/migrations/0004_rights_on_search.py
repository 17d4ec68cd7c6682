"""All groups read what visitors ask; Moderators recommend results."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

READ = ("search", "askedquestion", "view_askedquestion")
RECOMMEND = [
    ("wagtailsearchpromotions", "searchpromotion", f"{verb}_searchpromotion")
    for verb in ("add", "change", "delete", "view")
]
RIGHTS = {
    "Editors": [READ],
    "Translators": [READ],
    "Moderators": [READ, *RECOMMEND],
}


def grant(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    content_types = apps.get_model("contenttypes.ContentType").objects
    permissions = apps.get_model("auth.Permission").objects
    for name, rights in RIGHTS.items():
        group = apps.get_model("auth.Group").objects.filter(name=name).first()
        for app_label, model, codename in rights if group else ():
            content_type, _created = content_types.get_or_create(app_label=app_label, model=model)
            record, _created = permissions.get_or_create(
                content_type=content_type,
                codename=codename,
                defaults={"name": f"Can {codename.replace('_', ' ')}"},
            )
            group.permissions.add(record)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_rights_on_terms"),
        ("search", "0007_asked_questions"),
        ("wagtailsearchpromotions", "0008_query_verbose_name"),
    ]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
