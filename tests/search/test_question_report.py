"""The report of what is asked: who may read it, what it counts, what it exports, where it leads."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlencode

import openpyxl
import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from wagtail.contrib.search_promotions.models import Query, SearchPromotion

from accounts.models import User
from search.models import AskedQuestion
from tests.flows.markup import read

pytestmark = pytest.mark.django_db

QUESTIONS = [
    (date(2026, 4, 1), "ja", "環境", 5, 0),
    (date(2026, 4, 2), "ja", "環境", 2, 1),
    (date(2026, 4, 2), "ja", "=HYPERLINK(1)", 3, 3),
    (date(2026, 4, 2), "en", "環境", 1, 0),
    (date(2026, 5, 1), "en", "waste", 4, 4),
]

SignIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def questions() -> None:
    for day, locale, text, asked, without_result in QUESTIONS:
        AskedQuestion.objects.create(
            day=day, locale=locale, text=text, asked=asked, without_result=without_result
        )


@pytest.fixture
def sign_in(client: Client) -> SignIn:
    def as_member(group: str = "", *codenames: str) -> Client:
        user = User.objects.create_user("somebody", password="x")
        if group:
            user.groups.add(Group.objects.get(name=group))
        user.user_permissions.set(
            Permission.objects.filter(codename__in=["access_admin", *codenames])
        )
        client.force_login(user)
        return client

    return as_member


def rows(client: Client, **narrowed: Any) -> list[tuple[str, str, str, str]]:
    """Question, language, times and times in vain, as the report lists them."""
    page = read(client, f"{reverse('search_questions')}?{urlencode(narrowed)}")
    cells = [[cell.get_text(strip=True) for cell in row.select("td")] for row in page.select("tr")]
    return [(one[0], one[1], one[2], one[3]) for one in cells if one]


def test_questions_are_added_up_with_the_most_frequent_first(sign_in: SignIn) -> None:
    client = sign_in("Editors")
    assert rows(client) == [
        ("環境", "日本語", "7", "1"),
        ("waste", "英語", "4", "4"),
        ("=HYPERLINK(1)", "日本語", "3", "3"),
        ("環境", "英語", "1", "0"),
    ]
    text = read(client, reverse("search_questions")).get_text()
    assert "15回" in text
    assert "8回" in text
    assert "53.3" in text


@pytest.mark.parametrize(
    ("narrowed", "expected"),
    [
        ({"locale": "en"}, ["waste", "環境"]),
        ({"day_from": "2026-04-02", "day_to": "2026-04-30"}, ["=HYPERLINK(1)", "環境", "環境"]),
        ({"day_to": "2026-04-01"}, ["環境"]),
        ({"unanswered": "true"}, ["環境", "waste", "=HYPERLINK(1)"]),
        ({"unanswered": "false"}, ["環境"]),
        ({"q": "was"}, ["waste"]),
        ({"ordering": "in_vain"}, ["環境", "環境", "=HYPERLINK(1)", "waste"]),
        ({"ordering": "nonsense"}, ["環境", "waste", "=HYPERLINK(1)", "環境"]),
    ],
)
def test_it_is_narrowed_and_ordered(
    sign_in: SignIn, narrowed: dict[str, str], expected: list[str]
) -> None:
    assert [row[0] for row in rows(sign_in("Editors"), **narrowed)] == expected


def test_times_within_a_period_are_those_of_the_period(sign_in: SignIn) -> None:
    found = rows(sign_in("Editors"), day_from="2026-04-02", day_to="2026-04-30")
    assert ("環境", "日本語", "2", "1") in found


def test_it_is_exported_and_no_question_is_a_formula(sign_in: SignIn) -> None:
    client = sign_in("Editors")
    answer = client.get(reverse("search_questions"), {"export": "csv", "locale": "ja"})
    table = list(csv.reader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))
    assert table[1:] == [
        ["環境", "日本語", "7", "1", "2026-04-02"],
        ["'=HYPERLINK(1)", "日本語", "3", "3", "2026-04-02"],
    ]
    answer = client.get(reverse("search_questions"), {"export": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer))).active
    values = [[(cell.value, cell.data_type) for cell in row] for row in sheet.iter_rows()]
    assert len(values) == 5
    assert ("=HYPERLINK(1)", "s") in {row[0] for row in values}


def test_moderators_recommend_results_from_it_and_editors_do_not(
    sign_in: SignIn, client: Client
) -> None:
    query = Query.get("waste")
    SearchPromotion.objects.create(
        query=query, external_link_url="https://example.org/", external_link_text="Waste"
    )
    page = read(sign_in("Moderators"), reverse("search_questions"))
    links = [link["href"] for link in page.select("td a.button")]
    edit = reverse("wagtailsearchpromotions:edit", args=[query.pk])
    assert len(links) == 4
    assert links.count(edit) == 1
    add = next(link for link in links if "HYPERLINK" in link)
    form = read(client, add)
    assert form.select("#id_query_string")[0]["value"] == "=HYPERLINK(1)"
    client.logout()
    user = User.objects.create_user("editor", password="x")
    user.groups.add(Group.objects.get(name="Editors"))
    client.force_login(user)
    assert not read(client, reverse("search_questions")).select("td a.button")


@pytest.mark.parametrize("group", ["Editors", "Translators", "Moderators"])
def test_each_group_reads_it_and_finds_it_in_the_menu(sign_in: SignIn, group: str) -> None:
    client = sign_in(group)
    assert client.get(reverse("search_questions_results")).status_code == 200
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("search_questions") in home
    assert "search-terms" not in home


def test_nobody_else_reads_it(sign_in: SignIn, client: Client) -> None:
    addresses = [
        reverse(name)
        for name in (
            "search_questions",
            "search_questions_results",
            "search_choose_question",
            "search_choose_further",
        )
    ]
    for address in addresses:
        for query in ("", "?export=csv", "?export=xlsx"):
            assert client.get(address + query).status_code == 302
    client = sign_in()
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 302
        assert reverse("search_questions") not in client.get("/admin/").content.decode()


def test_questions_are_offered_where_results_are_recommended(sign_in: SignIn) -> None:
    client = sign_in("Moderators")
    offered = client.get(reverse("search_choose_question")).json()["html"]
    assert offered.index('data-querystring="環境"') < offered.index('data-querystring="waste"')
    assert ">8<" in offered
    further = client.get(reverse("search_choose_further"), {"q": "ＷＡＳ"}).content.decode()
    assert "waste" in further
    assert "環境" not in further


def test_an_empty_report_says_why(sign_in: SignIn, settings: Any) -> None:
    AskedQuestion.objects.all().delete()
    client = sign_in("Editors")
    kept = read(client, reverse("search_questions")).get_text()
    settings.SEARCH_LOG_DAYS = 0
    assert "SEARCH_LOG_DAYS" not in kept
    assert "SEARCH_LOG_DAYS" in read(client, reverse("search_questions")).get_text()
