"""What editors, translators and moderators may do, by what the admin lets them do."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from accounts.models import User
from content.models import City, Sector
from networks.models import NetworkPage

from .conftest import SignIn

pytestmark = pytest.mark.usefixtures("opening_content")

GROUPS = ["Editors", "Translators", "Moderators"]


def network() -> NetworkPage:
    return NetworkPage.objects.get(slug="citynet", locale__language_code="ja")


def allowed(client: Client, name: str, *args: object) -> bool:
    """Whether the admin shows a screen; it sends away whoever may not see it."""
    response = client.get(reverse(name, args=args))
    assert response.status_code in {200, 302, 403}
    return response.status_code == 200


@pytest.mark.parametrize("group", GROUPS)
def test_every_group_works_in_the_admin_in_japanese(sign_in: SignIn, group: str) -> None:
    client, _user = sign_in(group)
    response = client.get(reverse("wagtailadmin_home"))
    assert response.status_code == 200
    assert '<html lang="ja"' in response.content.decode()
    assert allowed(client, "wagtailadmin_pages:edit", network().pk) is (group != "Translators")


@pytest.mark.parametrize(
    ("group", "may"), [("Editors", False), ("Translators", False), ("Moderators", True)]
)
def test_only_moderators_publish_and_lock(sign_in: SignIn, group: str, may: bool) -> None:
    _client, user = sign_in(group)
    rights = network().permissions_for_user(user)
    assert (rights.can_publish(), rights.can_unpublish(), rights.can_lock()) == (may, may, may)


@pytest.mark.parametrize(
    ("group", "may"), [("Editors", False), ("Translators", True), ("Moderators", True)]
)
def test_translators_start_translations(sign_in: SignIn, group: str, may: bool) -> None:
    client, _user = sign_in(group)
    page = network()
    Page.objects.get(translation_key=page.translation_key, locale__language_code="en").delete()
    assert allowed(client, "wagtail_localize:submit_page_translation", page.pk) is may


@pytest.mark.parametrize(
    ("group", "add", "change", "delete"),
    [
        ("Editors", True, False, False),
        ("Translators", False, False, False),
        ("Moderators", True, True, True),
    ],
)
def test_entries_that_readers_see(
    sign_in: SignIn, group: str, add: bool, change: bool, delete: bool
) -> None:
    client, _user = sign_in(group)
    city = City.objects.get(code="seoul")
    views = City.snippet_viewset  # type: ignore[attr-defined]
    assert allowed(client, views.get_url_name("add")) is add
    assert allowed(client, views.get_url_name("edit"), city.pk) is change
    assert allowed(client, views.get_url_name("delete"), city.pk) is delete


@pytest.mark.parametrize(
    ("group", "may_add"), [("Editors", True), ("Translators", False), ("Moderators", True)]
)
@pytest.mark.parametrize("library", ["wagtailimages", "wagtaildocs"])
def test_the_media_library(sign_in: SignIn, group: str, may_add: bool, library: str) -> None:
    client, _user = sign_in(group)
    assert allowed(client, f"{library}:index")
    assert allowed(client, f"{library}:add_multiple") is may_add


@pytest.mark.parametrize(
    ("group", "may"), [("Editors", False), ("Translators", False), ("Moderators", True)]
)
def test_site_settings_belong_to_moderators(sign_in: SignIn, group: str, may: bool) -> None:
    client, _user = sign_in(group)
    response = client.get(
        reverse("wagtailsettings:edit", args=["home", "sitesettings"]), follow=True
    )
    assert ("operator_name_ja" in response.content.decode()) is may


@pytest.mark.parametrize("group", GROUPS)
def test_nobody_of_them_manages_accounts(sign_in: SignIn, group: str) -> None:
    client, _user = sign_in(group)
    assert not allowed(client, "wagtailusers_users:index")
    assert not allowed(client, "wagtailusers_groups:index")


def test_rights_that_somebody_changed_stay_changed() -> None:
    """The migration sets rights once; loading content or signing in never resets them."""
    from django.core.management import call_command

    editors = Group.objects.get(name="Editors")
    editors.permissions.clear()
    call_command("migrate", verbosity=0)
    call_command("load_opening_content", verbosity=0)
    assert not editors.permissions.exists()


def test_a_person_without_a_group_stays_outside(client: Client) -> None:
    client.force_login(User.objects.create_user("visitor", password="x"))
    assert client.get(reverse("wagtailadmin_home")).status_code == 302


@pytest.mark.parametrize("group", GROUPS)
def test_entries_that_nobody_reads_yet_are_corrected_by_all(sign_in: SignIn, group: str) -> None:
    client, _user = sign_in(group)
    sector = Sector.objects.create(code="new", name_ja="新分野", name_en="New")
    views = Sector.snippet_viewset  # type: ignore[attr-defined]
    assert allowed(client, views.get_url_name("edit"), sector.pk)
