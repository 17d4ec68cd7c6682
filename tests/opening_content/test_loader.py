"""Runs on a fresh site: everything is put there once, linked and published."""

from __future__ import annotations

from collections import Counter
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from wagtail.models import Page, Site

from cms.management.commands import load_opening_content
from cms.management.opening_content.loader import LoadOutcome

from .conftest import ENTRIES, PAGES, Folder, find, snapshot

pytestmark = pytest.mark.django_db

#: However much content there is: one query for each kind of thing.
QUERIES_WHEN_NOTHING_CHANGED = 12


def test_a_first_run_creates_and_publishes_everything(folder: Folder) -> None:
    outcomes = folder.load()
    assert set(outcomes.values()) == {LoadOutcome.CREATED}
    assert len(outcomes) == PAGES + ENTRIES + 1
    pages = Page.objects.filter(depth__gt=1)
    assert [page.slug for page in pages if not page.live] == []
    assert pages.count() == PAGES


def test_the_languages_are_translations_of_each_other(folder: Folder) -> None:
    folder.load()
    for slug in ("about", "net", "one"):
        japanese, english = find(slug, "ja"), find(slug, "en")
        assert japanese.translation_key == english.translation_key
        assert (japanese.locale.language_code, english.locale.language_code) == ("ja", "en")
        assert japanese.url != english.url
    assert find("ja", "ja").translation_key == find("en", "en").translation_key


def test_pages_get_their_fields(folder: Folder) -> None:
    folder.load()
    network = find("one", "ja")
    assert (network.title, network.founded_year) == ("一つ目", 1990)
    assert [sector.code for sector in network.sectors.all()] == ["water"]
    assert network.secretariat_city.code == "kita"
    assert [tag.name for tag in network.tags.all()] == ["試験"]
    about = find("about", "en")
    assert about.show_in_menus
    assert about.listing_image.alt("en") == "A desk"
    assert [entry.page_id for entry in find("en", "en").featured.all()] == [
        find("one", "en").pk,
        about.pk,
    ]


def test_links_lead_to_the_page_of_the_same_language(folder: Folder) -> None:
    folder.load()
    for language in ("ja", "en"):
        text, links = find("about", language).body
        target = find("one", language)
        assert f'linktype="page" id="{target.pk}"' in text.value.source
        assert links.value["links"][0]["page"].pk == target.pk


def test_the_site_begins_at_the_japanese_home_page(folder: Folder) -> None:
    folder.load()
    assert Site.objects.get(is_default_site=True).root_page == find("ja", "ja").page_ptr
    assert not Page.objects.filter(slug="home", depth=2).exists()


def test_a_second_run_changes_nothing_in_few_queries(
    folder: Folder, django_assert_max_num_queries: Any
) -> None:
    folder.load()
    before = snapshot()
    with django_assert_max_num_queries(QUERIES_WHEN_NOTHING_CHANGED):
        outcomes = folder.load()
    assert set(outcomes.values()) == {LoadOutcome.UNCHANGED}
    assert snapshot() == before


def test_a_check_writes_nothing_and_tells_what_a_run_does(folder: Folder) -> None:
    before = snapshot()
    told = folder.load(check=True)
    assert snapshot() == before
    assert told == folder.load()


def test_a_check_before_an_update_does_so_too(folder: Folder) -> None:
    folder.load()
    folder.replace("networks", "A summary.", "Another summary.")
    before = snapshot()
    told = folder.load(check=True)
    assert snapshot() == before
    assert told == folder.load()
    assert Counter(told.values())[LoadOutcome.UPDATED] == 1


def test_an_update_reaches_the_language_that_changed_and_no_other(folder: Folder) -> None:
    folder.load()
    japanese = find("one", "ja")
    folder.replace("networks", "A summary.", "Another summary.")
    assert folder.load()["net/one:en"] is LoadOutcome.UPDATED
    english = find("one", "en")
    assert (english.summary, english.live) == ("Another summary.", True)
    assert find("one", "ja").latest_revision_id == japanese.latest_revision_id


def test_the_command_counts_and_names_what_needs_a_look(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load_opening_content, "read_content", folder.read)
    first, second = StringIO(), StringIO()
    call_command("load_opening_content", stdout=first)
    assert f"pages: {PAGES} created" in first.getvalue()
    find("one", "en").delete()
    call_command("load_opening_content", check=True, stdout=second)
    assert "net/one:en: left deleted" in second.getvalue()
    assert f"pages: {PAGES - 1} unchanged, 1 left deleted" in second.getvalue()
