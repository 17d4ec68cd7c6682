"""The site's own pages are their documents; a preview is what the document would become."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from accounts.models import User
from content.models import BasePage
from home.models import Banner, ContentPage, SiteSettings
from http_cache import response_cache
from publishing.models import Document, Pending
from publishing.registry import DocumentType, document_types
from publishing.writing import actions
from publishing.writing.related import related_documents
from publishing.writing.render import render_draft
from tests.page_forms import page_form

from ..small_site import LANGUAGES, add
from .full_site import FullSite

pytestmark = pytest.mark.django_db

SECRET = "zqxsecret"
TYPES = [known for known in document_types() if known.name != "home"]


@pytest.fixture(scope="module")
def shown_of_module(full_site_of_module: FullSite) -> FullSite:
    actions.settle()
    return full_site_of_module


@pytest.fixture
def shown(shown_of_module: FullSite, db: None) -> FullSite:
    """The full site, published."""
    return shown_of_module


def main_of(content: bytes) -> str:
    """What a page says, without what surrounds it."""
    return str(BeautifulSoup(content, "html.parser").select_one("main"))


def preview(page: Page) -> Any:
    return page.make_preview_request(None, page.default_preview_mode)


def documents() -> dict[str, Document]:
    return {document.path: document for document in Document.objects.all()}


def test_every_page_is_shown_from_its_document_alone(shown: FullSite, client: Client) -> None:
    found = documents()
    assert {document.type for document in found.values()} == {t.name for t in document_types()}
    Page.objects.filter(depth__gt=1).update(title=SECRET, live=False)
    for path, document in found.items():
        response = client.get(path)
        assert (path, response.status_code) == (path, 200)
        assert response["Content-Language"] == document.locale
        assert f"{document.title}" in main_of(response.content)
        assert SECRET not in response.content.decode()


def test_a_public_page_without_a_document_is_not_there(shown: FullSite, client: Client) -> None:
    page = shown.pages["network", "en"]
    assert client.get(page.url).status_code == 200
    Document.objects.filter(page_id=page.pk).delete()
    response_cache.forget()  # no line of the change log says so
    assert client.get(page.url).status_code == 404


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_draft_of_what_is_published_is_its_document(shown: FullSite, code: str) -> None:
    stored = Document.objects.filter(locale=code)
    pages = {page.pk: page for page in Page.objects.filter(locale__language_code=code).specific()}
    assert stored.count() > len(document_types()) - 1
    for document in stored:
        draft = render_draft(pages[document.page_id], document.rendered_at, related_documents)
        assert draft == json.loads(bytes(document.body))


@pytest.mark.parametrize("kind", ["network", "program", "measure", "manual", "general"])
def test_a_preview_shows_what_will_be_published(shown: FullSite, client: Client, kind: str) -> None:
    page = type(shown.pages[kind, "en"]).objects.get(pk=shown.pages[kind, "en"].pk)
    before = main_of(client.get(page.url).content)
    page.title = "Another title"
    page.body = [*page.body.raw_data, {"type": "quote", "value": {"text": "Another text"}}]
    page.save_revision()
    seen = preview(page.get_latest_revision_as_object())
    assert seen.status_code == 200
    assert main_of(client.get(page.url).content) == before
    page.latest_revision.publish()
    published = main_of(client.get(page.url).content)
    assert "Another text" in published
    assert main_of(seen.content) == published


def test_a_preview_is_stored_nowhere(shown: FullSite) -> None:
    page = ContentPage.objects.get(pk=shown.pages["general", "en"].pk)
    page.title = SECRET
    page.save_revision()
    actions.settle()
    before = list(Document.objects.order_by("pk").values())
    response = preview(page.get_latest_revision_as_object())
    assert SECRET in main_of(response.content)
    assert "ETag" not in response
    assert list(Document.objects.order_by("pk").values()) == before
    assert not Pending.objects.exists()


@pytest.mark.parametrize("known", TYPES, ids=lambda known: known.name)
def test_a_page_that_was_never_saved_is_shown_as_far_as_it_is_written(
    shown: FullSite, known: DocumentType
) -> None:
    home = Page.objects.get(pk=shown.homes["en"].pk)
    page: Any = known.model(title="Begun", slug="begun", locale=home.locale)
    page.set_url_path(home)
    page.depth = home.depth + 1
    page.path = Page._get_children_path_interval(home.path)[1]
    for field in page._meta.get_fields():
        if stream := getattr(field, "stream_block", None):
            blocks = stream.child_blocks.items()
            empty = [(name, block.normalize(block.get_default())) for name, block in blocks]
            setattr(page, field.name, empty)
    response = preview(page)
    assert response.status_code == 200
    assert "Begun" in main_of(response.content)


def test_the_editors_form_is_previewed_before_it_is_saved(
    shown: FullSite, admin_client: Client
) -> None:
    address = reverse(
        "wagtailadmin_pages:preview_on_add",
        args=["home", "contentpage", shown.homes["en"].pk],
    )
    values = page_form(ContentPage, title="Begun", slug="begun", summary="In a sentence.")
    answer = admin_client.post(address, values).json()
    assert answer["is_valid"] is True
    said = main_of(admin_client.get(address).content)
    assert "Begun" in said
    assert "In a sentence." in said
    assert not Page.objects.filter(slug="begun").exists()


@pytest.fixture
def private(shown: FullSite) -> BasePage:
    """A page whose address is public and whose text is not."""
    page: BasePage = add(shown.homes["en"], ContentPage(title="Private", slug="private"))
    return page


def test_a_page_for_those_who_sign_in_is_shown_to_them_and_kept_by_nobody(
    private: BasePage, client: Client
) -> None:
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    assert client.get(private.url).status_code == 302
    client.force_login(User.objects.create_user("reader", password="word"))
    response = client.get(private.url)
    assert "Private" in main_of(response.content)
    assert "no-store" in response["Cache-Control"]
    assert "ETag" not in response
    assert not Document.objects.filter(page_id=private.pk).exists()


def test_a_page_with_a_password_is_shown_to_those_who_know_it(
    private: BasePage, client: Client
) -> None:
    restriction = PageViewRestriction.objects.create(
        page=private, restriction_type="password", password="word"
    )
    asked = client.get(private.url)
    assert "Private" not in asked.content.decode()
    assert "no-store" in asked["Cache-Control"]
    address = reverse("wagtailcore_authenticate_with_password", args=[restriction.pk, private.pk])
    client.post(address, {"password": "word", "return_url": private.url})
    assert "Private" in main_of(client.get(private.url).content)
    assert "Private" not in Client().get(private.url).content.decode()


def test_other_methods_are_answered_as_wagtail_answers_them(
    shown: FullSite, client: Client
) -> None:
    page = shown.pages["network", "en"]
    assert client.options(page.url)["Allow"]
    head = client.head(page.url)
    assert (head.status_code, head.content) == (200, b"")


def test_who_holds_a_page_is_told_that_it_is_the_same(shown: FullSite, client: Client) -> None:
    page = shown.pages["network", "en"]
    first = client.get(page.url)
    assert first["Cache-Control"] == "public, no-cache"
    again = client.get(page.url, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Cache-Control"] == first["Cache-Control"]
    assert client.head(page.url)["ETag"] == first["ETag"]


def test_whatever_a_page_shows_changes_its_entity_tag(
    shown: FullSite, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = NetworkOf(shown)
    tags = [client.get(page.url)["ETag"]]

    def check() -> None:
        response = client.get(page.url, headers={"If-None-Match": tags[-1]})
        assert response.status_code == 200
        tags.append(response["ETag"])

    settings = SiteSettings.for_site(page.stored.get_site())
    settings.contact_en = "Somebody else"
    settings.save()
    check()
    Banner.objects.create(settings=settings, language_code="en", text="Hear, hear", sort_order=0)
    settings.save()  # as the form does that banners are written in
    check()
    section = shown.sections["measures", "en"]
    section = type(section).objects.get(pk=section.pk)
    section.title = "Other measures"
    section.save_revision().publish()
    check()
    page.stored.title = "Renamed"
    page.stored.save_revision().publish()
    check()
    later = timezone.now() + timedelta(days=9000)
    monkeypatch.setattr(timezone, "now", lambda: later)  # nobody has looked at it for long
    check()
    assert len({*tags}) == len(tags)


class NetworkOf:
    """The full site's English network as it is stored."""

    def __init__(self, site: FullSite) -> None:
        page = site.pages["network", "en"]
        self.stored: Any = type(page).objects.get(pk=page.pk)
        self.url: str = self.stored.url


