"""What the form asks of a person who begins a page, and what it spares them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, streamfield

from home.models import ContentPage

from .conftest import SignIn

pytestmark = pytest.mark.usefixtures("opening_content")


def about() -> ContentPage:
    return ContentPage.objects.get(slug="about", locale__language_code="ja")


def form_data(title: str, slug: str = "") -> dict[str, Any]:
    data: dict[str, Any] = nested_form_data(
        {
            "title": title,
            "slug": slug,
            "summary": "",
            "body": streamfield([]),
            "translation_standing": "original",
            "prevailing_language": "",
            "comments": {
                "TOTAL_FORMS": 0,
                "INITIAL_FORMS": 0,
                "MIN_NUM_FORMS": 0,
                "MAX_NUM_FORMS": "",
            },
        }
    )
    return data


def write(client: Client, title: str, slug: str = "") -> ContentPage:
    """Begin a page below "about" and return it."""
    before = set(Page.objects.values_list("pk", flat=True))
    address = reverse("wagtailadmin_pages:add", args=["home", "contentpage", about().pk])
    response = client.post(address, form_data(title, slug))
    assert response.status_code == 302, response.context["form"].errors
    return ContentPage.objects.exclude(pk__in=before).get()


def test_a_title_in_japanese_needs_no_address(sign_in: SignIn) -> None:
    client, _user = sign_in("Editors")
    first, second = write(client, "都市間連携の手引き"), write(client, "よくある質問")
    assert first.slug != second.slug
    for page in (first, second):
        assert page.slug.isascii()
        assert page.slug


@pytest.mark.parametrize(
    ("title", "slug", "stored"),
    [
        ("JCM Guide 2026", "", "jcm-guide-2026"),
        ("JCMの手引き", "", "jcm"),
        ("都市間連携の手引き", "guide", "guide"),
    ],
)
def test_an_address_is_taken_from_the_title_or_as_written(
    sign_in: SignIn, title: str, slug: str, stored: str
) -> None:
    client, _user = sign_in("Editors")
    assert write(client, title, slug).slug == stored


def test_an_address_that_is_taken_is_refused_when_written_and_avoided_when_not(
    sign_in: SignIn,
) -> None:
    client, _user = sign_in("Editors")
    write(client, "Guide")
    assert write(client, "Guide").slug != "guide"
    address = reverse("wagtailadmin_pages:add", args=["home", "contentpage", about().pk])
    response = client.post(address, form_data("手引き", "guide"))
    assert list(response.context["form"].errors) == ["slug"]


def test_an_address_that_is_emptied_stays(sign_in: SignIn) -> None:
    client, _user = sign_in("Editors")
    page = write(client, "手引き", "guide")
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert client.post(address, form_data("新しい手引き")).status_code == 302
    stored = ContentPage.objects.get(pk=page.pk)
    assert stored.get_latest_revision_as_object().slug == "guide"
    assert stored.get_latest_revision_as_object().title == "新しい手引き"


def test_a_page_without_title_is_refused_by_name(sign_in: SignIn) -> None:
    client, _user = sign_in("Editors")
    address = reverse("wagtailadmin_pages:add", args=["home", "contentpage", about().pk])
    assert "title" in client.post(address, form_data("")).context["form"].errors
