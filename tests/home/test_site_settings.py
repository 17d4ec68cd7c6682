"""What editors set for the whole site, for each language, and banners for a while."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Site
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from home.models import Banner, SiteSettings
from tests.small_site import SmallSite

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [
        (None, None, True),
        (-HOUR, HOUR, True),
        (timedelta(0), None, True),
        (HOUR, None, False),
        (None, timedelta(0), False),
        (-2 * HOUR, -HOUR, False),
    ],
)
def test_a_banner_is_shown_from_its_start_until_its_end(
    monkeypatch: pytest.MonkeyPatch, start: Any, end: Any, shown: bool
) -> None:
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)
    banner = Banner(
        starts_at=None if start is None else now + start, ends_at=None if end is None else now + end
    )
    assert banner.is_shown is shown


def test_a_banner_ends_after_it_starts() -> None:
    now = timezone.now()
    Banner(starts_at=now, ends_at=now + HOUR).clean()
    with pytest.raises(ValidationError) as caught:
        Banner(starts_at=now, ends_at=now).clean()
    assert set(caught.value.message_dict) == {"ends_at"}


def test_each_language_has_texts_of_its_own() -> None:
    record = SiteSettings(operator_name_ja="見本市", operator_name_en="Mihon City")
    with translation.override("en"):
        assert record.in_language("operator_name") == "Mihon City"
    with translation.override("ja"):
        assert record.in_language("operator_name") == "見本市"
        assert record.in_language("operator_name", "en") == "Mihon City"


def test_what_is_set_in_the_admin_is_read_on_the_site(
    admin_client: Client, site: SmallSite
) -> None:
    default = Site.objects.get(is_default_site=True)
    banners = [
        {"language_code": code, "kind": "important", "text": text, "url": "", **dates}
        for code, text, dates in (
            ("ja", "停止のお知らせ", {"starts_at": "", "ends_at": ""}),
            ("en", "Maintenance notice", {"starts_at": "", "ends_at": ""}),
            ("ja", "過ぎたお知らせ", {"starts_at": "", "ends_at": "2020-01-01 00:00"}),
        )
    ]
    data = {
        "operator_name_ja": "見本市役所",
        "operator_name_en": "Mihon City Hall",
        "operator_url": "https://example.org/",
        "contact_ja": "環境課",
        "contact_en": "Environment division",
        "contact_email": "name@example.org",
        "footer_note_ja": "",
        "footer_note_en": "",
        "banners": inline_formset(banners),
    }
    address = reverse("wagtailsettings:edit", args=["home", "sitesettings", default.pk])
    assert admin_client.post(address, nested_form_data(data)).status_code == 302
    japanese = admin_client.get("/ja/").content.decode()
    english = admin_client.get("/en/").content.decode()
    assert "見本市役所" in japanese
    assert "停止のお知らせ" in japanese
    assert "Mihon City Hall" in english
    assert "Maintenance notice" in english
    assert "Maintenance notice" not in japanese
    assert "過ぎたお知らせ" not in japanese
