"""Facets count what a reader would find, compared with counting by hand on random data."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from content.facets import query_string
from content.models import BasePage, City, Country, Sector
from measures.models import MeasureIndexPage, MeasureKind, MeasurePage
from networks.models import NetworkIndexPage, NetworkPage
from programs.models import ApplicationWindow, ProgramIndexPage, ProgramKind, ProgramPage
from publishing.writing import actions
from tests.small_site import SmallSite, add

SEEDS = [1, 2, 3]
LIST = "/ja/networks/"
Values = Callable[[Any], dict[str, set[str]]]


def listed(section: str, query: str) -> Any:
    """What the Japanese list of a section shows."""
    return Client().get(f"/ja/{section}/{query}").context


def network_values(page: NetworkPage) -> dict[str, set[str]]:
    cities = list(page.member_cities.all())
    return {
        "sector": {sector.code for sector in page.sectors.all()},
        "country": {city.country.code for city in cities},
        "city": {city.code for city in cities},
        "year": {str(page.founded_year)} if page.founded_year else set(),
    }


def measure_values(page: MeasurePage) -> dict[str, set[str]]:
    return {
        "kind": {page.kind},
        "country": {page.country.code} if page.country else set(),
        "city": {page.city.code} if page.city else set(),
        "sector": {sector.code for sector in page.sectors.all()},
        "year": {str(page.period_start)} if page.period_start else set(),
    }


def program_values(page: ProgramPage) -> dict[str, set[str]]:
    years = {window.fiscal_year for window in page.windows.all()}
    return {
        "kind": {page.kind},
        "state": {page.state_at(timezone.now()).value},
        "support": set(),
        "sector": {sector.code for sector in page.sectors.all()},
        "country": {country.code for country in page.countries.all()},
        "year": {str(year) for year in years if year},
    }


class Vocabularies:
    """A few entries of each vocabulary to draw from."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.sectors = [
            Sector.objects.create(code=code, name_ja=code, name_en=code) for code in "abc"
        ]
        self.countries = [Country.objects.create(code=code) for code in ("JP", "KR", "TH")]
        self.cities = [
            City.objects.create(
                code=f"city-{number}",
                name_ja=f"市{number}",
                name_en=f"City {number}",
                country=chance.choice(self.countries),
            )
            for number in range(5)
        ]

    def some(self, entries: list[Any]) -> list[Any]:
        return self.chance.sample(entries, self.chance.randint(0, len(entries)))

    def network(self) -> NetworkPage:
        page = NetworkPage(founded_year=self.chance.choice([None, 1987, 1990, 2001]))
        page.sectors, page.member_cities = self.some(self.sectors), self.some(self.cities)
        return page

    def measure(self) -> MeasurePage:
        city = self.chance.choice([None, *self.cities])
        page = MeasurePage(
            kind=self.chance.choice(MeasureKind.values),
            city=city,
            country=city.country if city else self.chance.choice(self.countries),
            period_start=self.chance.choice([None, 2001, 2010]),
        )
        page.sectors = self.some(self.sectors)
        return page

    def program(self) -> ProgramPage:
        page = ProgramPage(
            kind=self.chance.choice(ProgramKind.values), all_year=self.chance.random() < 0.2
        )
        page.sectors, page.countries = self.some(self.sectors), self.some(self.countries)
        now = timezone.now()
        page.windows = [
            ApplicationWindow(
                opens_at=now + timedelta(days=start),
                closes_at=now + timedelta(days=start + 5),
                fiscal_year=self.chance.choice([None, 2025, 2026]),
            )
            for start in self.some([-20, -10, -2, 3, 10])
        ]
        return page


