"""What a front end reads: pages, addresses, navigation, vocabularies, changes, site."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction

from content.addresses import filled_in
from content.models import Organisation, Sector
from home.models import Banner, ContentPage, SiteSettings
from networks.models import NetworkPage
from programs.models import ApplicationWindow, ProgramPage
from publishing.models import Document, Ledger
from publishing.writing import actions

from ..publishing.full_site import HIDDEN, FullSite
from ..small_site import add
from .conftest import Reader

pytestmark = pytest.mark.django_db


def number_of(page: Any) -> int:
    return int(page.specific.number)


def test_a_page_is_its_stored_document_and_says_what_it_answers(
    published: FullSite, reader: Reader
) -> None:
    page = published.pages["network", "en"]
    document = Document.objects.get(page_id=page.pk)
    answer = reader.read(f"/pages/{number_of(page)}/?locale=en")
    assert answer.pop("requested_locale") == "en"
    assert answer.pop("is_fallback") is False
    assert answer.pop("etag") == document.etag
    assert answer == filled_in(json.loads(bytes(document.body)))


def test_another_language_is_given_only_where_it_is_asked_for(
    published: FullSite, reader: Reader
) -> None:
    number = number_of(published.only_japanese)
    problem = reader.refused(f"/pages/{number}/?locale=en", 404)
    assert problem["type"] == "urn:hashi:problem:not-in-language"
    assert problem["languages"] == ["ja"]
    answer = reader.read(f"/pages/{number}/?locale=en&fallback=ja")
    assert (answer["locale"], answer["requested_locale"], answer["is_fallback"]) == (
        "ja",
        "en",
        True,
    )


def test_members_can_be_chosen(published: FullSite, reader: Reader) -> None:
    number = number_of(published.pages["network", "ja"])
    answer = reader.read(f"/pages/{number}/?fields=title,body")
    assert set(answer) == {"requested_locale", "is_fallback", "etag", "title", "body"}
    problem = reader.refused(f"/pages/{number}/?fields=titel")
    assert (problem["parameter"], problem["suggestion"]) == ("fields", "title")


def test_what_is_not_public_is_not_there(published: FullSite, reader: Reader) -> None:
    for hidden in published.hidden_pages:
        assert HIDDEN not in json.dumps(reader.refused(f"/pages/{number_of(hidden)}/", 404))
    assert reader.refused("/pages/0/", 404)["type"] == "urn:hashi:problem:not-found"
    reader.refused(f"/pages/{10**30}/", 404)


def test_a_programme_whose_window_closes_is_closed_in_the_next_answer(
    published: FullSite, reader: Reader
) -> None:
    now = timezone.now()
    page = ProgramPage(title="Now", slug="now", kind="framework")
    page.windows = [ApplicationWindow(closes_at=now + timedelta(hours=1))]
    page = add(published.sections["programs", "ja"], page)
    actions.settle()
    address = f"/pages/{number_of(page)}/"
    assert reader.read(address)["state"] == "open"
    in_list = reader.read("/pages/?section=programs&state=open&facets=state")
    assert [item["title"] for item in in_list["items"]] == ["Now"]

    # What has been stored says that the window closes; let that moment have come.
    ApplicationWindow.objects.filter(program=page).update(closes_at=now - timedelta(hours=1))
    Document.objects.filter(page_id=page.pk).update(fresh_until=now - timedelta(minutes=1))
    Ledger.objects.update(next_due=now - timedelta(minutes=1))
    assert reader.read(address)["state"] == "closed"
    assert reader.read("/pages/?section=programs&state=open")["total"] == 0


def test_every_address_that_the_api_tells_leads_to_its_page(
    published: FullSite, reader: Reader
) -> None:
    found: set[str] = set()

    def collect(value: Any) -> None:
        if isinstance(value, dict):
            if value.get("path") and value.get("url"):
                found.add(value["path"])
                assert urlsplit(value["url"]).path == value["path"]
            for part in value.values():
                collect(part)
        elif isinstance(value, list):
            for part in value:
                collect(part)

    for locale in ("ja", "en"):
        collect(reader.read(f"/navigation/?locale={locale}&depth=5"))
        for item in reader.everything(f"/pages/?locale={locale}"):
            collect(reader.read(f"/pages/{item['number']}/?locale={locale}"))
    assert len(found) >= 20
    for path in found:
        answer = reader.read(f"/resolve/?path={quote(path)}")
        assert (answer["kind"], answer["page"]["path"]) == ("page", path)
        assert Client().get(path).status_code == 200


def test_an_address_is_understood_as_people_write_it(published: FullSite, reader: Reader) -> None:
    page = published.pages["network", "en"]
    path = Document.objects.get(page_id=page.pk).path
    for form in (path, path.rstrip("/"), f"http://127.0.0.1:8000{path}", f"{path}?page=2#top"):
        assert reader.read(f"/resolve/?path={quote(form, safe='')}")["page"]["path"] == path
    root = reader.read("/resolve/?path=/")
    assert (root["kind"], root["status"], root["target_path"]) == ("redirect", 302, "/ja/")
    short = reader.read(f"/resolve/?path=/en/p/{number_of(page)}")
    assert short["target_path"] == path
    for foreign in ("https://example.org/ja/", "//example.org/ja/", "http://["):
        assert reader.refused(f"/resolve/?path={quote(foreign, safe='')}")["parameter"] == "path"
    reader.refused("/resolve/")
    reader.refused("/resolve/?path=/ja/never/", 404)


def test_a_page_that_was_taken_down_is_gone_and_a_draft_was_never_there(
    published: FullSite, reader: Reader
) -> None:
    page = Page.objects.get(pk=published.pages["manual", "en"].pk)
    path = Document.objects.get(page_id=page.pk).path
    page.specific.unpublish()
    actions.settle()
    assert reader.read(f"/resolve/?path={path}") == {"kind": "gone", "status": 410, "path": path}
    reader.refused(f"/resolve/?path={published.draft.url}", 404)


def test_redirects_lead_to_public_pages_only(published: FullSite, reader: Reader) -> None:
    page = Page.objects.get(pk=published.pages["network", "en"].pk)
    Redirect.objects.create(old_path="/old", redirect_page=page)
    Redirect.objects.create(old_path="/away", redirect_link="https://example.org/x")
    Redirect.objects.create(old_path="/secret", redirect_page=published.draft.page_ptr)
    typed = f"{settings.BASE_URL}{published.draft.url}?a=1"
    Redirect.objects.create(old_path="/typed", redirect_link=typed)
    Redirect.objects.create(old_path=page.url.rstrip("/"), redirect_link="https://example.org/")
    answer = reader.read("/redirects/")
    targets = {item["path"]: item["target_path"] for item in answer["items"]}
    assert targets == {"/old": page.url, "/away": None}
    assert reader.read("/resolve/?path=/old/")["target_path"] == page.url
    for old_path in ("/secret", "/typed"):
        reader.refused(f"/resolve/?path={old_path}", 404)
    assert reader.read("/resolve/?path=/away")["target"] == "https://example.org/x"


def test_navigation_stands_in_the_editors_order_and_as_deep_as_asked(
    published: FullSite, reader: Reader
) -> None:
    answer = reader.read("/navigation/?locale=en")
    sections = ["networks", "programs", "measures", "manuals"]
    assert [link["section"] for link in answer["header"]] == sections
    assert [link["title"] for link in answer["footer"]] == ["Full general en"]
    assert answer["home"]["path"] == "/en/"
    networks = answer["tree"][0]
    assert [child["title"] for child in networks["children"]] == ["Group en"]
    assert networks["children"][0]["children"] == []
    deeper = reader.read("/navigation/?locale=en&depth=3")["tree"][0]["children"][0]
    assert [child["title"] for child in deeper["children"]] == ["Full network en"]
    last = Page.objects.get(pk=published.sections["manuals", "en"].pk)
    last.move(Page.objects.get(pk=published.sections["networks", "en"].pk), pos="left")
    actions.settle()
    moved = reader.read("/navigation/?locale=en")["header"]
    assert [link["section"] for link in moved] == [sections[-1], *sections[:-1]]


def test_vocabularies_tell_what_public_pages_carry_and_how_often(
    published: FullSite, reader: Reader
) -> None:
    Sector.objects.create(code="secret", name_ja=HIDDEN, name_en=HIDDEN)
    sectors = reader.read("/vocabularies/sectors/?locale=en")
    assert [(item["code"], item["name"], item["uses"]) for item in sectors["items"]] == [
        ("waste", "Waste", 3),
        ("energy", "Energy", 2),
    ]
    city = reader.read("/vocabularies/cities/")["items"][0]
    assert (city["name"], city["country"], city["latitude"]) == ("バンコク", "TH", None) or (
        city["name"],
        city["country"],
        city["latitude"],
    ) == ("北九州市", "JP", 33.88333)
    assert {
        name: reader.read(f"/vocabularies/{name}/")["total"]
        for name in ("countries", "cities", "sectors", "organisations", "support_forms")
    } == {"countries": 2, "cities": 2, "sectors": 2, "organisations": 1, "support_forms": 1}
    assert reader.refused("/vocabularies/citys/")["suggestion"] == "cities"


def test_a_code_that_only_a_draft_carries_is_no_value_and_never_suggested(
    published: FullSite, reader: Reader
) -> None:
    Organisation.objects.create(code="secretive", name_ja=HIDDEN, name_en=HIDDEN, kind="agency")
    reader.refused("/pages/?organisation=secretive")
    problem = reader.refused("/pages/?organisation=secretiv")
    assert "secretive" not in json.dumps(problem)


def test_replaying_the_changes_gives_the_whole_list(published: FullSite, reader: Reader) -> None:
    copy: dict[tuple[int, str], str] = {}

    def replay(since: int) -> int:
        while True:
            answer = reader.read(f"/changes/?since={since}&limit=4")
            for line in answer["items"]:
                key = line["number"], line["locale"]
                if line["kind"] == "upsert":
                    copy[key] = line["etag"]
                else:
                    assert line["path"] is None
                    copy.pop(key, None)
            since = answer["last_sequence"]
            if not answer["more"]:
                return since

    def listed() -> dict[tuple[int, str], str]:
        items = [
            item
            for locale in ("ja", "en")
            for item in reader.everything(f"/pages/?locale={locale}&fields=number,locale")
        ]
        return {(item["number"], item["locale"]): item["etag"] for item in items}

    since = replay(0)
    assert copy == listed()
    page = Page.objects.get(pk=published.pages["measure", "ja"].pk).specific
    page.title = "改題"
    page.save_revision().publish()
    PageViewRestriction.objects.create(
        page=Page.objects.get(pk=published.sections["manuals", "en"].pk), restriction_type="login"
    )
    add(published.homes["en"], ContentPage(title="New", slug="new"))
    actions.settle()
    assert reader.read(f"/changes/?since={since}")["items"]
    replay(since)
    assert copy == listed()


def test_the_site_tells_its_operator_its_banners_and_its_words(
    published: FullSite, reader: Reader
) -> None:
    from wagtail.models import Site

    settings = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    settings.operator_name_ja, settings.operator_name_en = "運営者", "Operator"
    past = timezone.now() - timedelta(days=1)
    settings.banners = [
        Banner(language_code="en", text="Now", sort_order=1),
        Banner(language_code="en", text=HIDDEN, ends_at=past, sort_order=2),
        Banner(language_code="ja", text="今", sort_order=3),
    ]
    settings.save()
    english, japanese = reader.read("/site/?locale=en"), reader.read("/site/?locale=ja")
    assert english["operator"]["name"] == "Operator"
    assert japanese["operator"]["name"] == "運営者"
    assert [banner["text"] for banner in english["banners"]] == ["Now"]
    assert set(english["strings"]) == set(japanese["strings"])
    assert english["strings"]["section.networks"] == "Networks"
    assert japanese["strings"]["section.networks"] == "国際ネットワーク"


def test_publishing_shows_at_once_everywhere(published: FullSite, reader: Reader) -> None:
    addresses = ("/pages/?section=networks&sort=-number", "/navigation/?depth=5")
    before = {address: reader.read(address) for address in addresses}
    page = add(published.sections["networks", "ja"], NetworkPage(title="新着", slug="new"))
    actions.settle()
    assert reader.read(f"/pages/{number_of(page)}/")["title"] == "新着"
    for address in addresses:
        assert "新着" not in json.dumps(before[address], ensure_ascii=False)
        assert "新着" in json.dumps(reader.read(address), ensure_ascii=False)
