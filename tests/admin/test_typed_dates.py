"""Wherever the admin asks for a date it reads what people type in Japan, or refuses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_filters import (
    DateFilter,
    DateFromToRangeFilter,
    DateTimeFilter,
    DateTimeFromToRangeFilter,
    FilterSet,
)
from wagtail import blocks
from wagtail.admin.forms.models import formfield_for_dbfield
from wagtail.admin.views.reports.aging_pages import AgingPagesReportFilterSet
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, streamfield

from content import date_fields
from content.date_fields import DayField, MomentField, MomentInput, YearFormField
from content.fields import BlockField
from content.typed_dates import JAPAN
from delivery.models import Token
from home.models import ContentPage
from programs.models import ProgramPage
from tests.admin.conftest import SignIn
from tests.architecture.house import import_linter_settings
from tests.page_forms import errors, page_form, send_new_page
from tests.small_site import SmallSite, add

OURS = set(import_linter_settings()["root_packages"])
SCHEDULE = {"go_live_at", "expire_at"}


def date_columns() -> Iterator[models.Field[Any, Any]]:
    """Yield each column of a date that some form of the admin may ask for."""
    for model in apps.get_models():
        is_ours = model.__module__.partition(".")[0] in OURS
        for field in model._meta.fields:
            is_asked_for = field.editable and (is_ours or field.name in SCHEDULE)
            if isinstance(field, models.DateField) and is_asked_for:
                yield field


def test_every_form_reads_dates_as_they_are_typed() -> None:
    columns = list(date_columns())
    assert {field.name for field in columns} >= {"closes_at", "ends_at", "review_by", *SCHEDULE}
    for field in columns:
        made = formfield_for_dbfield(field)
        assert isinstance(made, DayField | MomentField), field
        assert "data-date-kind" in made.widget.attrs, field


def test_what_ends_something_includes_its_day() -> None:
    """Each moment is known as a start or an end; a new one has to say what it is."""
    starts = {"opens_at", "starts_at", "go_live_at"}
    asked_for = {
        field.name
        for field in date_columns()
        if isinstance(field, models.DateTimeField)
        if field.name in SCHEDULE or field.model._meta.app_label in {"home", "programs"}
    }
    asked_for -= {
        "first_published_at",
        "last_published_at",
        "loaded_at",
        "latest_revision_created_at",
    }
    assert asked_for - starts <= date_fields.ENDS
    assert asked_for >= {"closes_at", "ends_at", "expire_at", *starts}


def test_no_block_takes_a_date_otherwise() -> None:
    def walk(block: Any) -> Iterator[Any]:
        yield block
        for child in getattr(block, "child_blocks", {}).values():
            yield from walk(child)
        if isinstance(block, blocks.ListBlock):
            yield from walk(block.child_block)

    plain = [
        (field, block.name)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, BlockField)
        for block in walk(field.stream_block)
        if isinstance(block, blocks.DateBlock | blocks.DateTimeBlock)
    ]
    assert plain == []


def test_years_are_read_as_they_are_typed() -> None:
    years = [
        field
        for model in apps.get_models()
        if model.__module__.partition(".")[0] in OURS
        for field in model._meta.fields
        if field.name.endswith("year") or field.name.startswith("period_")
        if isinstance(field, models.IntegerField) and field.editable
    ]
    assert len(years) >= 4
    assert [field for field in years if not isinstance(field.formfield(), YearFormField)] == []


@pytest.mark.parametrize(
    "made", [DateFilter(), DateFromToRangeFilter(), DateTimeFromToRangeFilter()]
)
def test_filters_read_dates_as_they_are_typed(made: Any) -> None:
    parts = getattr(made.field, "fields", [made.field])
    assert [part for part in parts if not isinstance(part, DayField)] == []
    text = "令和6年3月1日"
    typed = [text, text] if len(parts) > 1 else text
    found = made.field.clean(typed)
    day = found.start if len(parts) > 1 else found
    assert (day.year, day.month, day.day) == (2024, 3, 1)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("令和6年3月1日", date(2024, 3, 1)),
        ("２０２４／３／１", date(2024, 3, 1)),
        ("R6.3.1", date(2024, 3, 1)),
    ],
)
def test_a_day_of_a_page(site: SmallSite, sign_in: SignIn, typed: str, stored: date) -> None:
    client, _user = sign_in("Editors")
    send_new_page(client, ContentPage, site.homes["ja"], last_reviewed_on=typed)
    assert ContentPage.objects.get().get_latest_revision_as_object().last_reviewed_on == stored


def test_a_window_closes_at_the_end_of_its_last_day(site: SmallSite, sign_in: SignIn) -> None:
    client, _user = sign_in("Moderators")
    window = {
        "opens_at": "令和8年４月１日",
        "closes_at": "2027年3月31日（水）",
        "fiscal_year": "令和8年度",
        "note_ja": "",
        "note_en": "",
    }
    sent = send_new_page(
        client,
        ProgramPage,
        site.sections["programs", "ja"],
        windows=inline_formset([window]),
        kind="support_programme",
    )
    assert sent.status_code == 302, errors(sent)
    page = ProgramPage.objects.get()
    (stored,) = page.get_latest_revision_as_object().windows.all()
    assert stored.opens_at == datetime(2026, 4, 1, tzinfo=JAPAN)
    assert stored.closes_at == datetime(2027, 4, 1, tzinfo=JAPAN)
    assert stored.fiscal_year == 2026
    html = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert 'value="2027-03-31 24:00"' in html
    assert "2027-04-01" not in html


@pytest.mark.parametrize("typed", ["１２月１日", "令和6年2月30日", "らいげつ"])
def test_what_is_not_understood_is_refused_and_kept(
    site: SmallSite, sign_in: SignIn, typed: str
) -> None:
    client, _user = sign_in("Moderators")
    sent = send_new_page(
        client,
        ContentPage,
        site.homes["ja"],
        review_by=typed,
        summary="概要",
        **{"action-publish": "1"},
    )
    assert list(errors(sent)) == ["review_by"]
    assert f'value="{typed}"' in sent.content.decode()


def test_a_figure_keeps_its_date_as_one_that_sorts(site: SmallSite, sign_in: SignIn) -> None:
    client, _user = sign_in("Editors")
    figure = {
        "label": "会員",
        "value": "12",
        "approximate": "",
        "at_least": "",
        "unit": "",
        "note": "",
        "as_of": "平成25年４月",
        "source_name": "資料",
        "source_url": "",
    }
    body = streamfield([("key_figure", {key: value for key, value in figure.items() if value})])
    send_new_page(client, ContentPage, site.homes["ja"], body=body)
    page = ContentPage.objects.get().get_latest_revision_as_object()
    assert page.body[0].value["as_of"] == "2013-04"


@pytest.mark.parametrize(
    ("kind", "typed", "said"),
    [
        ("day", "令和6年3月1日", "2024年3月1日（金）"),
        ("end", "2027/1/31", "2027年1月31日（日）"),
        ("start", "2027/1/31", "2027年1月31日（日）"),
        ("partial", "H25.4", "2013年4月"),
        ("year", "令和６年度", "2024年"),
    ],
)
def test_the_form_says_what_it_understands(
    sign_in: SignIn, kind: str, typed: str, said: str
) -> None:
    client, _user = sign_in("Editors")
    answer = client.get(reverse("understood_date"), {"kind": kind, "text": typed}).json()
    assert said in answer["understood"]
    refused = client.get(reverse("understood_date"), {"kind": kind, "text": "12月1日"}).json()
    assert set(refused) == {"refused"}


def test_what_a_form_understands_is_told_to_people_of_the_admin_only(db: None) -> None:
    assert Client().get(reverse("understood_date"), {"text": "2024-03-01"}).status_code == 302


def test_a_schedule_that_has_passed_stops_nobody(site: SmallSite, sign_in: SignIn) -> None:
    """What both moments said has been done, and the page can be published again."""
    client, _user = sign_in("Moderators")
    page = add(site.homes["ja"], ContentPage(title="題", slug="about", summary="概要です。"))
    passed = {
        "go_live_at": timezone.now() - timedelta(9),
        "expire_at": timezone.now() - timedelta(8),
    }
    for name, moment in passed.items():
        setattr(page, name, moment)
    page.save_revision()
    ContentPage.objects.filter(pk=page.pk).update(live=False, expired=True, **passed)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    form = client.get(address).context["form"]
    sent = page_form(ContentPage, title="題", slug="about", summary="新しい概要です。")
    sent |= {name: form[name].subwidgets[0].data["value"] for name in passed}
    assert client.post(address, {**sent, "action-publish": "1"}).status_code == 302
    page.refresh_from_db()
    assert (page.live, page.summary) == (True, "新しい概要です。")
    assert page.expire_at is None


def test_a_new_end_in_the_past_is_refused(site: SmallSite, sign_in: SignIn) -> None:
    client, _user = sign_in("Moderators")
    values = {"expire_at": "令和2年4月1日", "summary": "概要です。", "action-publish": "1"}
    assert list(errors(send_new_page(client, ContentPage, site.homes["ja"], **values))) == [
        "expire_at"
    ]


def test_no_filter_of_the_admin_asks_for_a_date_otherwise(db: None) -> None:
    """All the filters that the admin's addresses bring with them, Wagtail's reports included."""
    reverse("wagtailadmin_home")

    def below(kind: type) -> Iterator[type]:
        for child in kind.__subclasses__():
            yield child
            yield from below(child)

    asked = [
        (filters.__qualname__, name, part)
        for filters in below(FilterSet)
        for name, made in filters.base_filters.items()  # type: ignore[attr-defined]
        if isinstance(made, DateFilter | DateTimeFilter | DateFromToRangeFilter)
        for part in getattr(made.field, "fields", [made.field])
    ]
    assert {name for _filters, name, _part in asked} >= {"last_published_at", "timestamp"}
    assert [one for one in asked if not isinstance(one[2], DayField | MomentField)] == []


def test_ageing_pages_of_a_day_include_that_day(site: SmallSite) -> None:
    last = datetime(2024, 3, 1, 18, tzinfo=JAPAN)
    Page.objects.filter(pk=site.homes["ja"].pk).update(last_published_at=last)
    for typed, expected in (("令和6年3月1日", True), ("令和6年2月29日", False)):
        filters = AgingPagesReportFilterSet({"last_published_at": typed}, Page.objects.all())
        assert filters.form.is_valid()
        assert filters.qs.filter(pk=site.homes["ja"].pk).exists() is expected


def test_reports_and_lists_name_the_last_day_of_what_ends(
    site: SmallSite, admin_client: Client
) -> None:
    asked = {"last_published_at": "令和6年3月1日"}
    for headers in ({}, {"X-Requested-With": "XMLHttpRequest"}):
        answer = admin_client.get(
            reverse("wagtailadmin_reports:aging_pages"), asked, headers=headers
        )
        assert answer.status_code == 200
        assert [one.value for one in answer.context["active_filters"]] == [
            "2024年3月1日（金）24:00まで（日本時間）"
        ]
    midnight = datetime(2099, 4, 1, tzinfo=JAPAN)
    assert Token(expires_at=midnight).last_moment == "2099年3月31日 24:00"


def test_the_schedule_shows_its_end_as_that_of_the_day_before_midnight(
    site: SmallSite, sign_in: SignIn
) -> None:
    """Wagtail's panel brings a widget of its own: it must not name the day after."""
    client, _user = sign_in("Moderators")
    page = add(site.homes["ja"], ContentPage(title="題", slug="about", summary="概要です。"))
    page.expire_at = datetime(2099, 4, 1, tzinfo=JAPAN)
    page.save_revision()
    answer = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    form = answer.context["form"]
    for name, kind in (("go_live_at", "start"), ("expire_at", "end")):
        widget = form.fields[name].widget
        assert isinstance(widget, MomentInput)
        assert widget.attrs["data-date-kind"] == kind
        assert widget.attrs["data-w-dialog-target"] == "notify"
        assert widget.js_overlay_parent_selector == "#schedule-publishing-dialog"
    assert form["expire_at"].subwidgets[0].data["value"] == "2099-03-31 24:00"
