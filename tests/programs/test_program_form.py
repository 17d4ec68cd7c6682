"""A programme's form: its windows, and what contradicts them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset

from programs.models import ProgramPage
from tests.page_forms import PUBLISH, added, errors, send_new_page
from tests.small_site import SmallSite

OPENS, CLOSES = "2026-04-01 09:00", "2026-05-29 17:00"


def window(**values: str) -> dict[str, str]:
    empty = {"opens_at": "", "closes_at": "", "fiscal_year": "", "note_ja": "", "note_en": ""}
    return {**empty, **values}


@pytest.fixture
def section(site: SmallSite) -> Page:
    return site.sections["programs", "ja"]


def send(client: Client, section: Page, *windows: dict[str, str], **values: Any) -> Any:
    values = {"kind": "support_programme", "windows": inline_formset(windows), **values}
    return send_new_page(client, ProgramPage, section, **values, **PUBLISH)


def window_errors(response: Any) -> list[dict[str, Any]]:
    assert response.status_code == 200
    return response.context["form"].formsets["windows"].errors


def test_times_are_those_of_japan_and_nobody_chooses_another_zone(
    admin_client: Client, section: Page
) -> None:
    account = admin_client.get(reverse("wagtailadmin_account")).content.decode()
    assert "current_time_zone" not in account
    send(admin_client, section, window(opens_at=OPENS, closes_at=CLOSES, fiscal_year="2026"))
    stored = added(section).windows.get()
    assert stored.opens_at == datetime(2026, 4, 1, 9, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
    assert stored.fiscal_year == 2026


def test_a_window_has_a_beginning_or_an_end(admin_client: Client, section: Page) -> None:
    found = window_errors(send(admin_client, section, window(note_ja="未定")))
    assert [set(one) for one in found] == [{"opens_at"}]


def test_a_window_closes_after_it_opens(admin_client: Client, section: Page) -> None:
    good, bad = window(closes_at=CLOSES), window(opens_at=CLOSES, closes_at=OPENS, note_ja="注")
    response = send(admin_client, section, good, bad, amount="上限なし")
    assert [set(one) for one in window_errors(response)] == [set(), {"closes_at"}]
    form = response.context["form"]
    assert form["amount"].value() == "上限なし"
    assert form.formsets["windows"].forms[1]["note_ja"].value() == "注"


def test_all_year_has_no_end(admin_client: Client, section: Page) -> None:
    response = send(admin_client, section, window(closes_at=CLOSES), all_year="on")
    assert set(errors(response)) == {"all_year"}
    send(admin_client, section, window(opens_at=OPENS), all_year="on")
    assert added(section).all_year


def test_a_window_that_is_being_deleted_contradicts_nothing(
    admin_client: Client, section: Page
) -> None:
    send(admin_client, section, {**window(closes_at=CLOSES), "DELETE": "1"}, all_year="on")
    assert not added(section).windows.exists()


def test_the_same_window_twice_is_refused_at_the_second(
    admin_client: Client, section: Page
) -> None:
    same = window(opens_at=OPENS, fiscal_year="2026")
    found = window_errors(send(admin_client, section, same, same))
    assert [set(one) for one in found] == [set(), {"opens_at"}]


def test_a_kind_is_needed_to_publish_and_not_to_begin(admin_client: Client, section: Page) -> None:
    response = send(admin_client, section, kind="")
    assert set(errors(response)) == {"kind"}
    send_new_page(admin_client, ProgramPage, section, kind="")
    assert not added(section).live
