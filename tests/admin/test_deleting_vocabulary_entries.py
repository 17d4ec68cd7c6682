"""A vocabulary entry that anything uses is kept, whichever way somebody tries to delete it."""

from __future__ import annotations

import pytest
from django.contrib.admin.utils import quote
from django.db import transaction
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from content.models import City, Country, Organisation, Sector
from content.models.vocabularies import Vocabulary
from content.usage import where_used
from measures.models import MeasurePage
from networks.models import NetworkPage

from .conftest import SignIn

pytestmark = pytest.mark.usefixtures("opening_content")


@pytest.fixture
def moderator(sign_in: SignIn) -> Client:
    return sign_in("Moderators")[0]


@pytest.fixture
def sector() -> Sector:
    return Sector.objects.create(code="test-sector", name_ja="試験分野", name_en="Test sector")


@pytest.fixture
def page() -> NetworkPage:
    return NetworkPage.objects.get(slug="citynet", locale__language_code="ja")


def delete_address(entry: Vocabulary) -> str:
    views = type(entry).snippet_viewset  # type: ignore[attr-defined]
    return reverse(views.get_url_name("delete"), args=[quote(entry.pk)])


def remains(entry: Vocabulary) -> bool:
    return type(entry).objects.filter(pk=entry.pk).exists()  # type: ignore[attr-defined]


def test_an_unused_entry_is_deleted_after_asking(moderator: Client, sector: Sector) -> None:
    asked = moderator.get(delete_address(sector))
    assert 'method="POST"' in asked.content.decode()
    moderator.post(delete_address(sector))
    assert not remains(sector)


def test_a_used_entry_is_kept_and_its_places_are_named(
    moderator: Client, page: NetworkPage, sector: Sector
) -> None:
    page.sectors.add(sector)
    page.save_revision().publish()
    html = moderator.get(delete_address(sector)).content.decode()
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in html
    assert f'action="{delete_address(sector)}"' not in html

    refused = moderator.post(delete_address(sector), follow=True)
    assert remains(sector)
    assert NetworkPage.objects.filter(pk=page.pk, sectors=sector).exists()
    assert [message.level_tag for message in refused.context["messages"]] == ["error"]


def test_a_draft_keeps_its_entries(moderator: Client, page: NetworkPage, sector: Sector) -> None:
    page.sectors.add(sector)
    page.save_revision()
    assert not NetworkPage.objects.filter(sectors=sector).exists()
    moderator.post(delete_address(sector))
    assert remains(sector)
    assert [(use.user.pk, use.only_in_draft) for use in where_used(sector)] == [(page.pk, True)]


def test_a_draft_keeps_the_city_that_it_names(page: NetworkPage) -> None:
    city = City.objects.create(
        code="test", name_ja="見本市", name_en="Sample", country=Country.objects.get(code="JP")
    )
    page.secretariat_city = city
    page.save_revision()
    with pytest.raises(ProtectedError):
        city.delete()


def test_the_same_page_is_named_once(page: NetworkPage, sector: Sector) -> None:
    page.sectors.add(sector)
    page.save_revision().publish()
    page.title = "改稿"
    page.save_revision()
    assert [use.only_in_draft for use in where_used(sector)] == [False]


def test_several_at_once_delete_nothing_when_one_is_used(
    moderator: Client, page: NetworkPage, sector: Sector
) -> None:
    used = page.sectors.first()
    assert used is not None
    address = reverse("wagtail_bulk_action", args=["content", "sector", "delete"])
    moderator.post(f"{address}?id={sector.pk}&id={used.pk}")
    assert remains(used)
    assert remains(sector)
    moderator.post(f"{address}?id={sector.pk}")
    assert not remains(sector)


def test_code_cannot_delete_what_is_used(page: NetworkPage) -> None:
    with pytest.raises(ProtectedError), transaction.atomic():
        page.sectors.all().delete()
    with pytest.raises(ProtectedError), transaction.atomic():
        Country.objects.get(code="JP").delete()


def test_other_entries_count_as_use() -> None:
    country = Country.objects.create(code="FJ")
    organisation = Organisation.objects.create(
        code="test", name_ja="見本", name_en="Sample", kind="agency", country=country
    )
    assert [use.user for use in where_used(country)] == [organisation]


def test_an_old_revision_that_names_a_deleted_entry_still_opens(
    moderator: Client, page: NetworkPage
) -> None:
    city = City.objects.create(
        code="test", name_ja="見本市", name_en="Sample", country=Country.objects.get(code="JP")
    )
    page.secretariat_city = city
    old = page.save_revision()
    page.secretariat_city = None
    page.save_revision().publish()
    city.delete()
    address = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, old.pk])
    assert moderator.get(address).status_code == 200
    assert old.as_object().secretariat_city is None


def test_a_scheduled_revision_keeps_its_entries(sector: Sector) -> None:
    from datetime import timedelta

    from django.utils import timezone

    parent = Page.objects.get(slug="measures", locale__language_code="ja")
    page = parent.add_child(
        instance=MeasurePage(
            title="見本",
            slug="sample",
            kind="policy",
            locale=parent.locale,
            country=Country.objects.get(code="JP"),
        )
    )
    page.sectors.add(sector)
    page.go_live_at = timezone.now() + timedelta(days=1)
    page.save_revision().publish()
    page.sectors.clear()
    page.go_live_at = None
    page.save_revision()
    assert [use.user.pk for use in where_used(sector)] == [page.pk]
