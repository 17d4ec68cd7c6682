"""Reads that every section needs."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast

from .models.vocabularies import Vocabulary

ByVocabulary = Mapping[type[Vocabulary], Collection[str]]


def entries_by_vocabulary(codes: ByVocabulary) -> dict[type[Vocabulary], list[Vocabulary]]:
    """Return entries of several vocabularies by their codes, in the order of lists: one query.

    They know their code, names and place, and nothing else.
    """
    found: dict[type[Vocabulary], list[Vocabulary]] = {model: [] for model in codes}
    models = {model._meta.label: model for model in codes}
    queries: list[Any] = [
        model._default_manager.filter(code__in=codes[model])
        .annotate(
            vocabulary=Value(label, CharField()),
            entry_code=Cast(F("code"), CharField()),
            place=Cast(F(model.place_field), CharField()),
        )
        .order_by()
        .values_list("vocabulary", "entry_code", "name_ja", "name_en", "place")
        for label, model in models.items()
        if codes[model]
    ]
    if not queries:
        return found
    first, *others = queries
    for label, code, name_ja, name_en, place in first.union(*others, all=True):
        model = models[label]
        field: Any = model._meta.get_field(model.place_field)
        entry = model(code=code, name_ja=name_ja, name_en=name_en)
        setattr(entry, field.name, field.to_python(place))
        found[model].append(entry)
    return {model: sorted(rows, key=lambda one: one.sort_key) for model, rows in found.items()}