CASES = [
    ("networks", NetworkIndexPage, NetworkPage, network_values),
    ("measures", MeasureIndexPage, MeasurePage, measure_values),
    ("programs", ProgramIndexPage, ProgramPage, program_values),
]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_counts_are_those_of_counting_by_hand(site: SmallSite, case: Any, seed: int) -> None:
    section, index, model, values = case
    chance = random.Random(seed)
    vocabularies = Vocabularies(chance)
    build = {
        "networks": vocabularies.network,
        "measures": vocabularies.measure,
        "programs": vocabularies.program,
    }[section]
    for number in range(14):
        page: BasePage = build()
        page.title, page.slug = f"Item {number}", f"item-{number}"
        page.live, page.locale = number % 5 != 0, site.homes["ja"].locale
        site.sections[section, "ja"].add_child(instance=page)
    front = index.objects.get(pk=site.sections[section, "ja"].pk)
    actions.repair()
    items = {page.title: values(page) for page in model.objects.live().child_of(front)}
    assert len(items) == 11

    for _round in range(4):
        chosen = {
            facet.key: tuple(chance.sample(sorted(offered), min(len(offered), 2)))
            for facet in chance.sample(front.facets, 2)
            if (offered := set().union(*(item[facet.key] for item in items.values())))
        }

        def fits(item: dict[str, set[str]], leave_out: str = "", chosen: Any = chosen) -> bool:
            return all(
                item[key] & set(wanted) for key, wanted in chosen.items() if key != leave_out
            )

        shown = listed(section, query_string(chosen))
        found = {card["title"] for card in shown["items"]}
        assert found == {title for title, item in items.items() if fits(item)}
        for view in shown["facets"]:
            for value in view.values:
                by_hand = sum(
                    value.code in item[view.key] and fits(item, leave_out=view.key)
                    for item in items.values()
                )
                assert value.count == by_hand, (view.key, value.code, chosen)
            offered = set().union(*(item[view.key] for item in items.values()))
            assert {value.code for value in view.values} == offered


@pytest.fixture
def front(site: SmallSite) -> NetworkIndexPage:
    """Networks with the sectors a, b, a and b, and neither."""
    sectors = {
        code: Sector.objects.create(
            code=code, name_ja=f"分野{code}", name_en=code, sort_order=order
        )
        for code, order in (("a", 2), ("b", 1))
    }
    for number, codes in enumerate(("a", "b", "ab", "")):
        page = NetworkPage(title=f"Item {number}", slug=f"item-{number}")
        page.sectors = [sectors[code] for code in codes]
        add(site.sections["networks", "ja"], page)
    return NetworkIndexPage.objects.get(pk=site.sections["networks", "ja"].pk)


def slugs(client: Client, query: str) -> list[str]:
    cards = client.get(f"/ja/networks/?{query}").context["items"]
    return [card["path"].split("/")[-2] for card in cards]


def test_values_of_one_facet_are_alternatives(client: Client, front: NetworkIndexPage) -> None:
    assert slugs(client, "sector=a") == ["item-0", "item-2"]
    assert slugs(client, "sector=a&sector=b") == ["item-0", "item-1", "item-2"]
    assert slugs(client, "sector=unknown") == slugs(client, "")
    assert slugs(client, "other=a") == ["item-0", "item-1", "item-2", "item-3"]


def test_a_value_leads_to_the_choice_with_it_or_without_it(front: NetworkIndexPage) -> None:
    shown = listed("networks", "?sector=a&sector=a&year=&x=1")
    urls = {value.code: value.url for value in shown["facets"][0].values}
    assert urls == {"a": LIST, "b": f"{LIST}?sector=a&sector=b"}
    assert [one.remove_url for one in shown["active_filters"]] == [LIST]


def test_a_chosen_value_that_no_item_carries_can_be_taken_back(
    site: SmallSite, front: NetworkIndexPage
) -> None:
    """As long as some public page carries it; of what none carries nothing is said."""
    sector = Sector.objects.create(code="gone", name_ja="gone", name_en="gone")
    assert listed("networks", "?sector=gone")["active_filters"] == []
    measure = MeasurePage(title="Measure", slug="measure", kind="policy", sectors=[sector])
    add(site.sections["measures", "ja"], measure)
    actions.settle()
    shown = listed("networks", "?sector=gone")
    gone = next(value for value in shown["facets"][0].values if value.code == "gone")
    assert (gone.count, gone.selected, gone.url) == (0, True, LIST)
    assert len(shown["active_filters"]) == 1


def test_sectors_come_in_the_editors_order_and_cities_by_their_reading(
    front: NetworkIndexPage,
) -> None:
    japan = Country.objects.create(code="JP")
    readings = [
        ("浜松市", "はままつし"),
        ("青森市", "アオモリシ"),
        ("北九州市", "きたきゅうしゅうし"),
    ]
    network = NetworkPage.objects.get(slug="item-0")
    network.member_cities = [
        City.objects.create(code=f"c{number}", name_ja=name, name_en=name, kana=kana, country=japan)
        for number, (name, kana) in enumerate(readings)
    ]
    network.save_revision().publish()
    labels = {
        view.key: [value.label for value in view.values]
        for view in listed("networks", "")["facets"]
    }
    assert labels["sector"] == ["分野b", "分野a"]
    assert labels["city"] == ["青森市", "北九州市", "浜松市"]
