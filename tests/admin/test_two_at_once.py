"""Forms that are sent twice, or by two people at one moment: once is enough, nothing is lost."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.blocks import StreamBlock
from wagtail.models import Page, WorkflowState
from wagtail.test.utils.form_data import streamfield

from accounts.models import User
from home.models import ContentPage
from tests.admin.conftest import SignIn
from tests.page_forms import PUBLISH, added, errors, page_form, send_new_page
from tests.small_site import SmallSite, add

JSON = {"HTTP_ACCEPT": "application/json"}


def edit(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def form_of(page: ContentPage, **values: Any) -> dict[str, Any]:
    given = {"title": page.title, "slug": page.slug, "summary": page.summary}
    return page_form(ContentPage, **{**given, **values})


def drafts(page: Page) -> int:
    return page.revisions.count()


@pytest.fixture
def page(site: SmallSite) -> ContentPage:
    return add(
        site.homes["ja"],
        ContentPage(title="題", slug="about", summary="概要の文です。"),
        live=False,
    )


def test_a_form_sent_twice_makes_one_page(site: SmallSite, sign_in: SignIn) -> None:
    client, _user = sign_in("Editors")
    key = str(uuid4())
    first = send_new_page(client, ContentPage, site.homes["ja"], creation_key=key)
    second = send_new_page(client, ContentPage, site.homes["ja"], creation_key=key)
    (made,) = ContentPage.objects.all()
    assert first.status_code == second.status_code == 302
    assert second["Location"] == edit(made)
    assert drafts(made) == 1


def test_an_autosave_sent_twice_makes_one_page(site: SmallSite, sign_in: SignIn) -> None:
    client, _user = sign_in("Editors")
    form = page_form(ContentPage, title="題", slug="", creation_key=str(uuid4()))
    name = reverse("wagtailadmin_pages:add", args=["home", "contentpage", site.homes["ja"].pk])
    answers = [client.post(name, form, **JSON).json() for _time in range(2)]
    (made,) = ContentPage.objects.all()
    assert [answer["pk"] for answer in answers] == [made.pk, made.pk]


def test_what_was_typed_since_an_answer_was_lost_is_stored(
    site: SmallSite, sign_in: SignIn
) -> None:
    """The first save was stored, its answer did not arrive, and the form is sent to “add” again."""
    client, _user = sign_in("Moderators")
    name = reverse("wagtailadmin_pages:add", args=["home", "contentpage", site.homes["ja"].pk])
    form = page_form(ContentPage, title="題", slug="", creation_key=str(uuid4()))
    client.post(name, form, **JSON)
    newer = {**form, "title": "新しい題", "summary": "概要の文です。"}
    assert client.post(name, newer, **JSON).json()["success"]
    (made,) = ContentPage.objects.all()
    assert made.get_latest_revision_as_object().title == "新しい題"
    assert client.post(name, {**newer, **PUBLISH}).status_code == 302
    made.refresh_from_db()
    assert (made.live, made.title) == (True, "新しい題")


def test_a_key_of_another_page_makes_no_translation_of_it(site: SmallSite, sign_in: SignIn) -> None:
    client, _user = sign_in("Moderators")
    home = site.homes["ja"]
    other = add(home, ContentPage(title="題", slug="other"))
    key = str(other.translation_key)
    send_new_page(client, ContentPage, site.homes["en"], creation_key=key)
    assert added(site.homes["en"]).translation_key != other.translation_key


def test_each_new_form_has_a_key_of_its_own(site: SmallSite, sign_in: SignIn) -> None:
    client, _user = sign_in("Editors")
    name = reverse("wagtailadmin_pages:add", args=["home", "contentpage", site.homes["ja"].pk])
    keys = {client.get(name).context["form"]["creation_key"].value() for _time in range(2)}
    assert len(keys) == 2
    assert b'name="creation_key"' in client.get(name).content


def test_publishing_twice_changes_nothing_the_second_time(
    page: ContentPage, sign_in: SignIn
) -> None:
    client, _user = sign_in("Moderators")
    form = {**form_of(page, title="新しい題"), **PUBLISH}
    assert client.post(edit(page), form).status_code == 302
    page.refresh_from_db()
    before = (drafts(page), page.last_published_at, page.live_revision_id)
    assert client.post(edit(page), form).status_code == 302
    page.refresh_from_db()
    assert page.title == "新しい題"
    assert (drafts(page), page.last_published_at, page.live_revision_id) == before


def in_review(page: ContentPage, sign_in: SignIn) -> Client:
    """Have an editor ask for approval; return a moderator's client."""
    editor, _user = sign_in("Editors")
    editor.post(edit(page), {**form_of(page), "action-submit": "1"})
    assert page.workflow_in_progress
    return sign_in("Moderators")[0]


