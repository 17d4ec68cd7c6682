"""Whoever deletes is told of the bin: before, for how long, and afterwards until when."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from wagtail.users.models import UserProfile

from accounts.models import User
from recycle_bin.models import BinnedItem
from recycle_bin.telling import before_deleting
from tests.small_site import SmallSite

from .test_doors import DOORS, make, person

FORMS = [door for door in DOORS if not door.startswith("new ")]  # what a script asks for


def note(language: str) -> str:
    """Return the days as the screen has them."""
    return f"{settings.BIN_DAYS}日" if language == "ja" else f"{settings.BIN_DAYS} days"


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("door", FORMS)
def test_every_door_tells_of_the_bin(site: SmallSite, door: str, language: str) -> None:
    administrator = person("administrator")
    user = User.objects.get(username="administrator")
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})
    kind, address = DOORS[door]
    thing = make(site, kind)
    asked = administrator.get(address(thing.pk)).content.decode()
    assert note(language) in asked
    answer = administrator.post(address(thing.pk), follow=True)
    until = localtime(BinnedItem.objects.get().kept_until)
    with translation.override(language):
        day = date_format(until, "DATE_FORMAT")
    said = [str(message) for message in answer.context["messages"]]
    (told,) = [text for text in said if day in text]
    assert reverse("bin") in told


def test_what_no_bin_keeps_says_nothing_of_it(site: SmallSite, administrator: Client) -> None:
    """People, and what is only taken off the site."""
    user = User.objects.create_user("gone", password="x")
    address = reverse("wagtailusers_users:delete", args=[user.pk])
    assert note("ja") not in administrator.get(address).content.decode()
    administrator.post(address)
    page = make(site, "page")
    asked = administrator.get(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
    assert note("ja") not in asked.content.decode()
    listed = administrator.get(reverse("bin"))
    assert not list(listed.context["messages"])
    assert before_deleting(listed.wsgi_request, None) == ""


@pytest.fixture
def administrator(site: SmallSite) -> Client:
    return person("administrator")
