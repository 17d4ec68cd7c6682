"""What everybody gets alike is compressed; what holds something secret never is."""

from __future__ import annotations

import gzip
from typing import Any

import brotli
import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from ..publishing.full_site import FullSite

pytestmark = pytest.mark.any_database

PUBLIC = [
    "/ja/",
    "/en/networks/",
    "/en/networks/?country=JP",
    "/ja/search/?q=Full",
    "/en/sitemap/",
    "/sitemap.xml",
    "/en/opensearch.xml",
    "/api/v2/pages/",
    "/api/v2/images/",
    "/api/delivery/v1/pages/?locale=ja",
    "/api/delivery/v1/docs",
]
UNPACKED = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}


def asked(address: str, encodings: str, client: Client | None = None, **headers: str) -> Any:
    headers = {"accept-encoding": encodings, **headers}
    return (client or Client()).get(address, headers=headers)


@pytest.mark.parametrize("address", PUBLIC)
@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("identity", ""),
        ("gzip;q=0, br;q=0", ""),
        ("", ""),
    ],
)
def test_public_answers_are_compressed_for_who_reads_that(
    published: FullSite, address: str, accepted: str, encoding: str
) -> None:
    plain, packed = asked(address, ""), asked(address, accepted)
    content = packed.content
    if len(plain.content) < 500:
        encoding = ""
    assert packed.status_code == 200
    assert packed.get("Content-Encoding", "") == encoding
    assert UNPACKED[encoding](content) == plain.content
    assert (len(content) < len(plain.content)) == bool(encoding)
    if "Content-Length" in packed:
        assert int(packed["Content-Length"]) == len(content)
    for answer in (plain, packed):
        assert "Accept-Encoding" in answer["Vary"]
        assert "Cookie" not in answer["Vary"]
    if "ETag" in plain:
        assert packed["ETag"] == (f"W/{plain['ETag']}" if encoding else plain["ETag"])


@pytest.mark.parametrize(
    "address", ["/ja/", "/en/networks/", "/api/v2/pages/", "/api/delivery/v1/pages/?locale=ja"]
)
def test_who_holds_it_is_told_so_whatever_the_encoding(published: FullSite, address: str) -> None:
    tags = {asked(address, encoding)["ETag"] for encoding in ("br", "gzip", "")}
    for tag in tags:
        for encoding in ("br", "gzip", ""):
            answer = asked(address, encoding, **{"if-none-match": tag})
            assert (answer.status_code, answer.content) == (304, b"")
            assert "Accept-Encoding" in answer["Vary"]
            assert "Content-Encoding" not in answer


def test_what_only_some_may_see_is_never_compressed(published: FullSite) -> None:
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("root", "r@example.org", "-"))
    page = published.pages["network", "ja"]
    addresses = [
        "/admin/",
        f"/admin/pages/{page.pk}/edit/",
        "/admin/login/",
        published.restricted.url,
    ]
    for address in addresses:
        for visitor in (client, Client()):
            answer = visitor.get(address, headers={"accept-encoding": "gzip, br"}, follow=True)
            assert "Content-Encoding" not in answer, address


def test_a_page_that_a_signed_in_person_reads_is_everybodys(published: FullSite) -> None:
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("root", "r@example.org", "-"))
    page = published.pages["network", "ja"].url
    signed_in, other = asked(page, "br", client), asked(page, "br")
    assert signed_in.content == other.content
    assert not signed_in.cookies


def test_head_says_what_get_would(published: FullSite) -> None:
    for address in ("/ja/", "/api/v2/pages/"):
        headers = {"accept-encoding": "gzip"}
        head, get = (getattr(Client(), name)(address, headers=headers) for name in ("head", "get"))
        for name in ("Content-Encoding", "ETag", "Vary", "Content-Type"):
            assert head[name] == get[name]


def test_files_are_passed_on_as_they_are(published: FullSite) -> None:
    answer = Client().get(published.document.url, headers={"accept-encoding": "gzip, br"})
    assert answer.status_code == 200
    assert "Content-Encoding" not in answer
