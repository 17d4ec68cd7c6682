"""Every foreign key points down or inside: databases have arrows too.

The user model is asked for through settings by every room, Wagtail's uploads included.
"""

from __future__ import annotations

from django.apps import apps

LAYERS = {
    "accounts": 0,
    "media": 0,
    "content": 1,
    "home": 3,
    "networks": 3,
    "programs": 3,
    "measures": 3,
    "manuals": 3,
}


def test_foreign_keys_point_down_or_inside() -> None:
    wrong = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in LAYERS
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model is not None
        for source, target in [(model._meta.app_label, field.related_model._meta.app_label)]
        if target in LAYERS
        and target not in {source, "accounts"}
        and LAYERS[target] >= LAYERS[source]
    ]
    assert wrong == []
