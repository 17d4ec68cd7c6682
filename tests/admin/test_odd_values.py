"""One value that is not right yet stops neither draft nor autosave; publishing asks for all."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, streamfield

from home.models import ContentPage
from programs.models import ProgramPage
from tests.admin.conftest import SignIn
from tests.page_forms import errors, page_form, send_new_page
from tests.small_site import SmallSite

FIGURE = {"label": "会員", "value": "12", "as_of": "令和5年度", "source_name": "資料"}
CONTACT = {"organisation": "見本市", "email": "kankyo at example", "phone": "", "website": ""}


def body(figure: dict[str, str]) -> Any:
    return streamfield([("key_figure", figure), ("contact", CONTACT)])


def edit(page: ContentPage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


@pytest.fixture
def editor(sign_in: SignIn) -> Client:
    return sign_in("Moderators")[0]


@pytest.fixture
def draft(site: SmallSite, editor: Client) -> ContentPage:
    """A draft with an odd day, figure and address, beside a summary that is right."""
    values = {"review_by": "１２月１日", "body": body(FIGURE), "summary": "概要です。"}
    sent = send_new_page(editor, ContentPage, site.homes["ja"], **values)
    assert sent.status_code == 302, errors(sent)
    return ContentPage.objects.get()


def test_a_draft_keeps_every_value(draft: ContentPage) -> None:
    kept = draft.get_latest_revision_as_object()
    assert kept.summary == "概要です。"
    assert kept.body[0].value["as_of"] == "令和5年度"
    assert kept.body[1].value["email"] == "kankyo at example"
    assert kept.odd_values["review_by"] == "１２月１日"
    assert kept.review_by is None


def test_what_is_odd_is_shown_at_its_field(draft: ContentPage, editor: Client) -> None:
    response = editor.get(edit(draft))
    assert set(response.context["form"].errors) == {"review_by", "body"}
    assert 'value="１２月１日"' in response.content.decode()


def test_an_autosave_goes_on(draft: ContentPage, editor: Client) -> None:
    form = page_form(ContentPage, review_by="あした", body=body(FIGURE), summary="新しい概要です。")
    answer = editor.post(edit(draft), form, HTTP_ACCEPT="application/json").json()
    assert answer["success"]
    kept = ContentPage.objects.get().get_latest_revision_as_object()
    assert (kept.summary, kept.odd_values["review_by"]) == ("新しい概要です。", "あした")


def test_publishing_refuses_at_each_field(draft: ContentPage, editor: Client) -> None:
    form = page_form(ContentPage, review_by="１２月１日", body=body(FIGURE), summary="概要です。")
    sent = editor.post(edit(draft), {**form, "action-publish": "1"})
    assert set(errors(sent)) == {"review_by", "body"}
    draft.refresh_from_db()
    assert not draft.live


def test_no_other_way_publishes_it(draft: ContentPage, editor: Client) -> None:
    with pytest.raises(ValidationError):
        draft.latest_revision.publish()
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    response = editor.post(f"{address}?id={draft.pk}&next=/admin/")
    assert (response.status_code, response["Location"]) == (302, "/admin/")
    assert draft.title in editor.get("/admin/").content.decode()
    draft.refresh_from_db()
    assert not draft.live


def test_what_was_corrected_is_odd_no_more(draft: ContentPage, editor: Client) -> None:
    right = page_form(
        ContentPage,
        review_by="令和9年12月1日",
        summary="概要です。",
        body=streamfield([("key_figure", {**FIGURE, "as_of": "令和6年3月"})]),
    )
    assert editor.post(edit(draft), {**right, "action-publish": "1"}).status_code == 302
    draft.refresh_from_db()
    assert (draft.live, str(draft.review_by)) == (True, "2027-12-01")
    assert draft.body[0].value["as_of"] == "2024-03"
    assert editor.get(edit(draft)).context["form"].errors == {}


def windows(*rows: dict[str, str]) -> Any:
    return inline_formset(
        [{"note_ja": "", "note_en": "", "fiscal_year": "", **row} for row in rows]
    )


def test_a_row_of_a_list_keeps_what_is_odd(site: SmallSite, editor: Client) -> None:
    section = site.sections["programs", "ja"]
    rows = windows(
        {"opens_at": "2027-04-01", "closes_at": "2027-05-31"},
        {"opens_at": "４月上旬", "closes_at": "2027-03-31", "fiscal_year": "来年度"},
    )
    values = {"kind": "framework", "summary": "概要です。", "windows": rows}
    sent = send_new_page(editor, ProgramPage, section, **values)
    assert sent.status_code == 302, errors(sent)
    page = ProgramPage.objects.get()
    first, second = page.get_latest_revision_as_object().windows.all()
    assert (first.closes_at is not None, second.closes_at is not None) == (True, True)
    shown = editor.get(edit(page))
    faults = [form.errors for form in shown.context["form"].formsets["windows"].forms]
    assert [set(found) for found in faults] == [set(), {"opens_at", "fiscal_year"}]
    assert 'value="４月上旬"' in shown.content.decode()
    assert 'value="来年度"' in shown.content.decode()
    with pytest.raises(ValidationError):
        page.latest_revision.publish()


def test_rows_are_flagged_where_they_stand_after_deleting_and_sorting(
    site: SmallSite, editor: Client
) -> None:
    section = site.sections["programs", "ja"]
    rows = windows(
        {"opens_at": "いつか", "DELETE": "on", "ORDER": "1"},
        {"opens_at": "2027-04-01", "ORDER": "3"},
        {"opens_at": "４月上旬", "ORDER": "2"},
    )
    sent = send_new_page(editor, ProgramPage, section, kind="framework", windows=rows)
    assert sent.status_code == 302, errors(sent)
    page = ProgramPage.objects.get()
    forms = editor.get(edit(page)).context["form"].formsets["windows"].forms
    assert forms[0]["opens_at"].value() == "４月上旬"
    assert [bool(form.errors) for form in forms] == [True, False]


def test_an_address_that_another_page_has_is_always_refused(
    site: SmallSite, editor: Client, draft: ContentPage
) -> None:
    sent = send_new_page(editor, ContentPage, site.homes["ja"], slug=draft.slug)
    assert list(errors(sent)) == ["slug"]


def test_full_width_means_the_same(site: SmallSite, editor: Client) -> None:
    contact = {
        **CONTACT,
        "email": "ｋankyo＠example.org",
        "website": "ｈｔｔｐｓ：／／example.org/",
    }
    figure = {**FIGURE, "as_of": "２０２４", "value": "１，２００"}
    values = {
        "summary": "概要です。",
        "body": streamfield([("key_figure", figure), ("contact", contact)]),
        "action-publish": "1",
    }
    sent = send_new_page(editor, ContentPage, site.homes["ja"], **values)
    assert sent.status_code == 302, errors(sent)
    figure_kept, contact_kept = (block.value for block in ContentPage.objects.get().body)
    assert (figure_kept["as_of"], figure_kept["value"]) == ("2024", 1200)
    assert contact_kept["email"] == "kankyo@example.org"
    assert contact_kept["website"] == "https://example.org/"


def test_a_number_that_is_none_stays_in_the_draft(site: SmallSite, editor: Client) -> None:
    odd = streamfield([("key_figure", {**FIGURE, "value": "およそ百", "as_of": "2024"})])
    send_new_page(editor, ContentPage, site.homes["ja"], body=odd)
    page = ContentPage.objects.get()
    assert page.get_latest_revision_as_object().body[0].value["value"] == "およそ百"
    assert editor.get(edit(page)).status_code == 200
