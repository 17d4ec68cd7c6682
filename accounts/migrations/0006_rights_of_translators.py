"""Translators translate: they add no pages. Terms, which change every search, are Moderators'.

Wagtail's rights stay data that may be changed in the admin; what readers see is guarded beside them.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def narrow(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    groups = apps.get_model("auth.Group").objects
    page_rights = apps.get_model("wagtailcore.GroupPagePermission").objects
    page_rights.filter(group__name="Translators", permission__codename="add_page").delete()
    terms = apps.get_model("auth.Permission").objects.filter(
        content_type__app_label="content", codename__in=["add_term", "change_term"]
    )
    for group in groups.filter(name__in=["Editors", "Translators"]):
        group.permissions.remove(*terms)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_name_of_approval")]

    operations = [migrations.RunPython(narrow, migrations.RunPython.noop)]
