"""Dragging a page among its siblings: the order that was meant, at the same cost for any number."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from content import reordering
from home.models import ContentPage
from publishing import middleware
from publishing.models import Document
from publishing.writing import actions, outbox
from tests.small_site import SmallSite, add

pytestmark = pytest.mark.django_db
#: More than this in a request is too much, however many pages stand there.
MOST_QUERIES = 60


def shelf(site: SmallSite, count: int) -> ContentPage:
    """Return a page with others below it, one of which has a page of its own."""
    top = add(site.homes["ja"], ContentPage(title="shelf", slug=f"shelf-{count}"))
    for number in range(count):
        add(top, ContentPage(title=f"{number}", slug=f"below-{number}"))
    second = Page.objects.get(slug="below-1", path__startswith=top.path)
    add(second, ContentPage(title="deep", slug="deep"))
    actions.settle()
    return top


def titles(top: Page) -> list[str]:
    return list(Page.objects.child_of(top).order_by("path").values_list("title", flat=True))


def drag(client: Client, top: Page, title: str, position: int | None) -> int:
    """Drop a page of a title at a place, the last one for ``None``; return how many queries."""
    page = Page.objects.child_of(top).get(title=title)
    address = reverse("wagtailadmin_pages:set_page_position", args=[page.pk])
    actions.settle()
    query = "" if position is None else f"?position={position}"
    with CaptureQueriesContext(
        connection,
    ) as found:
        answer = client.post(f"{address}{query}")
    assert answer.status_code == 200
    return sum("SAVEPOINT" not in query["sql"] for query in found)


#: Who is dropped where, one after the other, and how the pages stand then.
DROPS: tuple[tuple[str, int | None, str], ...] = (
    ("0", 3, "1 2 3 0 4"),
    ("4", 0, "4 1 2 3 0"),
    ("3", 1, "4 3 1 2 0"),
    ("1", 3, "4 3 2 1 0"),
    ("4", None, "3 2 1 0 4"),
    ("2", 1, "3 2 1 0 4"),
    ("3", 99, "2 1 0 4 3"),
)


def test_a_page_stands_where_it_was_dropped(
    site: SmallSite, admin_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    top = shelf(site, 5)
    for title, position, expected in DROPS:
        drag(admin_client, top, title, position)
        assert titles(top) == expected.split(), title
    monkeypatch.setattr(reordering, "TOGETHER", 2)
    drag(admin_client, top, "3", 0)
    assert titles(top) == ["3", "2", "1", "0", "4"]
    assert Page.objects.get(slug="deep").get_parent().title == "1"
    assert Page.find_problems() == ([], [], [], [], [])
    actions.settle()
    assert actions.verify() == []
    positions = Document.objects.filter(parent_id=top.pk).order_by("position")
    assert list(positions.values_list("title", flat=True)) == ["3", "2", "1", "0", "4"]


def test_the_number_of_siblings_does_not_count(
    site: SmallSite, admin_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    few, many = shelf(site, 3), shelf(site, 9)
    drag(admin_client, few, "1", 0)  # what is read once
    monkeypatch.setattr(middleware, "settle_later", outbox.take_own)  # it is the background's
    first = drag(admin_client, few, "2", 0)
    assert first <= MOST_QUERIES
    assert drag(admin_client, many, "8", 0) == first
