"""The cache in front is told what has changed, each thing once, whatever fails in between."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from math import ceil
from threading import Thread
from typing import Any

import pytest
from wagtail.models import Site

from home.models import ContentPage, SiteSettings
from publishing.followers import purging
from publishing.models import Change, Document, Follower
from publishing.writing import actions

from ..small_site import SmallSite, add

pytestmark = pytest.mark.django_db


class Cache:
    """A cache that notes what it is told to forget."""

    def __init__(self) -> None:
        self.told: list[set[str]] = []
        self.status = 200
        cache = self

        class Handler(BaseHTTPRequestHandler):
            def do_BAN(self) -> None:
                cache.told.append(set(self.headers["Surrogate-Key"].split()))
                self.send_response(cache.status)
                self.end_headers()

            def log_message(self, *_arguments: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/"


@pytest.fixture
def front(settings: Any) -> Iterator[Cache]:
    cache = Cache()
    Thread(target=cache.server.serve_forever, daemon=True).start()
    settings.CACHE_PURGE_URL = cache.address
    yield cache
    cache.server.shutdown()
    cache.server.server_close()


@pytest.fixture
def site(db: None) -> SmallSite:
    site = SmallSite()
    actions.settle()
    return site


def publish(site: SmallSite, slug: str) -> Document:
    page = add(site.homes["ja"], ContentPage(title=slug, slug=slug))
    actions.settle()
    return Document.objects.get(page_id=page.pk)


def test_what_changed_is_named_once(site: SmallSite, front: Cache) -> None:
    purging.purge()
    front.told.clear()
    document = publish(site, "new")
    purging.purge()
    (names,) = front.told
    assert purging.document_tag(document.number, "ja") in names
    assert {"lists-ja", "changes", "redirects"} <= names
    # The front page lists its children, so it changed too; the other language did not.
    home = Document.objects.get(path="/ja/")
    assert purging.document_tag(home.number, "ja") in names
    assert not {name for name in names if name.endswith("-en") and name.startswith("document")}
    purging.purge()
    assert len(front.told) == 1


def test_what_could_not_be_told_is_told_later(
    site: SmallSite, front: Cache, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    purging.purge()
    document = publish(site, "new")
    front.status = 500
    purging.purge()
    settings.CACHE_PURGE_URL = "http://127.0.0.1:9/"
    purging.purge()
    assert "was not told" in caplog.text
    settings.CACHE_PURGE_URL, front.status = front.address, 200
    front.told.clear()
    purging.purge()
    assert purging.document_tag(document.number, "ja") in front.told[0]


def test_a_cache_that_is_far_behind_forgets_everything(
    site: SmallSite, front: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(purging, "TOO_MANY", 2)
    purging.purge()
    assert front.told == [{purging.EVERYTHING}]
    purging.purge()
    assert len(front.told) == 1


def test_whoever_is_late_takes_nothing_back_that_another_has_told(
    site: SmallSite, front: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    purging.purge()
    publish(site, "new")
    real, further = purging.tell, Follower.objects.get(name=purging.NAME).sequence + 10_000

    def tell_while_another_is_ahead(names: Iterable[str]) -> None:
        Follower.objects.update(sequence=further)
        real(names)

    monkeypatch.setattr(purging, "tell", tell_while_another_is_ahead)
    purging.purge()
    assert Follower.objects.get(name=purging.NAME).sequence == further


def test_the_cache_is_told_in_parts_of_a_bounded_size(
    site: SmallSite, front: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(purging, "BATCH", 2)
    lines = Change.objects.count()
    purging.purge()
    assert len(front.told) == ceil(lines / 2)
    assert (
        Follower.objects.get(name=purging.NAME).sequence
        == Change.objects.order_by("sequence").last().sequence
    )


def test_pages_are_forgotten_when_only_settings_have_changed(site: SmallSite, front: Cache) -> None:
    purging.purge()
    front.told.clear()
    SiteSettings.for_site(Site.objects.get(is_default_site=True)).save()
    actions.settle()
    purging.purge()
    purging.purge()
    assert front.told == [{purging.PAGES}]


def test_without_a_cache_nothing_is_followed(site: SmallSite) -> None:
    purging.purge()
    assert not Follower.objects.exists()
