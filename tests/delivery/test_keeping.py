"""Answers kept in memory: given again while nothing has changed, and not a moment longer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from delivery.access import actions as token_actions
from delivery.models import Scope
from home.models import ContentPage
from http_cache import response_cache
from http_cache.conditional import Validator
from http_cache.response_cache import OVERHEAD, CachedResponse, LRUCache
from publishing.models import Document, Ledger
from publishing.writing import actions
from tests.publishing.full_site import FullSite
from tests.small_site import add

from .conftest import Reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def number(published: FullSite) -> int:
    number = int(published.pages["network", "ja"].specific.number)
    # What has just changed is not kept: it gets a header more in a second.
    before = timezone.now() - timedelta(minutes=1)
    Document.objects.update(changed_at=before)
    return number


@pytest.fixture
def network(published: FullSite) -> Any:
    return Page.objects.get(pk=published.pages["network", "ja"].pk).specific


def queries_of(reader: Reader, address: str, **headers: str) -> tuple[int, Any]:
    with CaptureQueriesContext(connection) as captured:
        response = reader.get(address, **headers)
    return len(captured), response


def kept_addresses(number: int) -> list[str]:
    return [
        f"/pages/{number}/",
        f"/pages/{number}/?fields=title",
        f"/pages/{number}/?locale=en&fallback=ja",
        "/pages/?facets=country",
        f"/resolve/?path={Document.objects.get(number=number, locale='ja').path}",
        "/navigation/",
        "/vocabularies/cities/",
        "/changes/",
    ]


def rename(page: Any, title: str = "renamed") -> None:
    page.title = title
    page.save_revision().publish()
    actions.settle()


def test_the_same_answer_is_given_again_after_one_query(reader: Reader, number: int) -> None:
    for address in kept_addresses(number):
        first = reader.get(address)
        queries, again = queries_of(reader, address)
        assert queries == 1, address
        assert again.content == first.content
        differing = {"X-Request-Id"}
        assert {name: again[name] for name in again.headers if name not in differing} == {
            name: first[name] for name in first.headers if name not in differing
        }
        queries, head = queries_of(reader, address, **{"If-None-Match": first["ETag"]})
        assert (queries, head.status_code) == (1, 304), address


def test_each_encoding_is_kept_for_itself(reader: Reader, number: int) -> None:
    address = f"/pages/{number}/"
    for _time in range(2):
        for accepted, encoding in (("br", "br"), ("gzip", "gzip"), ("identity", None)):
            answer = reader.get(address, **{"Accept-Encoding": accepted})
            assert answer.headers.get("Content-Encoding") == encoding


def test_only_what_the_change_log_and_documents_say_is_kept(
    reader: Reader, published: FullSite
) -> None:
    for address in ("/site/", "/redirects/", "/resolve/?path=/", "/suggest/?q=a", "/pages/?x=1"):
        reader.get(address)
    assert not response_cache.answers._kept


def test_what_changes_is_seen_at_once(reader: Reader, number: int, network: Any) -> None:
    addresses = [
        f"/pages/{number}/",
        f"/pages/{number}/?fields=title",
        "/pages/?type=network&sort=-updated",
        f"/resolve/?path={Document.objects.get(number=number, locale='ja').path}",
        "/navigation/?depth=4",
    ]
    before = {address: reader.get(address) for address in addresses}
    rename(network)
    for address, old in before.items():
        now = reader.get(address)
        assert "renamed" in now.content.decode(), address
        conditional = reader.get(address, **{"If-None-Match": old["ETag"]})
        assert conditional.status_code == 200, address


def test_what_another_page_changes_leaves_a_page_alone(
    reader: Reader, number: int, published: FullSite
) -> None:
    first = reader.get(f"/pages/{number}/")
    add(published.homes["en"], ContentPage(title="elsewhere", slug="elsewhere"))
    actions.settle()
    queries, again = queries_of(reader, f"/pages/{number}/")
    assert (queries, again.content) == (1, first.content)


def test_a_page_that_comes_in_the_language_asked_for_replaces_its_fallback(
    reader: Reader, published: FullSite
) -> None:
    only_japanese = Document.objects.get(title="日本語のみ")
    Document.objects.update(changed_at=timezone.now() - timedelta(minutes=1))
    address = f"/pages/{only_japanese.number}/?locale=en&fallback=ja"
    assert reader.read(address)["is_fallback"]
    twin = ContentPage(title="now in English", slug="now-in-english")
    page = Page.objects.get(pk=only_japanese.page_id).specific
    twin.number = page.number
    add(published.homes["en"], twin, twin=page)
    actions.settle()
    assert reader.read(address)["title"] == "now in English"


@pytest.mark.parametrize("hide", ["unpublish", "restrict", "delete"])
def test_what_is_hidden_is_gone_at_once(
    reader: Reader, number: int, network: Any, hide: str
) -> None:
    path = Document.objects.get(number=number, locale="ja").path
    addresses = [f"/pages/{number}/", "/pages/?type=network", "/navigation/?depth=4"]
    title = network.title
    for address in [*addresses, f"/resolve/?path={path}"]:
        assert title in reader.get(address).content.decode()
    if hide == "unpublish":
        network.unpublish()
    elif hide == "restrict":
        PageViewRestriction.objects.create(page=network, restriction_type="login")
    else:
        network.delete()
    for address in [*addresses, f"/resolve/?path={path}"]:
        assert title not in reader.get(address).content.decode(), address
    assert reader.get(f"/pages/{number}/").status_code == 404


def test_what_time_changes_is_not_kept_longer(
    reader: Reader, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = Document.objects.get(number=number, locale="ja")
    soon = timezone.now() + timedelta(hours=1)
    Document.objects.filter(pk=document.pk).update(fresh_until=soon)
    Ledger.objects.update(next_due=soon)
    later = timezone.now() + timedelta(hours=2)
    for address in (f"/pages/{number}/", f"/resolve/?path={document.path}", "/navigation/"):
        reader.get(address)
        assert queries_of(reader, address)[0] == 1
        refreshed: list[str] = []
        with monkeypatch.context() as patched:
            patched.setattr(timezone, "now", lambda: later)
            patched.setattr(actions, "refresh", lambda refreshed=refreshed: refreshed.append("yes"))
            reader.get(address)
        assert refreshed == ["yes"], address


def test_what_has_just_changed_is_kept_when_its_second_is_over(
    reader: Reader, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = timezone.now()
    Document.objects.update(changed_at=now)
    monkeypatch.setattr(timezone, "now", lambda: now)
    assert "Last-Modified" not in reader.get(f"/pages/{number}/")
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(seconds=2))
    assert "Last-Modified" in reader.get(f"/pages/{number}/")


def test_queries_are_few_when_what_is_kept_no_longer_holds(
    reader: Reader, number: int, network: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Knowing that it does not costs one; what that has read is not read again."""
    detail, listing = f"/pages/{number}/", "/pages/?type=network&facets=country"
    reader.get(detail), reader.get(listing)
    rename(network)
    Document.objects.update(changed_at=timezone.now() - timedelta(minutes=1))
    assert queries_of(reader, detail)[0] == 2
    assert queries_of(reader, listing)[0] == 3
    rename(network, "renamed again")
    with monkeypatch.context() as elsewhere:  # another process, which has not kept the old one
        elsewhere.setattr(response_cache, "answers", LRUCache(response_cache.MOST_BYTES))
        held = reader.get(detail)["ETag"]
    queries, answer = queries_of(reader, detail, **{"If-None-Match": held})
    assert (queries, answer.status_code) == (1, 304)


