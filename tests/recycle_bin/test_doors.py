"""Every door by which something is deleted leads to the bin, and who sees what is in it."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from accounts.models import User
from content.models import Sector
from home.models import ContentPage
from recycle_bin import rights
from recycle_bin.models import BinnedItem

from ..admin.rights_site import limited_group
from ..small_site import SmallSite, add, add_document, add_image

PAGE, ENTRY = "page", "entry"


def person(name: str, group: Group | None = None) -> Client:
    client = Client()
    if group is None:
        user = User.objects.create_superuser(name, password="x")
    else:
        user = User.objects.create_user(name, password="x")
        user.groups.add(group)
    client.force_login(user)
    return client


@pytest.fixture
def administrator(site: SmallSite) -> Client:
    return person("administrator")


def new_page(site: SmallSite, slug: str = "one", **values: Any) -> ContentPage:
    page = ContentPage(title=f"題 {slug}", slug=slug, summary="要約", **values)
    return add(site.homes["ja"], page)


def bulk(app: str, model: str, key: int) -> str:
    return reverse("wagtail_bulk_action", args=[app, model, "delete"]) + f"?next=/admin/&id={key}"


def make(site: SmallSite, kind: str) -> Any:
    if kind == PAGE:
        return new_page(site)
    if kind == ENTRY:
        return Sector.objects.create(code="s", name_ja="水", name_en="Water")
    return add_image("one") if kind == "picture" else add_document("one")


#: Each address that deletes a page, a file or an entry.
DOORS = {
    "page's form": (PAGE, lambda key: reverse("wagtailadmin_pages:delete", args=[key])),
    "pages together": (PAGE, lambda key: bulk("wagtailcore", "page", key)),
    "picture's form": ("picture", lambda key: reverse("wagtailimages:delete", args=[key])),
    "new pictures": ("picture", lambda key: reverse("wagtailimages:delete_multiple", args=[key])),
    "pictures together": ("picture", lambda key: bulk("media", "image", key)),
    "document's form": ("document", lambda key: reverse("wagtaildocs:delete", args=[key])),
    "new documents": ("document", lambda key: reverse("wagtaildocs:delete_multiple", args=[key])),
    "documents together": ("document", lambda key: bulk("media", "document", key)),
    "entry's form": (
        ENTRY,
        lambda key: reverse("wagtailsnippets_content_sector:delete", args=[key]),
    ),
    "entries together": (ENTRY, lambda key: bulk("content", "sector", key)),
}


@pytest.mark.parametrize("door", DOORS)
def test_every_door_leads_to_the_bin(site: SmallSite, administrator: Client, door: str) -> None:
    kind, address = DOORS[door]
    thing = make(site, kind)
    key = thing.pk
    headers = {"x-requested-with": "XMLHttpRequest"}
    administrator.post(address(key), headers=headers)
    assert not type(thing).objects.filter(pk=key).exists()
    item = BinnedItem.objects.get()
    assert (item.kind, item.object_id) == (kind, key)
    assert item.deleted_by is not None
    assert item.deleted_by.username == "administrator"
    listed = administrator.get(reverse("bin")).content.decode()
    assert item.title in listed
    answer = administrator.post(reverse("bin_restore", args=[item.pk]))
    assert answer.status_code == 302
    assert type(thing).objects.filter(pk=key).exists()
    again = administrator.post(reverse("bin_restore", args=[item.pk]), follow=True)
    assert [message.level_tag for message in again.context["messages"]] == ["success", "info"]


def test_whoever_could_delete_a_thing_sees_and_restores_it(site: SmallSite) -> None:
    japanese = person("ja", limited_group("ja", "Moderators", site.homes["ja"]))
    english = person("en", limited_group("en", "Moderators", site.homes["en"]))
    editor = person("editor", Group.objects.get(name="Editors"))
    page = new_page(site)
    page.delete(user=User.objects.get(username="ja"))
    item = BinnedItem.objects.get()
    for client, may in ((english, False), (editor, False), (japanese, True)):
        assert (item.title in client.get(reverse("bin")).content.decode()) == may
        client.post(reverse("bin_restore", args=[item.pk]))
        assert Page.objects.filter(pk=item.object_id).exists() == may
    assert Page.objects.get(pk=item.object_id).live


def test_an_editor_restores_what_they_deleted_as_a_draft(site: SmallSite) -> None:
    editor = person("editor", Group.objects.get(name="Editors"))
    user = User.objects.get(username="editor")
    page = new_page(site, owner=user)
    page.delete()
    item = BinnedItem.objects.get()
    editor.post(reverse("bin_restore", args=[item.pk]))
    assert BinnedItem.objects.exists()  # as long as somebody else deleted it
    BinnedItem.objects.update(deleted_by=user)
    editor.post(reverse("bin_restore", args=[item.pk]))
    assert not Page.objects.get(pk=item.object_id).live


def test_files_are_seen_by_the_rights_on_their_collection(site: SmallSite) -> None:
    editor = person("editor", Group.objects.get(name="Editors"))
    user = User.objects.get(username="editor")
    own, others = add_image("own"), add_image("foreign")
    own.uploaded_by_user = user
    own.save()
    own.delete()
    others.delete()
    listed = editor.get(reverse("bin")).content.decode()
    assert "own picture" in listed
    assert "foreign picture" not in listed


def test_administrators_alone_remove_for_good(site: SmallSite, administrator: Client) -> None:
    moderator = person("moderator", Group.objects.get(name="Moderators"))
    document = add_document("one")
    name, storage = document.file.name, document.file.storage
    document.delete()
    address = reverse("bin_remove", args=[BinnedItem.objects.get().pk])
    assert moderator.post(address).status_code in {302, 403}
    assert storage.exists(name)
    assert "one file" in administrator.get(address).content.decode()
    administrator.post(address)
    assert not storage.exists(name)
    assert not BinnedItem.objects.exists()
    assert administrator.post(address).status_code == 302


def test_one_kind_is_shown_and_long_lists_are_divided(
    site: SmallSite, administrator: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(60):
        Sector.objects.create(code=f"s{number}", name_ja=f"分野{number}", name_en="x").delete()
    add_document("one").delete()
    first = administrator.get(reverse("bin")).content.decode()
    assert "分野59" in first
    assert "分野3<" not in first.replace("\n", "<")
    assert "分野0" in administrator.get(reverse("bin") + "?p=2").content.decode()
    documents = administrator.get(reverse("bin") + "?kind=document").content.decode()
    assert "one file" in documents
    assert "分野59" not in documents


def test_a_full_bin_is_listed_with_as_many_queries_as_one_with_little(
    site: SmallSite,
) -> None:
    person("moderator", Group.objects.get(name="Moderators"))
    user = User.objects.get(username="moderator")

    def delete(*names: str) -> None:
        for name in names:
            new_page(site, name).delete()
            add_document(name).delete()

    def listed() -> tuple[int, int]:
        fresh = User.objects.get(pk=user.pk)
        with CaptureQueriesContext(connection) as asked:
            found = rights.restorable(fresh)
        return len(found), len(asked)

    delete("a")
    listed()  # what is read once
    (few, first) = listed()
    delete("b", "c", "d")
    (many, second) = listed()
    assert many == few + 6
    assert second == first
