"""The panel beside a page: how often it is used, and what of its schedule is in effect."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ReferenceIndex
from wagtail.users.models import UserProfile

from home.models import ContentPage
from measures.models import MeasurePage
from tests.page_forms import page_form
from tests.small_site import SmallSite, add, add_document, add_image

pytestmark = pytest.mark.django_db

YEAR = timezone.localdate().year + 1
MIDNIGHT = datetime(YEAR, 4, 1, tzinfo=ZoneInfo("Asia/Tokyo"))
LAST_DAY = {"ja": f"{YEAR}年3月31日", "en": f"31 March {YEAR}"}
DAY_AFTER = {"ja": f"{YEAR}年4月1日", "en": f"1 April {YEAR}"}
NOT_YET = {"ja": "まだ予約されていません", "en": "Not in effect yet"}


@pytest.fixture
def page() -> ContentPage:
    found: ContentPage = add(SmallSite().homes["ja"], ContentPage(title="頁", slug="page"))
    return found


def speak(client: Client, language: str) -> None:
    user = client.get("/admin/").context["request"].user
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = language
    profile.save()


def screen(client: Client, name: str, *arguments: Any) -> str:
    answer = client.get(reverse(name, args=arguments))
    return " ".join(BeautifulSoup(answer.content, "html.parser").get_text(" ").split())


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("state", ["draft", "scheduled", "live"])
@pytest.mark.parametrize("view", ["wagtailadmin_pages:edit", "wagtailadmin_explore"])
def test_an_end_at_midnight_is_that_of_the_day_before(
    page: ContentPage, admin_client: Client, language: str, state: str, view: str
) -> None:
    speak(admin_client, language)
    page.expire_at = MIDNIGHT
    if state == "scheduled":
        page.go_live_at = MIDNIGHT - timedelta(days=20)
    revision = page.save_revision()
    if state != "draft":
        revision.publish()
    shown = screen(admin_client, view, page.pk)
    assert LAST_DAY[language] in shown
    assert DAY_AFTER[language] not in shown
    assert (NOT_YET[language] in shown) is (state == "draft")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_saving_dates_says_that_nothing_is_scheduled(
    page: ContentPage, admin_client: Client, language: str
) -> None:
    speak(admin_client, language)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    form = page_form(ContentPage, title="頁", slug="page", expire_at=f"{YEAR}-03-31")
    told = {"ja": "まだ有効ではありません", "en": "not in effect yet"}[language]
    assert told in admin_client.post(address, form, follow=True).content.decode()
    admin_client.post(address, form | {"action-publish": "action-publish"})
    admin_client.get("/admin/")
    assert told not in admin_client.post(address, form, follow=True).content.decode()


@pytest.mark.parametrize(("language", "told"), [("ja", "使われていません"), ("en", "Used nowhere")])
def test_what_is_used_nowhere_says_so(
    page: ContentPage, admin_client: Client, language: str, told: str
) -> None:
    speak(admin_client, language)
    image, document = add_image("a"), add_document("b")
    for name, *arguments in (
        ("wagtailadmin_pages:edit", page.pk),
        ("wagtailadmin_pages:delete", page.pk),
        ("wagtailadmin_pages:unpublish", page.pk),
        ("wagtailimages:edit", image.pk),
        ("wagtaildocs:edit", document.pk),
        ("wagtaildocs:index",),
        ("wagtailimages:delete", image.pk),
    ):
        shown = screen(admin_client, name, *arguments)
        for wrong in ("0回", "0か所", "0 time", "0 place"):
            assert wrong not in shown, name
        if name.endswith(("edit", "index")):
            assert told in shown, name
    ContentPage.objects.filter(pk=page.pk).update(listing_image=image)
    ReferenceIndex.create_or_update_for_object(ContentPage.objects.get(pk=page.pk))
    shown = screen(admin_client, "wagtailimages:edit", image.pk)
    assert {"ja": "1か所で使われています", "en": "Used in 1 place"}[language] in shown


def test_an_empty_section_says_what_to_do(admin_client: Client) -> None:
    site = SmallSite()
    section = site.sections["networks", "ja"]
    add_here = reverse("wagtailadmin_pages:add_subpage", args=[section.pk])
    answer = admin_client.get(reverse("wagtailadmin_explore", args=[section.pk]))
    found = BeautifulSoup(answer.content, "html.parser").select_one("#listing-results")
    assert "まだページがありません" in found.get_text()
    assert found.select_one(f"a[href='{add_here}']") is not None
    assert found.find("table") is None
    listed = admin_client.get(reverse("wagtailadmin_explore", args=[site.homes["ja"].pk]))
    way_in = reverse("wagtailadmin_explore", args=[section.pk])
    row = BeautifulSoup(listed.content, "html.parser").select_one(f"td.children a[href='{way_in}']")
    assert row is not None


def test_a_search_without_results_does_not_offer_to_add(admin_client: Client) -> None:
    section = SmallSite().sections["networks", "ja"]
    address = reverse("wagtailadmin_explore", args=[section.pk])
    answer = admin_client.get(address, {"q": "無いもの"}).content.decode()
    assert "該当するページはありません" in answer
    assert "まだページがありません" not in answer


def test_an_empty_section_says_in_the_menu_that_it_is(admin_client: Client) -> None:
    site = SmallSite()
    section = site.sections["measures", "ja"]
    asked = "/admin/api/main/pages/"

    def title(query: str) -> str:
        items = admin_client.get(f"{asked}?child_of={site.homes['ja'].pk}{query}").json()["items"]
        (found,) = [item for item in items if item["id"] == section.pk]
        return str(found["admin_display_title"])

    assert title("&for_explorer=1") == f"{section.title}（ページなし）"
    assert title("") == section.title
    add(section, MeasurePage(title="堆肥", slug="compost", kind="policy"))
    assert title("&for_explorer=1") == section.title
