"""A form of the admin that is refused for its protection, or sent after the session's end."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.small_site import SmallSite

BROWSER = {"Accept": "text/html,*/*", "Origin": "http://testserver"}
TYPED = {"name_ja": "打った\r\n「文」", "name_en": "<typed> & kept", "list": ["1", "2"]}


@pytest.fixture
def address(site: SmallSite) -> str:
    return reverse("wagtailsnippets_content_sector:add")


@pytest.fixture
def client(site: SmallSite) -> Client:
    """A browser whose forms have a stale protection."""
    return Client(enforce_csrf_checks=True)


def sign_in(client: Client) -> None:
    client.force_login(User.objects.create_superuser("writer", password="x"))


def send(client: Client, address: str, data: dict[str, Any] = TYPED, **headers: str) -> Any:
    return client.post(address, data, headers={**BROWSER, **headers})


def kept(answer: Any) -> dict[str, list[str]]:
    """Return what an answer's form would send, but for its protection."""
    sent: dict[str, list[str]] = {}
    for name, value in answer.context["fields"] if "fields" in (answer.context or {}) else []:
        sent.setdefault(name, []).append(value)
    return sent


def test_what_was_typed_can_be_sent_once_more(client: Client, address: str) -> None:
    sign_in(client)
    refused = send(client, f"{address}?next=/admin/", {**TYPED, "code": "typed"})
    assert refused.status_code == 403
    html = refused.content.decode()
    assert 'action="/admin/snippets/content/sector/add/?next=/admin/"' in html
    assert "&lt;typed&gt; &amp; kept" in html
    sent = kept(refused)
    assert sent["list"] == ["1", "2"]
    assert sent["name_ja"] == [TYPED["name_ja"]]
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', html)
    assert token is not None
    again = send(client, address, {**sent, "csrfmiddlewaretoken": token[1]})
    assert again.status_code != 403


def test_who_was_signed_out_signs_in_and_goes_on(client: Client, address: str) -> None:
    client.get(reverse("wagtailadmin_login"))
    token = client.cookies["csrftoken"].value
    answer = send(client, address, {**TYPED, "csrfmiddlewaretoken": token})
    assert kept(answer)["name_en"] == ["<typed> & kept"]
    assert reverse("wagtailadmin_login") in answer.content.decode()
    stale = send(client, address)  # without any protection
    assert kept(stale)["name_en"] == ["<typed> & kept"]


def test_files_are_told_of(client: Client, address: str) -> None:
    sign_in(client)
    without = send(client, address).content.decode()
    file = SimpleUploadedFile("a.txt", b"text")
    with_file = send(client, address, {**TYPED, "file": file})
    assert len(with_file.content.decode()) > len(without)
    assert with_file.context["has_files"]


@pytest.mark.parametrize(
    ("headers", "data"),
    [
        ({"Origin": "https://elsewhere.example"}, TYPED),
        ({"Origin": "null"}, TYPED),
        ({"Origin": ""}, TYPED),
        ({"Accept": "application/json"}, TYPED),
        ({"X-Requested-With": "XMLHttpRequest"}, TYPED),
        ({}, {**TYPED, "new_password1": "secret"}),
    ],
)
def test_what_others_send_and_secrets_are_not_repeated(
    client: Client, address: str, headers: dict[str, str], data: dict[str, Any]
) -> None:
    for _signed_in in range(2):
        answer = send(client, address, data, **headers)
        assert answer.status_code in {302, 403}
        assert not kept(answer)
        assert b"typed" not in answer.content
        if not User.objects.exists():
            sign_in(client)


@pytest.mark.parametrize("name", ["wagtailadmin_login", "wagtailadmin_password_reset"])
def test_signing_in_is_no_form_to_be_kept(client: Client, name: str, site: SmallSite) -> None:
    assert not kept(send(client, reverse(name), {"username": "me", "email": "me@example.org"}))
