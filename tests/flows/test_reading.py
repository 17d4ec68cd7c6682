"""What a reader meets on a freshly opened site, in both languages."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from networks.models import NetworkPage

pytestmark = pytest.mark.usefixtures("opening_content")

PATHS = [
    "",
    "about/",
    "accessibility/",
    "contact/",
    "privacy/",
    "site-policy/",
    "networks/",
    "networks/iclei/",
    "networks/kitakyushu/",
    "networks/kitakyushu/asian-environmental-cooperation/",
    "programs/",
    "programs/partner-platforms/",
    "measures/",
    "manuals/",
    "sitemap/",
]


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("path", PATHS)
def test_every_page_answers_in_its_language(client: Client, language: str, path: str) -> None:
    response = client.get(f"/{language}/{path}")
    assert response.status_code == 200
    html = response.content.decode()
    assert f'<html lang="{language}"' in html
    other = "en" if language == "ja" else "ja"
    assert f'hreflang="{other}"' in html
    assert len(response.content) < 60_000


@pytest.mark.parametrize(
    ("accepted", "target"),
    [
        ("en-GB,en;q=0.9", "/en/"),
        ("ja", "/ja/"),
        ("vi", "/en/"),
        ("fr, ja;q=0.5", "/ja/"),
        ("*", "/ja/"),
        ("", "/ja/"),
    ],
)
def test_the_root_redirects_by_the_readers_language(
    client: Client, accepted: str, target: str
) -> None:
    response = client.get("/", headers={"accept-language": accepted})
    assert (response.status_code, response["Location"]) == (302, target)
    assert "Accept-Language" in response["Vary"]


def test_a_page_depends_on_its_address_alone(client: Client) -> None:
    plain = client.get("/ja/networks/")
    other = client.get("/ja/networks/", headers={"accept-language": "en", "cookie": "a=b"})
    assert plain.content == other.content
    assert not plain.cookies
    assert "Cookie" not in plain.get("Vary", "")


def test_a_page_number_leads_to_the_page_in_each_language(client: Client) -> None:
    page = NetworkPage.objects.get(slug="citynet", locale__language_code="ja")
    assert client.get(f"/p/{page.number}")["Location"] == "/ja/networks/citynet/"
    assert client.get(f"/en/p/{page.number}")["Location"] == "/en/networks/citynet/"
    page.slug = "city-net"
    page.save_revision().publish()
    assert client.get(f"/p/{page.number}")["Location"] == "/ja/networks/city-net/"


def test_hidden_pages_leave_no_trace(client: Client) -> None:
    page = NetworkPage.objects.get(slug="citynet", locale__language_code="en")
    page.title = "PLANTED-SECRET"
    page.save_revision().publish()
    assert "PLANTED-SECRET" in client.get("/en/networks/").content.decode()
    page.unpublish()
    for path in ["/en/", "/en/networks/", "/en/sitemap/", "/sitemap.xml", "/en/networks/citynet/"]:
        assert "PLANTED-SECRET" not in client.get(path).content.decode()
    switch = client.get("/ja/networks/citynet/").content.decode()
    assert 'href="/en/networks/citynet/"' not in switch
    assert 'href="/en/networks/"' in switch


def test_filters_narrow_and_survive_bad_input(client: Client) -> None:
    found = client.get("/ja/networks/", {"sector": "water"})
    assert [card["path"] for card in found.context["items"]] == ["/ja/networks/citynet/"]
    for query in (
        {"sector": "\x00"},
        {"year": "9" * 40},
        {"year": "٣"},
        {"page": "-1"},
        {"x": "'"},
    ):
        assert client.get("/ja/networks/", query).status_code == 200


def test_files_below_media_are_not_served_by_path(client: Client, settings: Any) -> None:
    folder = settings.MEDIA_ROOT / "documents"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "private.pdf").write_bytes(b"secret")
    for path in ("documents/private.pdf", "images/../documents/private.pdf"):
        assert client.get(f"/media/{path}").status_code == 404
