"""The termbase in the admin: files with a preview, the list, and two people in one form."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from content.models import Term

pytestmark = pytest.mark.django_db

VIEWS = "wagtailsnippets_content_term"
DATA = "code,name_ja,name_en\nwave,鯨波,wave\n".encode()


def uploaded(data: bytes) -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile("terms.csv", data, "text/csv")}


def test_a_file_is_shown_before_it_is_stored(admin_client: Client) -> None:
    address = reverse(f"{VIEWS}:import")
    shown = admin_client.post(address, uploaded(DATA))
    assert "鯨波" in shown.content.decode()
    assert not Term.objects.filter(code="wave").exists()
    confirmed = {"entries": shown.context["entries"], "mark": shown.context["plan"].mark}
    stored = admin_client.post(address, confirmed)
    assert stored.status_code == 302
    assert Term.objects.get(code="wave").name_ja == "鯨波"
    # Sent a second time, it no longer is what was shown, and says so.
    again = admin_client.post(address, confirmed)
    assert [message.level_tag for message in again.context["messages"]] == [
        "success",
        "warning",
    ]


def test_what_a_file_does_not_tell_stays(admin_client: Client) -> None:
    term = Term.objects.create(code="x", name_ja="鯨波", name_en="wave", related_ja="海", note="注")
    address = reverse(f"{VIEWS}:import")
    shown = admin_client.post(address, uploaded("code,name_ja,name_en\nx,鯨波,billow".encode()))
    confirmed = {"entries": shown.context["entries"], "mark": shown.context["plan"].mark}
    assert admin_client.post(address, confirmed).status_code == 302
    term.refresh_from_db()
    assert (term.name_en, term.related_ja, term.note) == ("billow", "海", "注")


@pytest.mark.parametrize("entries", ["", "{", "[1]", '[{"code": "x"}]', '[{"pk": 1}]'])
def test_a_form_that_was_made_up_stores_nothing(admin_client: Client, entries: str) -> None:
    before = Term.objects.count()
    answer = admin_client.post(reverse(f"{VIEWS}:import"), {"entries": entries, "mark": ""})
    assert answer.status_code == 200
    assert Term.objects.count() == before


def test_wrong_lines_are_told_and_offer_no_button(admin_client: Client) -> None:
    shown = admin_client.post(reverse(f"{VIEWS}:import"), uploaded(DATA + b"two words,a,b\n"))
    assert [problem.place for problem in shown.context["plan"].problems] == [3]
    assert 'name="mark"' not in shown.content.decode()
    refused = admin_client.post(reverse(f"{VIEWS}:import"), uploaded(b"PK\x03\x04zip"))
    assert refused.context["form"].errors["file"]


@pytest.mark.parametrize("form", ["csv", "tbx"])
def test_the_list_leads_to_a_file_of_all_terms(admin_client: Client, form: str) -> None:
    address = reverse(f"{VIEWS}:export", args=[form])
    assert address in admin_client.get(reverse(f"{VIEWS}:list")).content.decode()
    answer = admin_client.get(address)
    assert f"terms.{form}" in answer["Content-Disposition"]
    assert "二国間クレジット制度" in answer.content.decode()


@pytest.mark.parametrize("typed", ["Ｎｅａｒ", "げいは", "ｹﾞｲﾊ"])
def test_the_list_is_searched_as_people_type(admin_client: Client, typed: str) -> None:
    term = Term.objects.create(code="x", name_ja="鯨波", name_en="Near", other_names_ja="ゲイハ")
    listed = admin_client.get(reverse(f"{VIEWS}:list"), {"q": typed})
    assert term in listed.context["object_list"]


def test_the_list_narrows_by_domain_and_standing(admin_client: Client) -> None:
    Term.objects.all().delete()
    term = Term.objects.create(
        code="x", name_ja="鯨波", name_en="wave", domain="water", forbidden_en="tsunami"
    )
    Term.objects.create(code="y", name_ja="鯨", name_en="whale", domain="water")
    Term.objects.create(code="z", name_ja="空", name_en="sky", domain="air")
    asked = {"domain": "water", "standing": "forbidden"}
    listed = admin_client.get(reverse(f"{VIEWS}:list"), asked)
    assert list(listed.context["object_list"]) == [term]


def test_two_people_in_one_form_lose_nothing(admin_client: Client) -> None:
    term = Term.objects.create(code="x", name_ja="鯨波", name_en="wave")
    address = reverse(f"{VIEWS}:edit", args=[term.pk])

    def seen(html: str) -> str:
        (field,) = re.findall(r'<input[^>]*name="seen"[^>]*>', html)
        found = re.search(r'value="([^"]*)"', field)
        assert found is not None
        return unescape(found[1])

    opened = admin_client.get(address).content.decode()
    Term.objects.filter(pk=term.pk).update(name_en="billow")
    sent = {"code": "x", "name_ja": "鯨波", "name_en": "swell", "seen": seen(opened)}
    refused = admin_client.post(address, sent)
    html = refused.content.decode()
    assert "billow" in html
    assert 'value="swell"' in html
    assert Term.objects.get(pk=term.pk).name_en == "billow"
    assert admin_client.post(address, {**sent, "seen": seen(html)}).status_code == 302
    assert Term.objects.get(pk=term.pk).name_en == "swell"


def test_a_name_cannot_be_allowed_and_forbidden(admin_client: Client) -> None:
    sent = {"code": "x", "name_ja": "鯨波", "name_en": "wave", "forbidden_en": "Wave"}
    refused = admin_client.post(reverse(f"{VIEWS}:add"), sent)
    assert list(refused.context["form"].errors) == ["forbidden_en"]