def test_a_client_that_only_asks_whether_something_changed_is_answered_from_memory(
    reader: Reader, number: int
) -> None:
    address = f"/pages/{number}/"
    whole = reader.get(address)
    response_cache.forget()
    for _time in range(2):
        again = reader.get(address, **{"If-None-Match": whole["ETag"]})
        assert again.status_code == 304
    [kept] = response_cache.answers._kept.values()
    assert kept.content is None
    assert reader.get(address).content == whole.content
    assert reader.get(address, **{"If-None-Match": '"other"'}).content == whole.content
    [kept] = response_cache.answers._kept.values()
    assert kept.content == whole.content


def test_tokens_are_looked_at_each_time(reader: Reader, number: int) -> None:
    address = f"/pages/{number}/"
    reader.get(address)
    assert reader.get(address, Authorization="Bearer wrong").status_code == 401
    _token, text = token_actions.issue_token(
        "reader", [Scope.READ_PUBLISHED], timezone.now() + timedelta(days=1), None
    )
    response_cache.forget()
    assert reader.get(address, Authorization=f"Bearer {text}").status_code == 200
    assert not response_cache.answers._kept


def test_who_asks_too_often_waits_for_kept_answers_too(
    reader: Reader, number: int, settings: Any
) -> None:
    settings.DELIVERY_READS_PER_MINUTE = 2
    japanese = {"Accept-Language": "ja"}
    answers = [reader.get(f"/pages/{number}/", **japanese) for _ in range(6)]
    refused = [answer.json() for answer in answers if answer.status_code == 429]
    # A minute may end in between: then there are two good answers more.
    assert len(refused) >= 2
    assert "秒" in refused[0]["detail"]


def kept(size: int) -> CachedResponse:
    return CachedResponse(Validator(None, lambda: None), "", None, {}, b"x" * (size - OVERHEAD))


def test_what_nobody_asks_for_makes_room() -> None:
    keep = LRUCache(4 * OVERHEAD)
    for name in ("a", "b", "c"):
        keep.put((name, "", ""), kept(OVERHEAD))
    keep.get(("a", "", ""))
    keep.put(("d", "", ""), kept(2 * OVERHEAD))
    assert [name for name, _query, _encoding in keep._kept] == ["c", "a", "d"]
    keep.put(("a", "", ""), kept(2 * OVERHEAD))
    assert [name for name, _query, _encoding in keep._kept] == ["d", "a"]
    keep.put(("too large", "", ""), kept(5 * OVERHEAD))
    assert not keep._kept
    assert keep._bytes == 0
