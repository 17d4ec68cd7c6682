"""A file is nobody's until a public page shows it, and again as soon as none does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from wagtail.models import PageViewRestriction

from content.models import BasePage
from delivery.access import previews
from delivery.access.actions import share_preview
from home.models import ContentPage
from publishing.writing import actions

from ..small_site import SmallSite, add, add_document, add_image
from .conftest import kept_for_a_module
from .crawling import Crawl
from .planting import PUBLIC, SECRET, body
from .walking_v2 import Walk, answer, known_pages


class Planted:
    """A picture and a file, and a page whose draft alone uses them."""

    def __init__(self) -> None:
        self.image, self.document = add_image(SECRET), add_document(SECRET)
        site = SmallSite()
        page = ContentPage(title=f"{PUBLIC} page", slug="user", summary="Plain")
        self.page: BasePage = add(site.homes["en"], page)
        self.page.listing_image = self.image
        self.page.body = body(PUBLIC, self.image, self.document)
        self.page.save_revision()
        self.rendition = self.image.get_rendition("width-640|format-webp")
        actions.settle()

    def addresses(self) -> list[str]:
        """Every address at which a picture or a file is fetched."""
        digits = "".join(chr(ord(digit) - ord("0") + ord("０")) for digit in str(self.document.pk))
        name = self.document.filename
        return [
            self.rendition.url,
            f"/api/delivery/v1/media/{self.image.pk}/width-640.webp",
            self.document.url,
            f"/documents/{quote(digits)}/{name}",  # Wagtail's own address takes any digits
            f"/api/v2/images/{self.image.pk}/",
            f"/api/v2/documents/{self.document.pk}/",
        ]

    def statuses(self, client: Client | None = None) -> set[int]:
        return {(client or Client()).get(address).status_code for address in self.addresses()}

    def publish(self) -> None:
        self.page.get_latest_revision().publish()
        actions.settle()


@pytest.fixture(scope="module")
def planted_once(django_db_setup: None, django_db_blocker: Any) -> Iterator[Planted]:
    with kept_for_a_module(django_db_blocker):
        yield Planted()


@pytest.fixture
def planted(planted_once: Planted, db: None) -> Planted:
    planted_once.page = ContentPage.objects.get(pk=planted_once.page.pk)
    return planted_once


def signed_in(*permissions: str) -> Client:
    user = get_user_model().objects.create_user("somebody", password="x")
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client = Client()
    client.force_login(user)
    return client


def test_files_of_drafts_and_of_nothing_leave_no_trace(planted: Planted) -> None:
    add_image(f"{SECRET}-unused"), add_document(f"{SECRET}-unused")
    assert planted.statuses() == {404}
    walk = Walk(known_pages())
    assert walk.saying(SECRET) == set()
    assert "pages/?fields=*" in walk.saying(PUBLIC)
    for name, key, value in (
        ("images", "title", planted.image.title),
        ("documents", "checksum", planted.document.checksum),
    ):
        assert answer(f"{name}/?{key}={value}")[1]["meta"]["total_count"] == 0
    crawl = Crawl(also=planted.addresses())
    assert {address for address in crawl.saying(SECRET) if SECRET not in address} == set()
    assert f"{SECRET} content" not in "".join(crawl.texts.values())


def test_files_are_public_when_a_page_shows_them_and_not_longer(planted: Planted) -> None:
    planted.publish()
    assert planted.statuses() == {200}
    planted.page.refresh_from_db()
    planted.page.listing_image, planted.page.body = None, body(PUBLIC)
    planted.page.save_revision().publish()
    actions.settle()
    assert planted.statuses() == {404}


def test_files_leave_with_the_last_page_that_shows_them(planted: Planted) -> None:
    planted.publish()
    twin = add(
        planted.page.get_parent().specific,
        ContentPage(title="Twin", slug="twin", body=body(PUBLIC, planted.image, planted.document)),
    )
    actions.settle()
    ContentPage.objects.get(pk=planted.page.pk).unpublish()
    actions.settle()
    assert planted.statuses() == {200}
    ContentPage.objects.get(pk=twin.pk).delete()
    actions.settle()
    assert planted.statuses() == {404}


def test_editors_see_them_and_nobody_keeps_them(planted: Planted) -> None:
    editor = signed_in("access_admin")
    for address in (planted.rendition.url, planted.document.url):
        response = editor.get(address)
        assert response.status_code == 200
        assert {"no-store", "private"} <= set(response["Cache-Control"].split(", "))
    member = Client()
    member.force_login(get_user_model().objects.create_user("member", password="x"))
    assert planted.statuses(member) == {404}


def test_a_shared_preview_shows_its_files_to_whoever_has_the_link(planted: Planted) -> None:
    link = share_preview(planted.page, 1, get_user_model().objects.create_superuser("boss"))
    token = previews.token_for(link)
    html = Client().get(f"/preview/{token}/")
    api = Client().get(f"/api/delivery/v1/preview/{token}/")
    found = []
    for response in (html, api):
        assert response.status_code == 200
        assert response["Referrer-Policy"] == "no-referrer"
        text = response.content.decode()
        signed = re.findall(r"(/(?:media|documents)/[^\"\s,?]+)\?(preview=[\w:-]+)", text)
        assert {path.split("/")[1] for path, _query in signed} == {"media", "documents"}
        found += [f"{path}?{query}" for path, query in signed]
    for address in set(found):
        response = Client().get(address)
        assert response.status_code == 200, address
        assert "no-store" in response["Cache-Control"]
    query = next(address for address in found if "/documents/" in address).partition("?")[2]
    other = add_document(f"{SECRET}-other")
    for refused in (f"{planted.rendition.url}?{query}", f"{other.url}?{query}"):
        assert Client().get(refused).status_code == 404


def test_a_signed_address_does_not_open_a_closed_collection(planted: Planted) -> None:
    from wagtail.models import CollectionViewRestriction

    from media.unshown import signed_addresses

    with signed_addresses():
        signed = [planted.document.url, planted.rendition.url]
    assert [Client().get(address).status_code for address in signed] == [200, 200]
    CollectionViewRestriction.objects.create(
        collection=planted.document.collection, restriction_type="login"
    )
    assert [Client().get(address).status_code for address in signed] == [302, 404]


def test_readers_of_a_private_page_have_its_files(planted: Planted) -> None:
    planted.publish()
    PageViewRestriction.objects.create(page=planted.page, restriction_type="login")
    actions.settle()
    files = [planted.rendition.url, planted.document.url]
    assert [Client().get(address).status_code for address in files] == [404, 404]
    member = signed_in()
    assert [member.get(address).status_code for address in files] == [200, 200]
    assert member.get(f"/api/v2/documents/{planted.document.pk}/").status_code == 404


def test_a_public_file_costs_a_reader_one_query_more(
    planted: Planted, django_assert_max_num_queries: Any
) -> None:
    planted.publish()
    with django_assert_max_num_queries(2):  # the picture with whether it is shown; privacy
        assert Client().get(planted.rendition.url).status_code == 200
