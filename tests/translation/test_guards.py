"""wagtail-localize's addresses: decided about one by one, and closed where they would do harm."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import get_resolver, reverse
from wagtail.models import Locale, Page, PageViewRestriction
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)

from accounts.models import User
from home.models import ContentPage
from tests.small_site import SmallSite, add
from translation.guards import DECIDED


@pytest.fixture
def translation(site: SmallSite) -> Translation:
    """A translation that nobody has begun, as a draft."""
    original = add(site.homes["ja"], ContentPage(title="原文", slug="original", summary="要約"))
    source, _created = TranslationSource.update_or_create_from_instance(original)
    english = Locale.objects.get(language_code="en")
    translation: Translation = Translation.objects.create(source=source, target_locale=english)
    translation.save_target(publish=False)
    return translation


@pytest.fixture
def moderator(db: None) -> Client:
    user = User.objects.create_user("moderator", password="x")
    user.groups.add(Group.objects.get(name="Moderators"))
    client = Client()
    client.force_login(user)
    return client


def target(translation: Translation) -> Any:
    return Page.objects.get(
        translation_key=translation.source.object_id, locale=translation.target_locale
    )


def translate_all(translation: Translation, text: str = "English") -> None:
    for segment in StringSegment.objects.filter(source=translation.source):
        StringTranslation.objects.create(
            translation_of=segment.string,
            context=segment.context,
            locale=translation.target_locale,
            data=text,
        )


def publish(client: Client, translation: Translation) -> None:
    address = reverse("wagtailadmin_pages:edit", args=[target(translation).pk])
    assert client.post(address, {"action": "publish"}).status_code == 302


def test_every_address_has_been_decided_about() -> None:
    def names(patterns: Any, inside: bool = False) -> set[str]:
        found: set[str] = set()
        for one in patterns:
            if hasattr(one, "url_patterns"):
                is_its_own = inside or one.namespace == "wagtail_localize"
                found |= names(one.url_patterns, is_its_own)
            elif inside:
                found.add(one.name)
        return found

    assert names(get_resolver().url_patterns) == set(DECIDED)


def test_an_incomplete_translation_is_not_published_and_a_complete_one_is(
    moderator: Client, translation: Translation, django_capture_on_commit_callbacks: Any
) -> None:
    publish(moderator, translation)
    assert not target(translation).live
    translate_all(translation, "")
    publish(moderator, translation)
    assert not target(translation).live

    StringTranslation.objects.update(data="English")
    with django_capture_on_commit_callbacks(execute=True):
        publish(moderator, translation)
    assert target(translation).live


def test_synchronising_never_publishes(moderator: Client, translation: Translation) -> None:
    address = reverse("wagtail_localize:update_translations", args=[translation.source_id])
    assert (
        'type="checkbox" name="publish_translations"' not in moderator.get(address).content.decode()
    )
    assert moderator.post(address, {"publish_translations": "on"}).status_code == 302
    assert not target(translation).live


def test_synchronising_never_opens_what_somebody_closed(
    moderator: Client, translation: Translation
) -> None:
    PageViewRestriction.objects.create(page=target(translation), restriction_type="login")
    address = reverse("wagtail_localize:update_translations", args=[translation.source_id])
    assert moderator.post(address, {}).status_code == 302
    assert target(translation).view_restrictions.exists()


def test_a_translation_that_somebody_locked_cannot_be_changed(
    moderator: Client, translation: Translation
) -> None:
    segment = StringSegment.objects.filter(source=translation.source).first()
    address = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
    colleague = User.objects.create_user("colleague", password="x")
    Page.objects.filter(pk=target(translation).pk).update(locked=True, locked_by=colleague)
    assert moderator.put(address, "value=x").status_code == 403
    assert not StringTranslation.objects.exists()


def test_the_editor_offers_neither_the_mirror_nor_what_is_refused(
    moderator: Client, translation: Translation
) -> None:
    address = reverse("wagtailadmin_pages:edit", args=[target(translation).pk])
    content = moderator.get(address).content.decode()
    assert "convert_to_alias" not in content
    assert "&quot;canPublish&quot;: false" in content
    translate_all(translation)
    assert "&quot;canPublish&quot;: true" in moderator.get(address).content.decode()
