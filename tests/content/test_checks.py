"""Conventions that a system check holds: how languages share a field, what a block gives away."""

from __future__ import annotations

import gc
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.state import ModelState, ProjectState
from wagtail import blocks

from content import checks
from content.blocks import BodyStreamBlock
from content.fields import BlockField
from content.models import BasePage
from content.schemas import Schema
from home.models import ContentPage
from networks.models import NetworkPage

PAGE_TYPES = [model for model in apps.get_models() if issubclass(model, BasePage)]
BLOCK_FIELDS = [
    field
    for model in PAGE_TYPES
    for field in model._meta.get_fields()
    if isinstance(field, BlockField)
]


def test_our_own_pages_and_blocks_pass() -> None:
    assert checks.check_translation_is_declared() == []
    assert checks.check_blocks_are_published() == []
    assert len(BLOCK_FIELDS) >= 9


@pytest.mark.parametrize("name", ["summary", "sectors", "member_figures", "tagged_items"])
def test_a_field_that_nobody_has_declared_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    kept = [field for field in NetworkPage.translatable_fields if field.field_name != name]
    monkeypatch.setattr(NetworkPage, "translatable_fields", kept)
    independent = tuple(own for own in NetworkPage.independent_fields if own != name)
    monkeypatch.setattr(NetworkPage, "independent_fields", independent)
    found = checks.check_translation_is_declared()
    assert [(error.id, error.obj) for error in found] == [("content.E001", NetworkPage)]
    assert name in found[0].msg


class Unspoken(blocks.CharBlock):
    class Meta:
        schema = dict


@pytest.mark.parametrize("block", [blocks.CharBlock(), Unspoken()])
def test_a_block_without_a_schema_is_named(monkeypatch: pytest.MonkeyPatch, block: Any) -> None:
    field: Any = ContentPage._meta.get_field("body")
    children = {**field.stream_block.child_blocks, "bare": block}
    monkeypatch.setattr(field.stream_block, "child_blocks", children)
    found = checks.check_blocks_are_published()
    assert [(error.id, error.obj) for error in found] == [("content.E002", ContentPage)]
    assert "bare" in found[0].msg


@pytest.mark.parametrize("field", BLOCK_FIELDS, ids=str)
def test_a_schema_speaks_of_every_part_of_its_block(field: BlockField) -> None:
    """What a schema leaves out, a program reading it would never learn."""
    replaced = {
        "document": "file",
        "decorative": "image",
        "alt_text": "image",
    }
    for name, block in field.stream_block.child_blocks.items():
        if not isinstance(block, blocks.StructBlock):
            continue
        schema: type[Schema] = block.meta.schema
        for part in block.child_blocks:
            shown_as = {part, replaced.get(part, part)}
            if part == "text" and isinstance(block.child_blocks[part], blocks.RichTextBlock):
                shown_as.add("html")
            assert shown_as & set(schema.model_fields), f"{name}.{part}"


def test_another_block_changes_no_migration() -> None:
    """Definitions stay out of migrations: a new block is no change of the database."""

    def state(*names: str) -> ProjectState:
        stream = blocks.StreamBlock([(name, blocks.CharBlock()) for name in names])
        project = ProjectState()
        field = BlockField(stream, blank=True, verbose_name="body")
        project.add_model(ModelState("content", "Sample", [("body", field)]))
        return project

    before, after = state("a"), state("a", "b")
    assert MigrationAutodetector(before, after)._detect_changes() == {}


@pytest.mark.parametrize("field", BLOCK_FIELDS, ids=str)
def test_a_field_in_a_migration_names_no_block(field: BlockField) -> None:
    _name, path, args, kwargs = field.deconstruct()
    assert path == "content.fields.BlockField"
    assert args == []
    assert not {"block_lookup", "block_types"} & set(kwargs)
    rebuilt = BlockField(**kwargs)
    assert rebuilt.deconstruct()[1:] == field.deconstruct()[1:]


def test_lists_that_code_writes_are_stored_with_ids() -> None:
    field: Any = ContentPage._meta.get_field("body")
    raw = [{"type": "steps", "value": {"steps": [{"title": "一"}, {"title": "二"}]}}]
    stored = field.get_prep_value(field.to_python(raw))
    steps = stored[0]["value"]["steps"]
    assert [step["value"]["title"] for step in steps] == ["一", "二"]
    assert len({step["id"] for step in steps} - {None}) == 2
    assert field.get_prep_value(field.to_python(stored)) == stored
    assert isinstance(field.stream_block, BodyStreamBlock)


def test_a_field_may_not_take_the_place_of_a_member_of_the_form(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(NetworkPage._meta.get_field("founding"), "name", "submit")
    found = checks.check_fields_leave_the_form_alone()
    assert [(error.id, error.obj) for error in found] == [("content.E004", NetworkPage)]


def test_nor_may_a_form_of_ours_without_a_prefix() -> None:
    class LoudForm(forms.Form):
        reset = forms.CharField()

    class QuietForm(LoudForm):
        prefix = "quiet"

    assert [owner for owner, _name in checks.shadowing_fields()] == [LoudForm]
    del LoudForm, QuietForm
    gc.collect()
