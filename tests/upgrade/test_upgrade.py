"""A used site of each version that is kept opens whole after one ``migrate``."""

from __future__ import annotations

import base64
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from django.test import Client
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page, Revision, TaskState, WorkflowState
from wagtail_localize.models import StringTranslation, Translation

from accounts.models import User
from content.models import City, PageNumber
from delivery.access import previews
from delivery.models import PreviewLink
from publishing.models import Document, Job, Pending
from publishing.worker import Worker, new_worker_id
from publishing.writing import actions
from recycle_bin.models import BinnedItem
from recycle_bin.restoring import Restorer, restore
from search.indexing import actions as index
from search.models import AskedQuestion
from tests import prepared_databases

from .kept_site import KeptSite, kept_sites
from .used_site import PASSWORD, QUEUE, Known

pytestmark = pytest.mark.django_db
PAGE_COLUMNS = (
    "path", "url_path", "title", "draft_title", "slug", "live", "has_unpublished_changes",
    "locked", "alias_of_id", "locale_id", "content_type_id", "owner_id", "live_revision_id",
    "latest_revision_id",
)  # fmt: skip


@dataclass
class Upgraded:
    """A site as it was kept, and what is known of it; the database holds it upgraded."""

    site: KeptSite
    known: Known

    def page(self, name: str) -> Any:
        """Return a page by its name in :class:`Known`, as its own type."""
        return Page.objects.get(pk=getattr(self.known, name)).specific


@pytest.fixture(scope="module", params=kept_sites(), ids=str)
def upgraded_of_module(
    request: pytest.FixtureRequest,
    django_db_setup: None,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Upgraded]:
    """Upgrade a site once, for all tests that look at it."""
    site: KeptSite = request.param
    media = tmp_path_factory.mktemp("media")
    state = prepared_databases.upgraded(site)
    with django_db_blocker.unblock(), prepared_databases.having(state, media), transaction.atomic():
        yield Upgraded(site, Known(**site.known))
        transaction.set_rollback(True)


@pytest.fixture
def upgraded(upgraded_of_module: Upgraded, db: None, settings: Any, tmp_path: Path) -> Upgraded:
    """The site, of which each test may change what it likes, files included."""
    shutil.copytree(settings.MEDIA_ROOT, tmp_path, dirs_exist_ok=True)
    settings.MEDIA_ROOT = tmp_path
    return upgraded_of_module


def test_pages_keep_their_addresses_states_and_numbers(upgraded: Upgraded) -> None:
    now = {page["id"]: page for page in Page.objects.values("id", *PAGE_COLUMNS)}
    then = upgraded.site.rows("wagtailcore_page")
    assert now == {
        row["id"]: {"id": row["id"], **{name: row[name] for name in PAGE_COLUMNS}} for row in then
    }
    numbers = PageNumber.objects.values_list("pk", "translation_key")
    assert {number: key.hex for number, key in numbers} == {
        row["number"]: row["translation_key"] for row in upgraded.site.rows("content_pagenumber")
    }


def test_readers_are_told_the_same_at_the_same_addresses(
    upgraded: Upgraded, client: Client
) -> None:
    actions.rebuild()
    actions.settle()
    assert actions.verify() == []
    waits = {row["name"].rpartition("-")[2] for row in upgraded.site.rows("publishing_pending")}
    for row in upgraded.site.rows("publishing_document"):
        document = Document.objects.get(page_id=row["page_id"])
        assert (document.path, document.number) == (row["path"], row["number"])
        answer = client.get(document.path)
        assert (answer.status_code, document.title in answer.text) == (200, True)
        then = json.loads(base64.b64decode(row["body"]["base64"]))
        if str(row["page_id"]) in waits:
            continue  # the version of then had not rendered it
        assert with_members_of_then(json.loads(bytes(document.body)), then) == then


def with_members_of_then(now: Any, then: Any) -> Any:
    """Return what is answered now, without the members that were none then."""
    if isinstance(now, dict) and isinstance(then, dict):
        return {
            name: with_members_of_then(value, then[name])
            for name, value in now.items()
            if name in then
        }
    if isinstance(now, list) and isinstance(then, list) and len(now) == len(then):
        return [with_members_of_then(*pair) for pair in zip(now, then, strict=True)]
    return now


def test_closed_pages_stay_closed(upgraded: Upgraded, client: Client) -> None:
    page = upgraded.page("with_password")
    answer = client.get(f"/ja/{page.slug}/", follow=True)
    assert page.title not in answer.text
    for name in ("scheduled", "in_review", "sent_back"):
        assert client.get(f"/ja/{upgraded.page(name).slug}/").status_code == 404


def test_every_revision_restores(upgraded: Upgraded) -> None:
    revisions = Revision.page_revisions.all()
    assert len(revisions) == len(upgraded.site.rows("wagtailcore_revision"))
    for revision in revisions:
        restored = revision.as_object()
        assert restored.title == revision.content["title"]
        body = revision.content.get("body")
        if body is not None:
            now = restored.serializable_data()["body"]
            assert [block["type"] for block in json.loads(now)] == [
                block["type"] for block in json.loads(body)
            ]


def test_an_old_revision_is_published(upgraded: Upgraded, client: Client) -> None:
    page = upgraded.page("revised")
    assert page.get_latest_revision_as_object().title == "draft of a fourth"
    oldest = page.revisions.order_by("pk").first().as_object()
    oldest.save_revision().publish()
    assert "first" in client.get("/ja/first/").text


