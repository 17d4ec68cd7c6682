"""People's names stand in the order in which they are read, wherever the admin shows them."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.models import PageLogEntry

from accounts.models import User
from home.models import ContentPage
from tests.small_site import SmallSite, add

PEOPLE = [
    ("花子", "佐藤", "佐藤花子", "佐藤花子"),
    (" 誠 ", "田中", "田中誠", "田中誠"),
    ("さくら", "高橋", "高橋さくら", "高橋さくら"),
    ("アンナ", "シュミット", "アンナ・シュミット", "アンナ・シュミット"),
    ("Anna", "Schmidt", "Anna Schmidt", "Anna"),
    ("Anna", "田中", "田中 Anna", "田中 Anna"),
    ("", "佐藤", "佐藤", "佐藤"),
    ("花子", "", "花子", "花子"),
    ("", "", "", ""),
]


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize(("given", "family", "full", "short"), PEOPLE)
def test_a_name_is_read_in_the_order_of_its_characters(
    language: str, given: str, family: str, full: str, short: str
) -> None:
    person = User(username="person", first_name=given, last_name=family)
    with translation.override(language):
        assert (person.get_full_name(), person.get_short_name()) == (full, short)


@pytest.mark.django_db
def test_the_admin_shows_names_in_this_order(client: Client) -> None:
    names = {"first_name": "花子", "last_name": "佐藤"}
    user = User.objects.create_superuser("sato", "sato@example.org", "x", **names)
    client.force_login(user)
    page = add(SmallSite().homes["ja"], ContentPage(title="頁", slug="page"))
    page.save_revision(user=user, log_action=True)
    PageLogEntry.objects.log_action(page, "wagtail.edit", user=user)
    for address in (
        reverse("wagtailadmin_home"),
        reverse("wagtailusers_users:index"),
        reverse("wagtailadmin_pages:history", args=[page.pk]),
        reverse("wagtailadmin_reports:site_history"),
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
    ):
        shown = client.get(address).content.decode()
        assert "佐藤花子" in shown or r"\u4f50\u85e4\u82b1\u5b50" in shown, address
        assert "花子 佐藤" not in shown, address


@pytest.mark.django_db
def test_groups_are_shown_in_japanese_and_found_by_their_names(admin_client: Client) -> None:
    group = Group.objects.get(name="Moderators")
    with translation.override("ja"):
        assert (str(group), str(Group(name="広報課"))) == ("承認者", "広報課")
    with translation.override("en"):
        assert str(group) == "Moderators"
    user = User.objects.create_user("tanaka", password="x")
    for address in (
        reverse("wagtailusers_users:edit", args=[user.pk]),
        reverse("wagtailusers_groups:index"),
        reverse("wagtailusers_groups:edit", args=[group.pk]),
    ):
        assert "承認者" in admin_client.get(address).content.decode(), address
