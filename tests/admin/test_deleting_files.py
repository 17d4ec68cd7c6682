"""A picture or document that anything uses is kept, whichever way somebody tries to delete it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale
from wagtail_localize.models import Translation, TranslationSource

from accounts.models import User
from content.file_usage import where_file_used
from home.models import ContentPage
from media.models import Document, Image

from ..small_site import SmallSite, add, add_document, add_image
from .conftest import SignIn
from .rights_site import limited_group

File = Image | Document
KINDS = pytest.mark.parametrize("make", [add_image, add_document], ids=["picture", "document"])


@pytest.fixture
def moderator(sign_in: SignIn) -> Client:
    return sign_in("Moderators")[0]


def body_with(file: File) -> Any:
    if isinstance(file, Image):
        blocks = [{"type": "image", "value": {"image": file.pk, "alt_text": ""}}]
    else:
        link = f'<p><a linktype="document" id="{file.pk}">読む</a></p>'
        blocks = [{"type": "rich_text", "value": link}]
    return ContentPage._meta.get_field("body").stream_block.to_python(blocks)


def page_in(site: SmallSite, slug: str = "uses", code: str = "ja") -> ContentPage:
    page = ContentPage(title=f"使うページ {slug}", slug=slug, summary="要約")
    return add(site.homes[code], page)


def in_live_page(site: SmallSite, file: File) -> ContentPage:
    page = page_in(site)
    page.body = body_with(file)
    page.save_revision().publish()
    return page


def in_draft(site: SmallSite, file: File) -> ContentPage:
    page = page_in(site)
    page.body = body_with(file)
    page.save_revision()
    return page


def in_scheduled_revision(site: SmallSite, file: File) -> ContentPage:
    page = page_in(site)
    page.body, page.go_live_at = body_with(file), timezone.now() + timedelta(days=2)
    page.save_revision().publish()
    page.body, page.go_live_at = [], None
    page.save_revision()
    return page


def in_translation(site: SmallSite, file: File) -> ContentPage:
    page = in_live_page(site, file)
    english = Locale.objects.get(language_code="en")
    source, _created = TranslationSource.update_or_create_from_instance(page)
    Translation.objects.create(source=source, target_locale=english).save_target(publish=False)
    page.body = []
    page.save_revision().publish()
    return page.get_translation(english)


def in_redirect(site: SmallSite, file: File) -> Redirect:
    address = file.url if isinstance(file, Document) else file.file.url
    return Redirect.objects.create(old_path="/former", redirect_link=address)


@KINDS
@pytest.mark.parametrize(
    "use", [in_live_page, in_draft, in_scheduled_revision, in_translation, in_redirect]
)
def test_every_use_keeps_a_file(
    site: SmallSite, make: Callable[[str], File], use: Callable[[SmallSite, File], Any]
) -> None:
    file, other = make("used"), make("unused")
    user = use(site, file)
    assert [found.user.pk for found in where_file_used(file)] == [user.pk]
    with pytest.raises(ProtectedError), transaction.atomic():
        type(file).objects.filter(pk=file.pk).delete()
    assert where_file_used(other) == []
    other.delete()


def test_the_picture_of_a_list_keeps_it_too(site: SmallSite) -> None:
    picture, page = add_image("listed"), page_in(site)
    page.listing_image = picture
    page.save_revision().publish()
    assert [(use.user.pk, use.only_in_draft) for use in where_file_used(picture)] == [
        (page.pk, False)
    ]


def test_a_number_that_means_something_else_is_no_use(site: SmallSite) -> None:
    picture, document = add_image("one"), add_document("one")
    page = page_in(site)
    text = f"<p>{picture.pk} , {document.pk} ,</p>"
    page.body = page._meta.get_field("body").stream_block.to_python(
        [{"type": "rich_text", "value": text}]
    )
    page.save_revision().publish()
    assert where_file_used(picture) == where_file_used(document) == []


def doors(file: File) -> list[str]:
    app = "wagtailimages" if isinstance(file, Image) else "wagtaildocs"
    bulk = reverse("wagtail_bulk_action", args=["media", file._meta.model_name, "delete"])
    return [
        reverse(f"{app}:delete", args=[file.pk]),
        reverse(f"{app}:delete_multiple", args=[file.pk]),
        f"{bulk}?next=/admin/&id={file.pk}",
    ]


@KINDS
def test_every_door_refuses_and_names_the_uses(
    site: SmallSite, moderator: Client, make: Callable[[str], File]
) -> None:
    file = make("used")
    page = in_live_page(site, file)
    single, script, bulk = doors(file)
    for address in (single, bulk):
        said = moderator.post(address, follow=True).content.decode()
        assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in said
        assert page.title in said
    answer = moderator.post(script, headers={"x-requested-with": "XMLHttpRequest"})
    assert answer.status_code == 403
    assert page.title in answer.json()["detail"]
    assert type(file).objects.filter(pk=file.pk).exists()
    asked = moderator.get(single, follow=True).content.decode()
    assert page.title in asked


@KINDS
def test_of_several_those_go_that_nothing_uses(
    site: SmallSite, moderator: Client, make: Callable[[str], File]
) -> None:
    used, unused = make("used"), make("unused")
    page = in_live_page(site, used)
    said = moderator.post(f"{doors(used)[2]}&id={unused.pk}", follow=True).content.decode()
    assert list(type(used).objects.values_list("pk", flat=True)) == [used.pk]
    assert page.title in said


def test_twenty_uses_are_named_and_the_others_counted(site: SmallSite, moderator: Client) -> None:
    document = add_document("used")
    pages = [page_in(site, f"page-{number}") for number in range(23)]
    for page in pages:
        page.body = body_with(document)
        page.save_revision().publish()
    said = moderator.post(doors(document)[0], follow=True).content.decode()
    named = [page for page in pages if reverse("wagtailadmin_pages:edit", args=[page.pk]) in said]
    assert len(named) == 20
    assert "ほか3件" in said


def test_a_draft_of_another_tree_is_counted_and_not_named(site: SmallSite) -> None:
    document = add_document("used")
    draft = page_in(site, "secret", "en")
    draft.body = body_with(document)
    draft.save_revision()
    person = User.objects.create_user("ja-only", password="x")
    person.groups.add(limited_group("ja", "Moderators", site.homes["ja"]))
    client = Client()
    client.force_login(person)
    said = client.post(doors(document)[0], follow=True).content.decode()
    assert Document.objects.filter(pk=document.pk).exists()
    assert "ほか1件" in said
    assert "secret" not in said
