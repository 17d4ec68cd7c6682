"""What happens is recorded without ever raising, and settled once."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from home.models import ContentPage
from media.models import Image
from publishing.middleware import SettleMiddleware
from publishing.models import Document, Pending
from publishing.writing import actions, outbox, recording, tasks
from tests.page_forms import PUBLISH, page_form
from tests.small_site import SmallSite, add, add_image

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(settled_site: SmallSite) -> ContentPage:
    page = add(settled_site.homes["ja"], ContentPage(title="Page", slug="page"))
    actions.settle()
    return page


def pending() -> set[str]:
    return set(Pending.objects.values_list("name", flat=True))


def breaking(*_args: Any, **_options: Any) -> Any:
    raise ValueError("broken")


def break_rendering(monkeypatch: pytest.MonkeyPatch, page_id: int) -> None:
    """Let one page's rendering fail."""
    real = actions.render

    def render(page: Any, *args: Any) -> Any:
        return breaking() if page.pk == page_id else real(page, *args)

    monkeypatch.setattr(actions, "render", render)


def test_a_draft_is_nothing_to_render(page: ContentPage) -> None:
    page.title = "Draft"
    page.save_revision()
    assert pending() == set()


def test_recording_never_raises(page: ContentPage, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: Any, **_options: Any) -> None:
        raise DatabaseError

    monkeypatch.setattr(Pending.objects, "bulk_create", fail)
    page.title = "Changed"
    page.save()
    monkeypatch.setattr(recording.Page.objects, "filter", fail)
    recording.record_departure(page)
    monkeypatch.undo()
    assert ContentPage.objects.get(pk=page.pk).title == "Changed"
    assert [str(found) for found in actions.repair()] != []
    assert actions.verify() == []


