"""Conventions of page types and blocks, held by Django's system checks."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

from django.apps import apps
from django.conf import settings
from django.core import checks
from django.db import models
from django.forms import BaseForm
from modelcluster.models import get_all_child_relations
from wagtail.models import COMMENTS_RELATION_NAME, Page

from .blocks import BodyStreamBlock
from .fields import BlockField
from .models import BasePage, Vocabulary
from .schemas import Block, Schema

#: Fields of Wagtail's own page that belong to a page and not to its text.
PAGE_MACHINERY = {field.name for field in Page._meta.get_fields()} - {
    "title",
    "slug",
    "seo_title",
    "search_description",
    "show_in_menus",
}


def undeclared_fields(model: type[BasePage]) -> set[str]:
    """Return the fields that a page type declares neither translated, shared nor independent."""
    declared = {field.field_name for field in model.translatable_fields}
    declared |= set(model.independent_fields)
    fields: list[models.Field[Any, Any]] = [*model._meta.fields, *model._meta.many_to_many]
    names = {field.name for field in fields if field.editable and field.name != "page_ptr"}
    names |= {relation.name for relation in get_all_child_relations(model)}
    names -= {COMMENTS_RELATION_NAME}
    return names - declared - (PAGE_MACHINERY - {"tagged_items"})


@checks.register("content")
def check_translation_is_declared(**_kwargs: Any) -> list[checks.CheckMessage]:
    """Fail on a field for which nobody has decided how the two languages share it."""
    return [
        checks.Error(
            f"{model.__name__}.{name} is neither translated, shared nor independent.",
            hint="Name it in translatable_fields or independent_fields.",
            obj=model,
            id="content.E001",
        )
        for model in apps.get_models()
        if issubclass(model, BasePage)
        for name in sorted(undeclared_fields(model))
    ]


def unpublished_blocks(field: BlockField) -> dict[str, str]:
    """Return the blocks of a field that have no published shape, with what they lack."""
    lacking = {}
    is_body = isinstance(field.stream_block, BodyStreamBlock)
    union, _discriminator = get_args(Block)
    for name, block in field.stream_block.child_blocks.items():
        schema = getattr(block.meta, "schema", None)
        if not (isinstance(schema, type) and issubclass(schema, Schema)):
            lacking[name] = "has no schema in its Meta"
        elif not hasattr(block, "represent"):
            lacking[name] = "has no method represent"
        elif is_body and schema not in get_args(union):
            lacking[name] = f"has the schema {schema.__name__}, which content.schemas.Block lacks"
        elif is_body and get_args(schema.model_fields["type"].annotation) != (name,):
            lacking[name] = f"has the schema {schema.__name__}, which is that of another type"
    return lacking


@checks.register("content")
def check_blocks_are_published(**_kwargs: Any) -> list[checks.CheckMessage]:
    """Fail on a block that readers of the published documents would not get."""
    return [
        checks.Error(
            f"The block {name} of {model.__name__}.{field.name} {lack}.",
            hint="See content/blocks for how blocks declare their published shape.",
            obj=model,
            id="content.E002",
        )
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, BlockField)
        for name, lack in unpublished_blocks(field).items()
    ]


#: Members of a form that scripts use: a field of that name would take their place
#: (HTML, “The form element”: named elements are properties of the form).
FORM_MEMBERS = frozenset(
    {
        # HTMLFormElement
        *("acceptCharset", "action", "autocomplete", "elements", "encoding", "enctype", "length"),
        *("method", "name", "noValidate", "rel", "relList", "target"),
        *("checkValidity", "reportValidity", "requestSubmit", "reset", "submit"),
        # Element, Node and EventTarget
        *("attributes", "children", "childNodes", "classList", "className", "dataset", "hidden"),
        *("firstChild", "id", "innerHTML", "isConnected", "lastChild", "nextSibling", "nodeName"),
        *("nodeType", "ownerDocument", "parentElement", "parentNode", "style", "tagName"),
        *("textContent", "append", "appendChild", "click", "closest", "contains", "focus", "blur"),
        *("getAttribute", "hasAttribute", "insertBefore", "matches", "prepend", "querySelector"),
        *("querySelectorAll", "remove", "removeChild", "replaceWith", "setAttribute"),
        *("addEventListener", "dispatchEvent", "removeEventListener"),
    }
)


def shadowing_fields() -> Iterator[tuple[Any, str]]:
    """Yield the models and forms of this project with each field that hides a form's member.

    Of models, those that the admin makes forms for: pages and vocabularies. Of forms, those
    without a prefix.
    """
    for model in apps.get_models():
        if issubclass(model, BasePage | Vocabulary):
            fields: list[models.Field[Any, Any]] = [*model._meta.fields, *model._meta.many_to_many]
            for field in fields:
                if field.editable and not field.primary_key and field.name in FORM_MEMBERS:
                    yield model, field.name
    waiting: list[Any] = [BaseForm]
    while waiting:
        form = waiting.pop()
        waiting += form.__subclasses__()
        file = getattr(sys.modules.get(form.__module__), "__file__", None) or ""
        is_ours = settings.BASE_DIR in Path(file).parents and "site-packages" not in file
        if is_ours and not form.prefix:
            for name in FORM_MEMBERS.intersection(getattr(form, "base_fields", ())):
                yield form, name


@checks.register("content")
def check_fields_leave_the_form_alone(**_kwargs: Any) -> list[checks.CheckMessage]:
    """Fail on a field by whose name a script would find the field in place of the form's own."""
    return [
        checks.Error(
            f"{owner.__name__}.{name} is named like a member of a form: saving by script breaks.",
            hint="Give the field another name (db_column keeps its column), or the form a prefix.",
            obj=owner,
            id="content.E004",
        )
        for owner, name in shadowing_fields()
    ]
