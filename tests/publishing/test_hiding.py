"""What is about to be hidden is taken away before it is, whatever happens afterwards."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from wagtail.models import Page, PageViewRestriction

from home.models import ContentPage
from publishing import handlers
from publishing.models import Document, Pending
from publishing.writing import actions

from ..small_site import SmallSite, add
from .test_storing import delete, expire, restrict, restrict_ancestor, unpublish

pytestmark = pytest.mark.django_db


def move_below_what_is_restricted(page: Page) -> None:
    home = page.get_parent().get_parent()
    closed = add(home, ContentPage(title="closed", slug="closed"))
    PageViewRestriction.objects.create(page=closed.page_ptr, restriction_type="login")
    page.move(closed, pos="last-child")


@pytest.mark.parametrize(
    "hide",
    [unpublish, delete, restrict, restrict_ancestor, expire, move_below_what_is_restricted],
)
def test_what_is_hidden_is_taken_away_even_if_nothing_follows(
    site: SmallSite, monkeypatch: pytest.MonkeyPatch, hide: Callable[[Page], None]
) -> None:
    shelf = add(site.homes["ja"], ContentPage(title="shelf", slug="shelf"))
    page = add(shelf, ContentPage(title="page", slug="page"))
    link = [{"type": "related_pages", "value": {"title": "", "pages": [page.pk]}}]
    add(site.homes["ja"], ContentPage(title="linking", slug="linking", body=link))
    actions.settle()
    assert Document.objects.filter(page_id=page.pk).exists()
    monkeypatch.setattr(handlers, "record", lambda *_names: None)  # as if it died before
    hide(page)
    assert not Document.objects.filter(page_id=page.pk).exists()
    monkeypatch.undo()
    actions.repair()
    assert actions.verify() == []
    assert not Pending.objects.exists()


def test_a_draft_takes_nothing_away(site: SmallSite) -> None:
    page = add(site.homes["ja"], ContentPage(title="page", slug="page"))
    actions.settle()
    page.title = "Draft"
    page.save_revision()
    assert Document.objects.filter(page_id=page.pk).exists()


def test_what_cannot_be_taken_away_yet_is_hidden_all_the_same(
    site: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = add(site.homes["ja"], ContentPage(title="page", slug="page"))
    actions.settle()

    def fail() -> None:
        raise ValueError

    with monkeypatch.context() as patch:
        patch.setattr("publishing.writing.hiding.Writer", fail)
        page.unpublish()
    assert not ContentPage.objects.get(pk=page.pk).live
    actions.settle()
    assert not Document.objects.filter(page_id=page.pk).exists()
