"""What happens to a page's fields when the page is carried into the other language."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from wagtail.models import Locale, Page

from accounts.models import User
from content.blocks import BodyStreamBlock
from content.blocks.table import TableBlock
from content.models import City, Country, Organisation, Sector
from home.models import ContentPage, FeaturedPage, HomePage
from manuals.models import ManualPage
from measures.models import MeasurePage
from networks.models import NetworkPage
from programs.models import ApplicationWindow, ProgramPage, SupportForm
from tests.small_site import SmallSite, add, add_document, add_image

from .every_block import every_block
from .translating import in_english, translate

JAPAN = ZoneInfo("Asia/Tokyo")
FIGURE = {
    "label": "会員",
    "value": "131",
    "unit": "団体",
    "as_of": "2013-04",
    "source_name": "資料",
}


@pytest.fixture
def sector(db: None) -> Sector:
    return Sector.objects.create(code="water", name_ja="水", name_en="Water")


@pytest.fixture
def city(db: None) -> City:
    japan = Country.objects.create(code="JP")
    return City.objects.create(code="mihon", name_ja="見本市", name_en="Mihon", country=japan)


@pytest.fixture
def organisation(db: None) -> Organisation:
    return Organisation.objects.create(code="body", name_ja="機関", name_en="Body")


def texts(value: Any) -> list[str]:
    """Every text anywhere in a body's raw data."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for key, item in value.items() if key != "id" for text in texts(item)]
    if isinstance(value, list):
        return [text for item in value for text in texts(item)]
    return []


def test_every_block_is_translated_and_keeps_all_that_is_no_text(site: SmallSite) -> None:
    image, document = add_image("bridge"), add_document("guide")
    body = every_block(image, document, site.sections["networks", "ja"])
    page = add(site.homes["ja"], ContentPage(title="全て", slug="every", body=body))
    target = translate(page)
    source_blocks = list(Page.objects.get(pk=page.pk).specific.body)
    blocks = {block.block_type: block.value for block in target.body}
    assert [block.block_type for block in target.body] == [item["type"] for item in body]
    assert [block.id for block in target.body] == [block.id for block in source_blocks]

    assert blocks["heading"]["level"] == "h3"
    assert blocks["heading"]["text"] == "EN 見出し"
    assert "EN 本文" in blocks["rich_text"].source
    assert f'id="{site.sections["networks", "ja"].pk}"' in blocks["rich_text"].source
    assert blocks["image"]["image"].pk == image.pk
    assert (blocks["image"]["decorative"], blocks["image"]["alt_text"]) == (False, "EN 代替")
    assert blocks["quote"]["source_url"] == "https://example.org/q"
    assert blocks["file"]["document"].pk == document.pk
    page_link, file_link, other_site = blocks["link_list"]["links"]
    assert page_link["page"].pk == site.sections["networks", "ja"].pk
    assert (file_link["document"].pk, file_link["text"]) == (document.pk, "")
    assert (other_site["url"], other_site["text"]) == ("https://example.org/", "EN 外部")
    figure = blocks["key_figure"]
    assert (float(figure["value"]), figure["approximate"], figure["at_least"]) == (
        1000.5,
        True,
        False,
    )
    assert (figure["unit"], figure["as_of"]) == ("EN 都市", "2013-04")
    assert blocks["notice"]["kind"] == "caution"
    assert blocks["contact"]["email"] == "name@example.org"
    assert [linked.pk for linked in blocks["related_pages"]["pages"]] == [
        site.sections["networks", "ja"].pk
    ]
    assert [step["title"] for step in blocks["steps"]["steps"]] == ["EN 第一", "EN 第二"]

    left = [
        text
        for text in texts(target.body.get_prep_value())
        if any("\u3040" <= character <= "\u9fff" for character in text) and "EN " not in text
    ]
    assert left == []


def test_a_table_keeps_its_shape_its_figures_and_its_line_breaks(site: SmallSite) -> None:
    body = every_block(add_image("bridge"), add_document("guide"), site.homes["ja"])
    page = add(
        site.homes["ja"],
        ContentPage(title="表", slug="table", body=[one for one in body if one["type"] == "table"]),
    )
    value = translate(page).body[0].value
    assert value["table_caption"] == "EN 表題"
    assert value["table_header_choice"] == "row"
    assert value["data"] == [
        ["EN 区分", "EN 数", "EN 備考"],
        ["EN 都市\n（会員）", "1,234", None],
        ["EN 団体", "10%", ""],
    ]


