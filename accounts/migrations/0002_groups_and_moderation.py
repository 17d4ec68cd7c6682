"""Editors, Translators and Moderators, and the approval that a page needs before it is public.

Wagtail brings two groups whose rights name its own image and document models; ours need rights of
their own. What is set here once may be changed in the admin afterwards.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

VOCABULARIES = [
    ("content", "country"),
    ("content", "city"),
    ("content", "sector"),
    ("content", "organisation"),
    ("programs", "supportform"),
]
MEDIA = [("media", "image"), ("media", "document")]

#: Rights on the whole page tree, on all of the media library, and on everything else.
RIGHTS: dict[str, dict[str, list[str]]] = {
    "Editors": {
        "pages": ["add", "change"],
        "media": ["add", "change", "choose"],
        "vocabularies": ["view", "add", "change"],
        "other": ["wagtailadmin.admin.access_admin"],
    },
    "Translators": {
        "pages": ["add", "change"],
        "media": ["change", "choose"],
        "vocabularies": ["view", "change"],
        "other": [
            "wagtailadmin.admin.access_admin",
            "wagtail_localize.translation.submit_translation",
        ],
    },
    "Moderators": {
        "pages": ["add", "change", "publish", "lock", "unlock", "bulk_delete"],
        "media": ["add", "change", "choose", "delete"],
        "vocabularies": ["view", "add", "change", "delete"],
        "other": [
            "wagtailadmin.admin.access_admin",
            "wagtail_localize.translation.submit_translation",
            "home.sitesettings.change_sitesettings",
            "wagtailredirects.redirect.add_redirect",
            "wagtailredirects.redirect.change_redirect",
            "wagtailredirects.redirect.delete_redirect",
        ],
    },
}
APPROVAL = "公開前の承認 / Approval before publication"


def permission(apps: Apps, app_label: str, model: str, codename: str) -> object:
    """Return a permission, which Django itself would only create after all migrations."""
    content_type, _ = apps.get_model("contenttypes.ContentType").objects.get_or_create(
        app_label=app_label, model=model
    )
    record, _ = apps.get_model("auth.Permission").objects.get_or_create(
        content_type=content_type,
        codename=codename,
        defaults={"name": f"Can {codename.replace('_', ' ')}"},
    )
    return record


def create_groups(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    group_model = apps.get_model("auth.Group")
    page_rights = apps.get_model("wagtailcore.GroupPagePermission").objects
    media_rights = apps.get_model("wagtailcore.GroupCollectionPermission").objects
    root_page = apps.get_model("wagtailcore.Page").objects.get(depth=1)
    root_collection = apps.get_model("wagtailcore.Collection").objects.get(depth=1)
    for name, rights in RIGHTS.items():
        group, _ = group_model.objects.get_or_create(name=name)
        group.permissions.set(
            [
                *(permission(apps, *right.split(".")) for right in rights["other"]),
                *(
                    permission(apps, app_label, model, f"{verb}_{model}")
                    for app_label, model in VOCABULARIES
                    for verb in rights["vocabularies"]
                ),
            ]
        )
        page_rights.filter(group=group).delete()
        for verb in rights["pages"]:
            right = permission(apps, "wagtailcore", "page", f"{verb}_page")
            page_rights.create(group=group, page=root_page, permission=right)
        media_rights.filter(group=group).delete()
        for app_label, model in MEDIA:
            for verb in rights["media"]:
                right = permission(apps, app_label, model, f"{verb}_{model}")
                media_rights.create(group=group, collection=root_collection, permission=right)


def name_approval(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Give Wagtail's approval by moderators, in place for all pages, a name in both languages."""
    for model in ("wagtailcore.Workflow", "wagtailcore.Task"):
        apps.get_model(model).objects.filter(name="Moderators approval").update(name=APPROVAL)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("content", "0001_initial"),
        ("home", "0001_initial"),
        ("media", "0001_initial"),
        ("programs", "0001_initial"),
        ("wagtail_localize", "0016_rename_page_revision_translationlog_revision"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0001_initial"),
        ("wagtailimages", "0001_initial"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
    ]

    operations = [
        migrations.RunPython(create_groups, migrations.RunPython.noop),
        migrations.RunPython(name_approval, migrations.RunPython.noop),
    ]
