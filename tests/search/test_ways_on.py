"""What a question that found nothing is offered instead, and that each offer keeps its promise."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext

from content.models import City, Country
from publishing.models import Document, Facet
from search.answering import glossary
from search.answering.no_results import ways_on
from search.answering.queries import find
from tests.flows.markup import read

from .conftest import Facets, publish

pytestmark = pytest.mark.django_db


def label(document: Document, key: str, name: str) -> None:
    """Call a document's value of a facet so, as the read model does in its language."""
    Facet.objects.filter(document=document, key=key).update(label=name)


@pytest.fixture
def city() -> City:
    japan = Country.objects.create(code="JP", name_ja="日本", name_en="Japan")
    found = City.objects.create(
        code="kitakyushu",
        name_ja="北九州市",
        name_en="Kitakyushu",
        kana="きたきゅうしゅうし",
        country=japan,
    )
    glossary.forget()
    return found


def site(locale: str, names: dict[str, str]) -> None:
    """Two sections with three measures and one manual; two measures belong to a city."""
    for section, total in (("measures", 3), ("manuals", 1)):
        front = publish(f"{names[section]}", locale=locale, section=section)
        Document.objects.filter(pk=front.pk).update(type=f"{section}_index")
        for number in range(total):
            facets: Facets = {"year": [f"202{number}"]}
            if section == "measures" and number:
                facets["city"] = ["kitakyushu"]
            document = publish(f"{names['word']}{number}", locale=locale, facets=facets)
            Document.objects.filter(pk=document.pk).update(section=section)
            Facet.objects.filter(document=document, key="section").update(value=section)
            if "city" in facets:
                label(document, "city", names["city"])


JA = {"measures": "施策", "manuals": "資料", "word": "ゾルゲン計画", "city": "北九州市"}
EN = {"measures": "Measures", "manuals": "Manuals", "word": "Zorgen ", "city": "Kitakyushu"}


def test_filters_to_leave_out_are_counted_as_they_would_find(city: City) -> None:
    site("ja", JA)
    choice = {"year": ["2020"], "city": ["kitakyushu"], "section": ["measures"]}
    assert find("ゾルゲン", "ja", choice=choice).total == 0
    found = ways_on("ゾルゲン", "ja", choice)
    assert found.total == find("ゾルゲン", "ja").total == 4
    assert [(one.key, one.total) for one in found.without] == [("year", 2), ("city", 1)]
    for one in found.without:
        rest = {key: values for key, values in choice.items() if key != one.key}
        assert find("ゾルゲン", "ja", choice=rest).total == one.total


@pytest.mark.parametrize(
    ("question", "locale"),
    [
        ("kitakyusyu", "ja"),
        ("きたきゅう", "ja"),
        ("北九州 ヌヌヌ", "ja"),
        ("ヌヌヌの北九州市", "ja"),
        ("Kitakyushuu", "en"),
        ("kitaky", "en"),
        ("zzzz kitakyushu", "en"),
    ],
)
def test_a_value_that_is_called_much_the_same_is_offered(
    city: City, question: str, locale: str
) -> None:
    site(locale, JA if locale == "ja" else EN)
    [near] = ways_on(question, locale).values
    assert (near.key, near.value, near.total) == ("city", "kitakyushu", 2)
    assert find(near.label, locale, choice={near.key: [near.value]}).total == near.total


@pytest.mark.parametrize("question", ["ヌヌヌ", "京都", "北", "の", "🙂", " ", "shu"])
def test_nothing_is_offered_that_is_called_otherwise(city: City, question: str) -> None:
    site("ja", JA)
    assert ways_on(question, "ja").values == []


def test_sections_are_counted_in_the_readers_language_without_their_own_page() -> None:
    site("ja", JA)
    site("en", EN)
    publish("Nowhere", locale="en", section="networks")
    for locale, names in (("ja", JA), ("en", EN)):
        found = [(one.title, one.total) for one in ways_on("ヌヌヌ", locale).sections]
        assert found == [(names["measures"], 3), (names["manuals"], 1)]


def test_the_other_language_is_counted_under_the_same_choice(city: City) -> None:
    site("en", EN)
    assert ways_on("zorgen", "ja").elsewhere == 4
    assert ways_on("zorgen", "ja", {"city": ["kitakyushu"]}).elsewhere == 2
    assert ways_on("ヌヌヌ", "ja").elsewhere == 0


