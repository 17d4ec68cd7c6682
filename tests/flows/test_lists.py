"""How a reader narrows a list, turns its pages and finds out of a dead end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import transaction
from django.test import Client

from content.models import City, Country, Sector
from measures.models import MeasurePage
from publishing.writing import actions
from tests.small_site import SmallSite, add

from .markup import alternates, canonical, read

LIST = "/en/measures/"
ITEMS = 13
PER_PAGE = 5


@pytest.fixture(autouse=True)
def short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("publishing.site.sections.ITEMS_PER_PAGE", PER_PAGE)


@pytest.fixture(scope="module")
def measures_of_module(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Build the list once for all tests of this module; none of them changes it."""
    with django_db_blocker.unblock(), transaction.atomic():
        build_measures(SmallSite())
        actions.settle()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def measures(measures_of_module: None, db: None) -> None:
    """Measures in both languages: one in Kitakyushu, the others in Semarang, each of its year."""


def build_measures(site: SmallSite) -> None:
    japan = Country.objects.create(code="JP")
    indonesia = Country.objects.create(code="ID")
    places = [
        City.objects.create(code=code, name_ja=code, name_en=code.title(), country=country)
        for code, country in (("kitakyushu", japan), ("semarang", indonesia))
    ]
    waste = Sector.objects.create(code="waste", name_ja="廃棄物", name_en="Waste")
    for number in range(ITEMS):
        twin = None
        for language in ("ja", "en"):
            city = places[0 if number == 0 else 1]
            page = MeasurePage(
                title=f"Measure {number}",
                slug=f"measure-{number}",
                kind="policy" if number < 2 else "partnership",
                city=city,
                country=city.country,
                period_start=1950 + number,
                sectors=[waste] if number == 1 else [],
            )
            twin = add(site.sections["measures", language], page, twin=twin)


def titles(client: Client, address: str) -> list[str]:
    return [link.get_text() for link in read(client, address).select(".cards h3 a")]


def test_each_value_says_how_many_items_it_leads_to(client: Client, measures: None) -> None:
    values = read(client, LIST).select("a.facet__value")
    promised = {
        str(value["href"]).removesuffix("#list"): int(
            value.select_one(".facet__count [aria-hidden]").get_text()
        )
        for value in values
    }
    assert {f"{LIST}?kind=policy", f"{LIST}?country=JP", f"{LIST}?sector=waste"} <= set(promised)
    for address in (f"{LIST}?kind=policy", f"{LIST}?country=JP", f"{LIST}?city=semarang"):
        response = client.get(address)
        assert (address, response.context["total"]) == (address, promised[address])


def test_values_of_a_facet_are_alternatives_and_facets_narrow_each_other(
    client: Client, measures: None
) -> None:
    assert titles(client, f"{LIST}?kind=policy") == ["Measure 0", "Measure 1"]
    assert titles(client, f"{LIST}?kind=policy&country=ID") == ["Measure 1"]
    assert titles(client, f"{LIST}?year=1950&year=1952") == ["Measure 0", "Measure 2"]


def test_each_chosen_filter_can_be_removed_by_itself_and_all_together(
    client: Client, measures: None
) -> None:
    page = read(client, f"{LIST}?kind=policy&country=ID")
    ways_out = [link["href"] for link in page.select(".filters a")]
    assert ways_out == [f"{LIST}?country=ID#list", f"{LIST}?kind=policy#list", f"{LIST}#list"]


def test_an_empty_result_offers_ways_out_that_lead_to_items(client: Client, measures: None) -> None:
    page = read(client, f"{LIST}?country=JP&sector=waste")
    ways_out = [str(link["href"]) for link in page.select(".empty a")]
    assert len(ways_out) == 3
    assert all(titles(client, address) for address in ways_out)


def test_no_address_of_a_list_ends_in_an_empty_query(client: Client, measures: None) -> None:
    for query in ("", "?kind=policy", "?page=2", "?kind=partnership&page=2"):
        page = read(client, LIST + query)
        links = [str(link["href"]) for link in page.select("[href]")]
        assert [link for link in links if link.endswith(("?", "&", "="))] == []
        assert "page=1" not in [part for link in links for part in urlsplit(link).query.split("&")]


def test_turning_pages_keeps_the_choice(client: Client, measures: None) -> None:
    page = read(client, f"{LIST}?kind=partnership&page=2")
    assert page.select_one(".pagination [aria-current=page]").get_text(strip=True).endswith("2")
    numbers = {}
    for link in page.select(".pagination a"):
        query = parse_qs(urlsplit(str(link["href"])).query)
        assert query["kind"] == ["partnership"]
        numbers[str(link.get("rel", [""])[0])] = query.get("page", ["1"])
    assert (numbers["prev"], numbers["next"]) == (["1"], ["3"])
    everything = {
        title
        for number in (1, 2, 3)
        for title in titles(client, f"{LIST}?kind=partnership&page={number}")
    }
    assert len(everything) == ITEMS - 2


