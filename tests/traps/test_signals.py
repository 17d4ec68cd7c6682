"""What Wagtail says, and does not say, when a page changes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page, PageLogEntry
from wagtail.signals import page_published

from networks.models import NetworkPage
from tests.small_site import SmallSite

from .conftest import Heard, stored


def test_publishing_is_not_atomic(group: NetworkPage) -> None:
    alias = stored(group).create_alias(update_slug="mirror")

    def fail(**_kwargs: Any) -> None:
        raise RuntimeError

    page = stored(group)
    page.title = "新しい題名"
    revision = page.save_revision()
    lines = PageLogEntry.objects.filter(page=page, action="wagtail.publish")
    before = lines.count()
    page_published.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            revision.publish()
    finally:
        page_published.disconnect(fail)
    assert stored(group).title == "新しい題名"
    assert lines.count() == before
    assert stored(alias).title == "連合"


def test_a_scheduled_page_is_announced_as_published(group: NetworkPage, heard: Heard) -> None:
    page = NetworkPage(title="予定", slug="later", live=False)
    page.go_live_at = timezone.now() + timedelta(days=1)
    stored(group).add_child(instance=page)
    page.save_revision().publish()
    assert ("published", "NetworkPage", False) in heard.about(page)


def test_an_alias_follows_its_source(group: NetworkPage, heard: Heard) -> None:
    alias = stored(group).create_alias(update_slug="mirror")
    assert "published" not in heard.names(alias)
    stored(group).save_revision().publish()
    published = [pk for name, _sender, pk, _live in heard.entries if name == "published"]
    assert published == [group.pk, alias.pk]


def test_a_page_added_live_is_not_announced(group: NetworkPage, heard: Heard) -> None:
    page = stored(group).add_child(instance=NetworkPage(title="即時", slug="at-once"))
    assert page.live
    assert set(heard.names(page)) == {"saved"}


def test_expiry_saves_as_a_plain_page(group: NetworkPage, heard: Heard) -> None:
    Page.objects.filter(pk=group.pk).update(expire_at=timezone.now() - timedelta(hours=1))
    call_command("publish_scheduled", verbosity=0)
    assert {sender for name, sender, _live in heard.about(group) if name == "saved"} == {"Page"}
    assert ("unpublished", "NetworkPage", False) in heard.about(group)


def test_a_changed_slug_moves_descendants_silently(
    group: NetworkPage,
    member: NetworkPage,
    heard: Heard,
    django_capture_on_commit_callbacks: Any,
) -> None:
    page = stored(group)
    page.slug = "union"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    assert "slug changed" in heard.names(group)
    assert stored(member).url == "/ja/networks/union/member/"
    assert heard.about(member) == []


def test_a_move_moves_descendants_silently(
    site: SmallSite, group: NetworkPage, member: NetworkPage, heard: Heard
) -> None:
    stored(group).move(Page.objects.get(pk=site.sections["measures", "ja"].pk), pos="last-child")
    assert [(name, sender) for name, sender, _live in heard.about(group)] == [
        ("about to move", "NetworkPage"),
        ("saved", "Page"),
        ("moved", "NetworkPage"),
    ]
    assert stored(member).url == "/ja/measures/group/member/"
    assert heard.about(member) == []


def test_a_deleted_page_is_unpublished_while_it_is_live(
    group: NetworkPage, member: NetworkPage, heard: Heard
) -> None:
    stored(group).delete()
    for page in (group, member):
        about = heard.about(page)
        assert ("unpublished", "NetworkPage", True) in about
        assert {sender for name, sender, _live in about if name == "deleted"} == {
            "NetworkPage",
            "Page",
        }
