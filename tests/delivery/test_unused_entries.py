"""Public of the vocabularies is what public pages carry, and what everybody knows of a standard."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from content.models import City, Country, Organisation, Sector
from publishing.writing import actions as publishing_actions
from tests.small_site import SmallSite

pytestmark = pytest.mark.django_db

HIDDEN = "ゾルゲンボ"
APIS = ("/api/delivery/v1/pages/?locale=ja&", "/api/delivery/v1/search/?locale=ja&q=計画&")
REQUEST = re.compile("urn:hashi:request:[0-9a-f]+")


@pytest.mark.parametrize("facet", ["city", "sector", "organisation"])
def test_a_filter_by_an_unused_entry_is_answered_as_one_by_nothing(
    site: SmallSite, client: Client, facet: str
) -> None:
    country = Country.objects.create(code="VN", name_ja=HIDDEN, name_en=HIDDEN)
    City.objects.create(code="unused", name_ja=HIDDEN, name_en=HIDDEN, country=country)
    Sector.objects.create(code="unused", name_ja=HIDDEN, name_en=HIDDEN)
    Organisation.objects.create(code="unused", name_ja=HIDDEN, name_en=HIDDEN, kind="agency")
    publishing_actions.settle()
    for address in ("/ja/networks/?", "/ja/measures/?", "/ja/search/?q=a&", *APIS):
        answers = []
        for code in ("unused", "nosuch"):
            response = client.get(f"{address}{facet}={code}")
            text = REQUEST.sub("", response.content.decode()).replace(code, "")
            assert HIDDEN not in text
            answers.append((response.status_code, text))
        assert answers[0] == answers[1], address


def test_a_country_without_pages_is_an_empty_list_by_its_standard_name(
    site: SmallSite, client: Client
) -> None:
    """An entry that no public page carries has another name, which is nobody's business."""
    Country.objects.create(code="VN", name_ja=HIDDEN, name_en=HIDDEN)
    publishing_actions.settle()
    for code, name in (("VN", "ベトナム"), ("TH", "タイ")):
        for address in APIS:
            answer = client.get(f"{address}country={code}&facets=country").json()
            assert (answer["total"], answer["items"]) == (0, [])
            assert {"value": code, "label": name, "total": 0} in answer["facets"]["country"]
        html = client.get(f"/ja/networks/?country={code}").content.decode()
        assert (name in html, HIDDEN in html) == (True, False)
    for address in APIS:
        assert client.get(f"{address}country=QQ").status_code == 400
