"""Related pages: the right ones, and when one comes or goes, nothing else is rendered again."""

from __future__ import annotations

import json
import random
from collections import Counter
from typing import Any

import pytest
from django.utils import timezone

from content.models import Sector
from home.models import ContentPage
from measures.models import MeasurePage
from publishing.models import Document, Facet
from publishing.registry import FacetValue
from publishing.writing import actions
from publishing.writing.related import (
    RELATED_PAGES,
    newly_related,
    related_documents,
    related_everywhere,
)

from ..small_site import SmallSite, add

pytestmark = pytest.mark.django_db
VALUES = [("sector", "waste"), ("sector", "energy"), ("tag", "waste"), ("year", "2001")]


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> Counter[int]:
    """How often each page was rendered."""
    counts: Counter[int] = Counter()
    real = actions.render

    def render(page: Any, *args: Any) -> Any:
        counts[page.pk] += 1
        return real(page, *args)

    monkeypatch.setattr(actions, "render", render)
    return counts


def test_a_changed_page_and_those_that_show_it_are_rendered_once(
    site: SmallSite, rendered: Counter[int]
) -> None:
    home = site.homes["ja"]
    page = add(home, ContentPage(title="Page", slug="page"))
    twin = add(site.homes["en"], ContentPage(title="Twin", slug="page"), twin=page)
    child = add(page, ContentPage(title="Child", slug="child"))
    actions.settle()
    rendered.clear()
    page.title = "Renamed"
    page.save_revision().publish()
    actions.settle()
    assert rendered == dict.fromkeys([page.pk, twin.pk, child.pk, home.pk], 1)
    assert actions.verify() == []


def measures(site: SmallSite, number: int) -> list[MeasurePage]:
    """Measures that share a sector and nothing else."""
    sector, _created = Sector.objects.get_or_create(code="waste", name_ja="廃棄物", name_en="Waste")
    made = []
    for _ in range(number):
        slug = f"measure-{MeasurePage.objects.count()}"
        page = MeasurePage(title=slug, slug=slug, kind="policy")
        page.sectors = [sector]
        made.append(add(site.sections["measures", "ja"], page))
    return made


def related(page: MeasurePage) -> list[str]:
    document = json.loads(bytes(Document.objects.get(page_id=page.pk).body))
    return [card["title"] for card in document["related"]]


def test_a_page_that_comes_or_goes_concerns_only_those_that_it_is_related_to(
    site: SmallSite, rendered: Counter[int]
) -> None:
    pages = measures(site, 12)
    actions.settle()
    assert actions.verify() == []
    rendered.clear()
    before = dict(Document.objects.values_list("page_id", "etag"))

    (page,) = measures(site, 1)
    actions.settle()
    assert not rendered.keys() & {other.pk for other in pages}
    assert related(page) == [other.title for other in reversed(pages[-RELATED_PAGES:])]
    after = dict(Document.objects.values_list("page_id", "etag"))
    changed = {other.pk for other in pages if before[other.pk] != after[other.pk]}
    assert changed == {other.pk for other in pages[-2:]}  # the rest have four that are nearer
    assert actions.verify() == []

    rendered.clear()
    page.unpublish()
    actions.settle()
    assert not rendered.keys() & {other.pk for other in pages}
    assert dict(Document.objects.values_list("page_id", "etag")) == before
    assert actions.verify() == []


def test_a_renamed_page_is_renamed_where_it_is_related(site: SmallSite) -> None:
    first, second = measures(site, 2)
    actions.settle()
    first.title = "Renamed"
    first.save_revision().publish()
    actions.settle()
    assert related(second) == ["Renamed"]
    assert actions.verify() == []


def store(number: int, values: list[tuple[str, str]]) -> Document:
    """Store a document that holds what relates pages, and no page's content."""
    now = timezone.now()
    document = Document.objects.create(
        page_id=number,
        number=number,
        locale="ja",
        translation_key=f"{number:032}",
        type="measure",
        body=b"{}",
        card=str(number).encode(),
        last_published_at=now,
        rendered_at=now,
        changed_at=now,
    )
    for key, value in values:
        Facet.objects.create(document=document, key=key, value=value)
    return document


def test_a_page_shows_four_related_pages() -> None:
    for number in range(1, 8):
        store(number, VALUES)
    found = related_documents("measure", "ja", 1, [FacetValue(*value) for value in VALUES])
    assert found.page_ids == (2, 3, 4, 5)
    assert related_everywhere("measure", "ja")[1].page_ids == (2, 3, 4, 5)


def expected(number: int, known: dict[int, list[tuple[str, str]]]) -> list[int]:
    """The related pages of a page, as Python finds them."""
    shared = {other: len({*known[number]} & {*values}) for other, values in known.items()}
    others = [other for other, count in shared.items() if count and other != number]
    return sorted(others, key=lambda o: (-shared[o], abs(o - number), o))[:RELATED_PAGES]


@pytest.mark.parametrize("seed", range(3))
def test_whom_a_page_becomes_related_to_is_found_without_looking_at_each(seed: int) -> None:
    chance = random.Random(seed)
    known: dict[int, list[tuple[str, str]]] = {}
    documents: dict[int, Document] = {}

    def relate(number: int) -> list[int]:
        found = related_documents(
            "measure", "ja", number, [FacetValue(key, value) for key, value in known[number]]
        )
        Document.objects.filter(page_id=number).update(
            related_shared=found.least_shared, related_distance=found.farthest
        )
        return [int(card) for card in found.cards]

    for number in chance.sample(range(1, 60), 25):
        values = chance.sample(VALUES, chance.randint(0, len(VALUES)))
        before = {other: expected(other, known) for other in known}
        known[number], documents[number] = values, store(number, values)
        changed = {other for other in before if expected(other, known) != before[other]}
        assert set(newly_related(documents[number], values)) == changed
        for other in [*changed, number]:
            assert relate(other) == expected(other, known)
    everywhere = related_everywhere("measure", "ja")
    assert {number: list(found.page_ids) for number, found in everywhere.items()} == {
        number: expected(number, known) for number in known
    }
    marks = {number: (one.least_shared, one.farthest) for number, one in everywhere.items()}
    stored_marks = Document.objects.values_list("page_id", "related_shared", "related_distance")
    assert marks == {number: tuple(rest) for number, *rest in stored_marks}
