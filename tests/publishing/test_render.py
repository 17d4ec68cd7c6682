"""Documents: complete, valid, in their own language, without a trace of what is hidden."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from pydantic import ValidationError
from wagtail.models import Page

from content.addresses import filled_in
from content.schemas import Block
from home.models import ContentPage
from manuals.models import ManualPage
from measures.models import MeasurePage
from networks.models import NetworkPage
from programs.models import ProgramPage
from publishing import registry
from publishing.registry import FacetValue, document_types, type_of
from publishing.site.showing import is_outdated
from publishing.writing.related import RelatedPages
from publishing.writing.render import Rendered, render

from ..small_site import add
from .full_site import CLOSES, HIDDEN, OPENS, FullSite

NOW = datetime(2026, 5, 1, tzinfo=UTC)
#: For a page with every block and every relation.
MOST_QUERIES = 28
KINDS = [
    "home",
    "general",
    *(
        f"{kind}{suffix}"
        for kind in ("network", "program", "measure", "manual")
        for suffix in ("", "_index")
    ),
]
EACH_PAGE = [(kind, code) for kind in KINDS for code in ("ja", "en")]


def stored(page: Page) -> Any:
    """A page as its own type, read anew."""
    return Page.objects.get(pk=page.pk).specific


def document(page: Page, now: datetime = NOW, **options: Any) -> dict[str, Any]:
    return filled_in(json.loads(render(stored(page), now, **options).body))


def facets(rendered: Rendered) -> set[tuple[str, str]]:
    return {(facet.key, facet.value) for facet in rendered.facets}


def every_member(value: Any) -> list[tuple[str, Any]]:
    """All members of a JSON value, at any depth."""
    if isinstance(value, list):
        return [found for item in value for found in every_member(item)]
    if isinstance(value, dict):
        return [*value.items(), *every_member(list(value.values()))]
    return []


def test_the_kinds_tested_here_are_all_that_there_are() -> None:
    assert sorted(KINDS) == [known.name for known in document_types()]


@pytest.mark.parametrize(("kind", "code"), EACH_PAGE)
def test_a_full_page_renders_and_fits_its_schema(full_site: FullSite, kind: str, code: str) -> None:
    page = stored(full_site.pages[kind, code])
    rendered = render(page, NOW)
    document_type = type_of(page)
    assert document_type is not None
    body = document_type.schema.model_validate_json(rendered.body)
    card = document_type.card.model_validate_json(rendered.card)
    for shape in (body, card):
        assert shape.type == rendered.type == document_type.name == kind
        assert (shape.locale, shape.number) == (code, page.number)
        assert shape.path == rendered.path == page.url
    assert rendered.page_id == page.pk
    assert rendered.position == page.path


@pytest.mark.parametrize(("kind", "code"), EACH_PAGE)
def test_nothing_hidden_leaves_a_trace(full_site: FullSite, kind: str, code: str) -> None:
    rendered = render(stored(full_site.pages[kind, code]), NOW)
    assert HIDDEN not in (rendered.body + rendered.card).decode()
    for name, value in every_member(filled_in(json.loads(rendered.body))):
        if name == "html":
            assert re.findall(r"<a(?! href=\"https?://)", value) == []
            assert value.count("<a ") == value.count("</a>")
            assert "linktype" not in value


@pytest.mark.parametrize(("kind", "code"), EACH_PAGE)
def test_every_address_can_be_followed_from_anywhere(
    full_site: FullSite, kind: str, code: str, settings: Any
) -> None:
    settings.BASE_URL = "https://public.example"
    for name, value in every_member(document(full_site.pages[kind, code])):
        if name.endswith("url") and value:
            assert value.startswith(("https://public.example/", "https://example.org"))
        if name == "path" and value:
            assert value.startswith(("/ja/", "/en/"))


@pytest.mark.parametrize(("kind", "code"), EACH_PAGE)
def test_the_same_content_gives_the_same_bytes(full_site: FullSite, kind: str, code: str) -> None:
    page = full_site.pages[kind, code]
    first = render(stored(page), NOW)
    for name in ("sectors", "member_cities", "countries", "partners", "support_forms"):
        again = stored(page)
        if hasattr(again, name):
            setattr(again, name, list(reversed(getattr(again, name).all())))
            again.save()
    assert render(stored(page), NOW) == first


def test_a_page_with_only_what_it_must_have_renders(full_site: FullSite) -> None:
    bare = {
        "network_index": NetworkPage(),
        "program_index": ProgramPage(kind="framework"),
        "measure_index": MeasurePage(kind="policy", country=full_site.japan),
        "manual_index": ManualPage(kind="manual"),
        "home": ContentPage(),
    }
    for parent, page in bare.items():
        page.title, page.slug = "Bare", "bare"
        rendered = document(add(full_site.pages[parent, "ja"], page))
        assert (rendered["title"], rendered["body"], rendered["picture"]) == ("Bare", [], None)


def test_the_body_holds_each_type_of_block(full_site: FullSite) -> None:
    union = Block.__origin__
    known = {schema.model_fields["type"].annotation.__args__[0] for schema in union.__args__}
    assert {block["type"] for block in document(full_site.pages["general", "ja"])["body"]} == known


def test_links_lead_to_the_language_of_the_page(full_site: FullSite) -> None:
    for code in ("ja", "en"):
        page = document(full_site.pages["general", code])
        related = next(block for block in page["body"] if block["type"] == "related_pages")
        assert [link["path"] for link in related["pages"]] == [
            f"/{code}/target/",
            "/ja/only-japanese/",
        ]
        text = next(block for block in page["body"] if block["type"] == "rich_text")
        assert f'/{code}/target/">' in text["html"]


def test_names_are_in_the_language_of_the_page(full_site: FullSite) -> None:
    japanese, english = (document(full_site.pages["measure", code]) for code in ("ja", "en"))
    assert japanese["city"]["name"] == "北九州市"
    assert english["city"] == {
        "code": "kitakyushu",
        "name": "Kitakyushu",
        "country": {"code": "JP", "name": "Japan"},
        "latitude": 33.88333,
        "longitude": 130.88333,
    }
    assert english["partners"][0]["website"] == "https://example.org/en"
    assert english["picture"]["alt"] == "open alternative"


def test_both_languages_are_named_with_address_and_standing(full_site: FullSite) -> None:
    page = document(full_site.pages["network", "en"])
    japanese, english = page["translations"]
    assert (japanese["locale"], japanese["standing"], japanese["live"]) == ("ja", "original", True)
    assert (english["locale"], english["standing"], english["live"]) == ("en", "provisional", True)
    assert japanese["path"] == "/ja/networks/group/full-network/"
    assert (page["standing"], page["prevailing_language"]) == ("provisional", "ja")
    assert [found["hreflang"] for found in page["seo"]["alternates"]] == ["ja", "en", "x-default"]


def test_a_draft_translation_looks_as_if_there_were_none(full_site: FullSite) -> None:
    before = document(full_site.only_japanese)["translations"][1]
    draft = ContentPage(title=HIDDEN, slug="only-japanese")
    add(full_site.homes["en"], draft, twin=full_site.only_japanese, live=False)
    after = document(full_site.only_japanese)["translations"][1]
    assert before == after
    assert after == {
        "locale": "en",
        "live": False,
        "title": "",
        "url": None,
        "path": None,
        "standing": None,
        "nearest_url": document(full_site.homes["en"])["url"],
        "nearest_title": "Home en",
    }


def test_breadcrumbs_leave_out_what_is_hidden(full_site: FullSite) -> None:
    group = full_site.groups["ja"]
    stored(group).unpublish()
    page = document(full_site.pages["network", "ja"])
    assert [crumb["path"] for crumb in page["breadcrumbs"]] == ["/ja/", "/ja/networks/"]


def test_children_are_counted_and_the_first_are_listed(full_site: FullSite) -> None:
    parent = full_site.pages["general", "ja"]
    for position in range(22):
        add(parent, ContentPage(title=f"Child {position}", slug=f"c-{position}", summary="S"))
    add(parent, ContentPage(title=HIDDEN, slug="hidden"), live=False)
    children = document(parent)["children"]
    assert children["total"] == 22
    assert [child["title"] for child in children["pages"]] == [f"Child {n}" for n in range(20)]
    first = stored(parent).get_children().first()
    assert children["pages"][0] == {
        "number": stored(first).number,
        "title": "Child 0",
        "url": document(first)["url"],
        "path": first.url,
        "summary": "S",
    }


def test_the_home_page_puts_public_pages_forward_in_its_language(full_site: FullSite) -> None:
    cards = document(full_site.pages["home", "en"])["featured"]
    assert [(card["path"], card["type"]) for card in cards] == [
        ("/en/networks/group/full-network/", "network")
    ]


def test_structured_data_describes_the_way_and_the_thing(full_site: FullSite) -> None:
    page = document(full_site.pages["network", "en"])
    page_node, way, thing = page["seo"]["json_ld"]["@graph"]
    assert [step["item"] for step in way["itemListElement"]] == [
        *(crumb["url"] for crumb in page["breadcrumbs"]),
        page["url"],
    ]
    assert thing["@type"] == "Organization"
    assert page_node["@id"] == page["seo"]["canonical_url"] == page["url"]
    assert page_node["mainEntity"] == {"@id": thing["@id"]}
    assert thing["foundingDate"] == "1990"


def test_dates_are_kept_apart(full_site: FullSite) -> None:
    page = stored(full_site.pages["general", "ja"])
    moment = datetime(2020, 1, 1, 20, 30, tzinfo=UTC)
    page.first_published_at = page.last_published_at = moment
    page.last_reviewed_on = None
    page.save()
    assert document(page)["dates"] == {
        "first_published": "2020-01-02T05:30:00+09:00",
        "last_updated": "2020-01-02T05:30:00+09:00",
        "last_reviewed": None,
        "outdated_from": "2023-01-02",
    }


@pytest.mark.django_db
@pytest.mark.parametrize(("days_left", "outdated"), [(1, False), (0, True)])
def test_the_age_notice_appears_on_the_day_that_the_document_names(
    days_left: int, outdated: bool
) -> None:
    today = timezone.localdate()
    page = ContentPage(last_reviewed_on=today - timedelta(days=365 * 3 + 1 - days_left))
    assert page.outdated_from == today + timedelta(days=days_left)
    dates = {"outdated_from": (today + timedelta(days=days_left)).isoformat()}
    assert is_outdated({"dates": dates}) is outdated


def test_a_publication_tells_each_file_with_its_standing(full_site: FullSite) -> None:
    page = document(full_site.pages["manual", "ja"])
    assert page["published"] == "2013-04"
    assert [(entry["standing"], entry["file"] is None) for entry in page["files"]] == [
        ("original", False),
        ("official", True),
        ("pending", True),
    ]
    file = page["files"][0]["file"]
    assert (file["bytes"], file["media_type"]) == (len(b"open content"), "text/plain")
    assert file["checksum"] == full_site.document.checksum


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (OPENS - timedelta(microseconds=1), ("upcoming", OPENS, None, OPENS)),
        (OPENS, ("open", None, CLOSES, CLOSES)),
        (CLOSES - timedelta(microseconds=1), ("open", None, CLOSES, CLOSES)),
        (CLOSES, ("closed", None, None, None)),
    ],
)
def test_a_programme_says_whether_one_can_apply(
    full_site: FullSite,
    now: datetime,
    expected: tuple[str, datetime | None, datetime | None, datetime | None],
) -> None:
    state, opens_at, closes_at, fresh_until = expected
    rendered = render(stored(full_site.pages["program", "en"]), now)
    for shape in (json.loads(rendered.body), json.loads(rendered.card)):
        assert shape["state"] == state
        assert shape["opens_at"] == (opens_at and opens_at.isoformat())
        assert shape["closes_at"] == (closes_at and closes_at.isoformat())
    assert rendered.fresh_until == fresh_until
    window = json.loads(rendered.body)["windows"][0]
    assert window["opens_at"] == "2026-04-01T09:00:00+09:00"
    assert window["note"] == "Note"


def test_facets_hold_what_lists_narrow_by(full_site: FullSite) -> None:
    def found(kind: str) -> set[tuple[str, str]]:
        rendered = render(stored(full_site.pages[kind, "en"]), NOW)
        common = {("standing", "provisional"), ("tag", "tag a"), ("tag", "tag b")}
        common |= {("type", kind)}
        if kind not in {"home", "general"}:
            common |= {("section", f"{kind}s")}
        assert common <= facets(rendered)
        return facets(rendered) - common

    group = stored(full_site.groups["en"])
    assert found("network") == {
        ("sector", "energy"),
        ("sector", "waste"),
        ("country", "JP"),
        ("country", "TH"),
        ("city", "kitakyushu"),
        ("city", "bangkok"),
        ("year", "1990"),
        ("network", str(group.number)),
    }
    assert found("measure") >= {("kind", "policy"), ("city", "kitakyushu"), ("country", "JP")}
    assert found("manual") >= {("kind", "manual"), ("year", "2013"), ("country", "TH")}
    assert found("program") >= {("support", "grant"), ("year", "2026"), ("sector", "energy")}
    program = render(stored(full_site.pages["program", "en"]), NOW)
    states = [facet for facet in program.facets if facet.key == "state"]
    assert [(facet.value, facet.starts_at, facet.ends_at) for facet in states] == [
        ("upcoming", None, OPENS),
        ("open", OPENS, CLOSES),
        ("closed", CLOSES, None),
    ]


def test_publications_are_ordered_by_their_day(full_site: FullSite) -> None:
    assert render(stored(full_site.pages["manual", "ja"]), NOW).sort_key == "2013-04-01"
    assert render(stored(full_site.pages["measure", "ja"]), NOW).sort_key == ""


def test_related_pages_are_shown_as_plain_cards(full_site: FullSite) -> None:
    page, other = full_site.pages["program", "ja"], full_site.pages["program", "en"]
    asked: list[tuple[str, str, int, set[FacetValue]]] = []

    def related(type_name: str, locale: str, number: int, values: Any) -> RelatedPages:
        asked.append((type_name, locale, number, set(values)))
        return RelatedPages(cards=(render(stored(other), NOW).card,))

    cards = document(page, related=related)["related"]
    rendered = render(stored(page), NOW)
    assert asked == [("program", "ja", page.number, set(rendered.facets))]
    assert [card["path"] for card in cards] == [other.url]
    assert "state" not in cards[0]


def test_a_model_that_nobody_registered_is_refused(
    full_site: FullSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(registry._types, ContentPage)
    with pytest.raises(LookupError, match="ContentPage"):
        render(stored(full_site.pages["general", "ja"]), NOW)


def test_what_does_not_fit_the_schema_is_refused(full_site: FullSite) -> None:
    page = stored(full_site.pages["measure", "ja"])
    page.kind = "unheard of"
    with pytest.raises(ValidationError):
        render(page, NOW)


def test_a_full_page_needs_few_queries(
    full_site: FullSite, django_assert_max_num_queries: Any
) -> None:
    page = stored(full_site.pages["network", "ja"])
    render(page, NOW)
    page = stored(page)
    with django_assert_max_num_queries(MOST_QUERIES):
        render(page, NOW)
