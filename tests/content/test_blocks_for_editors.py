"""Blocks as editors meet them: previews in the chooser, and half-finished ones in drafts."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.blocks import Block
from wagtail.fields import StreamField

from accounts.models import User
from content.blocks import BodyStreamBlock
from tests.small_site import SmallSite, add_image

pytestmark = pytest.mark.any_database


def choosable_blocks() -> list[tuple[str, Block]]:
    """Every block that an editor may add to a page, by its field's and its own name."""
    blocks = {
        f"{field.name}.{name}": block
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, StreamField)
        for name, block in field.stream_block.child_blocks.items()
    }
    return list(blocks.items())


CHOOSABLE = choosable_blocks()
IN_A_CHOOSER = [(name, block) for name, block in CHOOSABLE if name.startswith("body.")]


def named(blocks: list[tuple[str, Block]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("block", [b for _, b in blocks], ids=[n for n, _ in blocks])


@pytest.fixture
def administrator(client: Client, db: None) -> Client:
    client.force_login(User.objects.create_superuser("admin", "admin@example.org", "x"))
    return client


@pytest.fixture
def library(site: SmallSite) -> None:
    """Pages and a picture, which two of the previews show."""
    add_image("sample")


@named(IN_A_CHOOSER)
def test_the_chooser_shows_what_a_block_will_look_like(
    administrator: Client, library: None, block: Block
) -> None:
    assert block.is_previewable
    address = reverse("wagtailadmin_block_preview")
    response = administrator.get(address, {"id": block.definition_prefix})
    assert response.status_code == 200
    page = BeautifulSoup(response.content, "html.parser")
    assert page.html["lang"] == "ja"
    assert page.find("link", rel="stylesheet")
    assert page.body.get_text(strip=True)


def test_previews_of_what_the_library_holds(administrator: Client, library: None) -> None:
    blocks = BodyStreamBlock().child_blocks
    shown = {name: blocks[name].render(blocks[name].get_preview_value()) for name in blocks}
    assert "<img" in shown["image"]
    assert "<a href=" in shown["related_pages"]


@pytest.mark.parametrize("name", ["image", "related_pages"])
def test_previews_need_no_library(db: None, name: str) -> None:
    block = BodyStreamBlock().child_blocks[name]
    assert "<img" not in block.render(block.get_preview_value())


@named(CHOOSABLE)
def test_block_just_added_can_be_saved_as_a_draft_and_shown(db: None, block: Block) -> None:
    value = block.clean_deferred(block.normalize(block.get_default()))
    with translation.override("ja"):
        block.render(value)
