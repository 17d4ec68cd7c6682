"""From a draft to a public page: submitted, reviewed, and nothing newer than what was reviewed."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from wagtail.models import TaskState, WorkflowState
from wagtail.test.utils.form_data import nested_form_data, streamfield

from accounts.models import User
from home.models import ContentPage

from .conftest import SignIn

pytestmark = pytest.mark.usefixtures("opening_content")


@pytest.fixture
def page() -> ContentPage:
    return ContentPage.objects.get(slug="about", locale__language_code="ja")


def submit(page: ContentPage, title: str, author: User) -> WorkflowState:
    page.title = title
    page.save_revision(user=author)
    return page.get_workflow().start(page, author)


def public_title(page: ContentPage) -> str:
    return ContentPage.objects.get(pk=page.pk).title


def approve(client: Client, page: ContentPage, state: WorkflowState) -> None:
    address = reverse(
        "wagtailadmin_pages:workflow_action",
        args=[page.pk, "approve", state.current_task_state.pk],
    )
    assert client.post(address, {"comment": "確認しました。"}).status_code in {200, 302}


def test_every_page_has_the_approval(page: ContentPage) -> None:
    workflow = page.get_workflow()
    assert [task.specific.groups.get().name for task in workflow.tasks] == ["Moderators"]


def test_what_was_submitted_becomes_public_when_a_moderator_approves(
    sign_in: SignIn, page: ContentPage
) -> None:
    _editor_client, editor = sign_in("Editors")
    moderator_client, moderator = sign_in("Moderators")
    state = submit(page, "新しい題名", editor)
    assert public_title(page) != "新しい題名"
    assert moderator.email in [recipient for message in mail.outbox for recipient in message.to]
    assert "新しい題名" in moderator_client.get(reverse("wagtailadmin_home")).content.decode()

    approve(moderator_client, page, state)
    assert public_title(page) == "新しい題名"
    state.refresh_from_db()
    assert state.status == WorkflowState.STATUS_APPROVED


def test_an_editor_cannot_approve(sign_in: SignIn, page: ContentPage) -> None:
    client, editor = sign_in("Editors")
    state = submit(page, "自分で承認", editor)
    approve(client, page, state)
    assert public_title(page) != "自分で承認"


def test_a_rejection_returns_the_page_with_its_comment(sign_in: SignIn, page: ContentPage) -> None:
    _client, editor = sign_in("Editors")
    moderator_client, _moderator = sign_in("Moderators")
    state = submit(page, "出典のない題名", editor)
    address = reverse(
        "wagtailadmin_pages:workflow_action", args=[page.pk, "reject", state.current_task_state.pk]
    )
    moderator_client.post(address, {"comment": "出典を加えてください。"})
    state.refresh_from_db()
    assert state.status == WorkflowState.STATUS_NEEDS_CHANGES
    assert public_title(page) != "出典のない題名"
    assert TaskState.objects.get(workflow_state=state).comment == "出典を加えてください。"


def test_a_draft_newer_than_the_review_stays_a_draft(sign_in: SignIn, page: ContentPage) -> None:
    _client, editor = sign_in("Editors")
    moderator_client, _moderator = sign_in("Moderators")
    state = submit(page, "審査した題名", editor)
    page.title = "審査していない題名"
    page.save_revision(user=editor)

    approve(moderator_client, page, state)
    stored = ContentPage.objects.get(pk=page.pk)
    assert (stored.title, stored.has_unpublished_changes) == ("審査した題名", True)
    assert stored.get_latest_revision_as_object().title == "審査していない題名"


def test_the_moderators_own_correction_is_published_with_the_approval(
    sign_in: SignIn, page: ContentPage
) -> None:
    _client, editor = sign_in("Editors")
    moderator_client, _moderator = sign_in("Moderators")
    submit(page, "題名の誤字", editor)
    form = nested_form_data(
        {
            "title": "題名の訂正",
            "slug": page.slug,
            "summary": page.summary,
            "body": streamfield([]),
            "translation_standing": "original",
            "prevailing_language": "",
            "comments": {
                "TOTAL_FORMS": 0,
                "INITIAL_FORMS": 0,
                "MIN_NUM_FORMS": 0,
                "MAX_NUM_FORMS": "",
            },
        }
    )
    response = moderator_client.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        {
            **form,
            "action-workflow-action": "true",
            "workflow-action-name": "approve",
            "workflow-action-extra-data": '{"comment": ""}',
        },
    )
    assert response.status_code == 302
    assert public_title(page) == "題名の訂正"
