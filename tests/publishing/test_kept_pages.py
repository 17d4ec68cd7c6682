"""Pages kept in memory: given again while nothing has changed, and not a moment longer."""

from __future__ import annotations

import gzip
from datetime import timedelta
from typing import Any

import brotli
import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pydantic_core import from_json, to_json
from wagtail.models import Page, PageViewRestriction, Site

from content.models import Sector
from home.models import Banner, SiteSettings
from http_cache import response_cache
from http_cache.response_cache import MOST_BYTES, LRUCache
from publishing.models import Document
from publishing.writing import actions

from .full_site import FullSite

pytestmark = pytest.mark.django_db

HOME, LIST, SITE_MAP, XML = "/en/", "/en/networks/", "/en/sitemap/", "/sitemap.xml"


@pytest.fixture(autouse=True)
def _published(full_site: FullSite) -> None:
    actions.settle()


@pytest.fixture
def network(full_site: FullSite) -> Any:
    return Page.objects.get(pk=full_site.pages["network", "en"].pk).specific


@pytest.fixture
def detail(_published: None, network: Any) -> str:
    return str(Document.objects.get(page_id=network.pk).path)


def ask(address: str, client: Client | None = None, **headers: str) -> Any:
    return (client or Client()).get(address, headers=headers)


def queries_of(address: str, **headers: str) -> tuple[int, Any]:
    with CaptureQueriesContext(connection) as captured:
        response = ask(address, **headers)
    return len(captured), response


def publish(page: Any, title: str) -> None:
    page.title = title
    page.save_revision().publish()


def everywhere(detail: str) -> list[str]:
    return [HOME, LIST, f"{LIST}?sector=transport&page=1", detail, SITE_MAP, XML]


def test_a_page_asked_again_and_a_304_take_one_query(detail: str) -> None:
    for address in everywhere(detail):
        first = ask(address)
        queries, again = queries_of(address)
        assert (queries, again.content) == (1, first.content), address
        assert dict(again.items()) == dict(first.items()), address
        queries, held = queries_of(address, **{"If-None-Match": first["ETag"]})
        assert (queries, held.status_code, held.content) == (1, 304, b""), address
        assert held["Cache-Control"] == first["Cache-Control"]


def test_each_encoding_is_kept_for_itself(detail: str) -> None:
    plain = ask(detail, **{"Accept-Encoding": ""})
    for _time in range(2):
        for name, unpack in (("br", brotli.decompress), ("gzip", gzip.decompress)):
            packed = ask(detail, **{"Accept-Encoding": name})
            assert (packed["Content-Encoding"], packed["Vary"]) == (name, "Accept-Encoding")
            assert packed["ETag"] == f"W/{plain['ETag']}"
            assert unpack(packed.content) == plain.content
    assert "Content-Encoding" not in ask(detail, **{"Accept-Encoding": "identity"})


def test_head_says_what_get_does_and_has_no_body(detail: str) -> None:
    for _time in range(2):
        head = Client().head(detail)
        assert head.content == b""
        assert head["ETag"] == ask(detail)["ETag"]


def test_what_others_have_sent_is_answered_by_the_page_itself(detail: str) -> None:
    ask(detail)
    assert Client().post(detail).status_code == 405
    assert ask(detail, Host="evil.example").status_code == 400


@pytest.mark.parametrize("address", [HOME, LIST, SITE_MAP])
def test_an_address_that_says_more_than_a_page_reads_is_not_kept(
    full_site: FullSite, address: str
) -> None:
    first = ask(f"{address}?utm_source=news")
    assert not response_cache.answers._kept
    again = ask(f"{address}?utm_source=news", **{"If-None-Match": first["ETag"]})
    assert again.status_code == 304


def hide_by(how: str, page: Any) -> None:
    if how == "unpublish":
        page.unpublish()
    elif how == "restrict":
        PageViewRestriction.objects.create(page=page, restriction_type="login")
    elif how == "expire":
        Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(hours=1))

        call_command("publish_scheduled", verbosity=0)
    else:
        page.delete()


@pytest.mark.parametrize("how", ["unpublish", "restrict", "expire", "delete"])
def test_what_is_hidden_is_gone_at_once(network: Any, detail: str, how: str) -> None:
    title = network.title
    for address in everywhere(detail):
        ask(address)
    assert title in ask(LIST).content.decode()
    hide_by(how, network)
    for address in everywhere(detail):
        held = ask(address).content.decode()
        assert title not in held, address
        assert detail not in held or address == detail, address
    assert ask(detail).status_code in {302, 404, 410}


def rename(page: Any) -> None:
    publish(page, "renamed")


def test_a_new_title_is_seen_everywhere(network: Any, detail: str) -> None:
    before = {address: ask(address) for address in everywhere(detail)}
    rename(network)
    for address in (detail, LIST, SITE_MAP, HOME):
        assert "renamed" in ask(address).content.decode(), address
        held = ask(address, **{"If-None-Match": before[address]["ETag"]})
        assert held.status_code == 200, address


