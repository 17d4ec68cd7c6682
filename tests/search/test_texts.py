"""What of a page is text that search reads, and what is silent: an address, a code, a date."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.utils import timezone

from publishing.models import Document, Facet
from publishing.writing import actions
from search.indexing.texts import NAMES, texts_of

from ..publishing.full_site import FIGURE, FullSite

#: What nobody would search for, whichever member has it: addresses, moments, dates, codes, types of
#: media, numbers with nothing beside.
NO_TEXT = re.compile(
    r"(https?:)?/\S*|\d{4}-\d\d(-\d\d(T\S+)?)?|[0-9a-f]{64}|\w+/[\w.+-]+|[a-z]+(_[a-z]+)+|h[2-4]"
    r"|ja|en|\S+\.(txt|png|webp)"
)
#: By which facets a page is found as by its tags; the others are no words of its subject.
FACETS = {
    "city": True, "country": True, "kind": True, "network": True, "organisation": True,
    "sector": True, "support": True, "tag": True,
    "section": False, "standing": False, "state": False, "type": False, "year": False,
}  # fmt: skip


def page_of(**members: Any) -> Document:
    """Return a document with some members, stored nowhere."""
    body = {"title": "", "summary": "", **members}
    return Document(body=json.dumps(body).encode(), changed_at=timezone.now())


@pytest.mark.django_db
def test_what_readers_read_is_text_and_what_machines_read_is_not() -> None:
    site = FullSite()
    actions.settle()
    for document in Document.objects.all():
        lines = texts_of(document, document.facets.all()).body.split("\n")
        assert [line for line in lines if NO_TEXT.fullmatch(line)] == []
    document = Document.objects.get(page_id=site.pages["measure", "ja"].pk)
    lines = texts_of(document, document.facets.all()).body.split("\n")
    written = {
        "見出し", "図", "引用", "表", "都市", "名称", "リンク", "Outside", "注意", "手順", "一",
        "市", FIGURE["label"], FIGURE["unit"], FIGURE["note"], FIGURE["source_name"],
    }  # fmt: skip
    assert written <= {*lines}
    assert any("words of our own" in line for line in lines)


@pytest.mark.parametrize("name", NAMES)
def test_other_names_of_a_page_are_a_column_of_their_own(name: str) -> None:
    texts = texts_of(page_of(**{name: "JCM"}), [])
    assert (texts.names, texts.body) == ("JCM", "")
    inner = texts_of(page_of(body=[{"value": {name: "JCM"}}]), [])
    assert inner.names == ""


@pytest.mark.parametrize(
    "name",
    [
        "breadcrumbs", "children", "featured", "pages", "related", "translations", "header", "seo",
    ],
)  # fmt: skip
def test_what_other_pages_say_does_not_find_this_one(name: str) -> None:
    other = {"text": "他のページ", "link": {"words": "他のページ"}}
    assert texts_of(page_of(**{name: [other]}), []).body == ""


@pytest.mark.parametrize(
    "name",
    [
        "as_of", "bytes", "checksum", "closes_at", "code", "dates", "filename", "html", "id",
        "in_menus", "kind", "language", "level", "licence", "locale", "media_type", "number",
        "opens_at", "path", "picture", "prevailing_language", "published", "section",
        "source_url", "srcset", "standing", "state", "status", "tags", "type", "url", "website",
        "websites",
    ],
)  # fmt: skip
def test_what_a_machine_reads_of_a_member_finds_nothing(name: str) -> None:
    assert texts_of(page_of(**{name: "2026"}), []).body == ""
    assert texts_of(page_of(body=[{"value": {name: {"inner": "2026"}}}]), []).body == ""


def test_titles_inside_of_a_page_are_its_text() -> None:
    blocks = [{"value": {name: name}} for name in ("title", "name", "acronym", "text", "label")]
    texts = texts_of(page_of(title="own", summary="short", body=blocks), [])
    assert texts.body.split("\n") == ["title", "name", "acronym", "text", "label"]
    assert (texts.title, texts.summary) == ("own", "short")


@pytest.mark.django_db
def test_each_facet_is_known_to_label_a_page_or_not() -> None:
    FullSite()
    actions.settle()
    assert set(FACETS) == set(Facet.objects.values_list("key", flat=True))


@pytest.mark.parametrize("key", sorted(FACETS))
def test_a_page_is_found_by_what_it_is_about(key: str) -> None:
    labels = texts_of(page_of(), [Facet(key=key, value="value", label="Label")]).labels
    assert labels == ("Label" if FACETS[key] else "")
