"""What a moderator is offered first, what is said after a decision, and what its author sees."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Workflow, WorkflowState, WorkflowTask

from accounts.models import User
from home.models import ContentPage
from tests.page_forms import page_form
from tests.small_site import SmallSite, add

from .conftest import SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> ContentPage:
    found: ContentPage = add(SmallSite().homes["ja"], ContentPage(title="ごみ", slug="waste"))
    return found


@pytest.fixture
def hanako(sign_in: SignIn) -> tuple[Client, User]:
    client, user = sign_in("Editors")
    User.objects.filter(pk=user.pk).update(first_name="花子", last_name="佐藤")
    user.refresh_from_db()
    return client, user


@pytest.fixture
def makoto(sign_in: SignIn) -> tuple[Client, User]:
    client, user = sign_in("Moderators")
    User.objects.filter(pk=user.pk).update(first_name="誠", last_name="田中")
    user.refresh_from_db()
    return client, user


def submit(page: ContentPage, user: User, **values: Any) -> WorkflowState:
    for name, value in {"title": "ごみの分別", **values}.items():
        setattr(page, name, value)
    page.save_revision(user=user)
    return page.get_workflow().start(page, user)


def edit_screen(client: Client, page: ContentPage) -> BeautifulSoup:
    answer = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    return BeautifulSoup(answer.content.decode(), "html.parser")


def actions(screen: BeautifulSoup) -> list[str]:
    """Return the actions of an edit screen by their names, the main one first."""
    return [
        button.get("data-workflow-action-name") or button.get("name") or "save"
        for button in screen.select("footer .actions button, footer .actions a.button")
        if "w-dropdown__toggle" not in button.get("class", [])
    ]


def messages(client: Client, address: str = "/admin/") -> str:
    shown = BeautifulSoup(client.get(address).content.decode(), "html.parser")
    return " ".join(shown.select_one(".messages").get_text(" ", strip=True).split())


def decide(client: Client, state: WorkflowState, action: str, comment: str = "") -> None:
    """Decide in the way of the dashboard."""
    named = [state.object_id, action, state.current_task_state.pk]
    client.post(reverse("wagtailadmin_pages:workflow_action", args=named), {"comment": comment})


def decide_on_screen(client: Client, page: ContentPage, action: str, comment: str = "") -> None:
    """Decide in the way of the page's own form."""
    form = page_form(ContentPage, title=page.title, slug=page.slug)
    decision = {
        "action-workflow-action": "true",
        "workflow-action-name": action,
        "workflow-action-extra-data": f'{{"comment": "{comment}"}}',
    }
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert client.post(address, form | decision).status_code == 302


# What is offered first ----------------------------------------------------------------------------


def test_a_reviewer_is_offered_the_decision_first_and_no_way_past_it(
    page: ContentPage, hanako: tuple[Client, User], makoto: tuple[Client, User]
) -> None:
    submit(page, hanako[1])
    screen = edit_screen(makoto[0], page)
    offered = actions(screen)
    assert offered[:3] == ["approve", "approve", "reject"]
    assert "action-publish" not in offered
    main = screen.select_one("footer .actions button[data-workflow-action-name]")
    assert main["type"] == "button", "Enter in a field would approve"


def test_without_a_review_the_menu_is_as_it_was(
    page: ContentPage, makoto: tuple[Client, User]
) -> None:
    offered = actions(edit_screen(makoto[0], page))
    assert offered[0] == "save"
    assert {"action-publish", "action-submit"} <= set(offered)


def test_whoever_corrects_is_offered_to_ask_again_before_anything_else(
    page: ContentPage, hanako: tuple[Client, User], makoto: tuple[Client, User]
) -> None:
    decide(makoto[0], submit(page, hanako[1]), "reject", "出典を")
    for client, _user in (hanako, makoto):
        assert actions(edit_screen(client, page))[:2] == ["save", "action-submit"]


# What its author sees -----------------------------------------------------------------------------


def test_a_page_that_was_sent_back_says_so_on_its_own_screen(
    page: ContentPage, hanako: tuple[Client, User], makoto: tuple[Client, User]
) -> None:
    state = submit(page, hanako[1])
    assert edit_screen(hanako[0], page).select_one("[form=page-edit-form]") is None
    decide(makoto[0], state, "reject", "出典を<b>加えて</b>\nください。")
    screen = edit_screen(hanako[0], page)
    note = screen.select_one(".messages").get_text()
    finished = timezone.localtime(state.task_states.get().finished_at)
    assert "田中誠さん" in note
    assert finished.strftime("%Y/%m/%d") in note or f"{finished.year}年" in note
    assert "出典を<b>加えて</b>" in note, "the comment is text, with its line breaks"
    button = screen.select_one(".messages button[form=page-edit-form][name=action-submit]")
    assert button is not None
    form = page_form(ContentPage, title="ごみの分別", slug=page.slug)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    hanako[0].post(address, form | {"action-submit": "action-submit"})
    state.refresh_from_db()
    assert state.status == WorkflowState.STATUS_IN_PROGRESS
    assert "田中誠さんが" not in edit_screen(makoto[0], page).get_text()