@pytest.mark.parametrize(
    "data", [[], [[]], [[None, ""]], [["1", "2"]], [["a.b", "c-d"], ["<b>&amp;", "'\"\\"]]]
)
def test_a_table_restores_what_it_gave_out(data: list[list[Any]]) -> None:
    block = TableBlock()
    value = {"data": data, "table_header_choice": "row", "table_caption": None}
    assert block.restore_translated_segments(value, block.get_translatable_segments(value)) == value


def test_a_page_with_blocks_that_leave_out_what_is_optional_can_be_translated(
    site: SmallSite,
) -> None:
    body = [
        {"type": "quote", "value": {"text": "引用"}},
        {"type": "key_figure", "value": {**FIGURE, "unit": None}},
        {"type": "link_list", "value": {"links": [{"page": site.homes["ja"].pk}]}},
        {"type": "steps", "value": {"steps": [{"title": "一"}]}},
        {"type": "contact", "value": {"organisation": "見本市", "phone": "1"}},
    ]
    page = add(site.homes["ja"], ContentPage(title="少", slug="few", body=body))
    assert [block.block_type for block in translate(page).body] == [one["type"] for one in body]


def test_a_network(site: SmallSite, city: City, sector: Sector) -> None:
    page = NetworkPage(
        title="網",
        slug="network",
        summary="要約",
        full_name="正式名称",
        acronym="ABC",
        founded_year=1987,
        founding="経緯",
        secretariat_city=city,
        website_ja="https://example.org/ja/",
        member_figures=[{"type": "figure", "value": {**FIGURE, "countries": 24}}],
    )
    page.sectors = [sector]
    page.member_cities = [city]
    target = translate(add(site.sections["networks", "ja"], page))
    assert (target.title, target.summary) == ("EN 網", "EN 要約")
    assert (target.full_name, target.founding) == ("EN 正式名称", "EN 経緯")
    assert (target.slug, target.acronym, target.founded_year) == ("network", "ABC", 1987)
    assert target.secretariat_city == city
    assert list(target.sectors.all()) == [sector]
    assert list(target.member_cities.all()) == [city]
    assert target.website_ja == "https://example.org/ja/"
    figure = target.member_figures[0].value
    assert (int(figure["value"]), figure["countries"], figure["as_of"]) == (131, 24, "2013-04")
    assert (figure["label"], figure["unit"]) == ("EN 会員", "EN 団体")


def test_a_programme_and_its_windows_stay_in_step(
    site: SmallSite, city: City, sector: Sector, organisation: Organisation
) -> None:
    grant = SupportForm.objects.create(code="grant", name_ja="補助", name_en="Grant")
    page = ProgramPage(
        title="制度",
        slug="program",
        kind="support_programme",
        provider=organisation,
        applicants="自治体",
        amount="上限一千万円",
        contact="<p>窓口</p>",
    )
    page.sectors, page.countries, page.support_forms = [sector], [city.country], [grant]
    closes = datetime(2026, 5, 29, 17, 0, tzinfo=JAPAN)
    page.windows = [ApplicationWindow(closes_at=closes, fiscal_year=2026, note_en="By post")]
    source = add(site.sections["programs", "ja"], page)
    target = translate(source)
    assert (target.kind, target.provider) == ("support_programme", organisation)
    assert (target.applicants, target.amount) == ("EN 自治体", "EN 上限一千万円")
    assert "EN 窓口" in target.contact
    assert list(target.support_forms.all()) == [grant]
    assert list(target.countries.all()) == [city.country]
    assert [(one.closes_at, one.note_en) for one in target.windows.all()] == [(closes, "By post")]

    source = ProgramPage.objects.get(pk=source.pk)
    later = closes.replace(month=6)
    source.windows = [ApplicationWindow(closes_at=later), ApplicationWindow(opens_at=later)]
    source.save_revision().publish()
    target = translate(source)
    assert [one.closes_at for one in target.windows.all()] == [later, None]
    assert ApplicationWindow.objects.count() == 4


