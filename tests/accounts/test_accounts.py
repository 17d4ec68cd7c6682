"""Accounts: the first administrator, and signing in."""

from __future__ import annotations

import re
from io import StringIO

from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.models import User


def create_administrator() -> str:
    output = StringIO()
    call_command("create_administrator", stdout=output)
    return output.getvalue()


def test_the_password_is_shown_once_and_opens_the_admin(db: None, client: Client) -> None:
    found = re.search(r"password +(\S+)", create_administrator().split("shown only this once")[1])
    assert found is not None
    credentials = {"username": "admin", "password": found.group(1)}
    response = client.post(reverse("wagtailadmin_login"), credentials)
    assert response.status_code == 302
    assert client.get(reverse("wagtailadmin_home")).status_code == 200
    assert create_administrator() == ""
    assert User.objects.get().check_password(found.group(1))


def test_two_installations_have_different_passwords(db: None) -> None:
    first = create_administrator()
    User.objects.all().delete()
    assert create_administrator() != first


def test_another_administrator_is_enough(db: None) -> None:
    User.objects.create_superuser("somebody", password="x")
    assert create_administrator() == ""
    assert User.objects.count() == 1


def test_a_person_of_that_name_is_left_alone(db: None) -> None:
    User.objects.create_user("admin", password="kept")
    assert "make superuser" in create_administrator()
    user = User.objects.get()
    assert not user.is_superuser
    assert user.check_password("kept")


def test_a_wrong_password_is_refused(db: None, client: Client) -> None:
    User.objects.create_superuser("root", password="right")
    response = client.post(reverse("wagtailadmin_login"), {"username": "root", "password": "wrong"})
    assert response.status_code == 200
    assert "_auth_user_id" not in client.session
    home = client.get(reverse("wagtailadmin_home"))
    assert home["Location"].startswith(reverse("wagtailadmin_login"))


def test_a_person_is_shown_by_name() -> None:
    assert User(username="hanako").display_name == "hanako"
    assert User(username="hanako", first_name="花子", last_name="見本").display_name != "hanako"