def test_approving_twice_changes_nothing_the_second_time(
    page: ContentPage, sign_in: SignIn
) -> None:
    moderator = in_review(page, sign_in)
    approval = {
        **form_of(page),
        "action-workflow-action": "true",
        "workflow-action-name": "approve",
    }
    for _time in range(2):
        assert moderator.post(edit(page), approval).status_code == 302
    page.refresh_from_db()
    assert (page.live, page.has_unpublished_changes) == (True, False)
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_APPROVED


def test_a_save_that_comes_after_the_approval_leaves_no_newer_draft(
    page: ContentPage, sign_in: SignIn
) -> None:
    moderator = in_review(page, sign_in)
    approval = {
        **form_of(page),
        "action-workflow-action": "true",
        "workflow-action-name": "approve",
    }
    moderator.post(edit(page), approval)
    page.refresh_from_db()
    answer = moderator.post(edit(page), form_of(page), **JSON)
    assert answer.json()["success"]
    page.refresh_from_db()
    assert (page.live, page.has_unpublished_changes) == (True, False)


def test_asking_for_approval_twice_asks_once(page: ContentPage, sign_in: SignIn) -> None:
    in_review(page, sign_in)
    client = Client()
    client.force_login(User.objects.get(username="editors"))
    before = drafts(page)
    client.post(edit(page), {**form_of(page), "action-submit": "1"})
    assert drafts(page) == before
    assert WorkflowState.objects.count() == 1


@pytest.mark.parametrize("title", ["令和7年度", "2026", "７"])
def test_digits_alone_are_no_address(site: SmallSite, sign_in: SignIn, title: str) -> None:
    client, _user = sign_in("Editors")
    send_new_page(client, ContentPage, site.homes["ja"], title=title, slug="")
    assert added(site.homes["ja"], "content-1").title == title


def test_an_address_of_digits_is_refused(page: ContentPage, sign_in: SignIn) -> None:
    client, _user = sign_in("Editors")
    assert list(errors(client.post(edit(page), form_of(page, slug="2026")))) == ["slug"]


def test_a_draft_that_is_looked_at_loosens_nobody_elses_page(
    site: SmallSite, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Publishing in the very moment in which another editor's draft is validated."""
    editor, _user = sign_in("Editors")
    moderator, _user = sign_in("Moderators")
    empty = streamfield([("heading", {"level": "h2", "text": ""})])
    clean, refused = StreamBlock.clean, []

    def clean_while_another_publishes(self: StreamBlock, value: Any, **kwargs: Any) -> Any:
        monkeypatch.setattr(StreamBlock, "clean", clean)
        sent = send_new_page(
            moderator, ContentPage, site.homes["en"], body=empty, summary="Summary.", **PUBLISH
        )
        refused.extend(errors(sent))
        return clean(self, value, **kwargs)

    monkeypatch.setattr(StreamBlock, "clean", clean_while_another_publishes)
    send_new_page(editor, ContentPage, site.homes["ja"], body=empty, summary="概要です。")
    assert refused == ["body"]
    assert not ContentPage.objects.filter(live=True).exists()


def test_an_autosave_leaves_what_was_published_meanwhile_as_it_was(
    page: ContentPage, sign_in: SignIn
) -> None:
    """A moderator approves from the dashboard; the author's form still names that revision."""
    author, _user = sign_in("Editors")
    first = author.post(edit(page), form_of(page, title="承認する題"), **JSON).json()
    approved = page.revisions.get(pk=first["revision_id"])
    approved.publish()
    written = form_of(page, title="書きかけの題", overwrite_revision_id=str(approved.pk))
    answer = author.post(edit(page), written, **JSON).json()
    assert answer["success"]
    assert answer["revision_id"] != approved.pk
    approved.refresh_from_db()
    assert approved.content["title"] == "承認する題"
    page.refresh_from_db()
    assert (page.title, page.live_revision_id) == ("承認する題", approved.pk)
    assert page.get_latest_revision_as_object().title == "書きかけの題"


@pytest.mark.parametrize("slug", ["2026-27", "7"])
def test_a_copy_needs_a_word_in_its_address_too(
    page: ContentPage, sign_in: SignIn, slug: str
) -> None:
    client, _user = sign_in("Moderators")
    name = reverse("wagtailadmin_pages:copy", args=[page.pk])
    form = {"new_title": "写し", "new_parent_page": page.get_parent().pk}
    refused = client.post(name, {**form, "new_slug": slug})
    assert list(errors(refused)) == ["new_slug"]
    reserved = client.post(name, {**form, "new_slug": "search"})
    assert list(errors(reserved)) == ["new_slug"]
    assert client.post(name, {**form, "new_slug": "report-7"}).status_code == 302
