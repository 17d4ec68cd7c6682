"""A network with more member cities than a form may have fields."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client
from django.urls import reverse

from content.editing.entry_widgets import MOST_BOXES
from content.models import City, Country, Organisation, Sector
from networks.models import NetworkPage
from tests.page_forms import page_form
from tests.small_site import SmallSite, add

pytestmark = pytest.mark.django_db
#: More than Django's own limit for fields of a form.
MANY = 1_100
#: Of a form, for the names of so many.
MOST_BYTES = 150_000


@pytest.fixture(scope="module")
def site_with_many(site_of_module: SmallSite) -> SmallSite:
    japan = Country.objects.create(code="JP")
    City.objects.bulk_create(
        City(
            code=f"c{number}",
            name_ja=f"会員都市{number}",
            name_en=f"Member city {number}",
            country=japan,
        )
        for number in range(MANY)
    )
    return site_of_module


@pytest.fixture
def page(site_with_many: SmallSite, db: None) -> NetworkPage:
    return add(site_with_many.sections["networks", "ja"], NetworkPage(title="網", slug="net"))


def form_of(client: Client, page: NetworkPage) -> str:
    return client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()


def chosen(html: str) -> set[str]:
    found = re.search(r'<input type="hidden" name="member_cities" value="([\d,]*)"', html)
    assert found
    return set(filter(None, found[1].split(",")))


@pytest.mark.parametrize("together", [True, False])
def test_all_members_are_kept(admin_client: Client, page: NetworkPage, together: bool) -> None:
    """As the chooser sends them, and as check boxes would."""
    ids = [str(pk) for pk in City.objects.values_list("pk", flat=True)]
    members = [",".join(ids)] if together else ids
    data = page_form(NetworkPage, title="網", slug="net", member_cities=members)
    answer = admin_client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)
    assert answer.status_code in {200, 302}, answer.content
    page.refresh_from_db()
    draft = page.get_latest_revision_as_object()
    assert {str(city.pk) for city in draft.member_cities.all()} == set(ids)


def test_a_refused_form_keeps_what_was_chosen(admin_client: Client, page: NetworkPage) -> None:
    ids = [str(pk) for pk in City.objects.values_list("pk", flat=True)[:30]]
    data = page_form(NetworkPage, title="", slug="net", member_cities=[",".join(ids)])
    answer = admin_client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)
    assert answer.status_code == 200
    assert chosen(answer.content.decode()) == set(ids)


def test_a_value_that_is_no_entry_is_refused_and_the_rest_is_kept(
    admin_client: Client, page: NetworkPage
) -> None:
    first = City.objects.first()
    assert first
    data = page_form(
        NetworkPage, title="網", slug="net", member_cities=[f"{first.pk},99999999,nonsense"]
    )
    answer = admin_client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)
    assert answer.status_code == 200
    assert chosen(answer.content.decode()) == {str(first.pk)}


def test_the_form_does_not_grow_with_the_vocabularies(
    admin_client: Client, page: NetworkPage
) -> None:
    """Whichever of them grows; what is chosen costs its names."""
    Sector.objects.bulk_create(
        Sector(code=f"s{number}", name_ja=f"分野{number}", name_en=f"Sector {number}")
        for number in range(MANY)
    )
    Organisation.objects.bulk_create(
        Organisation(code=f"o{number}", name_ja=f"機関{number}", name_en="Body", kind="agency")
        for number in range(MANY)
    )
    before = len(form_of(admin_client, page))
    City.objects.bulk_create(
        City(code=f"d{number}", name_ja="都市", name_en="City", country=Country.objects.get())
        for number in range(MANY)
    )
    after = form_of(admin_client, page)
    assert abs(len(after) - before) < 100
    assert "会員都市7" not in after
    page.member_cities = City.objects.filter(code__startswith="c")
    page.save_revision()
    assert len(form_of(admin_client, page).encode()) - len(after.encode()) < MOST_BYTES


def test_few_entries_are_boxes(admin_client: Client, page: NetworkPage) -> None:
    Sector.objects.bulk_create(
        Sector(code=f"s{number}", name_ja=f"分野{number}", name_en="Sector")
        for number in range(MOST_BOXES)
    )
    html = form_of(admin_client, page)
    assert html.count('type="checkbox" name="sectors"') == MOST_BOXES


def test_the_chosen_ones_have_their_names(admin_client: Client, page: NetworkPage) -> None:
    city = City.objects.all()[5]
    page.member_cities = [city]
    page.save_revision()
    html = form_of(admin_client, page)
    field = html[html.index('name="member_cities"') :]
    script = re.search(r"<script[^>]*application/json[^>]*>(.*?)</script>", field, re.DOTALL)
    assert script
    assert json.loads(script[1]) == [[city.pk, str(city)]]
