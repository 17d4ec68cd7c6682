"""What one press of a button does to many things is done in the background, with progress."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.actions.unpublish import UnpublishAction
from wagtail.models import GroupPagePermission, Page

from content.models import Sector
from home.models import ContentPage
from publishing import jobs
from publishing.models import Document, Job, Pending
from publishing.writing import actions

from ..small_site import SmallSite, add

pytestmark = pytest.mark.django_db
MANY = 7


@pytest.fixture(scope="module")
def site_with_many(site_of_module: SmallSite) -> SmallSite:
    top = add(site_of_module.homes["ja"], ContentPage(title="束", slug="top"))
    for number in range(MANY):
        add(top, ContentPage(title=f"束{number}", slug=f"b{number}"))
    actions.settle()
    return site_of_module


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "PART", 3)
    monkeypatch.setattr(jobs, "AT_ONCE", 4)


@pytest.fixture
def top(site_with_many: SmallSite, db: None) -> Page:
    return Page.objects.get(slug="top", depth=3)


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The jobs that were enqueued, none of which is done."""
    found: list[int] = []
    kind = type(jobs.go_on)
    monkeypatch.setattr(kind, "enqueue", lambda own, *ids: found.extend(ids))
    return found


def bulk(action: str, pages: list[int]) -> str:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    return f"{address}?{'&'.join(f'id={pk}' for pk in pages)}"


def children(top: Page) -> list[int]:
    return list(top.get_children().values_list("pk", flat=True))


def test_the_request_does_nothing_but_keep_the_job(
    admin_client: Client, top: Page, waits: list[int]
) -> None:
    with CaptureQueriesContext(connection) as found:
        answer = admin_client.post(bulk("unpublish", children(top)))
    job = Job.objects.get()
    assert answer.url == reverse("publishing_job", args=[job.pk])
    assert (waits, job.total, job.done) == ([job.pk], MANY, 0)
    assert len(found) < 20
    assert top.get_children().live().count() == MANY


def test_it_is_done_bit_by_bit_and_says_how_far_it_is(
    admin_client: Client, top: Page, waits: list[int]
) -> None:
    admin_client.post(bulk("unpublish", children(top)))
    job = Job.objects.get()
    address = reverse("publishing_job", args=[job.pk])
    assert jobs._do_a_part(job.pk)
    assert top.get_children().live().count() == MANY - jobs.PART
    shown = admin_client.get(address).content.decode()
    assert f'value="{jobs.PART}"' in shown
    assert "http-equiv" in shown
    while jobs._do_a_part(job.pk):
        pass
    assert not top.get_children().live().exists()
    shown = admin_client.get(address).content.decode()
    assert f'value="{MANY}"' in shown
    assert "http-equiv" not in shown
    assert not Document.objects.filter(path__startswith="/ja/top/b").exists()


@pytest.mark.parametrize("action", ["unpublish", "publish", "delete"])
def test_every_action_ends_as_it_would_at_once(
    admin_client: Client, top: Page, action: str
) -> None:
    if action == "publish":
        for page in top.get_children().specific():
            page.unpublish()
    admin_client.post(bulk(action, children(top)))
    assert Job.objects.get().said == []
    found = top.get_children()
    wanted = {"unpublish": (MANY, 0), "publish": (MANY, MANY), "delete": (0, 0)}[action]
    assert (found.count(), found.live().count()) == wanted
    actions.settle()
    assert actions.verify() == []
    assert not Pending.objects.exists()


def test_all_of_a_list_is_divided_too(admin_client: Client, top: Page) -> None:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
    admin_client.post(f"{address}?id=all&childOf={top.pk}")
    assert not top.get_children().live().exists()
    assert Job.objects.get().total == MANY


