"""A deleted page comes back whole, with everything below it, or stays in the bin and says why."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from django.test import Client
from django.utils import timezone
from wagtail.actions.delete_page import DeletePageAction
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    Comment,
    CommentReply,
    GroupPagePermission,
    Page,
    PageViewRestriction,
    ReferenceIndex,
    Revision,
    WorkflowState,
)
from wagtail_localize.models import Translation, TranslationSource

from accounts.models import User
from content.models import City, Country, PageNumber, PageTag, Sector
from home.models import ContentPage
from measures.models import MeasurePage
from publishing.models import Document as Published
from publishing.writing import actions
from recycle_bin.models import BinnedItem
from recycle_bin.restoring import CannotRestoreError, Restorer, restore

from ..small_site import SmallSite, add, add_document, add_image
from .everything import everything, put_into_bin


def content(title: str, slug: str, **values: Any) -> ContentPage:
    return ContentPage(title=title, slug=slug, summary="要約", **values)


@pytest.fixture
def author(db: None) -> User:
    return User.objects.create_user("author", "author@example.org", "x")


@pytest.fixture
def tree(site: SmallSite, author: User) -> ContentPage:
    """A page with everything that belongs to one, and pages below it."""
    home = site.homes["ja"]
    page = add(home, content("見本", "sample", owner=author))
    page.tags.add(PageTag.objects.create(name="水", slug="water"))
    page.body = page._meta.get_field("body").stream_block.to_python(
        [{"type": "image", "value": {"image": add_image("shown").pk, "alt_text": "絵"}}]
    )
    page.save_revision(user=author).publish()
    below = add(page, content("下", "below"))
    add(below, content("さらに下", "deeper"), live=False)
    add(home, content("次", "next"))
    page.create_alias(parent=home, update_slug="mirror")
    page.title = "改稿中"
    page.save_revision(user=author)
    comment = Comment.objects.create(page=page, user=author, text="？", contentpath="title")
    CommentReply.objects.create(comment=comment, user=author, text="はい")
    PageViewRestriction.objects.create(page=below, restriction_type="password", password="secret")
    Redirect.objects.create(old_path="/ja/former", redirect_page=page)
    GroupPagePermission.objects.create(
        group=Group.objects.get(name="Editors"),
        page=below,
        permission=GroupPagePermission.objects.first().permission,  # type: ignore[union-attr]
    )
    page.get_workflow().start(page, author)
    source, _created = TranslationSource.update_or_create_from_instance(page)
    english = site.homes["en"].locale
    Translation.objects.create(source=source, target_locale=english).save_target(publish=False)
    page.refresh_from_db()
    actions.settle()
    return page


def test_everything_comes_back_as_it_was(tree: ContentPage) -> None:
    before, path = everything(), Published.objects.get(page_id=tree.pk).path
    number = PageNumber.objects.of(tree.translation_key)
    item = put_into_bin(tree)
    assert not Page.objects.filter(pk=tree.pk).exists()
    assert item.pages == 3
    actions.settle()
    assert not Published.objects.filter(page_id=tree.pk).exists()
    restore(item, Restorer())
    assert everything() == before
    assert not BinnedItem.objects.exists()
    actions.settle()
    assert actions.verify() == []
    document = Published.objects.get(page_id=tree.pk)
    assert (document.path, document.number) == (path, number)
    assert Page.find_problems() == ([], [], [], [], [])


def test_both_languages_come_back_in_any_order(site: SmallSite, tree: ContentPage) -> None:
    before = everything()
    english = tree.get_translation(site.homes["en"].locale)
    first, second = put_into_bin(tree), put_into_bin(english)
    restore(first, Restorer())
    assert not Translation.objects.filter(enabled=True).exists()
    restore(second, Restorer())
    assert everything() == before


def test_what_is_in_the_bin_is_nowhere(site: SmallSite, tree: ContentPage, client: Client) -> None:
    word = "見本"
    put_into_bin(tree)
    actions.settle()
    for address in (
        "/ja/sample/",
        "/api/v2/pages/",
        "/api/delivery/v1/pages/?locale=ja",
        "/sitemap.xml",
        f"/ja/search/?q={word}",
        f"/p/{PageNumber.objects.of(tree.translation_key)}/",
    ):
        answer = client.get(address, follow=True)
        assert "/ja/sample/" not in answer.content.decode().replace('"/ja/sample/" class', "")
    administrator = User.objects.create_superuser("administrator", password="x")
    client.force_login(administrator)
    listed = client.get(f"/admin/pages/search/results/?q={word}").content.decode()
    assert f"/admin/pages/{tree.pk}/" not in listed
    assert not ReferenceIndex.objects.filter(object_id=str(tree.pk)).exists()


def test_the_next_free_address_is_taken(site: SmallSite, tree: ContentPage) -> None:
    item = put_into_bin(tree)
    add(site.homes["ja"], content("新しい見本", "sample"))
    restored = restore(item, Restorer())
    assert len(restored.notes) == 1
    back = ContentPage.objects.get(pk=tree.pk)
    assert (back.slug, back.url_path) == ("sample-2", "/ja/sample-2/")
    assert back.get_latest_revision_as_object().slug == "sample-2"
    below = Page.objects.child_of(back).get()
    assert below.url_path == "/ja/sample-2/below/"
    actions.settle()
    assert actions.verify() == []
    assert Page.find_problems() == ([], [], [], [], [])


def test_a_mirror_that_somebody_changed_meanwhile_is_a_page_of_its_own(tree: ContentPage) -> None:
    mirror = ContentPage.objects.get(alias_of=tree)
    item = put_into_bin(tree)
    mirror = ContentPage.objects.get(pk=mirror.pk)
    mirror.title = "独立"
    mirror.save_revision()
    restore(item, Restorer())
    assert ContentPage.objects.get(pk=mirror.pk).alias_of is None


def test_a_page_stands_where_it_stood_or_last(site: SmallSite, tree: ContentPage) -> None:
    home = site.homes["ja"]
    order = list(Page.objects.child_of(home).order_by("path").values_list("pk", flat=True))
    restore(put_into_bin(tree), Restorer())
    now = Page.objects.child_of(home).order_by("path").values_list("pk", flat=True)
    assert list(now) == order
    last = add(home, content("最後", "last"))
    item = put_into_bin(last)
    replacing = add(home, content("代わり", "other"))
    restore(item, Restorer())
    now = Page.objects.child_of(home).order_by("path").values_list("pk", flat=True)
    assert list(now)[-2:] == [replacing.pk, last.pk]
    assert Page.find_problems() == ([], [], [], [], [])


def test_a_parent_in_the_bin_comes_first(tree: ContentPage) -> None:
    below = Page.objects.child_of(tree).get()
    first = put_into_bin(below)
    second = put_into_bin(tree)
    with pytest.raises(CannotRestoreError, match="改稿中"):
        restore(first, Restorer())
    assert BinnedItem.objects.count() == 2
    restore(second, Restorer())
    restore(first, Restorer())
    assert Page.objects.get(pk=below.pk).is_child_of(Page.objects.get(pk=tree.pk))


def test_without_its_parent_a_page_is_a_draft_at_the_nearest_place(
    site: SmallSite, tree: ContentPage
) -> None:
    below = Page.objects.child_of(tree).get()
    first = put_into_bin(below)
    put_into_bin(tree).delete()
    restored = restore(first, Restorer())
    back = Page.objects.get(pk=below.pk)
    assert restored.notes
    assert back.is_child_of(site.homes["ja"])
    assert not back.live
    assert Page.find_problems() == ([], [], [], [], [])


def test_whoever_may_not_publish_restores_drafts(tree: ContentPage) -> None:
    scheduled = tree.get_latest_revision()
    Revision.objects.filter(pk=scheduled.pk).update(
        approved_go_live_at=timezone.now() + timedelta(days=1)
    )
    restore(put_into_bin(tree), Restorer(may_publish=False))
    pages = Page.objects.descendant_of(Page.objects.get(pk=tree.pk), inclusive=True)
    assert not pages.live().exists()
    assert not Page.objects.get(alias_of=tree.pk).live
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()
    actions.settle()
    assert not Published.objects.filter(page_id=tree.pk).exists()


def test_nothing_happens_that_came_due_in_the_bin(tree: ContentPage) -> None:
    item = put_into_bin(tree)
    past = (timezone.now() - timedelta(hours=1)).isoformat()
    for row in item.rows:
        if row["model"] == "wagtailcore.page":
            row["values"]["expire_at"] = past
        if row["model"] == "wagtailcore.revision":
            row["values"]["approved_go_live_at"] = past
    item.save()
    restore(item, Restorer())
    back = Page.objects.get(pk=tree.pk)
    assert (back.live, back.expired) == (False, True)
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()


def test_files_and_entries_of_the_bin_come_along(site: SmallSite) -> None:
    country = Country.objects.create(code="JP")
    city = City.objects.create(code="c", name_ja="市", name_en="City", country=country)
    sector = Sector.objects.create(code="s", name_ja="水", name_en="Water")
    picture, document = add_image("one"), add_document("one")
    page = MeasurePage(
        kind="policy",
        period_start=2001,
        title="事例",
        slug="measure",
        summary="要約",
        city=city,
        country=country,
        listing_image=picture,
    )
    add(site.sections["measures", "ja"], page)
    page.sectors.add(sector)
    page.body = page._meta.get_field("body").stream_block.to_python(
        [
            {
                "type": "rich_text",
                "value": f'<p><a linktype="document" id="{document.pk}">読む</a></p>',
            }
        ]
    )
    page.save_revision().publish()
    actions.settle()
    before = everything()
    item = put_into_bin(page)
    for thing in (picture, document, city, sector):
        thing.delete()
    with pytest.raises(CannotRestoreError):
        restore(item, Restorer(may_restore=lambda _item: False))
    assert BinnedItem.objects.count() == 5
    restored = restore(item, Restorer())
    assert len(restored.notes) == 4
    assert everything() == before
    actions.settle()
    assert actions.verify() == []


def test_what_is_gone_for_good_is_left_out(site: SmallSite, tree: ContentPage) -> None:
    item = put_into_bin(tree)
    author = User.objects.get(username="author")
    Group.objects.get(name="Editors").delete()
    author.delete()
    restore(item, Restorer())
    back = Page.objects.get(pk=tree.pk)
    assert back.owner is None
    assert not Comment.objects.filter(page=back).exists()
    assert WorkflowState.objects.filter(object_id=str(back.pk)).exists()


def test_a_page_made_in_its_place_is_named(site: SmallSite, tree: ContentPage) -> None:
    english = tree.get_translation(site.homes["en"].locale)
    item = put_into_bin(english)
    add(site.homes["en"], content("Anew", "anew"), twin=tree)
    with pytest.raises(CannotRestoreError, match="Anew"):
        restore(item, Restorer())
    assert BinnedItem.objects.filter(pk=item.pk).exists()


def test_redirects_that_lead_elsewhere_by_now_stay(site: SmallSite, tree: ContentPage) -> None:
    item = put_into_bin(tree)
    other = Redirect.objects.create(old_path="/ja/former", redirect_link="https://e.org/")
    restore(item, Restorer())
    assert list(Redirect.objects.filter(old_path="/ja/former")) == [other]


@pytest.mark.parametrize(
    "change",
    [
        {"model": "home.formerpage", "key": 1, "values": {"id": 1}},
        {"model": "content.sector", "key": 1, "values": {"id": 1, "former_name": "水"}},
        {"model": "content.sector", "key": 1, "values": {"id": 1, "code": "x", "name_ja": "水"}},
    ],
    ids=["table", "column", "new column"],
)
def test_another_schema(tree: ContentPage, change: dict[str, Any]) -> None:
    """A lost table or column refuses, and nothing is half done; a new column has its default."""
    item = put_into_bin(tree)
    item.rows.append(change)
    item.save()
    before = everything()
    if "name_ja" in change["values"]:
        restore(item, Restorer())
        assert Sector.objects.get(pk=1).name_en == ""
        return
    with pytest.raises(CannotRestoreError):
        restore(item, Restorer())
    assert everything() == before
    assert BinnedItem.objects.filter(pk=item.pk).exists()


def test_a_failed_deletion_leaves_nothing_in_the_bin(
    tree: ContentPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything()

    def fail(*_args: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(DeletePageAction, "log_deletion", fail)
    with pytest.raises(RuntimeError), transaction.atomic():
        tree.delete()
    assert everything() == before
    assert not BinnedItem.objects.exists()
