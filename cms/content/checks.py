"""Conventions of page types and blocks, held by Django's system checks."""

from __future__ import annotations

from typing import Any, get_args

from django.apps import apps
from django.core import checks
from django.db import models
from modelcluster.models import get_all_child_relations
from wagtail.models import COMMENTS_RELATION_NAME, Page

from .blocks import BodyStreamBlock
from .fields import BlockField
from .models import BasePage
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
            lacking[name] = (
                f"has the schema {schema.__name__}, which cms.content.schemas.Block lacks"
            )
        elif is_body and get_args(schema.model_fields["type"].annotation) != (name,):
            lacking[name] = f"has the schema {schema.__name__}, which is that of another type"
    return lacking


@checks.register("content")
def check_blocks_are_published(**_kwargs: Any) -> list[checks.CheckMessage]:
    """Fail on a block that readers of the published documents would not get."""
    return [
        checks.Error(
            f"The block {name} of {model.__name__}.{field.name} {lack}.",
            hint="See cms/content/blocks for how blocks declare their published shape.",
            obj=model,
            id="content.E002",
        )
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, BlockField)
        for name, lack in unpublished_blocks(field).items()
    ]
