"""Networks: a group holds networks of its own, and every field comes back as it was entered."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page
from wagtail.test.utils.form_data import streamfield

from content.models import City, Country, Sector
from networks.models import NetworkPage
from tests.page_forms import PUBLISH, added, errors, send_new_page
from tests.small_site import SmallSite, add

FIGURE = {
    "label": "会員",
    "value": "131",
    "approximate": "",
    "at_least": "on",
    "unit": "団体",
    "note": "",
    "as_of": "2013-04",
    "source_name": "資料",
    "source_url": "",
    "countries": "24",
}


@pytest.fixture
def section(site: SmallSite) -> Page:
    return site.sections["networks", "ja"]


def test_every_field_is_kept_as_entered(admin_client: Client, section: Page) -> None:
    japan = Country.objects.create(code="JP")
    cities = [
        City.objects.create(code=code, name_ja=code, name_en=code, country=japan) for code in "ab"
    ]
    sector = Sector.objects.create(code="water", name_ja="水", name_en="Water")
    values = {
        "full_name": "正式名称",
        "acronym": "ABC",
        "founded_year": "1987",
        "founding": "都市の呼びかけで",
        "secretariat_city": cities[0].pk,
        "sectors": [sector.pk],
        "member_cities": [city.pk for city in cities],
        "website_ja": "https://example.org/ja/",
        "website_en": "https://example.org/en/",
        "member_figures": streamfield([("figure", FIGURE)]),
    }
    send_new_page(admin_client, NetworkPage, section, **values, **PUBLISH)
    page = added(section)
    assert page.live
    assert (page.full_name, page.acronym, page.founded_year) == ("正式名称", "ABC", 1987)
    assert (page.founding, page.secretariat_city) == ("都市の呼びかけで", cities[0])
    assert list(page.sectors.all()) == [sector]
    assert set(page.member_cities.all()) == set(cities)
    figure = page.member_figures[0].value
    assert (int(figure["value"]), figure["countries"], figure["at_least"]) == (131, 24, True)
    assert page.website_en == "https://example.org/en/"


def test_a_figure_without_its_source_is_refused_there_and_kept(
    admin_client: Client, section: Page
) -> None:
    figures = streamfield([("figure", {**FIGURE, "source_name": "", "note": "注のまま"})])
    response = send_new_page(admin_client, NetworkPage, section, member_figures=figures, **PUBLISH)
    assert set(errors(response)) == {"member_figures"}
    bound = response.context["form"]["member_figures"].value()
    assert bound[0].value["note"] == "注のまま"


def test_a_network_is_founded_in_the_past(admin_client: Client, section: Page) -> None:
    this_year = timezone.localdate().year
    for year, wrong in ((this_year + 1, True), (1799, True)):
        response = send_new_page(
            admin_client, NetworkPage, section, founded_year=str(year), **PUBLISH
        )
        assert ("founded_year" in errors(response)) is wrong
    send_new_page(admin_client, NetworkPage, section, founded_year=str(this_year), **PUBLISH)
    assert added(section).founded_year == this_year


def test_a_group_lists_its_networks_and_the_section_lists_both(
    client: Client, section: Page
) -> None:
    group = add(section, NetworkPage(title="群", slug="group"))
    inner = add(group, NetworkPage(title="内", slug="inner"))
    add(group, NetworkPage(title="稿", slug="draft"), live=False)
    response = client.get("/ja/networks/group/")
    assert [card["path"] for card in response.context["networks"]] == [inner.url]
    listed = client.get("/ja/networks/").context["items"]
    assert [card["title"] for card in listed] == ["群", "内"]
