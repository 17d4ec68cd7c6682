"""Lists: what narrows them, what is counted, how they are paged."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import Page

from home.models import ContentPage
from networks.models import NetworkPage
from programs.models import ApplicationWindow, ProgramPage
from publishing.models import Document
from publishing.writing import actions

from ..publishing.full_site import FullSite
from ..small_site import add
from .conftest import Reader

pytestmark = pytest.mark.django_db


def titles(answer: Any) -> list[str]:
    return [item["title"] for item in answer["items"]]


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ("type=network", {"Group", "Full network"}),
        ("type=network,manual&sector=waste", {"Full network", "Full manual"}),
        ("section=manuals&type=manual", {"Full manual"}),
        ("country=JP", {"Full network", "Full measure"}),
        ("country=JP,TH&section=programs", {"Full program"}),
        ("city=kitakyushu&sector=energy", {"Full network"}),
        ("organisation=agency&kind=policy", {"Full measure"}),
        ("support=grant", {"Full program"}),
        ("state=closed", {"Full program"}),
        ("year=1990&year=2013", {"Full network", "Full manual"}),
        ("year_from=1995&year_to=2005", {"Full measure"}),
        ("year=1990&year_from=1995", set()),
        ("tag=tag%20a&type=general", {"Full general"}),
        ("standing=provisional&type=general", {"Full general"}),
    ],
)
def test_lists_narrow(published: FullSite, reader: Reader, query: str, kinds: set[str]) -> None:
    answer = reader.read(f"/pages/?locale=en&{query}")
    assert {title.removesuffix(" en") for title in titles(answer)} == kinds
    assert answer["total"] == len(kinds)


def test_lists_narrow_by_what_names_pages(published: FullSite, reader: Reader) -> None:
    network = published.pages["network", "en"]
    document = Document.objects.get(page_id=network.pk)
    group = Document.objects.get(page_id=published.groups["en"].pk)
    since = (timezone.now() - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    for query in (
        f"number={document.number}",
        f"translation_key={document.translation_key}",
        f"parent={group.number}",
        f"network={group.number}",
        f"updated_since={since}&number={document.number}",
    ):
        assert titles(reader.read(f"/pages/?locale=en&{query}")) == [network.title], query
    later = (timezone.now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert reader.read(f"/pages/?updated_since={later}")["total"] == 0


def test_a_list_can_fall_back_page_by_page(published: FullSite, reader: Reader) -> None:
    english = reader.read("/pages/?locale=en&type=general&limit=100")
    mixed = reader.read("/pages/?locale=en&fallback=ja&type=general&limit=100")
    assert mixed["total"] == english["total"] + 1
    fallbacks = [item for item in mixed["items"] if item["is_fallback"]]
    assert [(item["title"], item["locale"], item["requested_locale"]) for item in fallbacks] == [
        ("日本語のみ", "ja", "en")
    ]


def test_a_facets_own_choice_is_left_out_of_its_counts(published: FullSite, reader: Reader) -> None:
    answer = reader.read("/pages/?locale=en&sector=waste&facets=sector,country,type")
    counts = {
        name: {count["value"]: count["total"] for count in values}
        for name, values in answer["facets"].items()
    }
    assert counts["sector"] == {"waste": 3, "energy": 2}
    assert counts["country"] == {"JP": 2, "TH": 2}
    assert counts["type"] == {"network": 1, "measure": 1, "manual": 1}
    labels = {count["value"]: count["label"] for count in answer["facets"]["sector"]}
    assert labels == {"waste": "Waste", "energy": "Energy"}


def test_sections_list_as_their_readers_expect(published: FullSite, reader: Reader) -> None:
    now = timezone.now()
    windows = {
        "late": (now - timedelta(days=9), now + timedelta(days=9)),
        "soon": (now - timedelta(days=9), now + timedelta(days=1)),
        "coming": (now + timedelta(days=5), now + timedelta(days=9)),
        "over": (now - timedelta(days=9), now - timedelta(days=1)),
    }
    for slug, (opens_at, closes_at) in windows.items():
        page = ProgramPage(title=slug, slug=slug, kind="framework")
        page.windows = [ApplicationWindow(opens_at=opens_at, closes_at=closes_at)]
        add(published.sections["programs", "en"], page)
    always = ProgramPage(title="always", slug="always", kind="framework", all_year=True)
    add(published.sections["programs", "en"], always)
    actions.settle()
    found = reader.everything("/pages/?locale=en&type=program")
    order = ["soon", "late", "coming", "always", "over", "Full program en"]
    assert [item["title"] for item in found] == order


@pytest.mark.parametrize(
    "sort",
    ["section", "position", "updated", "-updated", "title", "-title", "number", "-number"],
)
def test_paging_gives_each_page_once_in_every_order(
    published: FullSite, reader: Reader, sort: str
) -> None:
    paged = reader.everything(f"/pages/?locale=en&fallback=ja&sort={sort}")
    whole = reader.read(f"/pages/?locale=en&fallback=ja&sort={sort}&limit=100")
    assert paged == whole["items"]
    assert len(paged) == whole["total"] == len({item["number"] for item in paged})


def test_paging_is_stable_while_pages_come_and_go(published: FullSite, reader: Reader) -> None:
    first = reader.read("/pages/?locale=ja&sort=title&limit=4")
    before = [item["title"] for item in reader.everything("/pages/?locale=ja&sort=title")]
    add(published.homes["ja"], ContentPage(title=" first of all", slug="first"))
    add(published.homes["ja"], NetworkPage(title="\U0010ffff last", slug="last"))
    Page.objects.get(pk=published.pages["measure", "ja"].pk).delete()
    actions.settle()
    seen = titles(first)
    cursor = first["next_cursor"]
    while cursor:
        page = reader.read(f"/pages/?locale=ja&sort=title&limit=4&cursor={cursor}")
        seen += titles(page)
        cursor = page["next_cursor"]
    assert len(seen) == len(set(seen))
    assert set(before) - {"Full measure ja"} <= set(seen)
    assert " first of all" not in seen


def test_a_cursor_belongs_to_its_list(published: FullSite, reader: Reader) -> None:
    cursor = reader.read("/pages/?limit=2")["next_cursor"]
    assert reader.read(f"/pages/?limit=50&facets=type&cursor={cursor}")["items"]
    for other in ("&sort=title", "&locale=en", "&type=network"):
        problem = reader.refused(f"/pages/?limit=2&cursor={cursor}{other}")
        assert problem["parameter"] == "cursor"
    for wrong in ("x", "%00", "WzFd", "W10", "bnVsbA", cursor[:-3], "é"):
        assert reader.refused(f"/pages/?cursor={wrong}")["parameter"] == "cursor"


@pytest.mark.parametrize(
    ("query", "parameter", "suggestion"),
    [
        ("contry=JP", "contry", "country"),
        ("zzz=1", "zzz", None),
        ("type=netwrok", "type", "network"),
        ("section=network", "section", "networks"),
        ("sector=wasted", "sector", "waste"),
        ("state=opne", "state", "open"),
        ("facets=contry", "facets", "country"),
        ("sort=titel", "sort", "title"),
        ("locale=en-GB", "locale", "en"),
        ("fields=tittle", "fields", "title"),
        ("year=two", "year", None),
        ("limit=101", "limit", None),
        ("limit=0", "limit", None),
        ("limit=5&limit=6", "limit", None),
        ("number=" + "9" * 30, "number", None),
        ("translation_key=abc", "translation_key", None),
        ("updated_since=2026-01-01T00:00:00", "updated_since", None),
        ("country=%00", "country", None),
        ("tag=" + "a" * 300, "tag", None),
    ],
)
def test_what_is_wrong_is_named_with_the_nearest_right_one(
    published: FullSite, reader: Reader, query: str, parameter: str, suggestion: str | None
) -> None:
    problem = reader.refused(f"/pages/?{query}")
    assert problem["parameter"] == parameter
    assert problem.get("suggestion") == suggestion
    in_japanese = reader.get(f"/pages/?{query}", **{"Accept-Language": "ja"})
    assert in_japanese["Content-Language"] == "ja"
    assert in_japanese.json()["detail"] != problem["detail"]


def test_contradictions_are_refused(published: FullSite, reader: Reader) -> None:
    assert "year_from" in reader.refused("/pages/?year_from=2010&year_to=2000")["detail"]
    assert "fallback" in reader.refused("/pages/?locale=en&fallback=en")["detail"]
