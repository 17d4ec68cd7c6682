"""Every text is cleaned before it is stored, whichever way it came: form, command, copy, import."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db import models
from django.db.models.signals import pre_save
from wagtail.fields import StreamField

from .characters import clean, clean_line, clean_value

#: What the service writes itself, of texts that have been cleaned.
OWN_WRITING = frozenset({"publishing", "sessions", "django_tasks_database", "contenttypes"})


def connect() -> None:
    """Clean what is saved from now on."""
    pre_save.connect(clean_texts, dispatch_uid="text")


def clean_texts(
    sender: type[models.Model], instance: models.Model, raw: bool = False, **_kwargs: Any
) -> None:
    """Clean the texts of a record that is about to be saved.

    A field that was not loaded, or that an expression computes, is left alone.
    """
    for name, cleaner in text_fields(sender):
        value = instance.__dict__.get(name)
        if value and isinstance(value, str | dict | list):
            cleaned = cleaner(value)
            if cleaned != value:
                setattr(instance, name, cleaned)


@cache
def text_fields(model: type[models.Model]) -> tuple[tuple[str, Any], ...]:
    """Return the names of a model's fields that hold text, each with what cleans it."""
    if model._meta.app_label in OWN_WRITING:
        return ()
    return tuple(
        (field.attname, cleaner)
        for field in model._meta.concrete_fields
        if not field.primary_key and (cleaner := _cleaner_of(field))
    )


def _cleaner_of(field: Any) -> Any:
    if field.name == "password":
        return None
    if isinstance(field, models.CharField):
        return clean_line
    if isinstance(field, models.TextField):
        return clean
    return clean_value if type(field) is models.JSONField else None


def clean_stored(model: type[models.Model]) -> int:
    """Clean what a model's table holds already; return the number of records that changed.

    Nothing else about a record changes, and no signal is sent.
    """
    names = dict(text_fields(model))
    streams = [field.attname for field in model._meta.local_fields if _is_stream(field)]
    own = {field.attname for field in model._meta.local_fields}
    names = {name: cleaner for name, cleaner in names.items() if name in own}
    if not names and not streams:
        return 0
    changed = 0
    for record in model._base_manager.only("pk", *names, *streams).iterator(chunk_size=500):
        new = {}
        for name, cleaner in names.items():
            value = getattr(record, name)
            if value and cleaner(value) != value:
                new[name] = cleaner(value)
        for name in streams:
            stream = getattr(record, name)
            raw = list(stream.raw_data)
            if clean_value(raw) != raw:
                new[name] = stream
        if new:
            model._base_manager.filter(pk=record.pk).update(**new)
            changed += 1
    return changed


def _is_stream(field: Any) -> bool:
    return isinstance(field, StreamField)
