"""Conventions of page types and blocks, held by Django's system checks."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core import checks
from django.db import models
from modelcluster.models import get_all_child_relations
from wagtail.blocks import Block
from wagtail.models import COMMENTS_RELATION_NAME, Page

from .fields import BlockField
from .models import BasePage
from .schemas import Schema

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


def blocks_without_schema(field: BlockField) -> list[str]:
    """Return the names of a field's blocks that do not declare what they give to a reader."""
    blocks: dict[str, Block] = field.stream_block.child_blocks
    return [name for name, block in blocks.items() if not _is_schema(block)]


def _is_schema(block: Block) -> bool:
    schema = getattr(block.meta, "schema", None)
    return isinstance(schema, type) and issubclass(schema, Schema)


@checks.register("content")
def check_blocks_declare_their_schema(**_kwargs: Any) -> list[checks.CheckMessage]:
    """Fail on a block of which other programs could not know what it holds."""
    return [
        checks.Error(
            f"The block “{name}” of {model.__name__}.{field.name} declares no schema.",
            hint="Name a subclass of cms.content.schemas.Schema as `schema` in the block's Meta.",
            obj=model,
            id="content.E002",
        )
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, BlockField)
        for name in blocks_without_schema(field)
    ]