def test_the_title_tells_the_pages_of_a_list_apart(client: Client, measures: None) -> None:
    found = {read(client, f"{LIST}?page={number}").title.get_text() for number in (1, 2, 3)}
    assert len(found) == 3


@pytest.mark.parametrize(
    "query",
    [
        "?kind=no-such-kind",
        "?country=Call+us+now",
        "?year=abcd",
        "?year=99999",
        "?year=%D9%A3",
        "?sector=%00",
        "?city=" + "x" * 5000,
        "?page=0",
        "?page=x",
        "?unknown=1",
    ],
)
def test_a_parameter_without_meaning_is_passed_over(
    client: Client, measures: None, query: str
) -> None:
    page = read(client, LIST + query)
    assert titles(client, LIST + query) == titles(client, LIST)
    assert page.select(".filters") == []
    assert "Call us now" not in page.get_text()
    assert canonical(page).endswith(LIST)


def test_a_page_beyond_the_last_is_the_last(client: Client, measures: None) -> None:
    assert titles(client, f"{LIST}?page=999") == titles(client, f"{LIST}?page=3")
    assert canonical(read(client, f"{LIST}?page=999")).endswith(f"{LIST}?page=3")


def test_search_engines_know_the_whole_list_page_by_page_and_no_narrowed_one(
    client: Client, measures: None
) -> None:
    second = read(client, f"{LIST}?page=2")
    assert canonical(second).endswith(f"{LIST}?page=2")
    assert alternates(second)["ja"].endswith("/ja/measures/?page=2")
    assert str(second.select_one("link[rel=prev]")["href"]).endswith(LIST)
    assert str(second.select_one("link[rel=next]")["href"]).endswith(f"{LIST}?page=3")
    narrowed = read(client, f"{LIST}?kind=partnership&page=2")
    assert canonical(narrowed).endswith(LIST)
    assert alternates(narrowed)["ja"].endswith("/ja/measures/")
    assert all("nofollow" in link["rel"] for link in narrowed.select("a.facet__value"))


def test_the_language_switch_keeps_choice_and_page(client: Client, measures: None) -> None:
    page = read(client, f"{LIST}?kind=partnership&page=2")
    [switch] = page.select("header a[hreflang=ja]")
    assert switch["href"] == "/ja/measures/?kind=partnership&page=2"
    assert titles(client, str(switch["href"])) == titles(client, f"{LIST}?kind=partnership&page=2")


def test_a_long_facet_shows_its_first_values_and_folds_the_rest(
    client: Client, measures: None
) -> None:
    page = read(client, LIST)
    [countries, years] = [
        page.select_one(f"a.facet__value[href*='{key}=']").find_parent(class_="facet")
        for key in ("country", "year")
    ]
    labels = [value.get_text(" ", strip=True) for value in countries.select(".facet__value")]
    assert [label.split()[0] for label in labels] == ["Indonesia", "Japan"]
    assert countries.select(".facet__further") == []
    [folded] = years.select(".facet__further")
    assert not folded.has_attr("open")
    assert len(years.select(".facet__value")) == ITEMS
    chosen = read(client, f"{LIST}?year=1950").select_one(".facet__further:has([aria-current])")
    assert chosen.has_attr("open")


def test_a_section_without_items_says_what_belongs_there(client: Client, db: None) -> None:
    section = SmallSite().sections["manuals", "en"]
    section.empty_text = "<p>Handbooks will stand here.</p>"
    section.save_revision().publish()
    page = read(client, "/en/manuals/")
    assert "Handbooks will stand here." in page.select_one("main").get_text()
    assert page.select(".facets, .cards") == []


def test_a_choice_lands_on_the_results_and_a_link_skips_to_them(
    client: Client, measures: None
) -> None:
    page = read(client, f"{LIST}?sector=waste")
    assert page.select_one("#list")["tabindex"] == "-1"
    choices = page.select("a.facet__value, .filters a")
    assert choices
    assert [link["href"] for link in choices if not link["href"].endswith("#list")] == []
    assert page.select_one(".facets a")["href"] == "#list"


def test_readers_are_told_nothing_that_concerns_operators(client: Client, measures: None) -> None:
    """A site without settings has no operator to name, which is no reader's business."""
    footer = read(client, LIST).select_one("footer")
    assert footer.select_one("#footer-operator") is None
