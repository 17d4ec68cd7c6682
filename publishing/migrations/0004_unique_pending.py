from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import Min


def keep_each_name_once(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Forget what waits a second time, and let everything be looked at anew."""
    pending = apps.get_model("publishing", "Pending")
    first = pending.objects.values("name").annotate(first=Min("pk")).values("first")
    pending.objects.exclude(pk__in=list(first.values_list("first", flat=True))).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("publishing", "0003_followers"),
    ]

    operations = [
        migrations.RunPython(keep_each_name_once, migrations.RunPython.noop, elidable=True),
        migrations.AddField(
            model_name="pending",
            name="turn",
            field=models.PositiveSmallIntegerField(
                choices=[
                    (0, "recorded"),
                    (1, "changed"),
                    (2, "following"),
                    (3, "relating"),
                    (4, "one of many"),
                    (5, "relating one of many"),
                ],
                db_default=0,
                default=0,
            ),
        ),
        migrations.AddField(
            model_name="pending",
            name="mark",
            field=models.BigIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="pending",
            name="round",
            field=models.BigIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="ledger",
            name="round",
            field=models.BigIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="document",
            name="round",
            field=models.BigIntegerField(db_default=0, default=0),
        ),
        migrations.AlterField(
            model_name="pending",
            name="name",
            field=models.CharField(max_length=120, unique=True),
        ),
        migrations.AddIndex(
            model_name="pending",
            index=models.Index(fields=["turn", "id"], name="publishing_pending_turn"),
        ),
    ]