def test_a_measure(site: SmallSite, city: City, organisation: Organisation) -> None:
    page = MeasurePage(
        title="施策",
        slug="measure",
        kind="policy",
        city=city,
        country=city.country,
        period_start=2001,
        challenge="<p>課題</p>",
        lessons="<p>教訓</p>",
        indicators=[{"type": "figure", "value": FIGURE}],
        sources=[{"type": "source", "value": {"title": "報告", "as_of": "2013"}}],
    )
    page.partners = [organisation]
    target = translate(add(site.sections["measures", "ja"], page))
    assert (target.city, target.country, target.period_start) == (city, city.country, 2001)
    assert "EN 課題" in target.challenge
    assert "EN 教訓" in target.lessons
    assert list(target.partners.all()) == [organisation]
    assert int(target.indicators[0].value["value"]) == 131
    source = target.sources[0].value
    assert (source["title"], source["as_of"]) == ("EN 報告", "2013")


def test_a_publication_and_its_files(site: SmallSite, organisation: Organisation) -> None:
    document = add_document("guide")
    files = [
        {"document": document.pk, "label": "手引き", "language": "ja", "standing": "original"},
        {"document": None, "label": "英訳", "language": "en", "standing": "pending"},
    ]
    page = ManualPage(
        title="手引き",
        slug="manual",
        kind="manual",
        publisher=organisation,
        published_on=date(2013, 4, 1),
        published_precision="month",
        abstract="概要",
        files=[{"type": "file", "value": value} for value in files],
    )
    target = translate(add(site.sections["manuals", "ja"], page))
    assert (target.publisher, target.publication_date) == (organisation, "2013-04")
    assert target.abstract == "EN 概要"
    original, pending = (block.value for block in target.files)
    assert (original["document"].pk, original["label"]) == (document.pk, "EN 手引き")
    assert (original["language"], original["standing"]) == ("ja", "original")
    assert (pending["document"], pending["standing"]) == (None, "pending")


def test_a_home_page_keeps_its_own_address(site: SmallSite) -> None:
    home = HomePage.objects.get(pk=site.homes["ja"].pk)
    featured = Page.objects.get(pk=site.sections["networks", "ja"].pk)
    home.featured = [FeaturedPage(page=featured)]
    home.save_revision().publish()
    target = translate(home)
    assert target.pk == site.homes["en"].pk
    assert target.slug == "en"
    assert "EN Lead" in target.lead
    assert [entry.page_id for entry in target.featured.all()] == [featured.pk]


def test_what_is_each_languages_own_is_neither_carried_over_nor_kept_in_step(
    site: SmallSite,
) -> None:
    owner, translator = User.objects.create(username="owner"), User.objects.create(username="tr")
    page = ContentPage(
        title="頁", slug="page", content_owner=owner, last_reviewed_on=date(2026, 4, 1)
    )
    page.tags.add("水")
    source = add(site.homes["ja"], page)
    target = translate(source)
    assert (target.translation_standing, target.prevailing_language) == ("provisional", "ja")
    assert target.last_reviewed_on is None

    target.content_owner, target.translation_standing = translator, "official"
    target.review_by = date(2027, 4, 1)
    target.tags.set(["water"])
    target.save_revision().publish()
    source.review_by = date(2026, 12, 1)
    source.save_revision().publish()
    target = translate(source)
    assert (target.content_owner, target.review_by) == (translator, date(2027, 4, 1))
    assert target.translation_standing == "official"
    assert [tag.name for tag in target.tags.all()] == ["water"]


def test_the_languages_share_their_page_number(site: SmallSite) -> None:
    source = add(site.homes["ja"], ContentPage(title="頁", slug="page"))
    assert translate(source).number == source.number is not None


def test_translating_publishes_nothing(site: SmallSite) -> None:
    source = add(site.homes["ja"], ContentPage(title="頁", slug="page"))
    assert not translate(source).live
    assert Locale.objects.count() == 2


def test_words_come_back_in_their_own_places(site: SmallSite) -> None:
    """Equal texts in different places may be translated differently."""
    body = [
        {"type": "heading", "value": {"level": "h2", "text": "水"}},
        {"type": "heading", "value": {"level": "h2", "text": "水"}},
    ]
    page = add(site.homes["ja"], ContentPage(title="水", slug="water", body=body))
    counter = iter(range(10))
    target = translate(page, lambda text: f"{in_english(text)} {next(counter)}")
    found = {target.title, *(block.value["text"] for block in target.body)}
    assert len(found) == 3
    assert isinstance(target.body.stream_block, BodyStreamBlock)
