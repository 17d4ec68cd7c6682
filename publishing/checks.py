"""That every page type becomes documents, held by Django's system checks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core import checks
from modelcluster.models import get_all_child_relations
from wagtail.models import COMMENTS_RELATION_NAME, Page

from content.models import BasePage

from .facets import facet_definitions
from .registry import DocumentType, document_types

#: Fields of every page whose member of the document has another name.
PUBLISHED_AS = {
    "slug": "path",
    "show_in_menus": "in_menus",
    "seo_title": "seo",
    "search_description": "seo",
    "listing_image": "picture",
    "last_reviewed_on": "dates",
    "tagged_items": "tags",
    "translation_standing": "standing",
}
#: Fields of every page that are for editors alone.
UNPUBLISHED = frozenset({"content_owner", "review_by"})
#: Fields by which Wagtail, wagtail-localize and treebeard keep pages, whatever they are about.
KEEPING = frozenset(field.name for field in Page._meta.get_fields()) - {"title", *PUBLISHED_AS}


@checks.register("publishing")
def check_page_types_are_registered(**_kwargs: Any) -> list[checks.CheckMessage]:
    """Fail on a page type that readers of the published documents would never see."""
    registered = {document_type.model for document_type in document_types()}
    return [
        checks.Error(
            f"{model.__name__} becomes no document: nobody has registered it.",
            hint="Register a DocumentType for it in its room's api.py.",
            obj=model,
            id="publishing.E001",
        )
        for model in apps.get_models()
        if issubclass(model, BasePage) and model not in registered
    ]


def fields_of(document_type: DocumentType) -> Iterator[str]:
    """Yield the names of what editors fill in on a type's pages, lists within a page included."""
    meta = document_type.model._meta
    for one in (*meta.fields, *meta.many_to_many):
        if one.editable and one.name not in KEEPING and not one.name.endswith("_ptr"):
            yield one.name
    for relation in get_all_child_relations(document_type.model):
        if relation.name != COMMENTS_RELATION_NAME:
            yield relation.name


def forgotten_fields(document_type: DocumentType) -> list[str]:
    """Return the fields of a type's pages that are neither published nor said not to be."""
    members = PUBLISHED_AS | dict(document_type.published_as)
    decided = UNPUBLISHED | document_type.unpublished
    return [
        name
        for name in sorted(set(fields_of(document_type)) - decided)
        if members.get(name, name) not in document_type.schema.model_fields
    ]


@checks.register("publishing")
def check_fields_are_published(**_kwargs: Any) -> list[checks.CheckMessage]:
    """Fail on a field that neither API, site nor search would ever show, and nobody decided so."""
    return [
        checks.Error(
            f"{one.model.__name__}.{name} is no member of {one.schema.__name__}.",
            hint="Publish it, or name its member in the DocumentType's published_as, "
            "or itself in unpublished.",
            obj=one.model,
            id="publishing.E002",
        )
        for one in document_types()
        for name in forgotten_fields(one)
    ]


@checks.register("publishing")
def check_filters_are_facets(**_kwargs: Any) -> list[checks.CheckMessage]:
    """Fail on a filter of a section's list by what the API and search know nothing of."""
    known = {one.name for one in facet_definitions()}
    return [
        checks.Error(
            f"{one.model.__name__} narrows by “{facet.carried}”, which is no registered facet.",
            hint="Register a FacetDefinition in the room's api.py (docs/how-to/add-a-facet.md).",
            obj=one.model,
            id="publishing.E003",
        )
        for one in document_types()
        if one.is_index
        for facet in one.model.facets
        if facet.carried not in known
    ]
