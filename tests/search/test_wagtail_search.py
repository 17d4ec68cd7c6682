"""Wagtail's own search, which the admin and the API v2 ask, understands Japanese too."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.search.backends import get_search_backend
from wagtail.search.query import Not, Phrase, PlainText

from accounts.models import User
from home.models import ContentPage
from media.models import Document
from tests.small_site import SmallSite, add, add_document

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages(site: SmallSite) -> list[str]:
    """Pages whose titles are returned, in the index."""
    backend = get_search_backend()
    titles = ["北九州市の取組み", "ＣＯ２の排出", "Municipal recycling programmes"]
    for number, title in enumerate(titles):
        page = add(site.homes["ja"], ContentPage(title=title, slug=f"page-{number}"))
        backend.add(page)
    return titles


def found(question: object) -> set[str]:
    return {page.title for page in get_search_backend().search(question, Page.objects.all())}


def completed(beginning: str) -> set[str]:
    return {page.title for page in get_search_backend().autocomplete(beginning, Page.objects.all())}


def test_pages_are_found_in_every_spelling(pages: list[str]) -> None:
    japanese, gas, english = pages
    for question in ("取り組み", "北九州", "九州市", "取組", "きたきゅうしゅう"):
        assert found(question) == {japanese}, question
    assert found("CO2") == found("CO₂") == {gas}
    assert found("program recycle") == found("municipality") == {english}
    assert found("取組 排出") == set()
    assert found(PlainText("取組 排出", operator="or")) == {japanese, gas}
    assert found(Phrase("Municipal recycling")) == {english}
    assert found(Phrase("recycling municipal")) == set()
    assert japanese not in found(Not(PlainText("取組")))


def test_pages_are_found_while_somebody_types(pages: list[str]) -> None:
    japanese, _gas, english = pages
    for beginning in ("北", "北九", "取組", "市"):
        assert completed(beginning) == {japanese}, beginning
    assert completed("recyc") == completed("municipal rec") == {english}


@pytest.mark.parametrize("question", ['"', 'foo"bar', "   ", "\x00", "* OR (", "a " * 2000, "\\'"])
def test_whatever_is_asked_is_answered(site: SmallSite, question: str) -> None:
    backend = get_search_backend()
    assert backend.search(question, Page.objects.all()).count() == 0
    assert list(backend.autocomplete(question, Page.objects.all())) == []


def test_the_admin_finds_pages_and_files(pages: list[str], client: Client) -> None:
    client.force_login(User.objects.create_superuser("admin", "admin@example.org", "password"))
    document = add_document("取組みの手引き")
    get_search_backend().add(document)
    answer = client.get("/admin/pages/search/", {"q": "取り組み"})
    assert pages[0] in answer.content.decode()
    assert pages[1] not in answer.content.decode()
    listed = client.get("/admin/documents/", {"q": "取り組み"})
    assert document.title in listed.content.decode()
    assert Document.objects.count() == 1


def test_the_admins_page_search_finds_what_pages_say_titles_first(
    site: SmallSite, admin_client: Client
) -> None:
    backend = get_search_backend()
    for slug, title, summary in (
        ("text", "河川の記録", "市民の取り組みをまとめた。"),
        ("title", "取組の一覧", "河川の記録。"),
    ):
        page = add(site.homes["ja"], ContentPage(title=title, slug=slug, summary=summary))
        backend.add(page)
    for question in ("取組", "取り組み"):
        html = BeautifulSoup(
            admin_client.get(reverse("wagtailadmin_pages:search"), {"q": question}).content,
            "html.parser",
        )
        found = [one.get_text(strip=True) for one in html.select("td.title .title-wrapper a")]
        assert found == ["取組の一覧", "河川の記録"], question
        assert "None" not in html.get_text()
