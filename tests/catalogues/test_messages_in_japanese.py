"""What a form says about a mistake is Japanese for editors, and stands at the field it is about."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone, translation
from wagtail.blocks import Block, StreamBlockValidationError
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from content.blocks import BodyStreamBlock, FileWithStandingBlock
from content.models import City, Country, Organisation, Sector
from home.models import Banner, ContentPage
from manuals.models import ManualPage
from measures.models import MeasurePage
from networks.models import NetworkPage
from programs.models import ApplicationWindow, SupportForm

from .languages import is_japanese

pytestmark = pytest.mark.any_database

TOMORROW = timezone.localdate() + timedelta(days=1)
NOW = timezone.now()

NAMES = {"code": "x", "name_ja": "名", "name_en": "Name"}
MISTAKES: list[tuple[type[models.Model], dict[str, Any], str]] = [
    (ContentPage, {"title": "頁", "translation_standing": "official"}, "prevailing_language"),
    (ContentPage, {"title": "頁", "prevailing_language": "ja"}, "prevailing_language"),
    (NetworkPage, {"title": "頁", "founded_year": TOMORROW.year + 1}, "founded_year"),
    (MeasurePage, {"title": "頁"}, "kind"),
    (ManualPage, {"title": "頁", "published_on": TOMORROW}, "published_on"),
    (ApplicationWindow, {}, "opens_at"),
    (ApplicationWindow, {"opens_at": NOW, "closes_at": NOW}, "closes_at"),
    (Banner, {"language_code": "ja", "text": "文", "starts_at": NOW, "ends_at": NOW}, "ends_at"),
    (Country, {"code": "ZZ"}, "code"),
    (Country, {"code": "jp"}, "code"),
    (City, {"code": "x", "name_ja": "市", "name_en": "City", "latitude": 1}, "longitude"),
    (
        City,
        {"code": "x", "name_ja": "市", "name_en": "City", "municipality_code": "401006"},
        "municipality_code",
    ),
    (City, {"code": "x"}, "name_ja"),
    (Sector, {"code": "x y", "name_ja": "分野", "name_en": "Sector"}, "code"),
    (SupportForm, {"code": "", "name_ja": "形", "name_en": "Form"}, "code"),
    (
        Organisation,
        {"code": "x", "name_ja": "組織", "name_en": "Organisation", "kind": "none"},
        "kind",
    ),
]
BLOCK_MISTAKES: list[tuple[Block, Any, str]] = [
    (BodyStreamBlock().child_blocks["heading"], {"level": "h2"}, "text"),
    (BodyStreamBlock().child_blocks["image"], {}, "image"),
    (BodyStreamBlock().child_blocks["contact"], {"organisation": "市"}, "email"),
    (BodyStreamBlock().child_blocks["key_figure"], {"as_of": "2013-02-30"}, "as_of"),
    (BodyStreamBlock().child_blocks["key_figure"], {"as_of": "April"}, "as_of"),
    (FileWithStandingBlock(), {"label": "文書", "language": "ja"}, "document"),
]


def messages_of(error: ValidationError) -> list[str]:
    """Every message of an error, those of blocks within blocks included."""
    if isinstance(error, StructBlockValidationError | StreamBlockValidationError):
        within = [*error.block_errors.values()]
    elif isinstance(error, ListBlockValidationError):
        within = [found for found in error.block_errors if found is not None]
    else:
        return list(error.messages)
    return [message for found in within for message in messages_of(found)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "values", "field"), MISTAKES, ids=[f"{m.__name__}.{f}" for m, _, f in MISTAKES]
)
def test_mistake_in_a_record_is_told_at_its_field(
    model: type[models.Model], values: dict[str, Any], field: str
) -> None:
    with translation.override("ja"):
        with pytest.raises(ValidationError) as caught:
            model(**values).full_clean()
        told = caught.value.message_dict
    assert told.get(field)
    assert [text for text in told[field] if not is_japanese(text)] == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("block", "value", "field"),
    BLOCK_MISTAKES,
    ids=[f"{type(b).__name__}.{f}" for b, _value, f in BLOCK_MISTAKES],
)
def test_mistake_in_a_block_is_told_at_its_field(block: Block, value: Any, field: str) -> None:
    with translation.override("ja"):
        with pytest.raises(StructBlockValidationError) as caught:
            block.clean(block.to_python(value))
        told = messages_of(caught.value.block_errors[field])
    assert told
    assert [text for text in told if not is_japanese(text)] == []


def test_table_without_headers_is_told_in_japanese() -> None:
    block = BodyStreamBlock().child_blocks["table"]
    table = {"table_caption": "表", "data": [["区分", "数"], ["都市", "10"]]}
    with translation.override("ja"), pytest.raises(ValidationError) as caught:
        block.clean(table)
    assert is_japanese(caught.value.messages[0])
