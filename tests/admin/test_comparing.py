"""Two versions of a page are compared in words: no False, no h2, no moment of Greenwich."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client
from django.urls import reverse
from modelcluster.fields import ParentalManyToManyField
from wagtail.models import Page
from wagtail.users.models import UserProfile

from content.models import BasePage
from home.models import ContentPage
from manuals.models import ManualPage
from measures.models import MeasurePage
from networks.models import NetworkPage
from programs.models import ProgramPage
from tests.content.every_block import every_block
from tests.small_site import SmallSite, add, add_document, add_image

pytestmark = [pytest.mark.any_database, pytest.mark.django_db]

NOT_WORDS = re.compile(
    r"False|True|\bNone\b|\bh[234]\b|caution|\+00:00|\bdata\b|null|<class|pending"
)


@pytest.fixture
def site() -> SmallSite:
    return SmallSite()


def compared(client: Client, page: BasePage, **changes: Any) -> BeautifulSoup:
    """Return the comparison of a page with a version in which something is different."""
    before = page.save_revision()
    for name, value in changes.items():
        if name == "tags":
            page.tags.set(value)
        else:
            setattr(page, name, value)
    return compared_versions(client, page, before, page.save_revision())


def compared_versions(client: Client, page: BasePage, before: Any, after: Any) -> BeautifulSoup:
    address = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, before.pk, after.pk])
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content.decode(), "html.parser")


def marked(found: BeautifulSoup | Tag, kind: str) -> list[str]:
    return [part.get_text(" ", strip=True) for part in found.select(f".comparison .{kind}")]


def in_english(client: Client) -> None:
    profile = UserProfile.get_for_user(client.get("/admin/").context["request"].user)
    profile.preferred_language = "en"
    profile.save()


def body(site: SmallSite) -> list[dict[str, Any]]:
    return every_block(add_image("bridge"), add_document("guide"), site.homes["ja"])


def changed(blocks: list[dict[str, Any]], named: str, **values: Any) -> list[dict[str, Any]]:
    return [
        {**block, "value": {**block["value"], **values}} if block["type"] == named else block
        for block in blocks
    ]


def with_ids(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**block, "id": f"id-{block['type']}"} for block in blocks]


@pytest.fixture
def blocks(site: SmallSite) -> list[dict[str, Any]]:
    return with_ids(body(site))


def page_with(site: SmallSite, blocks: list[dict[str, Any]]) -> ContentPage:
    page = ContentPage(title="頁", slug="page")
    page.body = to_body(blocks)
    found: ContentPage = add(site.homes["ja"], page)
    return found


def to_body(blocks: list[dict[str, Any]]) -> Any:
    return ContentPage._meta.get_field("body").stream_block.to_python(blocks)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("kind", "values", "before", "after"),
    [
        ("heading", {"level": "h2"}, "小見出し", "見出し"),
        ("image", {"decorative": True}, "いいえ", "はい"),
        ("notice", {"kind": "important"}, "ご注意", "重要"),
        ("key_figure", {"as_of": "2014-03-31"}, "2013年4月", "2014年3月31日"),
        ("key_figure", {"value": "2000"}, "1,000.5", "2,000"),
        ("key_figure", {"at_least": True}, "いいえ", "はい"),
        ("related_pages", {"pages": []}, "Home ja", None),
        ("table", {"table_header_choice": "both"}, "1行目", "1行目と1列目"),
    ],
)
def test_a_changed_block_is_told_in_words(
    site: SmallSite,
    admin_client: Client,
    blocks: list[dict[str, Any]],
    *,
    kind: str,
    values: dict[str, Any],
    before: str,
    after: str | None,
) -> None:
    found = compared(
        admin_client, page_with(site, blocks), body=to_body(changed(blocks, kind, **values))
    )
    assert before in marked(found, "deletion")
    if after is not None:
        assert after in marked(found, "addition")
    shown = " ".join(part.get_text(" ") for part in found.select(".comparison"))
    assert NOT_WORDS.findall(shown) == []


def test_a_block_is_named_by_its_kind_added_or_removed(
    site: SmallSite, admin_client: Client, blocks: list[dict[str, Any]]
) -> None:
    page = page_with(site, blocks[:2])
    found = compared(admin_client, page, body=to_body([blocks[0], *blocks[3:]]))
    kinds = [head.get_text() for head in found.select(".comparison__child-object > strong")]
    assert kinds[:2] == ["見出し", "引用"]
    assert {"表", "お問い合わせ", "リンク一覧"} <= set(kinds)
    text = " ".join(part.get_text(" ") for part in found.select(".comparison"))
    assert NOT_WORDS.findall(text) == []
    in_english(admin_client)
    again = compared(admin_client, page, body=to_body(blocks[:2]))
    shown = " ".join(part.get_text(" ") for part in again.select(".comparison"))
    assert "Heading" in shown


def test_a_table_is_shown_as_a_table_with_its_changed_cells(
    site: SmallSite, admin_client: Client, blocks: list[dict[str, Any]]
) -> None:
    rows = [["区分", "数", "備考"], ["都市\n（会員）", "2,345", None], ["県", "3", ""]]
    rows += [["団体", "10%", ""]]
    page = page_with(site, blocks)
    found = compared(admin_client, page, body=to_body(changed(blocks, "table", data=rows)))
    table = found.select_one(".comparison table")
    assert table is not None
    assert [row.get_text(" ", strip=True) for row in table.select("tr.addition")] == ["県 3"]
    cells = [cell.get_text(strip=True) for cell in table.select("td span")]
    assert cells == ["1,234", "2,345"]
    assert "団体" in table.get_text()


def test_fields_are_told_in_words(site: SmallSite, admin_client: Client) -> None:
    page = add(
        site.sections["measures", "ja"],
        MeasurePage(title="取組", slug="measure", kind="partnership", period_start=2013),
    )
    page.tags.add("ごみ")
    found = compared(
        admin_client,
        page,
        tags=["ごみ", "上下水道"],
        expire_at=datetime(2027, 3, 31, 15, tzinfo=UTC),
        review_by=date(2027, 1, 31),
        show_in_menus=True,
        translation_standing="provisional",
        prevailing_language="en",
        listing_image=add_image("bridge"),
        period_start=2014,
    )
    added = marked(found, "addition")
    for words in ("上下水道", "2027年1月31日", "はい", "仮訳", "2014"):
        assert words in added, words
    shown = " ".join(part.get_text(" ") for part in found.select(".comparison"))
    assert "3月31日" in shown
    assert "4月1日" not in shown
    assert NOT_WORDS.findall(shown) == []


def test_what_is_chosen_from_a_vocabulary_is_named(
    opening_content: None, admin_client: Client
) -> None:
    for model in (ProgramPage, MeasurePage, NetworkPage, ManualPage):
        for page in model.objects.filter(locale__language_code="ja"):
            chosen = [
                field.name
                for field in page._meta.get_fields()
                if isinstance(field, ParentalManyToManyField) and getattr(page, field.name).exists()
            ]
            before = page.save_revision()
            names = [str(one) for name in chosen for one in getattr(page, name).all()]
            for name in chosen:
                setattr(page, name, [])
            found = compared_versions(admin_client, page, before, page.save_revision())
            assert set(names) <= set(marked(found, "deletion"))
            shown = " ".join(part.get_text(" ") for part in found.select(".comparison"))
            assert NOT_WORDS.findall(shown) == []


def test_a_japanese_sentence_shows_the_words_that_changed(
    site: SmallSite, admin_client: Client
) -> None:
    page = add(site.homes["ja"], ContentPage(title="頁", slug="p", summary="人口は増えました。"))
    found = compared(admin_client, page, summary="世帯は増えました。")
    assert marked(found, "deletion") == ["人口"]
    assert marked(found, "addition") == ["世帯"]


def test_items_of_a_list_stay_apart(site: SmallSite, admin_client: Client) -> None:
    lead = "<p>次のとおりです。</p><ul><li>廃棄物の管理</li><li>上下水道の整備</li></ul>"
    home = site.homes["ja"]
    found = compared(admin_client, home, lead=lead)
    shown = "".join(part.get_text() for part in found.select(".comparison"))
    assert "廃棄物の管理\n上下水道の整備" in shown


def test_texts_of_people_are_escaped(site: SmallSite, admin_client: Client) -> None:
    page = add(site.homes["ja"], ContentPage(title="頁", slug="p", summary="a"))
    found = compared(admin_client, page, summary="<script>alert(1)</script>")
    assert found.select(".comparison script") == []
    assert isinstance(page, Page)