def test_entries_of_a_vocabulary_are_divided_too(admin_client: Client) -> None:
    for number in range(MANY):
        Sector.objects.create(code=f"s{number}", name_ja=f"分野{number}", name_en="S")
    address = reverse("wagtail_bulk_action", args=["content", "sector", "delete"])
    ids = Sector.objects.values_list("pk", flat=True)
    admin_client.post(f"{address}?{'&'.join(f'id={pk}' for pk in ids)}")
    assert Job.objects.get().done == MANY
    assert not Sector.objects.exists()


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("wagtailadmin_pages:delete", {}),
        ("wagtailadmin_pages:unpublish", {"include_descendants": "on"}),
    ],
)
def test_a_page_with_many_below_is_large_work(
    admin_client: Client, top: Page, name: str, form: dict[str, str]
) -> None:
    admin_client.post(reverse(name, args=[top.pk]), form)
    assert Job.objects.get().finished_at
    below = Page.objects.filter(path__startswith=top.path)
    assert not below.live().exists()
    assert not Document.objects.filter(path__startswith="/ja/top/").exists()
    actions.settle()
    assert actions.verify() == []


def test_a_few_are_done_at_once(admin_client: Client, top: Page) -> None:
    admin_client.post(bulk("unpublish", children(top)[:3]))
    assert not Job.objects.exists()
    assert top.get_children().live().count() == MANY - 3


def test_a_form_that_is_refused_is_answered_by_its_view(admin_client: Client, top: Page) -> None:
    """Where to move the pages is missing."""
    answer = admin_client.post(bulk("move", children(top)))
    assert answer.status_code == 200
    assert not Job.objects.exists()


def client_of(name: str, *permissions: str, page: Page) -> Client:
    group = Group.objects.create(name=name)
    group.permissions.add(*_permissions("access_admin"))
    for one in permissions:
        GroupPagePermission.objects.create(
            group=group, page=page, permission=_permissions(f"{one}_page")[0]
        )
    user = get_user_model().objects.create_user(name, password="x")
    user.groups.add(group)
    client = Client()
    client.force_login(user)
    return client


def _permissions(codename: str) -> list[Any]:
    return list(Permission.objects.filter(codename=codename))


def test_nobody_can_do_in_the_background_what_they_cannot_do_at_once(top: Page) -> None:
    client = client_of("writer", "add", "change", page=top)
    client.post(bulk("unpublish", children(top)))
    client.post(reverse("wagtailadmin_pages:delete", args=[top.pk]))
    assert top.get_children().live().count() == MANY
    assert Document.objects.filter(path__startswith="/ja/top/b").count() == MANY


def test_a_job_is_its_owners(admin_client: Client, top: Page, waits: list[int]) -> None:
    admin_client.post(bulk("unpublish", children(top)))
    other = client_of("other", "change", page=top)
    address = reverse("publishing_job", args=[Job.objects.get().pk])
    assert other.get(address).status_code in {302, 403}
    assert Client().get(address).status_code == 302


def test_what_cannot_be_done_is_said_and_the_rest_is_done(
    admin_client: Client, top: Page, waits: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = children(top)[-1]
    execute = UnpublishAction.execute

    def fail(self: Any, *args: Any, **options: Any) -> Any:
        if self.object.pk == broken:
            raise ValueError("broken")
        return execute(self, *args, **options)

    monkeypatch.setattr(UnpublishAction, "execute", fail)
    admin_client.post(bulk("unpublish", children(top)))
    job = Job.objects.get()
    while jobs._do_a_part(job.pk):
        pass
    job.refresh_from_db()
    assert job.said
    assert job.finished_at
    assert set(top.get_children().live().values_list("pk", flat=True)) == {broken}


def test_a_job_whose_process_was_killed_is_taken_up_again(
    admin_client: Client, top: Page, waits: list[int]
) -> None:
    admin_client.post(bulk("unpublish", children(top)))
    jobs.take_up_again()
    assert len(waits) == 1
    Job.objects.update(worked_at=Job.objects.get().created_at - 2 * jobs.ABANDONED_AFTER)
    jobs.take_up_again()
    assert len(waits) == 2