def totals(client: Client, address: str, selector: str) -> list[tuple[str, int]]:
    """Each link of an empty result with the number that it promises."""
    page = read(client, address)
    found = []
    for item in page.select(selector):
        [link] = item.select("a")
        number = re.search(r"(\d+)", item.select(".meta")[0].get_text())
        assert number is not None
        found.append((str(link["href"]), int(number[1])))
    return found


def test_each_link_of_an_empty_page_leads_to_as_many_pages_as_it_says(
    city: City, client: Client
) -> None:
    site("ja", JA)
    for question in ("ゾルゲン&city=kitakyushu&year=2020", "きたきゅう"):
        offered = totals(client, f"/ja/search/?q={question}", ".empty .links li")
        narrowing = [(url, total) for url, total in offered if url.startswith("/ja/search/")]
        assert narrowing
        assert len(offered) > len(narrowing)
        for url, total in narrowing:
            assert client.get(url).context["total"] == total, url
    [several] = read(client, "/ja/search/?q=ゾルゲン&city=kitakyushu&year=2020").select(
        ".empty p > a"
    )
    assert client.get(str(several["href"])).context["total"] == 4


def test_the_other_language_keeps_the_filters(client: Client) -> None:
    """A page gives way to its translation, which may carry other values."""
    japanese = publish("別の計画", "やり方", facets={"year": ["2001"]})
    publish("Zorgen", locale="en", facets={"year": ["1999"]}, twin=japanese)
    [link] = [
        str(link["href"])
        for link in read(client, "/ja/search/?q=zorgen&year=1999").select(".empty a")
        if str(link["href"]).startswith("/en/")
    ]
    assert "year=1999" in link
    assert client.get(link).context["total"] == 1
    page = read(client, "/ja/search/?q=zorgen&year=1999&section=measures")
    assert [one for one in page.select(".empty a") if str(one["href"]).startswith("/en/")]
    answer = client.get("/api/delivery/v1/search/", {"q": "zorgen", "year": "1999"}).json()
    assert answer["ways_on"]["other_total"] == 1


def test_the_api_says_the_same(city: City, client: Client) -> None:
    site("ja", JA)
    query = {"locale": "ja", "city": "kitakyushu", "year": "2020"}
    answer = client.get("/api/delivery/v1/search/", {"q": "ゾルゲン", **query}).json()
    ways = answer["ways_on"]
    assert answer["items"] == []
    assert ways["without"] == [{"facet": "city", "total": 2}, {"facet": "year", "total": 2}]
    assert (ways["total"], ways["other_locale"], ways["other_total"]) == (4, "en", 0)
    assert [one["total"] for one in ways["sections"]] == [3, 1]
    assert ways["sections"][0]["url"].endswith(ways["sections"][0]["path"])
    near = client.get("/api/delivery/v1/search/", {"q": "kitakyusyu"}).json()["ways_on"]["values"]
    expected = {"facet": "city", "value": "kitakyushu", "label": "北九州市", "total": 2}
    assert near == [expected]
    found = client.get("/api/delivery/v1/search/", {"q": "ゾルゲン"}).json()
    assert found["ways_on"] is None


def test_a_question_that_finds_nothing_is_not_blamed_on_filters(client: Client) -> None:
    publish("計画", "下水を処理する。", facets={"year": ["2020"]})
    publish("別の計画", "道路を直す。", facets={"year": ["2021"]})
    with translation.override("ja"):
        blame = gettext("Nothing matches all of these filters.")
    for question, is_blamed in (("下水", True), ("ゾルゲン", False)):
        page = read(client, f"/ja/search/?q={question}&year=2021")
        assert (blame in page.get_text()) == is_blamed, question


def test_loose_matches_stand_behind_a_divider(client: Client) -> None:
    publish("河川の記録", "河川の脇の煙突を直した。")
    publish("煙突の記録", "煙突、煙突、煙突。")
    page = read(client, "/ja/search/?q=河川の煙突")
    [divider] = page.select(".results__divider")
    assert [len(one.select("li")) for one in page.select(".results")] == [1, 1]
    assert divider.find_next("h3").get_text(strip=True) == "煙突の記録"
    assert not read(client, "/ja/search/?q=河川").select(".results__divider")
