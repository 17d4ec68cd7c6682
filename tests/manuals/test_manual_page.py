"""Publications: as much of the date as is known, and files with their standing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page
from wagtail.test.utils.form_data import streamfield

from manuals.models import ManualPage
from tests.page_forms import PUBLISH, added, errors, send_new_page
from tests.small_site import SmallSite, add, add_document


@pytest.fixture
def section(site: SmallSite) -> Page:
    return site.sections["manuals", "ja"]


def send(client: Client, section: Page, **values: Any) -> Any:
    return send_new_page(client, ManualPage, section, **{"kind": "manual", **values}, **PUBLISH)


def file(document: Any, standing: str, label: str = "手引き") -> tuple[str, dict[str, Any]]:
    return "file", {
        "document": document or "",
        "label": label,
        "language": "en",
        "standing": standing,
    }


@pytest.mark.parametrize(
    ("precision", "shown"), [("year", "2013"), ("month", "2013-04"), ("day", "2013-04-01")]
)
def test_no_more_of_a_date_is_shown_than_is_known(precision: str, shown: str) -> None:
    page = ManualPage(published_on=date(2013, 4, 1), published_precision=precision)
    assert page.publication_date == shown
    assert ManualPage(published_precision=precision).publication_date == ""


def test_a_publication_lies_in_the_past(admin_client: Client, section: Page) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    response = send(admin_client, section, published_on=tomorrow.isoformat(), abstract="概要")
    assert set(errors(response)) == {"published_on"}
    assert response.context["form"]["abstract"].value() == "概要"


def test_files_have_a_standing_and_may_be_awaited(admin_client: Client, section: Page) -> None:
    document = add_document("guide").pk
    awaited = streamfield([file(document, "original"), file(None, "official", "英訳")])
    response = send(admin_client, section, files=awaited)
    assert set(errors(response)) == {"files"}
    assert response.context["form"]["files"].value()[1].value["label"] == "英訳"
    send(
        admin_client,
        section,
        files=streamfield([file(document, "provisional"), file(None, "pending", "英訳")]),
    )
    entries = [block.value for block in added(section).files]
    assert [entry["standing"] for entry in entries] == ["provisional", "pending"]
    assert (entries[0]["document"].pk, entries[1]["document"]) == (document, None)


def test_readers_learn_what_was_computed(client: Client, section: Page) -> None:
    document = add_document("guide")
    raw = {"document": document.pk, "label": "手引き", "language": "ja", "standing": "original"}
    page = ManualPage(title="手引き", slug="guide", kind="manual")
    page.files = [{"type": "file", "value": raw}]
    add(section, page)
    html = client.get("/ja/manuals/guide/").content.decode()
    for fact in (document.url, document.checksum, "TXT"):
        assert fact in html


def test_the_latest_publication_comes_first(client: Client, section: Page) -> None:
    for slug, day in (("old", date(2011, 1, 1)), ("undated", None), ("new", date(2013, 4, 1))):
        add(section, ManualPage(title=slug, slug=slug, kind="manual", published_on=day))
    listed = client.get("/ja/manuals/").context["items"]
    assert [card["title"] for card in listed] == ["new", "old", "undated"]
    found = client.get("/ja/manuals/?year=2013").context["items"]
    assert [card["title"] for card in found] == ["new"]
