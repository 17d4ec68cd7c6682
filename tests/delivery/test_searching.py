"""Searching by the API: what is found, what narrows it, what is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.cache import cache

from networks.models import NetworkPage
from publishing.writing import actions

from ..publishing.full_site import HIDDEN, FullSite
from ..small_site import add
from .conftest import Reader

pytestmark = pytest.mark.django_db


def test_a_question_finds_pages_with_what_matched(published: FullSite, reader: Reader) -> None:
    answer = reader.read("/search/?q=Full+measure&locale=en&facets=section")
    best = answer["items"][0]
    assert best["page"]["title"] == "Full measure en"
    assert "<mark>" in best["title_html"]
    assert (best["is_foreign"], best["page"]["is_fallback"]) == (False, False)
    assert {count["value"] for count in answer["facets"]["section"]} >= {"measures"}
    narrowed = reader.read("/search/?q=Full&locale=en&section=manuals&limit=1")
    assert {item["page"]["section"] for item in narrowed["items"]} == {"manuals"}
    further = reader.read("/search/?q=Full&locale=en&limit=1&offset=1")
    assert further["items"] != reader.read("/search/?q=Full&locale=en&limit=1")["items"]


def test_pages_of_the_other_language_are_marked(published: FullSite, reader: Reader) -> None:
    answer = reader.read("/search/?q=日本語のみ&locale=en")
    (item,) = [one for one in answer["items"] if one["page"]["title"] == "日本語のみ"]
    assert (item["is_foreign"], item["page"]["locale"]) == (True, "ja")
    assert item["page"]["is_fallback"] is True


def test_a_new_page_is_found_at_once_and_a_hidden_one_never(
    published: FullSite, reader: Reader
) -> None:
    add(published.sections["networks", "ja"], NetworkPage(title="新着ネットワーク", slug="new"))
    actions.settle()
    found = reader.read("/search/?q=新着ネットワーク")["items"]
    assert found[0]["page"]["title"] == "新着ネットワーク"
    for address in (f"/search/?q={HIDDEN}", f"/suggest/?q={HIDDEN}"):
        answer = reader.read(address)
        assert answer["items"] == []
        assert HIDDEN not in json.dumps({**answer, "query": ""})


def test_suggestions_begin_as_what_is_typed(published: FullSite, reader: Reader) -> None:
    answer = reader.read("/suggest/?q=Full&locale=en")
    assert answer["items"]
    assert all("full" in item["text"].lower() for item in answer["items"])


def test_questions_are_answered_or_refused(published: FullSite, reader: Reader) -> None:
    for text in ('"', "'", "a" * 50, "%25", "OR AND NOT", "NEAR(a b)", "ｶﾞ", "*", "😀", "\\", "((("):
        reader.read(f"/search/?q={text}")
        reader.read(f"/suggest/?q={text}")
    for address in ("/search/", "/search/?q=", "/search/?q=%00", f"/search/?q={'a' * 999}"):
        assert reader.refused(address)["parameter"] == "q"
    assert reader.refused("/search/?q=a&sector=wasted")["suggestion"] == "waste"


def test_searches_and_suggestions_have_limits_of_their_own(
    published: FullSite, reader: Reader, settings: Any
) -> None:
    settings.DELIVERY_SEARCHES_PER_MINUTE = 1
    cache.clear()
    assert 429 in {reader.get("/search/?q=a").status_code for _ in range(4)}
    assert {reader.get("/suggest/?q=a").status_code for _ in range(4)} == {200}
    settings.DELIVERY_SUGGESTIONS_PER_MINUTE = 1
    assert 429 in {reader.get("/suggest/?q=a").status_code for _ in range(4)}
    assert reader.get("/site/").status_code == 200
