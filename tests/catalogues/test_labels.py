"""Every label and help text of the models and blocks exists in both languages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models
from django.utils import translation
from modelcluster.fields import ParentalKey
from wagtail.blocks import BaseStreamBlock, BaseStructBlock, Block, ChoiceBlock, ListBlock
from wagtail.fields import StreamField

from .languages import is_english, is_japanese

ROOMS = ("accounts", "content", "home", "manuals", "measures", "media", "networks", "programs")
# Names of things that have no other name in Japanese.
SAME_IN_BOTH = {"URL"}
# Wagtail's: computed, or filled in by a script.
HIDDEN = {"path", "depth", "numchild", "translation_key"} | {
    f"focal_point_{name}" for name in ("x", "y", "width", "height")
}
BOOKKEEPING = {
    "content.PageNumber",
    "content.TaggedPage",
    "home.OpeningContentRecord",
    "media.FormerDocument",
    "media.FormerPicture",
    "media.Rendition",
}


def our_models() -> list[type[models.Model]]:
    """The models of this project that editors meet: not those that are only bookkeeping."""
    found = [model for room in ROOMS for model in apps.get_app_config(room).get_models()]
    return [model for model in found if model._meta.label not in BOOKKEEPING]


def block_texts(block: Block, name: str) -> Iterator[tuple[str, str]]:
    """Every label, description, help text and choice of a block and the blocks within."""
    yield f"{name}: label", str(block.label or "")
    yield f"{name}: description", str(block.get_description() or "")
    yield f"{name}: help text", str(getattr(block.meta, "help_text", "") or "")
    if isinstance(block, ChoiceBlock):
        for _value, label in block.field.choices:
            yield f"{name}: choice", str(label)
    elif isinstance(block, BaseStructBlock | BaseStreamBlock):
        for child_name, child in block.child_blocks.items():
            yield from block_texts(child, f"{name}.{child_name}")
    elif isinstance(block, ListBlock):
        yield from block_texts(block.child_block, f"{name}[]")
    else:
        yield f"{name}: field's help text", str(getattr(block.field, "help_text", "") or "")


def texts_of(model: type[models.Model]) -> dict[str, str]:
    """Every text of a model in the active language, by where it stands."""
    texts = {
        "name": str(model._meta.verbose_name),
        "plural name": str(model._meta.verbose_name_plural),
    }
    for field in model._meta.get_fields():
        if field.auto_created or not getattr(field, "editable", False):
            continue
        if field.name in HIDDEN or isinstance(field, ParentalKey):
            continue
        texts[f"{field.name}: label"] = str(field.verbose_name)
        texts[f"{field.name}: help text"] = str(field.help_text or "")
        for _value, label in field.choices or ():
            texts[f"{field.name}: choice {label}"] = str(label)
        if isinstance(field, StreamField):
            for name, block in field.stream_block.child_blocks.items():
                texts.update(block_texts(block, f"{field.name}.{name}"))
    return texts


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_texts_of_a_model_are_in_both_languages(model: type[models.Model]) -> None:
    with translation.override("ja"):
        japanese = texts_of(model)
    with translation.override("en"):
        english = texts_of(model)
    left = {
        where: text
        for where, text in japanese.items()
        if is_english(text) and text not in SAME_IN_BOTH
    }
    assert left == {}
    assert {where: text for where, text in english.items() if is_japanese(text)} == {}
