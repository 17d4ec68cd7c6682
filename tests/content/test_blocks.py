"""The blocks of a body: what they accept, and at which field they say what is wrong."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.blocks import CharBlock, TextBlock
from wagtail.blocks.struct_block import StructBlockValidationError

from content.blocks import (
    BodyStreamBlock,
    FigureBlock,
    FileWithStandingBlock,
    MemberFigureBlock,
    SourceBlock,
)
from content.blocks.figures import PartialDateBlock
from content.blocks.table import TableBlock
from content.rich_text import RICH_TEXT_FEATURES
from home.models import ContentPage
from tests.small_site import SmallSite, add_document, add_image

from .every_block import every_block

BODY = BodyStreamBlock()
BLOCKS = list(BODY.child_blocks)


def clean(block: Any, value: Any, *, draft: bool = False) -> Any:
    value = block.to_python(value)
    return block.clean_deferred(value) if draft else block.clean(value)


def faults(block: Any, value: Any, *, draft: bool = False) -> set[str]:
    """Return the names of the fields at which a block refuses a value."""
    try:
        clean(block, value, draft=draft)
    except StructBlockValidationError as error:
        return set(error.block_errors)
    return set()


@pytest.fixture
def body(site: SmallSite) -> list[dict[str, Any]]:
    return every_block(add_image("bridge"), add_document("guide"), site.sections["networks", "ja"])


def test_a_body_of_every_block_is_accepted_and_shown(
    client: Client, site: SmallSite, body: list[dict[str, Any]]
) -> None:
    assert [block["type"] for block in body] == BLOCKS
    BODY.clean(BODY.to_python(body))
    page = ContentPage(title="全て", slug="every", locale=site.homes["ja"].locale, body=body)
    site.homes["ja"].add_child(instance=page)
    html = client.get("/ja/every/").content.decode()
    for text in ("見出し", "強調", "出典", "表題", "1,234", "案内", "お知らせ", "環境課", "第二"):
        assert text in html


# Pictures -------------------------------------------------------------------------------------


@pytest.fixture
def picture(db: None) -> int:
    return add_image("bridge").pk


@pytest.fixture
def undescribed(db: None) -> int:
    image = add_image("bridge")
    image.alt_en = ""
    image.save()
    return image.pk


def test_a_picture_is_described_or_decorative(picture: int, undescribed: int) -> None:
    block = BODY.child_blocks["image"]
    assert faults(block, {"image": picture}) == set()
    assert faults(block, {"image": undescribed}) == {"alt_text"}
    assert faults(block, {"image": undescribed, "alt_text": "橋"}) == set()
    assert faults(block, {"image": undescribed, "decorative": True}) == set()
    assert faults(block, {"image": picture, "decorative": True, "alt_text": "橋"}) == {"alt_text"}
    assert faults(block, {"image": undescribed}, draft=True) == set()


# Links ----------------------------------------------------------------------------------------


def test_a_link_has_exactly_one_target(site: SmallSite) -> None:
    block = BODY.child_blocks["link_list"].child_blocks["links"].child_block
    page, document = site.homes["ja"].pk, add_document("guide").pk
    url = "https://example.org/"
    assert faults(block, {"page": page}) == set()
    assert faults(block, {"document": document}) == set()
    assert faults(block, {"url": url, "text": "例"}) == set()
    assert faults(block, {"text": "例"}) == {"page"}
    assert faults(block, {"page": page, "url": url, "text": "例"}) == {"url"}
    assert faults(block, {"page": page, "document": document}) == {"document"}
    assert faults(block, {"url": url}) == {"text"}
    assert faults(block, {"url": "javascript:alert(1)", "text": "例"}) == {"url"}


def test_a_contact_can_be_reached(db: None) -> None:
    block = BODY.child_blocks["contact"]
    assert faults(block, {"organisation": "見本市"}) == {"email"}
    assert faults(block, {"organisation": "見本市", "phone": "000"}) == set()


# Tables ---------------------------------------------------------------------------------------


def table(rows: list[list[Any]], header: str = "row") -> dict[str, Any]:
    return {"data": rows, "table_header_choice": header, "table_caption": ""}


@pytest.mark.parametrize(
    ("rows", "header"),
    [
        ([["区分", "数"], ["都市", "1"]], ""),
        ([["区分", "数"], ["都市", "1"]], "neither"),
        ([["区分", None], ["都市", "1"]], "row"),
        ([["区分", " "], ["都市", "1"]], "row"),
        ([[""], ["都市"]], "row"),
        ([["区分", "数"], ["", "1"]], "column"),
        ([["", "数"], [None, "1"]], "both"),
        ([[None, None], [None, None]], "row"),
        ([], "row"),
    ],
)
def test_a_table_without_header_cells_is_refused(rows: list[list[Any]], header: str) -> None:
    with pytest.raises(ValidationError):
        clean(TableBlock(), table(rows, header))


@pytest.mark.parametrize(
    ("rows", "header", "columns", "names"),
    [
        ([["", "数"], ["都市", "1"]], "row", 1, 0),
        ([["都市", "1"], ["団体", "2"]], "column", 0, 2),
        ([[None, "数"], ["都市", None]], "both", 1, 1),
    ],
)
def test_header_cells_are_marked_as_such(
    rows: list[list[Any]], header: str, columns: int, names: int
) -> None:
    block = TableBlock()
    html = block.render(clean(block, table(rows, header)))
    assert (html.count('<th scope="col"'), html.count('<th scope="row"')) == (columns, names)


# Figures, files and dates ---------------------------------------------------------------------


@pytest.mark.parametrize("value", ["2013", "2013-04", "2013-04-30", "2012-02-29"])
def test_a_partial_date_says_as_much_as_is_known(value: str) -> None:
    assert PartialDateBlock().clean(value) == value


@pytest.mark.parametrize(
    ("typed", "kept"), [("2013/4", "2013-04"), ("２０１３", "2013"), ("平成25年", "2013")]
)
def test_a_partial_date_is_kept_in_one_form(typed: str, kept: str) -> None:
    assert PartialDateBlock().clean(typed) == kept


@pytest.mark.parametrize(
    "value",
    ["", "13", "2013-13", "2013-02-30", "4月1日", "平成25年度", "2013年頃"],
)
def test_a_partial_date_that_is_none_is_refused(value: str) -> None:
    with pytest.raises(ValidationError):
        PartialDateBlock().clean(value)


def test_a_figure_needs_its_date_and_source() -> None:
    figure = {"label": "会員", "value": "10", "as_of": "2013", "source_name": "資料"}
    assert faults(FigureBlock(), figure) == set()
    for name in figure:
        assert faults(FigureBlock(), {**figure, name: None}) == {name}
    assert faults(MemberFigureBlock(), {**figure, "countries": 0}) == {"countries"}


def test_members_are_shown_with_their_countries() -> None:
    block = MemberFigureBlock()
    figure = {
        "label": "会員",
        "value": 131,
        "countries": 24,
        "as_of": "2013",
        "source_name": "資料",
    }
    html = block.render(block.to_python(figure))
    assert "131" in html
    assert "24" in html


def test_a_file_may_be_missing_only_while_its_translation_is_prepared(db: None) -> None:
    block = FileWithStandingBlock()
    entry = {"label": "手引き", "language": "en", "standing": "official"}
    assert faults(block, entry) == {"document"}
    assert faults(block, {**entry, "standing": "pending"}) == set()
    assert faults(block, {**entry, "document": add_document("guide").pk}) == set()


STRUCTS = [block for block in BODY.child_blocks.values() if hasattr(block, "child_blocks")]


@pytest.mark.parametrize("block", [MemberFigureBlock(), SourceBlock(), *STRUCTS])
def test_missing_text_is_empty_text(block: Any) -> None:
    """Null would stop the translation of a page."""
    lines = [
        name
        for name, child in block.child_blocks.items()
        if isinstance(child, CharBlock | TextBlock)
    ]
    assert [block.to_python({})[name] for name in lines] == [""] * len(lines)
    stored = block.to_python(dict.fromkeys(lines))
    assert [stored[name] for name in lines] == [""] * len(lines)


# Rich text ------------------------------------------------------------------------------------


def test_rich_text_keeps_what_the_short_list_of_features_allows() -> None:
    converter = ContentstateConverter(RICH_TEXT_FEATURES)
    pasted = (
        "<h2>題</h2><p><b>太字</b><i>斜体</i><u>下線</u></p><ul><li>項目</li></ul><hr/>"
        '<p><a href="https://example.org/">外</a><embed embedtype="image" id="1"/></p>'
        "<script>alert(1)</script>"
    )
    kept = converter.to_database_format(converter.from_database_format(pasted))
    assert "<b>太字</b>" in kept
    assert "<li" in kept
    assert 'href="https://example.org/"' in kept
    for refused in ("<h2", "<i>", "<u>", "<hr", "<embed", "<script"):
        assert refused not in kept


def test_a_table_loses_the_empty_columns_and_rows_at_its_edges() -> None:
    value = {
        "table_header_choice": "row",
        "data": [["区分", "団体数", None], ["都市", "", ""], ["", "", " "], [None, None, None]],
    }
    cleaned = clean(TableBlock(), value)
    assert cleaned["data"] == [["区分", "団体数"], ["都市", ""]]
    merged = {**value, "mergeCells": [{"row": 0, "col": 1, "rowspan": 1, "colspan": 2}]}
    with pytest.raises(ValidationError):
        clean(TableBlock(), merged)
