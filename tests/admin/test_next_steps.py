"""The dashboard names what waits for a person, and only what that person can do."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page, Site

from accounts.models import User
from content.editing import next_steps
from home.models import ContentPage, SiteSettings
from home.wagtail_hooks import site_settings_to_complete
from media.models import Image
from programs.models import ProgramPage
from programs.wagtail_hooks import programmes_to_update
from publishing.next_steps import undescribed_pictures
from publishing.writing.actions import settle
from tests.small_site import lose, show

from .conftest import SignIn

pytestmark = pytest.mark.usefixtures("opening_content")


@pytest.fixture
def page() -> ContentPage:
    return ContentPage.objects.get(slug="about", locale__language_code="ja")


def addresses(step: next_steps.NextStep | None) -> list[str]:
    return [item.url for item in step.items] if step else []


def edit_address(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def test_the_dashboard_shows_the_steps(sign_in: SignIn, page: ContentPage) -> None:
    client, user = sign_in("Editors")
    page.save_revision(user=user)
    html = client.get(reverse("wagtailadmin_home")).content.decode()
    assert f'href="{edit_address(page)}"' in html.split('id="next-steps', 1)[1]


@pytest.mark.parametrize(("days", "is_due"), [(-1, True), (30, True), (31, False)])
def test_review_is_asked_of_the_owner_in_time(
    sign_in: SignIn, page: ContentPage, days: int, is_due: bool
) -> None:
    _client, owner = sign_in("Editors")
    _other_client, other = sign_in("Moderators")
    page.content_owner = owner
    page.review_by = timezone.localdate() + timedelta(days=days)
    page.save_revision().publish()
    assert addresses(next_steps.due_for_review(owner)) == ([edit_address(page)] if is_due else [])
    assert next_steps.due_for_review(other) is None


def test_review_is_asked_of_every_type_of_page_that_readers_see(sign_in: SignIn) -> None:
    _client, owner = sign_in("Editors")
    programme = ProgramPage.objects.filter(live=True).first()
    draft, unset, mirrored = ContentPage.objects.filter(live=True).order_by("path")[:3]
    mirror = mirrored.create_alias(update_slug="mirror")
    for page in (programme, draft, mirror):
        type(page).objects.filter(pk=page.pk).update(
            content_owner=owner, review_by=timezone.localdate()
        )
    ContentPage.objects.filter(pk=unset.pk).update(content_owner=owner, review_by=None)
    Page.objects.filter(pk=draft.pk).update(live=False)
    assert addresses(next_steps.due_for_review(owner)) == [edit_address(programme)]


def test_a_draft_waits_until_it_is_submitted(sign_in: SignIn, page: ContentPage) -> None:
    _client, author = sign_in("Editors")
    _other_client, other = sign_in("Moderators")
    assert next_steps.own_drafts(author) is None
    page.title = "書きかけ"
    page.save_revision(user=author)
    assert addresses(next_steps.own_drafts(author)) == [edit_address(page)]
    assert next_steps.own_drafts(other) is None
    page.get_workflow().start(page, author)
    assert next_steps.own_drafts(author) is None


def test_translators_learn_what_lacks_a_translation(sign_in: SignIn, page: ContentPage) -> None:
    _client, translator = sign_in("Translators")
    _editor_client, editor = sign_in("Editors")
    assert next_steps.missing_translations(translator) is None
    english = Page.objects.get(translation_key=page.translation_key, locale__language_code="en")
    english.specific.unpublish()
    assert addresses(next_steps.missing_translations(translator)) == [edit_address(english)]
    english.specific.delete()
    start = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    assert addresses(next_steps.missing_translations(translator)) == [start]
    assert next_steps.missing_translations(editor) is None


@pytest.mark.parametrize(("shown_in", "described"), [("ja", "alt_ja"), ("en", "alt_en")])
def test_a_picture_is_to_be_described_in_the_language_of_the_pages_that_show_it(
    sign_in: SignIn, shown_in: str, described: str
) -> None:
    _client, editor = sign_in("Editors")
    picture = Image.objects.create(title="図", file=get_test_image_file())
    assert undescribed_pictures(editor) is None  # the form asks when a page comes to show it
    page = ContentPage.objects.get(slug="about", locale__language_code=shown_in)
    page.listing_image = picture
    page.save_revision().publish()
    settle()
    address = reverse("wagtailimages:edit", args=[picture.pk])
    assert addresses(undescribed_pictures(editor)) == [address]
    setattr(picture, described, "橋")
    picture.save()
    assert undescribed_pictures(editor) is None


def test_only_the_first_are_named_and_the_rest_counted(sign_in: SignIn) -> None:
    _client, editor = sign_in("Editors")
    for number in range(7):
        show(Image.objects.create(title=f"図{number}", file=get_test_image_file()))
    step = undescribed_pictures(editor)
    assert step is not None
    assert (len(step.items), step.further, step.total) == (5, 2, 7)


def test_programmes_without_dates_are_named(sign_in: SignIn) -> None:
    _client, editor = sign_in("Editors")
    parent = Page.objects.get(slug="programs", locale__language_code="ja")
    program = parent.add_child(
        instance=ProgramPage(
            title="見本支援", slug="sample", kind="support_programme", locale=parent.locale
        )
    )
    assert addresses(programmes_to_update(editor)) == [edit_address(program)]
    program.all_year = True
    program.save()
    assert programmes_to_update(editor) is None


def test_moderators_complete_the_site_settings(sign_in: SignIn) -> None:
    _client, moderator = sign_in("Moderators")
    _editor_client, editor = sign_in("Editors")
    site = Site.objects.get(is_default_site=True)
    SiteSettings.objects.filter(site=site).delete()
    step = site_settings_to_complete(moderator)
    assert step is not None
    assert step.total == 4
    assert site_settings_to_complete(editor) is None
    SiteSettings.objects.create(
        site=site,
        operator_name_ja="見本市",
        operator_name_en="Sample City",
        contact_ja="環境課",
        contact_en="Environment division",
    )
    assert site_settings_to_complete(moderator) is None


def test_nothing_to_do_is_said(client: Client) -> None:
    user = User.objects.create_superuser("root", password="x")
    for image in Image.objects.all():
        lose(image)
    client.force_login(user)
    response = client.get(reverse("wagtailadmin_home"))
    assert 'id="next-steps' in response.content.decode()
