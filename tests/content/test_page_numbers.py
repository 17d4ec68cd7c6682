"""A page's number never changes, whatever happens to the page, and never passes to another."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from content.models import PageNumber
from home.models import ContentPage
from tests.small_site import SmallSite, add

from .translating import translate


def stored(page: Page) -> ContentPage:
    return ContentPage.objects.get(pk=page.pk)


@pytest.fixture
def page(site: SmallSite) -> ContentPage:
    return add(site.homes["ja"], ContentPage(title="頁", slug="page"))


@pytest.fixture
def other(site: SmallSite) -> ContentPage:
    return add(site.homes["ja"], ContentPage(title="他", slug="other"))


def test_every_page_has_a_number_of_its_own(site: SmallSite) -> None:
    pages = [*site.homes.values(), *site.sections.values()]
    numbers = {page.specific_class.objects.get(pk=page.pk).number for page in pages}
    assert None not in numbers
    assert len(numbers) == len(pages) / 2  # the two languages share theirs


def test_it_survives_what_editors_do(page: ContentPage, other: ContentPage) -> None:
    number = page.number
    first = page.get_latest_revision()
    page.slug, page.title = "renamed", "改題"
    page.save_revision().publish()
    Page.objects.get(pk=page.pk).move(Page.objects.get(pk=other.pk), pos="last-child")
    stored(page).unpublish()
    assert stored(page).number == number
    restored = first.as_object()
    restored.save_revision(previous_revision=first).publish()
    assert (stored(page).slug, stored(page).number) == ("page", number)


def test_a_copy_and_an_alias_get_numbers_of_their_own(page: ContentPage) -> None:
    copy = page.copy(update_attrs={"slug": "copy"})
    alias = page.create_alias(update_slug="alias")
    numbers = {page.number, stored(copy).number, stored(alias).number}
    assert None not in numbers
    assert len(numbers) == 3


def test_a_copied_tree_gets_new_numbers(page: ContentPage) -> None:
    child = add(page, ContentPage(title="子", slug="child"))
    copy = stored(page).copy(recursive=True, update_attrs={"slug": "copy"})
    copied_child = stored(copy.get_children().get())
    assert len({page.number, child.number, stored(copy).number, copied_child.number}) == 4


def test_a_number_is_never_given_out_again(page: ContentPage, site: SmallSite) -> None:
    number = page.number
    stored(page).delete()
    newer = add(site.homes["ja"], ContentPage(title="新", slug="newer"))
    assert newer.number > number
    assert PageNumber.objects.filter(pk=number).exists()


def test_reading_gives_out_no_number(client: Client, page: ContentPage) -> None:
    assert client.get("/ja/page/").status_code == 200
    PageNumber.objects.filter(translation_key=page.translation_key).delete()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert stored(page).number is None
        assert client.get("/ja/page/").status_code == 200
    assert not any(query["sql"].startswith("INSERT") for query in queries)


def test_an_unsaved_page_has_none(site: SmallSite) -> None:
    assert ContentPage(title="未", slug="new", locale=site.homes["ja"].locale).number is None


def test_a_translation_keeps_it_when_its_source_is_deleted(page: ContentPage) -> None:
    target = translate(page)
    stored(page).delete()
    assert stored(target).number == page.number


def test_two_writers_at_once_are_given_the_same_number(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second one looks before the first has written, and writes after."""
    key = uuid4()
    first = PageNumber.objects.issue(key)
    look = QuerySet.get
    looks: list[object] = []

    def look_too_early(queryset: Any, *args: Any, **kwargs: Any) -> Any:
        looks.append(kwargs)
        if len(looks) == 1:
            raise PageNumber.DoesNotExist
        return look(queryset, *args, **kwargs)

    monkeypatch.setattr(QuerySet, "get", look_too_early)
    assert PageNumber.objects.issue(key) == first
    assert len(looks) == 2
