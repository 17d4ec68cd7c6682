"""What wagtail-localize does with a page and its translation."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from wagtail.models import Locale, Page
from wagtail_localize.models import MissingTranslationError, Translation, TranslationSource
from wagtail_localize.operations import translate_object

from content.visibility import is_public
from networks.models import NetworkPage
from tests.small_site import SmallSite

from .conftest import stored


@pytest.fixture
def english(site: SmallSite) -> Locale:
    return Locale.objects.get(language_code="en")


@pytest.fixture
def translation(member: NetworkPage, english: Locale) -> Translation:
    """A translation of the member that has been started, without any text of its own."""
    translate_object(stored(member), [english])
    return Translation.objects.get(source__object_id=member.translation_key)


def copy_of(page: Any) -> NetworkPage:
    return NetworkPage.objects.get(translation_key=page.translation_key, locale__language_code="en")


def test_starting_a_translation_shows_nothing_of_it(
    group: NetworkPage, member: NetworkPage, translation: Translation
) -> None:
    assert not copy_of(member).live
    ancestor = Page.objects.get(translation_key=group.translation_key, locale__language_code="en")
    assert (ancestor.live, ancestor.alias_of_id) == (True, group.pk)
    assert not is_public(ancestor)
    assert Client().get(ancestor.url).status_code == 404
    assert group.title not in Client().get("/en/networks/").content.decode()


def test_by_default_a_copy_would_go_live_in_the_source_language(
    settings: Any, member: NetworkPage, english: Locale, django_capture_on_commit_callbacks: Any
) -> None:
    settings.WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = True
    with django_capture_on_commit_callbacks(execute=True):
        translate_object(stored(member), [english])
    copy = copy_of(member)
    assert (copy.live, copy.title) == (True, "会員")


def test_saving_a_target_publishes_what_nobody_translated(
    member: NetworkPage, translation: Translation, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        translation.save_target(publish=True)
    assert (copy_of(member).live, copy_of(member).title) == (True, "会員")


def test_saving_a_target_as_a_draft_changes_the_live_page(
    member: NetworkPage, translation: Translation
) -> None:
    live = copy_of(member)
    live.title = "Member"
    live.save_revision().publish()
    translation.save_target(publish=False)
    assert (copy_of(member).live, copy_of(member).title) == (True, "会員")


def test_an_incomplete_translation_can_be_refused(
    translation: Translation, english: Locale
) -> None:
    with pytest.raises(MissingTranslationError):
        translation.source.create_or_update_translation(english, publish=True, fallback=False)


def test_both_languages_share_the_slug(member: NetworkPage, translation: Translation) -> None:
    """A slug that were translated would be made from Japanese letters, which are dropped."""
    paths = translation.source.stringsegment_set.values_list("context__path", flat=True)
    assert "title" in paths
    assert "slug" not in paths
    assert copy_of(member).slug == member.slug


def test_a_changed_source_changes_nothing_and_says_nothing(
    member: NetworkPage, translation: Translation
) -> None:
    copy_of(member).save_revision().publish()
    status = translation.get_status_display()
    page = stored(member)
    page.title, page.founded_year = "新しい会員", 1991
    page.save_revision().publish()
    assert translation.get_status_display() == status
    assert copy_of(member).founded_year == 1990
    source = TranslationSource.objects.get(pk=translation.source_id)
    assert source.as_instance().title == "会員"


def test_a_source_without_a_change_looks_changed(
    member: NetworkPage, translation: Translation
) -> None:
    before = translation.source.last_updated_at
    stored(member).save_revision().publish()
    source, created = TranslationSource.update_or_create_from_instance(stored(member))
    assert not created
    assert source.last_updated_at > before


@pytest.mark.parametrize("end", ["unpublish", "delete"])
def test_a_translation_outlives_its_source(
    member: NetworkPage, translation: Translation, end: str
) -> None:
    copy_of(member).save_revision().publish()
    getattr(stored(member), end)()
    assert copy_of(member).live
    assert Client().get(copy_of(member).url).status_code == 200
    assert Translation.objects.filter(pk=translation.pk).exists()
