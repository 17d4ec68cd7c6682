"""What comes late, or differs from what one expects, in Wagtail's admin."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.views.pages.listing import PageListingMixin
from wagtail.admin.views.pages.search import page_filter_search
from wagtail.models import GroupApprovalTask, ReferenceIndex, Workflow, WorkflowState, WorkflowTask
from wagtail.workflows import publish_workflow_state

from accounts.models import User
from content.models import City, Country, Sector
from content.usage import where_used
from networks.models import NetworkPage

from .conftest import stored


@pytest.fixture
def queued(settings: Any) -> None:
    """Background work that waits, as it does where a worker takes it from a queue."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


@pytest.mark.usefixtures("queued")
def test_the_reference_index_is_behind_and_knows_no_many_to_many_field(group: NetworkPage) -> None:
    japan = Country.objects.create(code="JP")
    seat = City.objects.create(code="seat", name_ja="事務局市", name_en="Seat", country=japan)
    sector = Sector.objects.create(code="water", name_ja="水", name_en="Water")
    page = stored(group)
    page.secretariat_city, page.sectors = seat, [sector]
    page.save_revision().publish()
    assert not ReferenceIndex.get_references_to(seat).exists()
    assert [use.user.pk for use in where_used(seat)] == [group.pk]
    call_command("rebuild_references_index", verbosity=0)
    assert ReferenceIndex.get_references_to(seat).exists()
    assert not ReferenceIndex.get_references_to(sector).exists()
    assert [use.user.pk for use in where_used(sector)] == [group.pk]


def test_wagtails_own_end_of_a_workflow_publishes_what_nobody_reviewed(group: NetworkPage) -> None:
    author = User.objects.create_superuser("author", password="x")
    workflow = Workflow.objects.create(name="審査")
    task = GroupApprovalTask.objects.create(name="確認")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    page = stored(group)
    page.title = "審査した題名"
    page.save_revision(user=author)
    state = workflow.start(page, author)
    page.title = "審査していない題名"
    page.save_revision(user=author)
    publish_workflow_state(WorkflowState.objects.get(pk=state.pk))
    assert stored(group).title == "審査していない題名"


@pytest.mark.django_db
def test_the_scripts_catalogue_reads_our_catalogues_too() -> None:
    """It holds ``wagtail.admin`` and ``LOCALE_PATHS``: what scripts say can be put right there."""
    client = Client()
    client.force_login(User.objects.create_superuser("editor", password="x"))
    answer = client.get(reverse("wagtailadmin_javascript_catalog"))
    text = answer.content.decode().split("const newcatalog = ", 1)[1].split(";\n", 1)[0]
    catalogue = json.loads(text)
    assert catalogue["Alt text"] == "代替テキスト"


def test_lists_of_pages_know_no_model_and_ask_for_beginnings() -> None:
    assert BaseListingView.verbose_name is None
    assert "verbose_name" not in vars(PageListingMixin)
    assert "autocomplete" in page_filter_search.__code__.co_names
    assert "search" not in page_filter_search.__code__.co_names