def test_a_banner_comes_and_goes_by_its_dates(shown: FullSite, client: Client) -> None:
    settings = SiteSettings.for_site(NetworkOf(shown).stored.get_site())
    now, day = timezone.now(), timedelta(days=1)
    for text, starts_at, ends_at in (
        ("Over", None, now - day),
        ("Now", now - day, now + day),
        ("Soon", now + day, None),
    ):
        Banner.objects.create(
            settings=settings, language_code="en", text=text, starts_at=starts_at, ends_at=ends_at
        )
    shown_banners = BeautifulSoup(client.get("/en/").content, "html.parser").select(".banner p")
    assert [one.select("span")[-1].get_text() for one in shown_banners] == ["Now"]
    assert BeautifulSoup(client.get("/ja/").content, "html.parser").select(".banner") == []


def test_addresses_on_the_site_are_paths_and_those_for_others_are_whole(
    shown: FullSite, client: Client, settings: Any
) -> None:
    for path in documents():
        page = BeautifulSoup(client.get(path).content, "html.parser")
        for element in page.select("body [href], body [src], body [srcset]"):
            values = [str(element.get(name, "")) for name in ("href", "src", "srcset")]
            assert settings.BASE_URL not in " ".join(values)
        assert str(page.select_one("link[rel=canonical]")["href"]) == settings.BASE_URL + path


def test_pages_can_be_read_at_another_address_than_they_were_rendered_for(
    shown: FullSite, client: Client, settings: Any
) -> None:
    rendered_for, settings.BASE_URL = settings.BASE_URL, "https://moved.example.org"
    for path in documents():
        page = BeautifulSoup(client.get(path).content, "html.parser")
        for element in page.select("body [href], body [src], body [srcset]"):
            values = [str(element.get(name, "")) for name in ("href", "src", "srcset")]
            assert rendered_for not in " ".join(values)


def test_a_page_is_answered_by_four_queries(shown: FullSite, client: Client) -> None:
    page = shown.pages["measure", "en"]
    client.get(page.url)
    with CaptureQueriesContext(connection) as captured:
        client.get(page.url)
    assert len(captured) <= 4
