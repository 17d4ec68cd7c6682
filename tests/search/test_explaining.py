"""Why search finds what it finds: told to those who may see it, and to nobody else."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from wagtail.contrib.search_promotions.models import Query, SearchPromotion

from accounts.models import User
from content.models import Term
from search.answering import glossary
from search.answering.explaining import WAYS, explanation
from search.answering.queries import find
from search.engines import WEIGHTS
from search.models import AskedQuestion
from tests.flows.markup import read

from .conftest import publish

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/reports/search/"


@pytest.fixture
def member(client: Client) -> Client:
    """Somebody who may see explanations and is no administrator."""
    user = User.objects.create_user("member", password="x")
    user.user_permissions.set(
        Permission.objects.filter(
            codename__in=["access_admin", "view_entry", "view_askedquestion"],
            content_type__app_label__in=["wagtailadmin", "search"],
        )
    )
    client.force_login(user)
    return client


def test_a_page_says_which_terms_it_holds_and_where() -> None:
    publish("汚泥の記録", "下水の汚泥、汚泥。", summary="汚泥です。")
    publish("下水の計画", "川の水。")
    found = explanation("汚泥 下水", "ja")
    first, second = found.reasons
    assert (first.title, first.way, second.way) == ("汚泥の記録", "strict", "relaxed")
    held = {(one.column, one.term): (one.times, one.weight) for one in first.held}
    assert held["title", "汚泥"] == (1, WEIGHTS["title"])
    assert held["body", "汚泥"] == (2, WEIGHTS["body"])
    assert held["summary", "汚泥"] == (1, WEIGHTS["summary"])
    assert ("title", "下水") not in held
    assert [word.ways[0][0].documents for word in found.words] == [1, 2]
    assert (found.total, found.documents) == (2, 2)


def test_the_order_is_that_of_the_results() -> None:
    for index in range(12):
        publish(f"環境の計画{index}", "環境。" * index)
    listed = [result.card["title"] for result in find("環境", "ja", limit=20).results]
    assert [reason.title for reason in explanation("環境", "ja").reasons] == listed


def test_names_of_the_glossary_and_recommendations_are_told() -> None:
    Term.objects.create(code="xeriscape", name_ja="乾燥庭園", name_en="xeriscape garden")
    glossary.forget()
    publish("Garden", "A xeriscape garden saves water.", "en")
    chosen = publish("ほかの庭")
    found = explanation("乾燥庭園", "ja")
    assert "xeriscap garden" in [name for word in found.words for name in word.names]
    assert [reason.way for reason in found.reasons] == ["glossary", "pairs"][: found.total]
    assert {one.term for one in found.reasons[0].held} >= {"xeriscap", "garden"}
    SearchPromotion.objects.create(
        query=Query.get("乾燥庭園"),
        external_link_url="https://example.org/",
        description=chosen.title,
    )
    assert explanation("乾燥庭園", "ja").total == found.total


def test_each_way_has_words_in_both_languages() -> None:
    for language in ("ja", "en"):
        with override(language):
            told = {str(words) for words in WAYS.values()}
        assert len(told) == len(WAYS)
        assert all(words.isascii() for words in told) is (language == "en")


def test_who_may_see_it_reads_it_and_comes_from_the_report(member: Client) -> None:
    publish("<b>取組み</b>の記録", "市の取り組み。")
    AskedQuestion.objects.create(day="2026-04-01", locale="ja", text="取組", asked=1)
    [link] = [
        cell["href"]
        for cell in read(member, reverse("search_questions")).select("td a")
        if str(cell["href"]).startswith(ADDRESS)
    ]
    answer = member.get(str(link))
    assert "no-store" in answer["Cache-Control"]
    page = read(member, str(link))
    assert page.select("#id_question")[0]["value"] == "取組"
    assert "<b>取組み</b>の記録" in page.select("table")[1].get_text()
    assert "検索語句のすべてを含む" in page.get_text()
    assert ADDRESS in member.get("/admin/").content.decode()


def test_a_question_that_is_none_is_told_so(member: Client) -> None:
    for question in ("", " ", "環" * 300, "\x00"):
        page = read(member, f"{ADDRESS}?question={question}&language=ja")
        assert page.select(".error-message"), question
    assert read(member, f"{ADDRESS}?question=環境&language=fr").select(".error-message")
    assert not read(member, ADDRESS).select(".error-message")
    assert read(member, f"{ADDRESS}?question=…&language=ja").select("table") == []


def test_nobody_else_sees_it(client: Client) -> None:
    publish("環境の計画")
    address = f"{ADDRESS}?question=環境&language=ja"
    assert client.get(address).status_code == 302
    user = User.objects.create_user("editor", password="x")
    rights = ["access_admin", "view_askedquestion"]
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client.force_login(user)
    answer = client.get(address)
    assert answer.status_code == 302
    assert ADDRESS not in client.get("/admin/").content.decode()
    AskedQuestion.objects.create(day="2026-04-01", locale="ja", text="環境", asked=1)
    assert ADDRESS not in client.get(reverse("search_questions")).content.decode()
    for public in ("/ja/search/?q=環境", "/api/delivery/v1/search/?q=環境"):
        text = client.get(public).content.decode()
        assert "score" not in text
        assert ADDRESS not in text
