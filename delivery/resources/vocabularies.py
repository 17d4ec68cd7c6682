"""Vocabularies: the entries that public pages carry, with their uses.

An entry that only drafts carry is nobody's business: it is not told.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from content import representation
from content.languages import LANGUAGE_CODES
from content.models import City, Organisation, Vocabulary
from delivery.http import conditional
from delivery.http.parameters import InLanguage, wrong_choice
from delivery.http.responses import json_bytes
from delivery.schemas import VocabularyEntrySchema
from publishing.followers.purging import lists_tag
from publishing.models import Facet
from publishing.queries import holds_at


def vocabularies() -> dict[str, type[Vocabulary]]:
    """Return the vocabularies of the API by name."""
    found = [model for model in apps.get_models() if issubclass(model, Vocabulary)]
    return {model.api_name: model for model in found if model.api_name}


def vocabularies_by_facet() -> dict[str, type[Vocabulary]]:
    """Return the vocabularies whose codes are the values of a facet, by the facet."""
    return {model.facet_name: model for model in vocabularies().values()}


def vocabulary(request: HttpRequest, name: str, asked: InLanguage) -> HttpResponse:
    """Answer with a vocabulary.

    Raises:
        Problem: there is no such vocabulary.
    """
    known = vocabularies()
    if name not in known:
        raise wrong_choice("name", name, sorted(known))
    return conditional.answer_until_next_change(
        request,
        ("vocabulary", name, asked.locale),
        lambda _at: json_bytes(written(known[name], asked.locale)),
        [lists_tag(asked.locale)],
    )


def written(model: type[Vocabulary], locale: str) -> dict[str, Any]:
    """Return a vocabulary as the answer has it."""
    carried = Facet.objects.filter(holds_at(timezone.now()), key=model.facet_name)
    codes = set(carried.values_list("value", flat=True))
    in_locale = carried.filter(document__locale=locale).values("value")
    uses = dict(
        in_locale.annotate(total=Count("document", distinct=True)).values_list("value", "total")
    )
    with translation.override(locale):
        entries: Any = model._default_manager.filter(code__in=codes)
        if issubclass(model, (City, Organisation)):
            entries = entries.select_related("country")
        items = [
            described(entry, uses.get(entry.code, 0))
            for entry in sorted(entries, key=lambda one: one.sort_key)
        ]
    return {
        "name": model.api_name,
        "locale": locale,
        "parameter": model.facet_name,
        "total": len(items),
        "items": items,
    }


def described(entry: Vocabulary, uses: int) -> dict[str, Any]:
    """Return an entry; members that its vocabulary lacks are ``null``."""
    members: dict[str, Any] = dict.fromkeys(VocabularyEntrySchema.model_fields) | {
        "code": entry.code,
        "name": entry.name,
        "names": {code: entry.name_in(code) for code in LANGUAGE_CODES},
        "uses": uses,
    }
    if isinstance(entry, City):
        shape = representation.city(entry)
        members |= {
            "country": entry.country.code,
            "kana": entry.kana,
            "spellings": entry.spellings,
            "latitude": shape.latitude,
            "longitude": shape.longitude,
            "municipality_code": entry.municipality_code or None,
        }
    if isinstance(entry, Organisation):
        members |= {
            "country": entry.country.code if entry.country else None,
            "kind": entry.kind,
            "acronym": entry.acronym,
            "website": entry.website,
        }
    return members
