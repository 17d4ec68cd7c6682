"""The catalogue follows the change log, and notices when that is another one."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any
from unittest.mock import Mock

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from home.models import ContentPage
from publishing.models import Change, Document, Ledger
from publishing.reading import catalogue, fetching
from publishing.reading.selections import Selection
from publishing.reading.snapshot import Snapshot
from publishing.writing import actions

from ..small_site import add
from .full_site import FullSite

pytestmark = pytest.mark.django_db

COLUMNS = ("title", "pk")
KEYS = ("type", "section", "country", "city", "sector", "kind", "network", "year", "state", "tag")


@pytest.fixture(scope="module")
def full_site_of_module(full_site_of_module: FullSite) -> FullSite:
    """The full site, published."""
    actions.settle()
    return full_site_of_module


def told(snapshot: Snapshot) -> Any:
    """Everything that a snapshot says."""
    now = timezone.now()
    documents = Selection.everything(snapshot)
    return (
        snapshot.sequence,
        snapshot.changed_at,
        sorted((entry for entry in documents), key=lambda entry: entry.pk),
        [entry.pk for entry in documents.ordered(COLUMNS)],
        [
            Selection.in_language(snapshot, locale).counted(
                KEYS, {"sector": ["waste"]}, now, locale
            )
            for locale in ("ja", "en")
        ],
    )


def told_without_order(snapshot: Snapshot) -> Any:
    sequence, changed_at, entries, order, counts = told(snapshot)
    facets = [frozenset(entry.facets) for entry in entries]
    plain = [{**entry_members(entry), "facets": None} for entry in entries]
    return sequence, changed_at, plain, facets, order, counts


def entry_members(entry: Any) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in entry.__slots__}


def queries_of(ask: Any) -> int:
    with CaptureQueriesContext(connection) as captured:
        ask()
    return len(captured)


def test_it_holds_what_is_stored(full_site: FullSite) -> None:
    snapshot = catalogue.current()
    assert snapshot.sequence == Ledger.objects.get(pk=1).last_sequence > 0
    for document in Document.objects.all():
        entry = snapshot.entry(document.pk)
        assert entry is not None
        for name, value in entry_members(entry).items():
            if name != "facets":
                assert value == getattr(document, name), name
        assert {
            (one.key, one.value, one.label, one.starts_at, one.ends_at) for one in entry.facets
        } == {
            (one.key, one.value, one.label, one.starts_at, one.ends_at)
            for one in document.facets.all()
        }
    assert len(snapshot) == Document.objects.count()


def test_it_follows_whatever_happens(full_site: FullSite) -> None:
    home = full_site.homes["ja"]
    network = full_site.pages["network", "ja"]

    def rename() -> None:
        page = Page.objects.get(pk=network.pk).specific
        page.title = "renamed"
        page.save_revision().publish()

    def take_down() -> None:
        Page.objects.get(pk=network.pk).specific.unpublish()

    happenings = {
        "a page comes": lambda: add(home, ContentPage(title="new", slug="new")),
        "a page is renamed": rename,
        "a page moves": lambda: Page.objects.get(pk=network.pk).move(
            Page.objects.get(pk=home.pk), "first-child"
        ),
        "a page goes": lambda: Page.objects.get(pk=full_site.pages["measure", "ja"].pk).delete(),
        "a page is taken down": take_down,
    }
    known = catalogue.current()
    list(Selection.everything(known).ordered(COLUMNS))
    for name, happen in happenings.items():
        happen()
        actions.settle()
        followed = catalogue.followed_by(known)
        assert followed is not None, name
        assert followed.sequence > known.sequence, name
        assert told_without_order(followed) == told_without_order(catalogue.read()), name
        known = followed


def test_following_takes_one_query_and_asking_again_none_but_the_ledger(
    full_site: FullSite,
) -> None:
    catalogue.current()
    assert queries_of(catalogue.current) == 1
    add(full_site.homes["ja"], ContentPage(title="new", slug="new"))
    actions.settle()
    assert queries_of(catalogue.current) == 2
    assert queries_of(catalogue.current) == 1
    at = fetching.newest()
    assert queries_of(lambda: catalogue.current(at)) == 0


def test_what_it_was_stays_as_it_was(full_site: FullSite) -> None:
    before = catalogue.current()
    said = told(before)
    add(full_site.homes["ja"], ContentPage(title="new", slug="new"))
    actions.settle()
    assert len(catalogue.current()) == len(before) + 1
    assert told(before) == said


def test_a_change_taken_back_is_forgotten(full_site: FullSite) -> None:
    """As when a database is restored: the log ends earlier, and goes on otherwise."""
    said = told(catalogue.current())
    with transaction.atomic():
        add(full_site.homes["ja"], ContentPage(title="taken back", slug="taken-back"))
        actions.settle()
        assert "taken back" in {entry.title for entry in Selection.everything(catalogue.current())}
        transaction.set_rollback(True)
    assert told(catalogue.current()) == said


def test_another_log_of_the_same_length_is_noticed(full_site: FullSite) -> None:
    def add_page(title: str) -> None:
        add(full_site.homes["ja"], ContentPage(title=title, slug="page"))
        actions.settle()

    with transaction.atomic():
        add_page("one")
        first = catalogue.current()
        transaction.set_rollback(True)
    add_page("two")
    assert fetching.newest().sequence == first.sequence
    titles = {entry.title for entry in Selection.everything(catalogue.current())}
    assert "two" in titles
    assert "one" not in titles


def test_a_log_that_was_cut_off_is_no_reason_to_guess(full_site: FullSite) -> None:
    catalogue.current()
    number = Document.objects.filter(locale="ja").values_list("number", flat=True)[0]
    last = Ledger.objects.get(pk=1).last_sequence
    Change.objects.all().delete()
    Document.objects.filter(number=number).delete()
    Change.objects.create(
        sequence=last + 5, kind="upsert", number=0, locale="ja", happened_at=timezone.now()
    )
    Ledger.objects.filter(pk=1).update(last_sequence=last + 5)
    assert len(catalogue.current()) == Document.objects.count()


def test_more_changes_than_are_followed_are_read_anew(
    full_site: FullSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue, "MOST_CHANGES", 2)
    catalogue.current()
    for slug in ("one", "two", "three"):
        add(full_site.homes["ja"], ContentPage(title=slug, slug=slug))
    actions.settle()
    assert told_without_order(catalogue.current()) == told_without_order(catalogue.read())


@pytest.mark.parametrize(("further", "is_followed"), [(3, True), (4, False)])
def test_the_last_line_of_the_window_is_followed_and_none_beyond(
    full_site: FullSite, monkeypatch: pytest.MonkeyPatch, further: int, is_followed: bool
) -> None:
    monkeypatch.setattr(catalogue, "MOST_CHANGES", 3)
    actions.settle()
    known = catalogue.current()
    document = Document.objects.get(page_id=full_site.pages["measure", "ja"].pk)
    Document.objects.filter(pk=document.pk).update(title="in the last line")
    now = timezone.now()
    lines = [
        Change(
            sequence=known.sequence + number,
            kind="upsert",
            number=document.number,
            locale=document.locale,
            happened_at=now,
        )
        for number in range(1, further + 1)
    ]
    Change.objects.bulk_create(lines)
    Ledger.objects.filter(pk=1).update(last_sequence=lines[-1].sequence)
    read = Mock(side_effect=catalogue.read)
    monkeypatch.setattr(catalogue, "read", read)
    found = catalogue.current()
    assert (found.sequence, read.called) == (lines[-1].sequence, not is_followed)
    entry = found.entry(document.pk)
    assert entry is not None
    assert entry.title == "in the last line"


def test_without_a_log_everything_is_read_each_time(db: None) -> None:
    for model in (Ledger, Change, Document):
        model.objects.all().delete()
    assert len(catalogue.current()) == 0
    now = timezone.now()
    Document.objects.create(
        page_id=1,
        number=1,
        locale="ja",
        translation_key="0" * 31 + "1",
        body=b"",
        card=b"",
        last_published_at=now,
        rendered_at=now,
        changed_at=now - timedelta(days=1),
    )
    assert len(catalogue.current()) == 1


def test_many_threads_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made = Snapshot.of([], 7, timezone.now())
    at = fetching.Newest(7, made.changed_at)
    reads: list[int] = []
    found: list[Snapshot] = []
    everybody_waits = threading.Barrier(5)

    class Lock:
        """Tells when everybody is at it."""

        lock = threading.Lock()

        def __enter__(self) -> None:
            everybody_waits.wait(10)
            self.lock.acquire()

        def __exit__(self, *_error: object) -> None:
            self.lock.release()

    def read() -> Snapshot:
        reads.append(1)
        return made

    threads = [
        threading.Thread(target=lambda: found.append(catalogue.current(at))) for _ in range(4)
    ]
    with monkeypatch.context() as patched:
        patched.setattr(catalogue, "_lock", Lock())
        patched.setattr(catalogue, "read", read)
        patched.setattr(catalogue, "_kept", None)
        for thread in threads:
            thread.start()
        everybody_waits.wait(10)
        for thread in threads:
            thread.join()
    assert found == [made] * 4
    assert len(reads) == 1
