"""``/p/NUMBER`` leads to a page wherever it is now, and says whether it is gone or never was."""

from __future__ import annotations

import pytest
from django.test import Client
from wagtail.models import Page, PageViewRestriction

from home.models import ContentPage
from tests.small_site import SmallSite, add


@pytest.fixture
def page(site: SmallSite) -> ContentPage:
    return add(site.homes["ja"], ContentPage(title="頁", slug="page"))


@pytest.fixture
def english(site: SmallSite, page: ContentPage) -> ContentPage:
    return add(site.homes["en"], ContentPage(title="Page", slug="page"), twin=page)


def target(client: Client, number: int | None, language: str = "") -> str:
    response = client.get(f"{language and '/' + language}/p/{number}")
    return response["Location"] if response.status_code == 302 else str(response.status_code)


def test_it_leads_to_the_language_of_the_address(
    client: Client, page: ContentPage, english: ContentPage
) -> None:
    assert target(client, page.number) == "/ja/page/"
    assert target(client, page.number, "ja") == "/ja/page/"
    assert target(client, page.number, "en") == "/en/page/"
    assert client.get(f"/p/{page.number}/")["Location"] == "/ja/page/"


def test_it_leads_to_the_other_language_where_its_own_has_none(
    client: Client, page: ContentPage
) -> None:
    assert target(client, page.number, "en") == "/ja/page/"


def test_it_follows_moves_and_new_addresses(
    client: Client, site: SmallSite, page: ContentPage
) -> None:
    other = add(site.homes["ja"], ContentPage(title="他", slug="other"))
    page.slug = "renamed"
    page.save_revision().publish()
    Page.objects.get(pk=page.pk).move(Page.objects.get(pk=other.pk), pos="last-child")
    assert target(client, page.number) == "/ja/other/renamed/"


def test_what_was_public_and_is_no_longer_is_gone(
    client: Client, page: ContentPage, english: ContentPage
) -> None:
    number = page.number
    Page.objects.get(pk=english.pk).specific.unpublish()
    assert target(client, number, "en") == "/ja/page/"
    Page.objects.get(pk=page.pk).specific.unpublish()
    assert target(client, number) == "410"
    Page.objects.get(pk=page.pk).delete()
    Page.objects.get(pk=english.pk).delete()
    assert target(client, number) == "410"


def test_what_the_public_never_saw_does_not_exist(client: Client, site: SmallSite) -> None:
    draft = add(site.homes["ja"], ContentPage(title="稿", slug="draft"), live=False)
    assert target(client, draft.number) == "404"
    assert target(client, 10**9) == "404"
    assert target(client, 10**30) == "404"
    assert target(client, 0) == "404"


def test_a_restricted_page_does_not_exist(client: Client, page: ContentPage) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert target(client, page.number) == "404"