def test_what_is_scheduled_still_is(upgraded: Upgraded) -> None:
    page = upgraded.page("scheduled")
    assert page.scheduled_revision.approved_go_live_at == page.go_live_at
    page.scheduled_revision.publish()
    assert not upgraded.page("scheduled").live  # not before its time
    assert upgraded.page("locked").locked_by.username == "moderator"


def test_reviews_go_on(upgraded: Upgraded) -> None:
    moderator = User.objects.get(username="moderator")
    in_review, sent_back = upgraded.page("in_review"), upgraded.page("sent_back")
    state = in_review.current_workflow_task_state
    assert state.status == TaskState.STATUS_IN_PROGRESS
    state.approve(user=moderator)
    assert upgraded.page("in_review").live
    assert sent_back.current_workflow_state.status == WorkflowState.STATUS_NEEDS_CHANGES
    assert sent_back.current_workflow_state.current_task_state.comment
    sent_back.current_workflow_state.resume(User.objects.get(username="editor"))
    assert upgraded.page("sent_back").current_workflow_task_state.status == "in_progress"


def test_people_have_the_rights_that_they_had(upgraded: Upgraded) -> None:
    codes = {row["id"]: row["codename"] for row in upgraded.site.rows("auth_permission")}
    for group in Group.objects.all():
        held = {
            codes[row["permission_id"]]
            for row in upgraded.site.rows("auth_group_permissions")
            if row["group_id"] == group.pk
        }
        assert set(group.permissions.values_list("codename", flat=True)) == held
    editor = User.objects.get(username="editor")
    japanese, english = upgraded.page("translated"), upgraded.page("translation")
    assert japanese.permissions_for_user(editor).can_edit()
    assert not english.permissions_for_user(editor).can_edit()


def test_somebody_signs_in_as_before(upgraded: Upgraded, client: Client, settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    assert client.login(username="editor", password=PASSWORD)
    page = upgraded.page("revised")
    assert client.get(f"/admin/pages/{page.pk}/edit/").status_code == 200


def test_tokens_and_preview_links_hold(upgraded: Upgraded, client: Client) -> None:
    def ask(token: str) -> int:
        address = "/api/delivery/v1/token/"
        return client.get(address, headers={"Authorization": f"Bearer {token}"}).status_code

    assert (ask(upgraded.known.token), ask(upgraded.known.revoked_token)) == (200, 401)
    link = PreviewLink.objects.get(pk=upgraded.known.preview_link)
    assert link.page.title in client.get(f"/preview/{previews.token_for(link)}/").text


def test_the_queue_is_worked_through(upgraded: Upgraded, settings: Any, monkeypatch: Any) -> None:
    settings.TASKS = QUEUE
    # What closes connections would end the test's own.
    monkeypatch.setattr("django_tasks_db.management.commands.db_worker.close_old_connections", int)
    assert DBTaskResult.objects.ready().count() == len(
        upgraded.site.rows("django_tasks_database_dbtaskresult")
    )
    Worker(
        queue_names=["default"], interval=0, batch=True, backend_name="default",
        startup_delay=False, max_tasks=None, worker_id=new_worker_id(), excluded_queue_names=[],
    ).run()  # fmt: skip
    failed = DBTaskResult.objects.exclude(status=TaskResultStatus.SUCCESSFUL)
    assert [(result.task_path, result.traceback) for result in failed] == []
    assert not upgraded.page("unpublished_by_job").live
    assert Job.objects.get().said == []
    assert not Pending.objects.exists()
    assert not index.is_behind()


def test_what_was_asked_is_still_counted_and_pages_are_found(
    upgraded: Upgraded, client: Client
) -> None:
    counts = AskedQuestion.objects.values_list("locale", "text", "asked", "without_result")
    assert set(counts) == {
        (row["locale"], row["text"], row["asked"], row["without_result"])
        for row in upgraded.site.rows("search_askedquestion")
    }
    actions.settle()
    index.repair()
    answer = client.get("/api/delivery/v1/search/", {"q": "Full measure", "locale": "en"})
    assert "Full measure en" in answer.text


def test_what_is_in_the_bin_comes_back(upgraded: Upgraded, client: Client) -> None:
    assert BinnedItem.objects.count() == len(upgraded.site.rows("bin_binneditem"))
    for item in BinnedItem.objects.all():
        restore(item, Restorer())
    assert upgraded.page("binned").get_children().get().title == "deleted child"
    assert client.get("/ja/deleted/child/").status_code == 200


def test_former_addresses_lead_on(upgraded: Upgraded, client: Client) -> None:
    assert client.get("/former").url.endswith("/en/target/")
    assert client.get("/elsewhere").url == "https://example.org/"
    assert client.get("/ja/first/", follow=True).redirect_chain[-1][0].endswith("/ja/third/")


def test_a_translation_goes_on(upgraded: Upgraded) -> None:
    translation = Translation.objects.get()
    page = upgraded.page("translated")
    assert translation.source.get_source_instance().pk == page.pk
    assert translation.get_target_instance().pk == upgraded.known.translation
    for string in StringTranslation.objects.all():
        string.data = string.data.replace("EN", "changed")
        string.save()
    translation.save_target(publish=True)
    assert "changed" in upgraded.page("translation").title


def test_shared_entries_name_what_they_named(upgraded: Upgraded) -> None:
    for row in upgraded.site.rows("content_city"):
        city = City.objects.get(pk=row["id"])
        assert (city.code, city.name_ja, city.name_en, city.country_id) == (
            row["code"], row["name_ja"], row["name_en"], row["country_id"],
        )  # fmt: skip
