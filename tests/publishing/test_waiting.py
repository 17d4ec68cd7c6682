"""The queue: every round does something, each name waits once, and what people do goes first."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from django.core.signals import request_started
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from content.models import City, Country
from home.models import ContentPage
from measures.models import MeasurePage
from publishing.models import Change, Document, Pending
from publishing.writing import actions, invalidation, outbox, recording, storing, tasks
from tests.small_site import SmallSite, add

pytestmark = pytest.mark.django_db
Turn = Pending.Turn

#: More than any batch of the queue takes at once.
MANY = actions.BATCH + 100
#: Ids that no page has.
NOWHERE = 900_000


@pytest.fixture
def site(settled_site: SmallSite) -> SmallSite:
    outbox.take_own()
    return settled_site


@pytest.fixture
def rounds(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How much waits before each round; ends a loop without end."""
    found: list[int] = []
    real = storing.Writer.__init__

    def begin(self: Any, **options: Any) -> None:
        found.append(Pending.objects.count())
        assert len(found) <= MANY, "there is no end"
        real(self, **options)

    monkeypatch.setattr(storing.Writer, "__init__", begin)
    return found


@pytest.fixture
def renderings(monkeypatch: pytest.MonkeyPatch) -> Counter[int]:
    """How often each page is rendered, in the order of the first time."""
    counted: Counter[int] = Counter()
    real = actions.render

    def render(page: Any, *args: Any) -> Any:
        counted[page.pk] += 1
        return real(page, *args)

    monkeypatch.setattr(actions, "render", render)
    return counted


def pages(site: SmallSite, count: int, **values: Any) -> list[ContentPage]:
    made = [
        add(site.homes["ja"], ContentPage(title=f"Page {number}", slug=f"page-{number}", **values))
        for number in range(count)
    ]
    actions.settle()
    outbox.take_own()
    return made


def wait_for_turn(turn: int, ids: list[int]) -> None:
    kind = invalidation.relate_name if turn == Turn.RELATING_MANY else invalidation.render_name
    Pending.objects.bulk_create(Pending(name=kind(pk), turn=turn) for pk in ids)


@pytest.mark.parametrize(
    "name", ["relate", "recard", "render", "page", "tree", "order", "nonsense"]
)
def test_more_than_a_batch_of_anything_comes_to_an_end(
    site: SmallSite, rounds: list[int], name: str
) -> None:
    recording.record(*(f"{name}-{NOWHERE + number}" for number in range(MANY)))
    assert actions.settle()
    assert not Pending.objects.exists()
    assert len(rounds) <= MANY // actions.CHUNK + 3


@pytest.mark.parametrize("turn", [turn for turn in Turn if turn != Turn.RECORDED])
def test_more_than_a_batch_in_any_turn_comes_to_an_end(
    site: SmallSite, rounds: list[int], turn: int
) -> None:
    wait_for_turn(turn, list(range(NOWHERE, NOWHERE + MANY)))
    assert actions.settle()
    assert not Pending.objects.exists()
    assert len(rounds) <= MANY // actions.CHUNK + 3


def test_a_name_waits_once_and_is_not_rewritten_while_it_waits(site: SmallSite) -> None:
    (page,) = pages(site, 1)
    for _time in range(3):
        recording.record(f"page-{page.pk}", f"page-{page.pk}")
    assert Pending.objects.get().name == f"page-{page.pk}"
    wait_for_turn(Turn.MANY, list(range(NOWHERE, NOWHERE + 50)))
    before = set(Pending.objects.filter(turn=Turn.MANY).values_list("pk", flat=True))
    actions.settle(1)
    left = set(Pending.objects.filter(turn=Turn.MANY).values_list("pk", flat=True))
    assert left == before


def test_what_is_recorded_again_meanwhile_waits_on(site: SmallSite) -> None:
    (page,) = pages(site, 1)
    name = f"page-{page.pk}"
    recording.record(name)
    taken = outbox.recorded(1)
    recording.record(name)
    outbox.finish(taken)
    assert Pending.objects.get().name == name
    outbox.finish(outbox.recorded(1))
    assert not Pending.objects.exists()


