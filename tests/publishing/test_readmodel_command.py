"""``manage.py readmodel``: what it says, and with which outcome it ends."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command

from home.models import ContentPage
from publishing.models import Change, Document, Facet, Pending
from publishing.writing import actions

from ..small_site import SmallSite, add
from .test_handlers import break_rendering

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(settled_site: SmallSite) -> ContentPage:
    page = add(settled_site.homes["ja"], ContentPage(title="Page", slug="page"))
    actions.settle()
    return page


def run(verb: str) -> str:
    said = io.StringIO()
    call_command("readmodel", verb, stdout=said)
    return said.getvalue()


def spoil(page: ContentPage) -> None:
    """Let a document say what its page does not, lose one and keep one too many."""
    Document.objects.filter(page_id=page.pk).update(title="Wrong", etag="wrong")
    Facet.objects.filter(document__page_id=page.pk).delete()
    Document.objects.filter(page_id=page.get_parent().pk).delete()
    hidden = add(page.get_parent().specific, ContentPage(title="Hidden", slug="hidden"))
    actions.settle()
    ContentPage.objects.filter(pk=hidden.pk).update(live=False)


def test_verify_finds_nothing_where_nothing_is_wrong(page: ContentPage) -> None:
    assert run("verify")


def test_verify_names_each_difference_and_changes_nothing(page: ContentPage) -> None:
    spoil(page)
    documents = list(Document.objects.order_by("pk").values())
    with pytest.raises(CommandError, match="repair"):
        run("verify")
    found = {difference.page_id: difference.what for difference in actions.verify()}
    assert found[page.pk] == "title, etag, facets"
    assert {"is not public and has a document"} <= set(found.values())
    assert list(Document.objects.order_by("pk").values()) == documents


def test_repair_mends_each_difference(page: ContentPage) -> None:
    spoil(page)
    assert f"page {page.pk}: title, etag, facets" in run("repair")
    assert run("verify")
    assert Change.objects.filter(kind=Change.Kind.TOMBSTONE).count() == 1


def test_rebuild_renders_everything_without_a_change_for_readers(page: ContentPage) -> None:
    changes = Change.objects.count()
    before = dict(Document.objects.values_list("page_id", "etag"))
    run("rebuild")
    assert dict(Document.objects.values_list("page_id", "etag")) == before
    assert Change.objects.count() == changes


def test_rebuild_fills_an_empty_read_model(page: ContentPage) -> None:
    before = dict(Document.objects.values_list("page_id", "etag"))
    Document.objects.all().delete()
    run("rebuild")
    assert dict(Document.objects.values_list("page_id", "etag")) == before
    assert run("verify")


def test_settle_does_what_waits(page: ContentPage) -> None:
    page.title = "Changed"
    page.save()
    assert run("settle")
    assert Document.objects.get(page_id=page.pk).title == "Changed"


def test_settle_and_repair_report_what_cannot_be_rendered(
    page: ContentPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_rendering(monkeypatch, page.pk)
    page.title = "Changed"
    page.save()
    with pytest.raises(CommandError, match="1 pages could not be rendered"):
        run("settle")
    assert Pending.objects.get().error
