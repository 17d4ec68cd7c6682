"""A page asks for a picture's description in its own language, and for no other's."""

from __future__ import annotations

import pytest
from django.test import Client
from wagtail.test.utils.form_data import streamfield

from home.models import ContentPage
from tests.page_forms import PUBLISH, added, errors, send_new_page
from tests.small_site import SmallSite, add_image

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("admin_language", ["ja", "en"])
@pytest.mark.parametrize("page_language", ["ja", "en"])
@pytest.mark.parametrize("described_in", ["ja", "en"])
def test_a_picture_is_described_in_the_language_of_its_page(
    admin_client: Client, admin_language: str, page_language: str, described_in: str
) -> None:
    from wagtail.users.models import UserProfile

    profile = UserProfile.get_for_user(admin_client.get("/admin/").context["request"].user)
    profile.preferred_language = admin_language
    profile.save()
    picture = add_image("bridge")
    setattr(picture, "alt_en" if described_in == "ja" else "alt_ja", "")
    picture.save()
    block = {"image": str(picture.pk), "alt_text": "", "caption": ""}
    home = SmallSite().homes[page_language]
    sent = {"body": streamfield([("image", block)]), **PUBLISH}
    response = send_new_page(admin_client, ContentPage, home, **sent)
    if described_in == page_language:
        assert added(home).live
    else:
        assert set(errors(response)) == {"body"}


def test_a_draft_is_shown_what_it_lacks_in_its_own_language(admin_client: Client) -> None:
    """A draft that kept an odd block is asked again for its own language alone."""
    picture = add_image("bridge")
    picture.alt_en = ""
    picture.save()
    home = SmallSite().homes["ja"]
    described = {"image": str(picture.pk), "alt_text": "", "caption": ""}
    odd = {"organisation": "市", "email": "no address"}
    blocks = streamfield([("image", described), ("contact", odd)])
    send_new_page(admin_client, ContentPage, home, body=blocks)
    shown = admin_client.get(f"/admin/pages/{added(home).pk}/edit/")
    found = shown.context["form"].errors["body"].as_data()[0].block_errors
    assert set(found) == {1}