def test_what_somebody_has_just_done_goes_before_all_that_waits(
    site: SmallSite, renderings: Counter[int]
) -> None:
    first, *others = pages(site, 5)
    renderings.clear()
    wait_for_turn(Turn.MANY, [page.pk for page in others])
    wait_for_turn(Turn.RELATING_MANY, [page.pk for page in others])
    first.title = "Done now"
    first.save()
    actions.settle(1)
    assert list(renderings) == [first.pk]
    assert Document.objects.get(page_id=first.pk).title == "Done now"


def test_what_few_pages_show_goes_before_what_one_change_concerns_in_number(
    site: SmallSite, renderings: Counter[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "FEW", 3)
    shown, *many = pages(site, 6)
    link = [{"type": "related_pages", "value": {"title": "", "pages": [shown.pk]}}]
    showing = add(site.homes["ja"], ContentPage(title="Showing", slug="showing", body=link))
    actions.settle()
    renderings.clear()
    wait_for_turn(Turn.MANY, [page.pk for page in many])
    shown.title = "Renamed"
    shown.save()
    actions.settle()
    order = list(renderings)
    assert order.index(showing.pk) < min(order.index(page.pk) for page in many)


def test_a_request_settles_what_it_recorded_and_nothing_else(
    site: SmallSite, renderings: Counter[int]
) -> None:
    own, other = pages(site, 2)
    renderings.clear()
    recording.record(f"page-{other.pk}")
    outbox.take_own()
    own.title = "Mine"
    own.save()
    tasks.settle_at_once()
    assert own.pk in renderings
    assert other.pk not in renderings
    assert Pending.objects.filter(name=f"page-{other.pk}").exists()


@pytest.mark.parametrize("address", ["/nowhere/", "/admin/login/", "/ja/", "/api/v1/pages/"])
def test_a_strangers_post_works_no_queue(site: SmallSite, address: str) -> None:
    """Whatever it is answered with: refused, not found, not allowed."""
    wait_for_turn(Turn.MANY, list(range(NOWHERE, NOWHERE + 50)))
    request_started.disconnect(dispatch_uid="tests.settle")
    stranger = Client(enforce_csrf_checks=True)
    with CaptureQueriesContext(
        connection,
    ) as found:
        answer = stranger.post(address)
    assert answer.status_code in {403, 404, 405}
    assert Pending.objects.filter(turn=Turn.MANY).count() == 50
    tables = (Pending._meta.db_table, "publishing_ledger")
    asked = [query["sql"] for query in found if any(table in query["sql"] for table in tables)]
    assert not [sql for sql in asked if not sql.startswith("SELECT") or tables[0] in sql]


def test_an_editors_ping_works_no_queue(site: SmallSite, admin_client: Client) -> None:
    (page,) = pages(site, 1)
    wait_for_turn(Turn.MANY, list(range(NOWHERE, NOWHERE + 50)))
    address = reverse(
        "wagtailadmin_editing_sessions:ping", args=("wagtailcore", "page", page.pk, 1)
    )
    assert admin_client.post(address).status_code == 200
    assert Pending.objects.filter(turn=Turn.MANY).count() == 50


def test_what_cannot_be_done_at_all_is_noted_and_stops_nothing(
    site: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    (page,) = pages(site, 1)
    real = storing.Writer.relate

    def relate(self: Any, document: Document, *args: Any) -> None:
        if document.page_id == page.pk:
            raise ValueError("broken")
        real(self, document, *args)

    monkeypatch.setattr(storing.Writer, "relate", relate)
    waits = Document.objects.values_list("page_id", flat=True)
    wait_for_turn(Turn.RELATING_MANY, list(waits))
    recording.record("page-of-nobody")
    actions.settle()
    assert set(Pending.objects.values_list("name", "attempts")) == {
        (invalidation.relate_name(page.pk), 1),
        ("page-of-nobody", 1),
    }


def test_what_was_tried_in_vain_is_tried_again_once_the_cause_is_gone(
    site: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    (page,) = pages(site, 1)

    def fail(*_args: Any) -> Any:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(actions, "render", fail)
        page.title = "Written on a full disk"
        page.save()
        for _attempt in range(actions.ATTEMPTS + 2):
            actions.settle()
    assert Document.objects.get(page_id=page.pk).title == "Page 0"
    actions.try_again()
    assert Document.objects.get(page_id=page.pk).title == "Written on a full disk"
    assert not Pending.objects.exists()


def test_a_page_that_is_right_by_now_is_no_failure(site: SmallSite) -> None:
    (page,) = pages(site, 1)
    Pending.objects.create(
        name=invalidation.render_name(page.pk), attempts=actions.ATTEMPTS, error="disk"
    )
    page.title = "Changed"
    page.save()
    actions.settle()
    assert not Pending.objects.exists()


def test_a_section_that_moves_renders_each_page_once(
    site: SmallSite, renderings: Counter[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "FEW", 2)
    monkeypatch.setattr(actions, "CHUNK", 3)
    top = add(site.homes["ja"], ContentPage(title="top", slug="top"))
    below = [add(top, ContentPage(title=f"b{number}", slug=f"b{number}")) for number in range(8)]
    for number, page in enumerate(below):
        link = [{"type": "related_pages", "value": {"title": "", "pages": [below[-1].pk]}}]
        add(page, ContentPage(title=f"c{number}", slug=f"c{number}", body=link))
    actions.settle()
    renderings.clear()
    changes = Change.objects.count()
    top.slug = "renamed"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.db.transaction.on_commit", lambda call, **_options: call())
        with recording.gathering():
            top.save_revision().publish()
    actions.settle()
    assert set(renderings.values()) == {1}
    assert not Document.objects.filter(path__startswith="/ja/top/").exists()
    assert Change.objects.count() - changes <= len(renderings)
    assert actions.verify() == []


def test_a_citys_name_costs_a_rendering_of_each_page_and_no_more(
    site: SmallSite, renderings: Counter[int], rounds: list[int]
) -> None:
    japan = Country.objects.create(code="JP")
    city = City.objects.create(code="city", name_ja="旧市", name_en="Old", country=japan)
    measures = [
        add(
            site.sections["measures", "ja"],
            MeasurePage(title=f"m{number}", slug=f"m{number}", kind="policy", city=city),
        )
        for number in range(12)
    ]
    actions.settle()
    renderings.clear()
    rounds.clear()
    city.name_ja = "新市"
    city.save()
    actions.settle()
    assert set(renderings) == {page.pk for page in measures}
    assert set(renderings.values()) == {1}
    assert len(rounds) <= 2
    assert actions.verify() == []


def test_the_background_lets_other_work_have_its_turn(
    site: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    enqueued: list[bool] = []
    monkeypatch.setattr(tasks, "IN_A_ROW", 10)
    monkeypatch.setattr(tasks, "goes_on_later", lambda _task: True)
    monkeypatch.setattr(tasks, "enqueue_once", lambda _task: enqueued.append(True))
    wait_for_turn(Turn.MANY, list(range(NOWHERE, NOWHERE + 25)))
    tasks.settle_in_background.call()
    assert (Pending.objects.count(), len(enqueued)) == (15, 1)


def test_a_task_that_waits_in_the_queue_is_not_put_there_again(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    for _time in range(3):
        tasks.enqueue_once(tasks.settle_in_background)
    waits = DBTaskResult.objects.ready().filter(task_path=tasks.settle_in_background.module_path)
    assert waits.count() == 1


def test_an_editor_waits_for_nothing_of_ten_thousand_rows(
    site: SmallSite, renderings: Counter[int], rounds: list[int]
) -> None:
    """What a person did is done in their own request, and first by whoever works the queue."""
    own, later = pages(site, 2)
    wait_for_turn(Turn.MANY, list(range(NOWHERE, NOWHERE + 10_382)))
    renderings.clear()
    rounds.clear()
    own.title = "Published now"
    own.save()
    tasks.settle_at_once()
    assert Document.objects.get(page_id=own.pk).title == "Published now"
    assert len(rounds) <= 2
    later.title = "Published meanwhile"
    later.save()
    outbox.take_own()
    rounds.clear()
    actions.settle(1)
    assert Document.objects.get(page_id=later.pk).title == "Published meanwhile"
    assert len(rounds) == 1
    assert Pending.objects.filter(turn=Turn.MANY).count() == 10_382
