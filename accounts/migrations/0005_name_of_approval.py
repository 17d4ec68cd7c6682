"""The approval has one name, in one language: it stands on buttons and in mails."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

BEFORE = "公開前の承認 / Approval before publication"
NAME = "公開前の承認"


def rename(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Rename Wagtail's approval by moderators, where nobody has given it another name."""
    for model in ("wagtailcore.Workflow", "wagtailcore.Task"):
        apps.get_model(model).objects.filter(name=BEFORE).update(name=NAME)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_rights_on_search")]

    operations = [migrations.RunPython(rename, migrations.RunPython.noop)]
