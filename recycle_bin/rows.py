"""Rows of any table as plain values, and back again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, cast

from django.apps import apps
from django.db import models
from django.db.models.deletion import Collector

#: What is made anew from the rest: pictures in sizes, and the index of the admin's search.
DERIVED = frozenset(
    {"media.rendition", "wagtailsearch.indexentry", "wagtailsearch.sqliteftsindexentry"}
)

Row = dict[str, Any]


class SchemaHasChangedError(Exception):
    """That a row cannot be put back: the table has changed since. ``str()`` names what is gone."""


class _Everything(Collector):
    """Collects what a deletion would take along, with each row of it."""

    def can_fast_delete(self, *_args: Any, **_kwargs: Any) -> bool:
        return False


def taken_along(objects: Any) -> tuple[list[models.Model], list[list[Any]]]:
    """Return the rows that a deletion removes, and what of others it sets to nothing.

    Args:
        objects: a query-set, or a list with an object.
    """
    collector = _Everything(using="default", origin=objects)
    collector.collect(objects)
    found: list[models.Model] = []
    known: set[tuple[str, Any]] = set()
    for model, instances in collector.data.items():
        concrete = model._meta.concrete_model
        label = concrete._meta.label_lower  # type: ignore[union-attr]
        if label in DERIVED:
            continue
        keys = [one.pk for one in instances if (label, one.pk) not in known]
        known.update((label, key) for key in keys)
        # Read anew: a collector leaves out the columns that it does not need.
        found.extend(concrete._base_manager.filter(pk__in=keys).order_by("pk"))  # type: ignore[union-attr]
    loosened = [
        [one._meta.label_lower, one.pk, field.attname, getattr(one, field.attname)]
        for (field, _value), groups in collector.field_updates.items()
        for group in groups
        for one in cast(Iterable[models.Model], group)
        if (one._meta.label_lower, one.pk) not in known
    ]
    return found, loosened


def as_row(instance: models.Model) -> Row:
    """Return the values of an object's own table by column, as JSON can hold them."""
    fields = instance._meta.local_concrete_fields
    return {
        "model": instance._meta.label_lower,
        "key": instance.pk if isinstance(instance.pk, int) else str(instance.pk),
        "values": {field.attname: _plain(field, instance) for field in fields},
    }


def _plain(field: Any, instance: models.Model) -> Any:
    value = field.value_from_object(instance)
    if value is None or type(value) in {bool, int, float, str}:
        return value
    return field.value_to_string(instance)  # of JSON the value itself


def columns_of(row: Row) -> dict[str, Any]:
    """Return the fields of the table that a row belongs to, by column.

    Raises:
        SchemaHasChangedError: the table is gone, or has lost a column of the row.
    """
    try:
        model = apps.get_model(row["model"])
    except LookupError:
        raise SchemaHasChangedError(row["model"]) from None
    fields = {field.attname: field for field in model._meta.local_concrete_fields}
    if lost := row["values"].keys() - fields.keys():
        raise SchemaHasChangedError(f"{row['model']}: {', '.join(sorted(lost))}")
    return fields


def as_instance(row: Row) -> models.Model:
    """Return an unsaved object with a row's values; a column that is new has its default.

    Raises:
        SchemaHasChangedError: the table has lost a column, or gained one that has to be filled.
    """
    fields = columns_of(row)
    values: dict[str, Any] = {}
    for name, field in fields.items():
        if name in row["values"]:
            value = row["values"][name]
            values[name] = None if value is None else field.to_python(value)
        elif field.has_default() or field.null or field.empty_strings_allowed:
            values[name] = field.get_default()
        else:
            raise SchemaHasChangedError(f"{row['model']}: {name}")
    model = apps.get_model(row["model"])
    return model(**values)


def insert(rows: Iterable[Row]) -> None:
    """Store rows as they were: with their numbers and moments, and without any of a save's work."""
    for row in rows:
        as_instance(row).save_base(raw=True, force_insert=True)


def references_of(row: Row) -> Iterator[tuple[str, Any, Any]]:
    """Yield the foreign keys of a row that say something: column, value and field."""
    for name, field in columns_of(row).items():
        value = row["values"].get(name)
        if (
            field.remote_field is not None
            and value is not None
            and field.many_to_one | bool(field.one_to_one)
        ):
            yield name, value, field