def test_a_moved_page_leaves_its_address(network: Any, detail: str) -> None:
    for address in everywhere(detail):
        ask(address)
    network.slug = "elsewhere"
    network.save_revision().publish()
    actions.settle()
    moved = Document.objects.get(page_id=network.pk).path
    assert ask(detail).status_code in {301, 404}
    for address in (LIST, SITE_MAP, XML):
        text = ask(address).content.decode()
        assert moved in text, address
        assert detail not in text, address


def test_a_renamed_entry_and_the_order_of_entries_are_seen(
    network: Any, detail: str, full_site: FullSite
) -> None:
    first, second = list(Sector.objects.order_by("sort_order", "code"))[:2]
    for sector in (first, second):
        network.sectors.add(sector)
    network.save_revision().publish()
    ask(LIST)
    first.name_en = "Rebuilt sector"
    first.save()
    assert "Rebuilt sector" in ask(LIST).content.decode()
    assert "Rebuilt sector" in ask(detail).content.decode()
    first.sort_order = second.sort_order + 1
    first.save()
    facets = ask(LIST).content.decode().partition('name="facets"')[0]
    names = [facets.find(name) for name in (second.name_en, "Rebuilt sector")]
    assert names == sorted(names)


def banner(text: str, **window: Any) -> None:
    record = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    record.banners = [Banner(language_code="en", text=text, **window)]
    record.save()


def test_a_changed_banner_is_seen_on_every_page(full_site: FullSite, detail: str) -> None:
    pages = [HOME, LIST, SITE_MAP, detail]
    for text in ("first notice", "second notice"):
        banner(text)
        for address in pages:
            assert text in ask(address).content.decode(), address
    SiteSettings.objects.get().delete()
    for address in pages:
        assert "second notice" not in ask(address).content.decode(), address


def test_a_banner_comes_and_goes_by_the_clock(detail: str, monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.now()
    banner("soon", starts_at=now + timedelta(hours=1), ends_at=now + timedelta(hours=2))
    shown = []
    for minutes in (0, 59, 61, 119, 121):
        with monkeypatch.context() as later:
            later.setattr(timezone, "now", lambda minutes=minutes: now + timedelta(minutes=minutes))
            shown.append("soon" in ask(detail).content.decode())
    assert shown == [False, False, True, True, False]


def test_that_a_page_is_old_is_said_from_its_day_on(
    detail: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = Document.objects.get(path=detail)
    body = from_json(bytes(old.body))
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    midnight += timedelta(days=1)
    body["dates"]["outdated_from"] = midnight.date().isoformat()
    old.body = to_json(body)
    old.save()
    cautions = []
    for seconds in (-1, 1):
        with monkeypatch.context() as then:
            moment = midnight + timedelta(seconds=seconds)
            then.setattr(timezone, "now", lambda moment=moment: moment)
            cautions.append(ask(detail).content.decode().count("notice--caution"))
    assert cautions[1] == cautions[0] + 1


def test_what_another_process_has_changed_is_seen(
    network: Any, detail: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = ask(detail)
    ours = response_cache.answers
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(response_cache, "answers", LRUCache(MOST_BYTES))
        rename(network)
        actions.settle()
        ask(detail)
    assert response_cache.answers is ours
    assert "renamed" in ask(detail).content.decode()
    assert ask(detail, **{"If-None-Match": old["ETag"]}).status_code == 200


def test_who_is_signed_in_gets_everybodys_page_and_nobody_gets_theirs(
    full_site: FullSite, network: Any, detail: str
) -> None:
    user = get_user_model().objects.create_superuser("editor", "editor@example.org", "editor")
    editor = Client()
    editor.force_login(user)
    theirs = ask(detail, editor)
    assert theirs.content == ask(detail).content
    assert not theirs.cookies
    PageViewRestriction.objects.create(page=network, restriction_type="login")
    response_cache.forget()
    assert network.title in ask(detail, editor).content.decode()
    assert "no-store" in ask(detail, editor)["Cache-Control"]
    assert not response_cache.answers._kept
    assert network.title not in ask(detail).content.decode()


def test_a_cache_in_front_may_keep_pages_as_long_as_they_hold(detail: str, settings: Any) -> None:
    assert ask(detail)["Cache-Control"] == "public, no-cache"
    settings.SITE_SHARED_SECONDS = 86400
    settings.DELIVERY_CACHE_TAG_HEADER = "Surrogate-Key"
    banner("soon", starts_at=timezone.now() + timedelta(seconds=600))
    for _time in range(2):
        answer = ask(detail)
        seconds = int(answer["Cache-Control"].removeprefix("public, max-age=0, s-maxage="))
        assert 500 < seconds <= 600
        assert answer["Surrogate-Key"] == "pages"


def test_nothing_is_kept_while_templates_are_written(detail: str, settings: Any) -> None:
    settings.DEBUG = True
    ask(detail)
    assert not response_cache.answers._kept
