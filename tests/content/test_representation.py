"""Blocks in their published shape, and what they leave out."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation
from wagtail.images.models import SourceImageIOError
from wagtail.models import Collection, CollectionViewRestriction

from content import representation
from content.blocks import BodyStreamBlock
from content.pictures import DECLARED_RENDITIONS, share_picture
from content.schemas import FigureSchema
from media.models import Image, Rendition

from ..small_site import SmallSite, add_document, add_image

BODY = BodyStreamBlock()


def represented(kind: str, value: Any) -> dict[str, Any]:
    """A single block, as it is published."""
    raw = [{"type": kind, "value": value, "id": "one"}]
    block = BODY.represent(BODY.to_python(raw))[0].model_dump(mode="json")
    assert (block.pop("type"), block.pop("id")) == (kind, "one")
    return block


@pytest.mark.parametrize(
    ("stored", "published"),
    [("1000", "1000"), ("1000.0", "1000"), ("0.1", "0.1"), ("-2.50", "-2.5"), ("1E+3", "1000")],
)
def test_a_figure_is_a_number(stored: str, published: str) -> None:
    figure = FigureSchema(
        label="Members",
        value=Decimal(stored),
        approximate=False,
        at_least=False,
        unit="",
        note="",
        as_of="2013",
        source_name="Source",
        source_url="",
    )
    assert f'"value":{published},' in figure.model_dump_json()


@pytest.mark.parametrize(
    ("choice", "header"),
    [
        ({"table_header_choice": "row"}, "row"),
        ({"table_header_choice": "column"}, "column"),
        ({"table_header_choice": "both"}, "both"),
        ({"table_header_choice": "neither"}, "neither"),
        ({"first_col_is_header": True}, "column"),
        ({}, "neither"),
    ],
)
def test_a_table_says_where_its_headers_are(choice: dict[str, Any], header: str) -> None:
    table = represented("table", {"data": [["a", None], ["b", 0]], **choice})
    assert table == {"caption": "", "header": header, "rows": [["a", ""], ["b", "0"]]}


def test_an_empty_table_has_no_rows() -> None:
    assert represented("table", None)["rows"] == []


def test_texts_that_nobody_wrote_are_empty() -> None:
    block = represented("contact", {"organisation": "市", "phone": None})
    assert block["organisation"] == "市"
    assert {value for name, value in block.items() if name != "organisation"} == {""}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("source", "html"),
    [
        ('<p><a href="/ja/x/">a</a></p>', '<p><a href="https://public.example/ja/x/">a</a></p>'),
        ('<p><a href="//other.example/">a</a></p>', '<p><a href="//other.example/">a</a></p>'),
        ('<p><a href="#part">a</a></p>', '<p><a href="#part">a</a></p>'),
        ('<p><a href="mailto:a@b.example">a</a></p>', '<p><a href="mailto:a@b.example">a</a></p>'),
        ('<p>say href="/x"</p>', '<p>say href="/x"</p>'),
    ],
)
def test_links_in_rich_text_can_be_followed_from_anywhere(
    settings: Any, source: str, html: str
) -> None:
    settings.BASE_URL = "https://public.example"
    assert representation.rich_text(source).html == html


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>a</p><p>b</p>", "a b"),
        ("<p>a &amp; <b>b</b></p>", "a & b"),
        ("<ul><li>a</li><li>b</li></ul>", "a b"),
        ("", ""),
        (None, ""),
    ],
)
def test_rich_text_is_plain_text_too(source: str | None, text: str) -> None:
    assert representation.rich_text(source).text == text


@pytest.mark.django_db
@pytest.mark.parametrize("identifier", ["x", "", "²", "-1", "999999"])
def test_a_broken_link_is_plain_text(identifier: str) -> None:
    for kind in ("page", "document"):
        source = f'<p><a linktype="{kind}" id="{identifier}">words</a></p>'
        assert representation.rich_text(source).html == "<p>words</p>"


@pytest.mark.django_db
def test_a_picture_has_a_set_of_sources_for_each_format() -> None:
    picture = add_image("wide")
    shape = representation.image(picture)
    assert shape is not None
    assert [source.media_type for source in shape.sources] == ["image/avif", "image/webp"]
    assert [".avif" in shape.sources[0].srcset, ".webp" in shape.sources[1].srcset] == [True, True]
    assert (shape.srcset, shape.url.rpartition(".")[2]) == (shape.sources[1].srcset, "webp")
    representation.image(picture, "", representation.CARD_SIZES)
    share_picture(picture)
    made = Rendition.objects.filter(image=picture).values_list("filter_spec", flat=True)
    assert set(made) == set(DECLARED_RENDITIONS)


@pytest.mark.django_db
def test_a_picture_is_described_in_the_language_being_read() -> None:
    picture = add_image("described")
    for code, alt in (("ja", picture.alt_ja), ("en", picture.alt_en)):
        with translation.override(code):
            image = represented("image", {"image": picture.pk})["image"]
            own = represented("image", {"image": picture.pk, "alt_text": "own"})["image"]
            decorative = represented("image", {"image": picture.pk, "decorative": True})["image"]
        assert (image["alt"], own["alt"], decorative["alt"]) == (alt, "own", "")


@pytest.mark.django_db
def test_a_picture_whose_file_is_lost_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(*_specs: str) -> None:
        raise SourceImageIOError

    picture = add_image("lost")
    monkeypatch.setattr(Image, "get_renditions", lambda _image, *specs: lost(*specs))
    assert representation.image(picture) is None
    assert share_picture(picture) is None
    assert representation.image(None) is None


@pytest.mark.django_db
def test_what_a_closed_collection_holds_has_no_shape() -> None:
    closed = Collection.get_first_root_node().add_child(name="Closed")
    below = closed.add_child(name="Below")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    assert representation.image(add_image("closed", below)) is None
    assert representation.file(add_document("closed", below)) is None


@pytest.mark.django_db
def test_a_link_list_leaves_out_links_that_say_nothing() -> None:
    site = SmallSite()
    home = site.homes["ja"]
    links = [
        {"page": home.pk, "text": "Ours"},
        {"page": home.pk, "text": ""},
        {"page": 10**9, "text": ""},
        {"page": 10**9, "text": "Gone"},
        {"url": "https://example.org/", "text": "Outside", "language": ""},
    ]
    shape = represented("link_list", {"title": "", "links": links})
    assert [(link["kind"], link["text"], link["language"]) for link in shape["links"]] == [
        ("page", "Ours", "ja"),
        ("page", "Home ja", "ja"),
        ("text", "Gone", None),
        ("website", "Outside", None),
    ]


@pytest.mark.django_db
def test_a_rendition_that_only_the_cache_remembers_is_made_again() -> None:
    """A transaction that is rolled back takes the row back, not what was cached of it."""
    picture = add_image("cached")
    representation.image(picture)
    rows = Rendition.objects.filter(image=picture)
    number = rows.count()
    rows._raw_delete(rows.db)
    representation.image(Image.objects.get(pk=picture.pk))
    assert rows.all().count() == number > 0
