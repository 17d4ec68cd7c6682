from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def render_everything_again(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Let documents be rendered again that hold the address at which they were rendered."""
    if apps.get_model("publishing", "Document").objects.exists():
        apps.get_model("publishing", "Pending").objects.get_or_create(name="everything")


class Migration(migrations.Migration):
    dependencies = [
        ("publishing", "0005_jobs"),
    ]

    operations = [
        migrations.RunPython(render_everything_again, migrations.RunPython.noop, elidable=True),
    ]