def test_settling_on_commit_never_raises(
    page: ContentPage,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    monkeypatch.setattr(recording, "settle_at_once", breaking)
    with django_capture_on_commit_callbacks(execute=True):
        page.title = "Changed"
        page.save()
    assert pending() == {f"page-{page.pk}"}


def test_a_page_that_cannot_be_rendered_keeps_its_document_and_is_tried_again(
    page: ContentPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_rendering(monkeypatch, page.pk)
    page.title = "Changed"
    page.save()
    for attempt in (1, 2):
        actions.settle()
        row = Pending.objects.get()
        assert (row.name, row.attempts) == (f"render-{page.pk}", attempt)
        assert "broken" in row.error
    assert Document.objects.get(page_id=page.pk).title == "Page"
    monkeypatch.undo()
    actions.settle()
    assert Document.objects.get(page_id=page.pk).title == "Changed"
    assert pending() == set()


def test_a_page_that_cannot_be_rendered_stops_no_other(
    page: ContentPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_rendering(monkeypatch, page.pk)
    page.title = "Changed"
    page.save()
    other = add(page.get_parent().specific, ContentPage(title="Other", slug="other"))
    actions.settle()
    assert Document.objects.filter(page_id=other.pk).exists()


def test_who_shows_a_page_that_cannot_be_rendered_forgets_it_when_it_is_restricted(
    site: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    group = add(site.homes["ja"], ContentPage(title="Group", slug="group"))
    child = add(group, ContentPage(title="Hidden later", slug="child"))
    break_rendering(monkeypatch, child.pk)
    actions.settle()
    assert b"Hidden later" in bytes(Document.objects.get(page_id=group.pk).body)
    PageViewRestriction.objects.create(page=Page.objects.get(pk=child.pk), restriction_type="login")
    actions.settle()
    assert b"Hidden later" not in bytes(Document.objects.get(page_id=group.pk).body)


def test_what_always_fails_is_left_after_a_few_attempts(
    page: ContentPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_rendering(monkeypatch, page.pk)
    page.save()
    for _attempt in range(actions.ATTEMPTS + 3):
        actions.settle()
    assert Pending.objects.get().attempts == actions.ATTEMPTS
    monkeypatch.undo()
    actions.repair()
    assert pending() == set()


@pytest.fixture
def settlings(monkeypatch: pytest.MonkeyPatch) -> list[set[str]]:
    """What waited each time that something was settled."""
    calls: list[set[str]] = []

    def settle_at_once() -> None:
        calls.append(pending())
        actions.settle()

    monkeypatch.setattr(recording, "settle_at_once", settle_at_once)
    return calls


@pytest.mark.parametrize(("method", "times"), [("POST", 1), ("GET", 2)])
def test_a_request_that_changes_something_is_settled_once_at_its_end(
    page: ContentPage,
    settlings: list[set[str]],
    django_capture_on_commit_callbacks: Any,
    method: str,
    times: int,
) -> None:
    def view(_request: HttpRequest) -> HttpResponse:
        for title in ("One", "Two"):
            with django_capture_on_commit_callbacks(execute=True):
                page.title = title
                page.save()
        return HttpResponse()

    request = HttpRequest()
    request.method = method
    SettleMiddleware(view)(request)
    assert len(settlings) == times
    assert Document.objects.get(page_id=page.pk).title == "Two"


def test_gathering_settles_even_when_what_is_inside_fails(
    page: ContentPage, settlings: list[set[str]]
) -> None:
    def change_and_fail() -> None:
        with recording.gathering(), recording.gathering():
            page.title = "Changed"
            page.save()
            breaking()

    with pytest.raises(ValueError, match="broken"):
        change_and_fail()
    assert settlings == [{f"page-{page.pk}"}]


def test_what_takes_longer_is_left_to_a_task(
    page: ContentPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    enqueued: list[bool] = []
    monkeypatch.setattr(tasks, "AT_ONCE", 1)
    monkeypatch.setattr(actions, "CHUNK", 1)
    monkeypatch.setattr(
        type(tasks.settle_in_background), "enqueue", lambda _task: enqueued.append(True)
    )
    recording.record(f"page-{page.pk}", f"tree-{page.get_parent().pk}")
    tasks.settle_at_once()
    assert enqueued == [True]
    tasks.settle_in_background.call()
    assert not Pending.objects.exists()


def test_what_the_admin_does_without_a_signal_is_recorded(
    page: ContentPage, admin_client: Any
) -> None:
    image = add_image("moved")
    page.body = [{"type": "image", "value": {"image": image.pk}}]
    page.save_revision().publish()
    closed = Collection.get_first_root_node().add_child(name="Closed")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    actions.settle()
    address = f"/admin/bulk/media/image/add_to_collection/?id={image.pk}"
    answer = admin_client.post(address, {"collection": closed.pk})
    assert answer.status_code == 302
    assert Image.objects.get(pk=image.pk).collection_id == closed.pk
    actions.settle()
    assert b"moved" not in bytes(Document.objects.get(page_id=page.pk).body)
    assert actions.verify() == []


def test_what_was_not_recorded_is_recorded_with_the_next(
    page: ContentPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(outbox, "record", breaking)
        page.title = "Changed on a full disk"
        page.save()
    assert pending() == set()
    add(page.get_parent().specific, ContentPage(title="Other", slug="other"))
    actions.settle()
    assert Document.objects.get(page_id=page.pk).title == "Changed on a full disk"


def test_what_was_never_recorded_is_found_by_its_publication(
    page: ContentPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("publishing.handlers.record", lambda *_names: None)
    page.title = "Published unseen"
    page.save_revision().publish()
    assert Document.objects.get(page_id=page.pk).title == "Page"
    actions.find_unrecorded()
    assert Document.objects.get(page_id=page.pk).title == "Published unseen"
    assert actions.verify() == []


def test_an_editor_is_told_when_readers_do_not_see_it_yet(
    page: ContentPage, admin_client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recording, "settle_at_once", breaking)
    data = page_form(ContentPage, title="Renamed", slug="page", **PUBLISH)
    answer = admin_client.post(f"/admin/pages/{page.pk}/edit/", data, follow=True)
    levels = [message.level_tag for message in answer.context["messages"]]
    assert "warning" in levels
    monkeypatch.undo()
    actions.settle()
    assert Document.objects.get(page_id=page.pk).title == "Renamed"
