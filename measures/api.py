"""Measures as documents: their published shape, their facets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Literal

from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from content import representation
from content.schemas import (
    CitySchema,
    FigureSchema,
    OrganisationSchema,
    RichTextSchema,
    SourceBlockSchema,
    TermSchema,
)
from publishing.registry import (
    DocumentType,
    FacetValue,
    facet_choice,
    facet_entries,
    facet_values,
    register,
)
from publishing.schemas import CardSchema, PageSchema, SectionIndexSchema
from publishing.site.sections import index_members, rich_text_or_none, section_list
from publishing.site.showing import label_of, names_of

from .models import MeasureIndexPage, MeasureKind, MeasurePage

SECTION = "measures"
SECTION_LABEL = _("Measures")
Kind = Literal["policy", "partnership", "business_support"]


class MeasureIndexSchema(SectionIndexSchema):
    """The front page of the measures section."""

    type: Literal["measure_index"]


class MeasureCardSchema(CardSchema):
    """A measure in a list."""

    type: Literal["measure"]
    kind: Kind
    city: CitySchema | None
    country: TermSchema | None
    sectors: list[TermSchema]
    period_start: int | None
    period_end: int | None


class MeasureSchema(PageSchema):
    """A measure: what was difficult, what was done, and what came of it."""

    type: Literal["measure"]
    kind: Kind
    city: CitySchema | None
    country: TermSchema | None
    sectors: list[TermSchema]
    period_start: int | None
    """The year in which it began."""
    period_end: int | None
    """The year in which it ended; ``null`` while it goes on, and where it is not known."""
    partners: list[OrganisationSchema]
    challenge: RichTextSchema | None
    action: RichTextSchema | None
    results: RichTextSchema | None
    indicators: list[FigureSchema]
    lessons: RichTextSchema | None
    sources: list[SourceBlockSchema]


def members(page: MeasurePage, _now: datetime) -> dict[str, Any]:
    """Return a measure's own members."""
    return {
        "kind": page.kind,
        "city": representation.city(page.city) if page.city else None,
        "country": representation.term(page.country) if page.country else None,
        "sectors": representation.terms(page.sectors.all()),
        "period_start": page.period_start,
        "period_end": page.period_end,
        "partners": representation.organisations(page.partners.all()),
        "challenge": rich_text_or_none(page.challenge),
        "action": rich_text_or_none(page.action_taken),
        "results": rich_text_or_none(page.results),
        "indicators": representation.items(page.indicators, FigureSchema),
        "lessons": rich_text_or_none(page.lessons),
        "sources": representation.items(page.sources, SourceBlockSchema),
    }


def facets(page: MeasurePage) -> Iterator[FacetValue]:
    """Return the values by which lists find a measure."""
    yield from facet_choice(page, "kind")
    yield from facet_entries("country", [page.country])
    yield from facet_entries("city", [page.city])
    yield from facet_entries("sector", page.sectors.all())
    yield from facet_entries("organisation", page.partners.all())
    yield from facet_values("year", [page.period_start])


def beside(context: Mapping[str, Any], _query: QueryDict) -> dict[str, Any]:
    """Return what readers call what a measure's document has as codes."""
    page = context["page"]
    return {"kind_label": label_of(MeasureKind, page["kind"])}


def card_facts(card: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the facts by which a reader picks a measure from a list."""
    facts = [(gettext("Kind"), label_of(MeasureKind, card["kind"]))]
    if place := place_of(card):
        facts.append((gettext("Place"), place))
    if card["sectors"]:
        facts.append((gettext("Sector"), names_of(card["sectors"])))
    return facts


def place_of(card: Mapping[str, Any]) -> str:
    """Return where a measure takes place: the city with its country, or the country."""
    if card["city"] and card["country"]:
        return f"{card['city']['name']} ({card['country']['name']})"
    return str(card["country"]["name"]) if card["country"] else ""


register(
    DocumentType(
        model=MeasureIndexPage,
        name="measure_index",
        section=SECTION,
        section_label=SECTION_LABEL,
        schema=MeasureIndexSchema,
        members=index_members,
        beside=section_list,
    )
)
register(
    DocumentType(
        model=MeasurePage,
        name="measure",
        section=SECTION,
        section_label=SECTION_LABEL,
        schema=MeasureSchema,
        members=members,
        facets=facets,
        card=MeasureCardSchema,
        relations=("sectors", "partners", "city__country", "country"),
        beside=beside,
        card_facts=card_facts,
        published_as={"action_taken": "action"},
    )
)
