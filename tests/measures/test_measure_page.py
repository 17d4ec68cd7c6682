"""Measures: a place, a period, and what the form says about them."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.models import Page
from wagtail.test.utils.form_data import streamfield

from content.models import City, Country
from measures.models import MeasurePage
from tests.page_forms import PUBLISH, added, errors, send_new_page
from tests.small_site import SmallSite


@pytest.fixture
def section(site: SmallSite) -> Page:
    return site.sections["measures", "ja"]


@pytest.fixture
def city(db: None) -> City:
    japan = Country.objects.create(code="JP")
    return City.objects.create(code="mihon", name_ja="見本市", name_en="Mihon", country=japan)


def send(client: Client, section: Page, **values: Any) -> Any:
    return send_new_page(client, MeasurePage, section, **{"kind": "policy", **values}, **PUBLISH)


def test_a_city_brings_its_country(admin_client: Client, section: Page, city: City) -> None:
    send(admin_client, section, city=city.pk)
    page = added(section)
    assert (page.live, page.city, page.country) == (True, city, city.country)


def test_a_country_is_place_enough(admin_client: Client, section: Page, city: City) -> None:
    send(admin_client, section, country=city.country.pk)
    assert added(section).place == city.country.name


def test_a_place_is_needed_to_publish_and_not_to_begin(admin_client: Client, section: Page) -> None:
    assert set(errors(send(admin_client, section, summary="要約"))) == {"city"}
    send_new_page(admin_client, MeasurePage, section, kind="policy", summary="要約")
    page = added(section)
    assert (page.live, page.get_latest_revision_as_object().summary) == (False, "要約")


def test_a_city_lies_in_its_country(admin_client: Client, section: Page, city: City) -> None:
    korea = Country.objects.create(code="KR")
    response = send(admin_client, section, city=city.pk, country=korea.pk)
    assert set(errors(response)) == {"country"}


@pytest.mark.parametrize(
    ("period", "wrong"),
    [
        (("2011", "2014"), set()),
        (("2011", "2011"), set()),
        (("2011", ""), set()),
        (("", "2014"), set()),
        (("2014", "2011"), {"period_end"}),
        (("1899", ""), {"period_start"}),
        (("", "2201"), {"period_end"}),
        (("平成", ""), {"period_start"}),
    ],
)
def test_a_period_ends_after_it_begins(
    admin_client: Client, section: Page, city: City, period: tuple[str, str], wrong: set[str]
) -> None:
    start, end = period
    response = send(admin_client, section, city=city.pk, period_start=start, period_end=end)
    if wrong:
        assert set(errors(response)) == wrong
        assert response.context["form"]["period_start"].value() == start
    else:
        assert added(section).live


def test_an_indicator_has_its_date(admin_client: Client, section: Page, city: City) -> None:
    indicator = {"label": "ごみ", "value": "12.5", "unit": "t", "as_of": "", "source_name": "資料"}
    extra = {"note": "", "source_url": ""}
    blocks = streamfield([("figure", {**indicator, **extra})])
    response = send(admin_client, section, city=city.pk, indicators=blocks)
    assert set(errors(response)) == {"indicators"}
    blocks = streamfield([("figure", {**indicator, **extra, "as_of": "2013"})])
    send(admin_client, section, city=city.pk, indicators=blocks)
    assert float(added(section).indicators[0].value["value"]) == 12.5


def test_code_meets_the_same_rules(section: Page, city: City) -> None:
    page = MeasurePage(title="施策", slug="m", kind="policy", city=city, locale=section.locale)
    page.period_start, page.period_end = 2014, 2011
    with pytest.raises(ValidationError) as caught:
        page.clean()
    assert set(caught.value.message_dict) == {"period_end"}
    assert page.country == city.country
