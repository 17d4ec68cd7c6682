"""Networks as documents: their published shape, their facets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Literal

from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from content import representation
from content.models import PageNumber
from content.schemas import CitySchema, MemberFigureBlockSchema, TermSchema, WebsiteSchema
from content.visibility import public_pages
from publishing.facets import FacetDefinition, register_facet
from publishing.models import Document
from publishing.registry import DocumentType, FacetValue, facet_entries, facet_values, register
from publishing.schemas import CardSchema, PageSchema, SectionIndexSchema
from publishing.site.sections import index_members, section_list
from publishing.site.showing import cards, names_of

from .models import NetworkIndexPage, NetworkPage

SECTION = "networks"
SECTION_LABEL = _("Networks")


class NetworkIndexSchema(SectionIndexSchema):
    """The front page of the networks section."""

    type: Literal["network_index"]


class NetworkCardSchema(CardSchema):
    """A network in a list."""

    type: Literal["network"]
    acronym: str
    founded_year: int | None
    secretariat_city: CitySchema | None
    sectors: list[TermSchema]


class NetworkSchema(PageSchema):
    """An international network of municipalities; a group has its networks as children."""

    type: Literal["network"]
    full_name: str
    acronym: str
    founded_year: int | None
    founding: str
    """How it was founded: by whom, on whose call, from what."""
    secretariat_city: CitySchema | None
    sectors: list[TermSchema]
    member_cities: list[CitySchema]
    """Those that are known; the list need not be complete."""
    member_figures: list[MemberFigureBlockSchema]
    websites: list[WebsiteSchema]


def members(page: NetworkPage, _now: datetime) -> dict[str, Any]:
    """Return a network's own members."""
    secretariat = page.secretariat_city
    return {
        "full_name": page.full_name,
        "acronym": page.acronym,
        "founded_year": page.founded_year,
        "founding": page.founding,
        "secretariat_city": representation.city(secretariat) if secretariat else None,
        "sectors": representation.terms(page.sectors.all()),
        "member_cities": representation.cities(page.member_cities.all()),
        "member_figures": representation.items(page.member_figures, MemberFigureBlockSchema),
        "websites": representation.websites(page.website_ja, page.website_en),
    }


def facets(page: NetworkPage) -> Iterator[FacetValue]:
    """Return the values by which lists find a network."""
    cities = page.member_cities.all()
    yield from facet_entries("sector", page.sectors.all())
    yield from facet_entries("country", (city.country for city in cities))
    yield from facet_entries("city", cities)
    yield from facet_values("year", [page.founded_year])
    yield from groups(page)


def groups(page: NetworkPage) -> list[FacetValue]:
    """Return the public networks that a network stands below, by their numbers."""
    above = public_pages(NetworkPage.objects.ancestor_of(page)).order_by("depth")
    titles = dict(above.values_list("translation_key", "title"))
    numbers = PageNumber.objects.of_many(titles) if titles else {}
    return [FacetValue("network", str(numbers[key]), titles[key]) for key in titles]


def beside(context: Mapping[str, Any], _query: QueryDict) -> dict[str, Any]:
    """Return the networks that a group holds, at whatever depth."""
    page = context["page"]
    if not page["children"]["total"]:
        return {"networks": []}
    number = str(page["number"])
    held = Document.objects.filter(
        locale=page["locale"], facets__key="network", facets__value=number
    )
    return {"networks": cards(held.order_by("position").values_list("card", flat=True))}


def card_facts(card: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the facts by which a reader picks a network from a list."""
    facts = []
    if card["founded_year"]:
        facts.append((gettext("Founded"), str(card["founded_year"])))
    if card["secretariat_city"]:
        facts.append((gettext("Secretariat"), card["secretariat_city"]["name"]))
    if card["sectors"]:
        facts.append((gettext("Sector"), names_of(card["sectors"])))
    return facts


register_facet(
    FacetDefinition("network", _("Network"), "Numbers of networks above.", kind="numbers")
)
register(
    DocumentType(
        model=NetworkIndexPage,
        name="network_index",
        section=SECTION,
        section_label=SECTION_LABEL,
        schema=NetworkIndexSchema,
        members=index_members,
        beside=section_list,
    )
)
register(
    DocumentType(
        model=NetworkPage,
        name="network",
        section=SECTION,
        section_label=SECTION_LABEL,
        schema=NetworkSchema,
        members=members,
        facets=facets,
        card=NetworkCardSchema,
        relations=("sectors", "member_cities__country", "secretariat_city__country"),
        beside=beside,
        card_facts=card_facts,
        published_as={"website_ja": "websites", "website_en": "websites"},
    )
)
