"""What editors recommend for a question stands first, as far as the public may read it."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import Page

from accounts.models import User
from home.models import ContentPage
from publishing.models import Document
from publishing.writing import actions
from search.answering.queries import find
from tests.flows.markup import read
from tests.small_site import SmallSite, add

from .conftest import publish

pytestmark = pytest.mark.django_db


def promote(question: str, page: Page | None = None, **values: Any) -> SearchPromotion:
    return SearchPromotion.objects.create(query=Query.get(question), page=page, **values)


def numbers(question: str, locale: str = "ja", **options: Any) -> list[int]:
    return [result.number for result in find(question, locale, **options).results]


def number_of(page: Page) -> int:
    return Document.objects.get(page_id=page.pk).number


@pytest.fixture
def guide(site: SmallSite) -> ContentPage:
    """A page in both languages that does not hold the questions of these tests."""
    page = add(
        site.homes["ja"], ContentPage(title="申請の案内", slug="guide", summary="窓口です。")
    )
    twin = ContentPage(title="How to apply", slug="guide", summary="The counter.")
    add(site.homes["en"], twin, twin=page)
    for index in range(3):
        others = ContentPage(title=f"補助金の取り組み{index}", slug=f"other-{index}")
        add(site.homes["ja"], others)
    actions.settle()
    return page


def test_a_promoted_page_leads_once_for_every_spelling_and_no_other_question(
    guide: ContentPage,
) -> None:
    own = number_of(guide)
    assert own not in numbers("補助金の取り組み")
    promote("補助金の取組み", guide, description="まず<b>ここ</b>から。")
    for question in ("補助金の取り組み", "補助金　取組", "取組み 補助金"):
        results = find(question, "ja")
        assert [result.number for result in results.results].count(own) == 1
        first, *others = results.results
        assert (first.number, first.is_promoted, first.way) == (own, True, "promoted")
        assert first.excerpt == "まず&lt;b&gt;ここ&lt;/b&gt;から。"
        assert not any(result.is_promoted for result in others)
        assert results.match == "strict"
        assert results.total == len(others) + 1 == 4
    for question in ("補助金", "取り組み", "補助金の取り組み 京都"):
        assert not any(result.is_promoted for result in find(question, "ja").results), question


def test_what_is_promoted_and_found_is_shown_once_and_paged_with_the_rest(
    guide: ContentPage,
) -> None:
    last = Page.objects.get(slug="other-2")
    promote("取り組み", last)
    assert numbers("取り組み")[0] == number_of(last)
    assert find("取り組み", "ja").total == 3
    paged = [number for offset in range(3) for number in numbers("取組", offset=offset, limit=1)]
    assert paged == numbers("取組")


def test_several_stand_in_the_editors_order_and_filters_apply(guide: ContentPage) -> None:
    section = publish("節", section="networks")
    promote("まぼろし", guide, sort_order=1)
    promote("まぼろし", Page.objects.get(slug="other-1"), sort_order=0)
    expected = [number_of(Page.objects.get(slug="other-1")), number_of(guide)]
    assert numbers("まぼろし") == expected
    assert find("まぼろし", "ja").match == "promoted"
    assert section.number not in expected
    assert numbers("まぼろし", choice={"section": ["networks"]}) == []


def test_readers_of_the_other_language_see_the_translation_without_what_is_not_in_it(
    guide: ContentPage,
) -> None:
    promote("zorgenbo", guide, description="まずここから。")
    [result] = find("zorgenbo", "en").results
    assert (result.locale, result.title, result.is_foreign) == ("en", "How to apply", False)
    assert "まず" not in result.excerpt
    Page.objects.get(slug="guide", locale__language_code="en").specific.unpublish()
    actions.settle()
    assert find("zorgenbo", "en").results == []
    assert [result.locale for result in find("zorgenbo", "ja").results] == ["ja"]


def test_links_to_other_sites_are_for_readers_of_their_language(client: Client) -> None:
    promote(
        "補助金",
        external_link_url="https://example.org/ja/",
        external_link_text="国の案内",
        description="<script>",
    )
    promote("補助金", external_link_url="https://example.org/en/", external_link_text="Guide")
    publish("補助金の計画")
    for locale, url in (("ja", "https://example.org/ja/"), ("en", "https://example.org/en/")):
        assert [link.url for link in find("補助金", locale).links] == [url]
        page = read(client, f"/{locale}/search/?q=補助金")
        [link] = page.select(".result--promoted a")
        assert link["href"] == url
        answer = client.get("/api/delivery/v1/search/", {"q": "補助金", "locale": locale}).json()
        assert [link["url"] for link in answer["promoted_links"]] == [url]
    assert find("補助金", "ja", offset=1).links == ()
    assert find("補助金", "ja", choice={"section": ["measures"]}).links == ()
    assert "&lt;script&gt;" in client.get("/ja/search/", {"q": "補助金"}).content.decode()


def test_the_page_marks_what_is_recommended_also_where_nothing_else_is_found(
    guide: ContentPage, client: Client
) -> None:
    promote("まぼろし", guide)
    page = read(client, "/ja/search/?q=まぼろし")
    [result] = page.select(".result")
    assert result.select(".badge--promoted")
    assert result.select("h3 a")[0]["href"] == "/ja/guide/"
    items = client.get("/api/delivery/v1/search/", {"q": "まぼろし"}).json()["items"]
    assert [(item["promoted"], item["match"]) for item in items] == [(True, "promoted")]


@pytest.fixture
def editor(client: Client) -> Client:
    user = User.objects.create_user("editor", password="x")
    codenames = ["access_admin", "add_searchpromotion", "change_searchpromotion"]
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client.force_login(user)
    return client


def test_an_editor_recommends_a_page_for_a_question_from_the_address(
    editor: Client, guide: ContentPage
) -> None:
    add_page = reverse("wagtailsearchpromotions:add")
    form = read(editor, f"{add_page}?question=まぼろし")
    assert form.select("#id_query_string")[0]["value"] == "まぼろし"
    assert "Text of the external link" not in str(form)
    data = {
        "query_string": "まぼろし",
        "editors_picks-TOTAL_FORMS": "1",
        "editors_picks-INITIAL_FORMS": "0",
        "editors_picks-MIN_NUM_FORMS": "0",
        "editors_picks-MAX_NUM_FORMS": "1000",
        "editors_picks-0-page": str(guide.pk),
        "editors_picks-0-ORDER": "1",
        "editors_picks-0-DELETE": "",
        "editors_picks-0-external_link_url": "",
        "editors_picks-0-external_link_text": "",
        "editors_picks-0-description": "",
    }
    response = editor.post(add_page, data)
    assert response.status_code == 302, response.content.decode()
    assert numbers("まぼろし") == [number_of(guide)]
    listed = read(editor, reverse("wagtailsearchpromotions:index"))
    assert "申請の案内" in listed.select("table")[0].get_text()
    assert "表示回数" not in listed.get_text()


def test_who_may_not_recommend_sees_no_screen_of_it(client: Client) -> None:
    user = User.objects.create_user("visitor", password="x")
    user.user_permissions.set(Permission.objects.filter(codename="access_admin"))
    client.force_login(user)
    for name in ("index", "add", "index_results"):
        assert client.get(reverse(f"wagtailsearchpromotions:{name}")).status_code == 302, name
