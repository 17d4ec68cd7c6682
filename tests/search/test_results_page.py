"""The page of results, as a reader without JavaScript meets it."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.test import Client

from content.models import Sector
from search.analysis.questions import LONGEST_QUESTION
from search.answering.queries import QuestionError
from search.answering.spelling import did_you_mean, distance
from search.answering.suggesting import suggest
from search.indexing import actions
from tests.flows.markup import read

from .conftest import publish

pytestmark = pytest.mark.django_db


def address(question: str, locale: str = "ja", **choice: str) -> str:
    narrowed = "".join(f"&{key}={quote(value)}" for key, value in choice.items())
    return f"/{locale}/search/?q={quote(question)}{narrowed}"


def results(client: Client, question: str, locale: str = "ja", **choice: str) -> list[str]:
    page = read(client, address(question, locale, **choice))
    return [link.get_text() for link in page.select(".result h3 a")]


def test_results_are_shown_narrowed_and_paged(client: Client) -> None:
    Sector.objects.create(code="waste", name_ja="廃棄物の分野", name_en="Waste sector")
    for number in range(21):
        publish(f"環境の計画{number:02}", facets={"sector": ["waste"] if number else []})
    page = read(client, address("環境"))
    assert len(page.select(".result")) == 20
    facets = page.select(".facets")[0].get_text()
    assert "廃棄物の分野" in facets
    second = page.select(".pagination a[rel=next]")[0]["href"]
    assert len(read(client, str(second)).select(".result")) == 1
    assert len(read(client, address("環境", page="99")).select(".result")) == 1
    assert "環境の計画00" not in results(client, "環境", sector="waste", page="2")
    assert read(client, address("環境", sector="waste")).select(".filters a")
    assert not read(client, address("環境", sector="<b>")).select(".filters a")


def test_each_page_has_a_box_and_the_question_stays_with_the_reader(client: Client) -> None:
    publish("環境")
    page = read(client, address('"環境'))
    assert page.select("input[type=search]")[0]["value"] == '"環境'
    [other] = page.select(".languages a")
    assert other["href"].startswith("/en/search/?q=")
    assert page.select("meta[name=robots]")[0]["content"].startswith("noindex")
    assert read(client, "/ja/search/").select("#search-help")


def test_nothing_found_offers_the_other_language_and_another_spelling(client: Client) -> None:
    publish("Recycling guide", locale="en")
    page = read(client, address("recyclng", "en"))
    [suggestion] = page.select(".result__suggestion a")
    assert suggestion.get_text() == "recycling"
    assert results(client, suggestion.get_text(), "en") == ["Recycling guide"]
    assert read(client, address("ぬぬぬ")).select(".empty")


def test_nothing_else_is_meant_where_the_very_characters_are_found(client: Client) -> None:
    publish("下水道局")
    publish("水道局の記録")
    page = read(client, "/ja/search/?q=水道局")
    assert page.select(".result")
    assert did_you_mean("水道局", "ja") == "下水道局"
    assert page.select(".result__suggestion") == []


def test_a_page_of_the_other_language_is_marked(client: Client) -> None:
    publish("Permeable paving", locale="en")
    page = read(client, address("permeable"))
    [result] = page.select(".result")
    assert result.select("h3")[0]["lang"] == "en"
    assert result.select(".badge")


def test_a_question_is_never_an_error_of_the_service(client: Client) -> None:
    for question in ('"', "\x00", "%", "<script>", "環" * LONGEST_QUESTION):
        assert client.get("/ja/search/", {"q": question, "page": "x"}).status_code == 200
    for value in ("\x00", "環" * 500, "'"):
        assert client.get("/ja/search/", {"q": "環境", "city": value}).status_code == 200
    assert client.get("/ja/search/", {"q": "環" * 5000}).status_code == 400
    assert client.post("/ja/search/", {"q": "環境"}).status_code == 405
    content = client.get("/ja/search/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in content


def test_names_are_suggested_by_any_reading() -> None:
    from content.models import City, Country

    country = Country.objects.create(code="JP")
    City.objects.create(
        code="kitakyushu",
        name_ja="北九州市",
        name_en="Kitakyushu",
        kana="きたきゅうしゅうし",
        country=country,
    )
    publish("北九州市の下水道", facets={"city": ["kitakyushu"]})
    for typed in ("北九", "きたきゅ", "キタ", "kitaky", "Kitakyuusyuu", "きたk"):
        assert suggest(typed, "ja")[0].text == "北九州市", typed
    assert "北九州市の下水道" in {one.text for one in suggest("下水", "ja")}
    assert suggest("Kita", "en")[0].text == "Kitakyushu"
    assert suggest("", "ja") == suggest(" \x00", "ja") == []
    with pytest.raises(QuestionError):
        suggest("環" * 300, "ja")


def test_what_differs_by_a_slip_is_meant() -> None:
    publish("バイオディーゼルの普及", "A municipality makes it.")
    actions.follow()
    assert did_you_mean("バイオデーゼル", "ja") == "バイオディーゼル"
    assert did_you_mean("municpality", "en") == "municipality"
    assert did_you_mean("municpalty", "en") == "municipality", "two slips in a long word"
    assert did_you_mean("municipality", "en") == ""
    assert distance("waste", "watse", 2) == 1
    assert distance("waste", "paper", 1) > 1
