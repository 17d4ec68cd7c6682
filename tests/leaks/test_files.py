"""Files of closed collections are neither shown, named nor served."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Collection, CollectionViewRestriction

from cms.media.models import Rendition

from ..small_site import SmallSite
from .crawling import Crawl
from .planting import PUBLIC, SECRET, plant


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


@pytest.mark.parametrize("below", [False, True], ids=["own", "below"])
@pytest.mark.parametrize("kind", ["login", "password", "groups"])
def test_files_of_a_closed_collection_leave_no_trace(
    site: SmallSite, kind: str, below: bool
) -> None:
    closed = Collection.get_first_root_node().add_child(name="Cabinet")
    inner = closed.add_child(name="Drawer") if below else closed
    plants = plant(site, "en", PUBLIC, file_word=SECRET, collection=inner)
    before = Crawl()
    served = {address for address in before.statuses if SECRET in address}
    assert {before.statuses[address] for address in served} == {200}
    assert {"/en/", "/en/networks/", "/en/manuals/"} <= before.saying(f"{SECRET}-picture")
    assert any(address.endswith(f"{SECRET}-file.txt") for address in served)
    close(closed, kind)
    crawl = Crawl(also=[*served, f"/media/{plants.image.file.name}", plants.document.url])
    assert_unseen(crawl)
    document = crawl.statuses[plants.document.url]
    assert document == (200 if kind == "password" else 302)
    # The page itself stays, without its files.
    assert "/en/networks/" in crawl.saying(f"{PUBLIC} summary")


def test_files_leave_with_a_collection_that_moves_below_a_closed_one(site: SmallSite) -> None:
    """Wagtail sends no signal for this: nothing may depend on one."""
    closed = Collection.get_first_root_node().add_child(name="Cabinet")
    close(closed)
    other = Collection.get_first_root_node().add_child(name="Open shelf")
    plant(site, "en", PUBLIC, file_word=SECRET, collection=other)
    served = {address for address in Crawl().statuses if SECRET in address}
    Collection.objects.get(pk=other.pk).move(Collection.objects.get(pk=closed.pk), pos="last-child")
    assert_unseen(Crawl(also=served))


def test_no_original_is_served_whatever_its_collection(site: SmallSite) -> None:
    plants = plant(site, "en", PUBLIC)
    crawl = Crawl(also=[f"/media/{plants.image.file.name}", f"/media/{plants.document.file.name}"])
    assert crawl.statuses[f"/media/{plants.image.file.name}"] == 404
    assert crawl.statuses[f"/media/{plants.document.file.name}"] == 404
    assert Rendition.objects.exists()


def test_a_closed_document_is_kept_out_of_shared_caches(site: SmallSite, client: object) -> None:
    from django.contrib.auth import get_user_model
    from django.test import Client

    closed = Collection.get_first_root_node().add_child(name="Cabinet")
    plants = plant(site, "en", PUBLIC, file_word=SECRET, collection=closed)
    public = Client().get(plants.document.url)
    assert "private" not in public.get("Cache-Control", "")
    close(closed)
    member = Client()
    member.force_login(get_user_model().objects.create_user("member", password="x"))
    answer = member.get(plants.document.url)
    assert answer.status_code == 200
    assert {"no-store", "private"} <= set(answer["Cache-Control"].split(", "))
