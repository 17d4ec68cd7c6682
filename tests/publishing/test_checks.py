"""System checks: no page type and no block may be forgotten."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.utils import timezone
from wagtail import blocks

from content.blocks import BodyStreamBlock
from content.checks import check_blocks_are_published, unpublished_blocks
from content.fields import BlockField
from content.schemas import HeadingBlockSchema, Schema
from home.models import ContentPage
from programs.models import ProgramIndexPage, ProgramKind, ProgramPage
from publishing import facets, registry
from publishing.checks import (
    check_fields_are_published,
    check_filters_are_facets,
    check_page_types_are_registered,
)
from publishing.registry import register
from publishing.writing.render import render
from tests.small_site import SmallSite, add


class Unpublished(blocks.CharBlock):
    pass


class Shapeless(blocks.CharBlock):
    class Meta:
        schema = HeadingBlockSchema


class Published(Shapeless):
    def represent(self, value: Any) -> dict[str, Any]:
        return {"level": "h2", "text": value}


class Foreign(Published):
    class Meta:
        schema = Schema


def test_all_page_types_and_blocks_pass() -> None:
    assert check_page_types_are_registered() == []
    assert check_blocks_are_published() == []
    assert check_fields_are_published() == []
    assert check_filters_are_facets() == []


def test_a_page_type_that_nobody_registered_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(registry._types, ContentPage)
    errors = check_page_types_are_registered()
    assert [(error.id, error.obj) for error in errors] == [("publishing.E001", ContentPage)]


@pytest.mark.parametrize("field", ["windows", "sectors", "website_en"])
def test_a_field_that_is_not_published_is_an_error(
    monkeypatch: pytest.MonkeyPatch, field: str
) -> None:
    known = registry._types[ProgramPage]
    kept = {
        name: info
        for name, info in known.schema.model_fields.items()
        if name not in {field, known.published_as.get(field)}
    }
    poorer = type("PoorerSchema", (), {"model_fields": kept})
    changed = replace(known, schema=poorer)  # type: ignore[arg-type]
    monkeypatch.setitem(registry._types, ProgramPage, changed)
    assert field in {
        error.msg.split()[0].partition(".")[2] for error in check_fields_are_published()
    }
    decided = replace(
        changed, unpublished=frozenset({"windows", "sectors", "website_ja", "website_en"})
    )
    monkeypatch.setitem(registry._types, ProgramPage, decided)
    assert check_fields_are_published() == []


@pytest.mark.parametrize(
    ("name", "block", "lacking"),
    [
        ("heading", Published(), ""),
        ("new", Unpublished(), "Meta"),
        ("heading", Shapeless(), "represent"),
        ("new", Foreign(), "Block lacks"),
        ("new", Published(), "another type"),
    ],
)
def test_a_block_of_a_body_needs_a_published_shape(
    name: str, block: blocks.Block, lacking: str
) -> None:
    body = type("Body", (BodyStreamBlock,), {name: block})
    found = unpublished_blocks(BlockField(body()))
    assert set(found) == ({name} if lacking else set())
    assert lacking in found.get(name, "")


def test_a_block_of_another_field_needs_one_too() -> None:
    field = BlockField(blocks.StreamBlock([("old", Published()), ("new", Unpublished())]))
    assert set(unpublished_blocks(field)) == {"new"}


def test_a_name_is_registered_once() -> None:
    known = registry.document_types()[0]
    with pytest.raises(ValueError, match=known.name):
        register(known)


def test_a_filter_by_no_facet_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(facets._definitions, "support")
    errors = check_filters_are_facets()
    assert [(error.id, error.obj) for error in errors] == [("publishing.E003", ProgramIndexPage)]


@pytest.mark.django_db
def test_a_page_carries_no_value_of_what_is_no_facet(
    site: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = add(
        site.sections["programs", "ja"],
        ProgramPage(title="計画", slug="plan", kind=ProgramKind.values[0]),
    )
    monkeypatch.delitem(facets._definitions, "kind")
    with pytest.raises(LookupError, match="kind"):
        render(page, timezone.now())


def test_a_facet_is_registered_once() -> None:
    with pytest.raises(ValueError, match="tag"):
        facets.register_facet(facets.facet_definition("tag"))