def test_whoever_cannot_ask_is_not_offered_to(
    page: ContentPage, hanako: tuple[Client, User], makoto: tuple[Client, User]
) -> None:
    decide(makoto[0], submit(page, hanako[1]), "reject")
    page.permissions_for_user(makoto[1])
    ContentPage.objects.filter(pk=page.pk).update(locked=True, locked_by=makoto[1])
    note = edit_screen(hanako[0], page)
    assert "田中誠さん" in note.select_one(".messages").get_text()
    assert note.select_one(".messages [name=action-submit]") is None


# What is said after a decision --------------------------------------------------------------------


@pytest.mark.parametrize("way", ["dashboard", "screen"])
@pytest.mark.parametrize(
    ("action", "told"),
    [("approve", "承認し、公開しました"), ("reject", "佐藤花子さんに差し戻しました")],
)
def test_a_decision_is_told(
    page: ContentPage,
    hanako: tuple[Client, User],
    makoto: tuple[Client, User],
    *,
    way: str,
    action: str,
    told: str,
) -> None:
    state = submit(page, hanako[1])
    if way == "dashboard":
        decide(makoto[0], state, action)
    else:
        decide_on_screen(makoto[0], page, action)
    said = messages(makoto[0])
    assert told in said
    assert "ごみの分別" in said
    assert "更新しました" not in said


def test_an_approval_that_publishes_later_says_when(
    page: ContentPage, hanako: tuple[Client, User], makoto: tuple[Client, User]
) -> None:
    day = (timezone.localtime() + timedelta(days=40)).replace(hour=9, minute=0, second=0)
    decide(makoto[0], submit(page, hanako[1], go_live_at=day), "approve")
    said = messages(makoto[0])
    assert f"{day.year}年{day.month}月{day.day}日" in said
    assert "承認し、公開しました" not in said


def test_an_approval_that_another_follows_names_it(
    page: ContentPage, hanako: tuple[Client, User], makoto: tuple[Client, User]
) -> None:
    second = GroupApprovalTask.objects.create(name="部長の承認")
    second.groups.add(Group.objects.get(name="Moderators"))
    WorkflowTask.objects.create(workflow=Workflow.objects.get(), task=second, sort_order=9)
    decide(makoto[0], submit(page, hanako[1]), "approve")
    said = messages(makoto[0])
    assert "部長の承認" in said
    assert "公開しました" not in said


def test_what_was_changed_after_the_request_is_said_to_stay_a_draft(
    page: ContentPage, hanako: tuple[Client, User], makoto: tuple[Client, User]
) -> None:
    state = submit(page, hanako[1])
    page.title = "まだ見ていない題"
    page.save_revision(user=hanako[1])
    decide(makoto[0], state, "approve")
    assert "下書きのまま" in messages(makoto[0])


def test_a_decision_that_came_too_late_is_not_told(
    page: ContentPage, hanako: tuple[Client, User], makoto: tuple[Client, User]
) -> None:
    state = submit(page, hanako[1])
    task_state = state.current_task_state
    decide(makoto[0], state, "approve")
    messages(makoto[0])
    named = [page.pk, "reject", task_state.pk]
    makoto[0].post(reverse("wagtailadmin_pages:workflow_action", args=named), {"comment": ""})
    assert "差し戻しました" not in messages(makoto[0])


# No way past it -----------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["Moderators", "administrator"])
def test_a_page_under_review_is_published_by_the_decision_alone(
    page: ContentPage, hanako: tuple[Client, User], makoto: tuple[Client, User], role: str
) -> None:
    client, user = makoto
    if role == "administrator":
        User.objects.filter(pk=user.pk).update(is_superuser=True)
    state = submit(page, hanako[1])
    published = ContentPage.objects.get(pk=page.pk).last_published_at

    form = page_form(ContentPage, title="まだ公開しない題", slug=page.slug) | {
        "action-publish": "1"
    }
    client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form)
    assert "承認してください" in messages(client)
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    shown = client.get(f"{bulk}?id={page.pk}")
    assert "承認すると公開されます" in shown.content.decode()
    client.post(f"{bulk}?id={page.pk}")
    parent = page.get_parent()
    client.post(f"{bulk}?id={parent.pk}", {"include_descendants": "on"})

    assert ContentPage.objects.get(pk=page.pk).last_published_at == published
    state.refresh_from_db()
    assert state.status == WorkflowState.STATUS_IN_PROGRESS
    decide_on_screen(client, ContentPage.objects.get(pk=page.pk), "approve")
    after = ContentPage.objects.get(pk=page.pk)
    assert after.live
    assert after.last_published_at != published
