"""Files of closed collections are neither shown, named nor served."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.test import Client
from wagtail.models import Collection, CollectionViewRestriction

from .crawling import Crawl
from .planting import PUBLIC, SECRET, Plants


def close(collection: Collection, kind: str = "login") -> None:
    restriction = CollectionViewRestriction.objects.create(
        collection=collection, restriction_type=kind, password="open"
    )
    if kind == "groups":
        restriction.groups.add(Group.objects.get_or_create(name="Members")[0])


def assert_unseen(crawl: Crawl) -> None:
    """Fail on an answer that says the files' word without having been asked for it."""
    assert sorted(address for address in crawl.saying(SECRET) if SECRET not in address) == []
    assert crawl.saying(f"{SECRET} content") == set()
    files = {
        address: status
        for address, status in crawl.statuses.items()
        if address.startswith("/media/") and SECRET in address
    }
    assert files
    assert set(files.values()) == {404}


def cabinet() -> Collection:
    """The collection that holds the drawer with the files."""
    return Collection.objects.get(name="Cabinet")


@pytest.fixture(scope="module")
def walked(files_of_module: Plants, django_db_blocker: Any) -> Crawl:
    """What a stranger met while the files were public."""
    with django_db_blocker.unblock():
        return Crawl()


def served(walked: Crawl) -> set[str]:
    """The addresses of the files themselves."""
    return {address for address in walked.statuses if SECRET in address}


def test_files_of_public_collections_are_shown_and_served(
    planted_files: Plants, walked: Crawl
) -> None:
    assert {walked.statuses[address] for address in served(walked)} == {200}
    assert {"/en/", "/en/networks/", "/en/manuals/"} <= walked.saying(f"{SECRET}-picture")
    assert planted_files.document.url in served(walked)


@pytest.mark.parametrize("name", ["Drawer", "Cabinet"])
@pytest.mark.parametrize("kind", ["login", "password", "groups"])
def test_files_of_a_closed_collection_leave_no_trace(
    planted_files: Plants, walked: Crawl, kind: str, name: str
) -> None:
    close(Collection.objects.get(name=name), kind)
    originals = [f"/media/{planted_files.image.file.name}", planted_files.document.url]
    crawl = Crawl(also=[*served(walked), *originals])
    assert_unseen(crawl)
    document = crawl.statuses[planted_files.document.url]
    assert document == (200 if kind == "password" else 302)
    # The page itself stays, without its files.
    assert "/en/networks/" in crawl.saying(f"{PUBLIC} summary")


def test_files_leave_with_a_collection_that_moves_below_a_closed_one(
    planted_files: Plants, walked: Crawl
) -> None:
    """Wagtail sends no signal for this: nothing may depend on one."""
    closed = Collection.get_first_root_node().add_child(name="Vault")
    close(closed)
    cabinet().move(Collection.objects.get(pk=closed.pk), pos="sorted-child")
    assert_unseen(Crawl(also=served(walked)))


def test_no_original_is_served_whatever_its_collection(planted_files: Plants) -> None:
    for file in (planted_files.image.file, planted_files.document.file):
        assert Client().get(f"/media/{file.name}").status_code == 404


def test_a_closed_document_is_kept_out_of_shared_caches(planted_files: Plants) -> None:
    address = planted_files.document.url
    public = Client().get(address)
    assert public["Cache-Control"] == "no-cache"
    again = Client().get(address, headers={"if-none-match": public["ETag"]})
    assert (again.status_code, again["Cache-Control"]) == (304, "no-cache")
    close(cabinet())
    member = Client()
    member.force_login(get_user_model().objects.create_user("member", password="x"))
    for client, status in ((member, 200), (Client(), 302)):
        answer = client.get(address)
        assert answer.status_code == status
        assert {"no-store", "private"} <= set(answer["Cache-Control"].split(", "))


def rendition_address(planted_files: Plants) -> str:
    address: str = planted_files.image.get_rendition("max-165x165").url
    return address


def signed_in(name: str, *permissions: str) -> Client:
    user = get_user_model().objects.create_user(name, password="x")
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client = Client()
    client.force_login(user)
    return client


def test_editors_see_the_pictures_of_a_closed_collection_and_no_cache_keeps_them(
    planted_files: Plants,
) -> None:
    address = rendition_address(planted_files)
    original = f"/media/{planted_files.image.file.name}"
    close(cabinet())
    editor, member = signed_in("editor", "access_admin"), signed_in("member")
    for picture in (address, original):
        answer = editor.get(picture)
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
        assert {"no-store", "private"} <= set(answer["Cache-Control"].split(", "))
        assert member.get(picture).status_code == 404
        assert Client().get(picture).status_code == 404
    document = f"/media/{planted_files.document.file.name}"
    assert editor.get(document).status_code == 404


def test_a_public_picture_is_the_same_for_everybody(planted_files: Plants) -> None:
    address = rendition_address(planted_files)
    answers = [client.get(address) for client in (Client(), signed_in("editor", "access_admin"))]
    assert {answer.content for answer in answers} == {answers[0].content}
    for answer in answers:
        assert answer["Cache-Control"] == "public, max-age=3600"
        assert "Vary" not in answer
