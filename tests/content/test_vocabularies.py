"""Vocabularies: what an entry may say, and how the admin finds it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import translation

from content.kana import hiragana, katakana
from content.models import City, Country, Organisation, Sector
from content.models.vocabularies import NOT_IN_ISO_3166, Vocabulary, country_names
from programs.models import SupportForm


def faults(entry: Vocabulary) -> set[str]:
    """Return the fields at which an entry is refused."""
    try:
        entry.full_clean()
    except ValidationError as error:
        return set(error.message_dict)
    return set()


@pytest.fixture
def japan(db: None) -> Country:
    return Country.objects.create(code="JP")


@pytest.fixture
def korea(db: None) -> Country:
    return Country.objects.create(code="KR")


def city(country: Country, **values: Any) -> City:
    return City(
        **{"code": "mihon", "name_ja": "見本市", "name_en": "Mihon", **values}, country=country
    )


# Countries ------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["JP", "KR", "TW", "HK", "PS", "AQ"])
def test_codes_of_iso_3166(code: str, db: None) -> None:
    assert faults(Country(code=code)) == set()


@pytest.mark.parametrize("code", ["", "jp", "J", "JPN", "J1", "AA", *sorted(NOT_IN_ISO_3166)])
def test_other_codes_are_refused(code: str, db: None) -> None:
    assert faults(Country(code=code)) == {"code"}


def test_exactly_the_countries_of_iso_3166_1_have_names() -> None:
    letters = [chr(code) for code in range(ord("A"), ord("Z") + 1)]
    named = [code for code in (a + b for a in letters for b in letters) if country_names(code)]
    assert len(named) == 249
    assert all(set(country_names(code)) == {"ja", "en"} for code in named)


def test_names_come_from_cldr_unless_somebody_wrote_them(db: None) -> None:
    written = Country.objects.create(code="TH", name_ja="タイ王国")
    assert (written.name_ja, written.name_en) == ("タイ王国", "Thailand")
    written.save()
    assert written.name_ja == "タイ王国"


# Cities ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["401005", "131016", "011002", "271004", "141003", "472018"])
def test_municipality_codes(japan: Country, code: str) -> None:
    assert faults(city(japan, municipality_code=code)) == set()


@pytest.mark.parametrize(
    "code", ["401006", "401050", "40100", "4010055", "４０１００５", "481009", "000000", "abcdef"]
)
def test_wrong_municipality_codes_are_refused(japan: Country, code: str) -> None:
    assert faults(city(japan, municipality_code=code)) == {"municipality_code"}


def test_a_municipality_code_belongs_to_one_city_of_japan(japan: Country, korea: Country) -> None:
    assert faults(city(korea, municipality_code="401005")) == {"municipality_code"}
    city(japan, municipality_code="401005").save()
    assert faults(city(japan, code="other", municipality_code="401005")) == {"municipality_code"}
    city(japan, code="first", name_ja="一").save()
    assert faults(city(japan, code="second", name_ja="二")) == set()


@pytest.mark.parametrize(
    "kana", ["", "みほん", "ミホン", "ソウル", "ヴォー・シティー", "みほん し"]
)
def test_readings_in_kana(japan: Country, kana: str) -> None:
    assert faults(city(japan, kana=kana)) == set()


@pytest.mark.parametrize("kana", ["見本", "mihon", "みほん市", "みほん1", "みほん。"])
def test_readings_in_other_letters_are_refused(japan: Country, kana: str) -> None:
    assert faults(city(japan, kana=kana)) == {"kana"}


@pytest.mark.parametrize(
    ("place", "wrong"),
    [
        ({}, set()),
        ({"latitude": "33.9", "longitude": "130.8"}, set()),
        ({"latitude": 0, "longitude": 0}, set()),
        ({"latitude": -90, "longitude": 180}, set()),
        ({"latitude": "33.9"}, {"longitude"}),
        ({"longitude": "130.8"}, {"latitude"}),
        ({"latitude": "90.1", "longitude": 0}, {"latitude"}),
        ({"latitude": 0, "longitude": "-180.1"}, {"longitude"}),
    ],
)
def test_coordinates(japan: Country, place: dict[str, Any], wrong: set[str]) -> None:
    assert faults(city(japan, **place)) == wrong


def test_every_spelling_counts_once(japan: Country) -> None:
    written = city(japan, kana="みほんし", other_spellings=" Mihon \n\n旧見本\r\nMihon-shi\n旧見本")
    assert written.spellings == ["見本市", "Mihon", "みほんし", "旧見本", "Mihon-shi"]


# All of them ----------------------------------------------------------------------------------


def test_a_code_stays_as_it_is(japan: Country) -> None:
    japan.code = "KR"
    assert faults(japan) == {"code"}
    sector = Sector.objects.create(code="water", name_ja="水", name_en="Water")
    sector.name_en = "Water and sewage"
    assert faults(sector) == set()
    sector.code = "sewage"
    assert faults(sector) == {"code"}


def test_a_code_names_one_entry(japan: Country) -> None:
    assert faults(Country(code="JP")) == {"code"}


def test_an_entry_is_named_in_the_language_being_read(japan: Country) -> None:
    with translation.override("ja"):
        assert str(japan) == "日本"
    with translation.override("en"):
        assert str(japan) == "Japan"
    assert Sector(name_ja="水").name_in("en") == "水"


def test_an_organisation_lies_where_its_city_does(japan: Country, korea: Country) -> None:
    place = city(japan)
    place.save()
    names = {"code": "body", "name_ja": "機関", "name_en": "Body", "kind": "agency"}
    placed = Organisation(**names, city=place)
    assert faults(placed) == set()
    assert placed.country == japan
    assert faults(Organisation(**names, city=place, country=korea)) == {"country"}
    assert faults(Organisation(**names)) == set()


def test_an_organisations_website_is_that_of_the_language_being_read() -> None:
    both = Organisation(website_ja="https://example.org/ja", website_en="https://example.org/en")
    with translation.override("en"):
        assert both.website == "https://example.org/en"
        assert Organisation(website_ja="https://example.org/ja").website == "https://example.org/ja"
    assert both.website == "https://example.org/ja"


# Finding them in the admin --------------------------------------------------------------------


@pytest.fixture
def kitakyushu(japan: Country) -> City:
    return City.objects.create(
        code="kitakyushu",
        name_ja="北九州市",
        name_en="Kitakyushu",
        kana="きたきゅうしゅうし",
        other_spellings="Kita-Kyūshū\n旧小倉市",
        country=japan,
    )


@pytest.mark.parametrize(
    "query", ["九州", "キュウシュウ", "ｷﾀｷｭｳ", "きたきゅう", "小倉", "takyu", "KITA", "北 市"]
)
@pytest.mark.parametrize("where", ["list", "chooser"])
def test_a_city_is_found_by_any_part_of_its_names(
    admin_client: Client, kitakyushu: City, query: str, where: str
) -> None:
    City.objects.create(
        code="other", name_ja="別府", name_en="Beppu", kana="べっぷ", country=kitakyushu.country
    )
    name = (
        City.snippet_viewset.get_url_name("list_results")  # type: ignore[attr-defined]
        if where == "list"
        else "wagtailsnippetchoosers_content_city:choose_results"
    )
    html = admin_client.get(reverse(name), {"q": query}).content.decode()
    assert "北九州市" in html
    assert "別府" not in html


@pytest.mark.parametrize(
    ("model", "values", "query"),
    [
        (Country, {"code": "JP"}, "本"),
        (Sector, {"code": "waste", "name_ja": "廃棄物", "name_en": "Waste"}, "棄物"),
        (
            Organisation,
            {"code": "org", "name_ja": "見本機構", "name_en": "Sample Body", "acronym": "XYZO"},
            "yzo",
        ),
        (SupportForm, {"code": "loan", "name_ja": "低利融資", "name_en": "Loan"}, "融"),
    ],
)
def test_every_vocabulary_is_searchable_in_list_and_chooser(
    admin_client: Client, db: None, model: Any, values: dict[str, Any], query: str
) -> None:
    entry = model.objects.create(**values)
    label = f"{model._meta.app_label}_{model._meta.model_name}"
    for name in (
        model.snippet_viewset.get_url_name("list_results"),
        f"wagtailsnippetchoosers_{label}:choose_results",
    ):
        found = admin_client.get(reverse(name), {"q": query}).content.decode()
        missed = admin_client.get(reverse(name), {"q": "無関係"}).content.decode()
        assert entry.name_ja in found
        assert entry.name_ja not in missed


def test_a_wrong_entry_is_refused_in_the_admin_and_kept_as_typed(
    admin_client: Client, japan: Country
) -> None:
    data = {
        "code": "mihon",
        "name_ja": "見本市",
        "name_en": "Mihon",
        "country": japan.pk,
        "kana": "見本",
        "other_spellings": "旧見本",
    }
    address = reverse(City.snippet_viewset.get_url_name("add"))  # type: ignore[attr-defined]
    response = admin_client.post(address, data)
    form = response.context["form"]
    assert set(form.errors) == {"kana"}
    assert {name: str(form[name].value()) for name in data} == {
        name: str(value) for name, value in data.items()
    }
    admin_client.post(address, {**data, "kana": "みほん"})
    assert City.objects.get(code="mihon").other_spellings == "旧見本"


def test_kana_of_both_kinds_and_widths() -> None:
    assert katakana("きたきゅうしゅうﾎﾝ-A１") == "キタキュウシュウホン-A1"
    assert hiragana("キタｷｭｳシュウー") == "きたきゅうしゅうー"
