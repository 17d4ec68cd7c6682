"""What is exported opens in Japanese Excel: its encoding, its moments, its words, no formula."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageLogEntry, TaskState, WorkflowState

from accounts.models import User
from home.models import ContentPage
from tests.small_site import SmallSite, add

pytestmark = [pytest.mark.any_database, pytest.mark.django_db]

MOMENT = datetime(2026, 3, 31, 15, 0, 30, 5, tzinfo=UTC)
IN_JAPAN = "2026-04-01 00:00:30"
LISTS = [
    "wagtailadmin_reports:locked_pages",
    "wagtailadmin_reports:workflow",
    "wagtailadmin_reports:workflow_tasks",
    "wagtailadmin_reports:site_history",
    "wagtailadmin_reports:aging_pages",
    "wagtailredirects:index",
]


@pytest.fixture
def listed_page(admin_user: User) -> Page:
    """A page that each list names, whose title a spreadsheet program would run."""
    home = SmallSite().homes["ja"]
    page = add(home, ContentPage(title="=HYPERLINK(1)", slug="formula"))
    page.get_workflow().start(page, admin_user)
    WorkflowState.objects.update(created_at=MOMENT)
    TaskState.objects.update(started_at=MOMENT, finished_at=MOMENT)
    PageLogEntry.objects.log_action(
        page, "wagtail.edit", user=admin_user, timestamp=MOMENT, title=page.title
    )
    Page.objects.filter(pk=page.pk).update(
        locked=True,
        locked_by=admin_user,
        locked_at=MOMENT,
        last_published_at=MOMENT,
        latest_revision_created_at=MOMENT,
        live=True,
    )
    Redirect.objects.create(old_path="/旧", redirect_link="@SUM(1)", is_permanent=True)
    return page


def exported(client: Client, name: str) -> list[list[str]]:
    answer = client.get(reverse(name), {"export": "csv"})
    content = b"".join(answer)
    assert content.startswith(b"\xef\xbb\xbf")
    assert "charset=utf-8" in answer["Content-Type"]
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


@pytest.mark.parametrize("name", LISTS)
def test_each_list_opens_in_japanese_excel(
    listed_page: Page, admin_client: Client, name: str
) -> None:
    headings, *rows = exported(admin_client, name)
    assert rows
    cells = [cell for row in rows for cell in row]
    assert [cell for cell in cells if re.match(r"[=+@-]", cell)] == []
    assert [cell for cell in cells if re.search(r"\+00:00|True|False|None", cell)] == []
    assert [text for text in headings if not re.search(r"[ぁ-ん一-龠ァ-ヶ]|^(URL|ID)$", text)] == []


@pytest.mark.parametrize("name", LISTS[:1] + LISTS[3:5])
def test_moments_are_those_of_japan(listed_page: Page, admin_client: Client, name: str) -> None:
    _headings, *rows = exported(admin_client, name)
    assert IN_JAPAN in [cell for row in rows for cell in row]
    answer = admin_client.get(reverse(name), {"export": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer))).active
    found = [(cell.value, cell.data_type) for row in sheet.iter_rows() for cell in row]
    assert datetime.fromisoformat(IN_JAPAN) in [value for value, _kind in found]
    assert "f" not in {kind for _value, kind in found}


def test_a_formula_is_a_text(listed_page: Page, admin_client: Client) -> None:
    _headings, *rows = exported(admin_client, "wagtailredirects:index")
    assert [row[1] for row in rows] == ["'@SUM(1)"]
    _headings, *rows = exported(admin_client, "wagtailadmin_reports:locked_pages")
    assert "'=HYPERLINK(1)" in rows[0]
