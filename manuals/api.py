"""Publications as documents: their published shape, their facets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Literal

from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from content import representation
from content.schemas import FileWithStandingBlockSchema, OrganisationSchema, TermSchema
from publishing.registry import (
    DocumentType,
    FacetValue,
    facet_choice,
    facet_entries,
    facet_values,
    register,
)
from publishing.schemas import CardSchema, PageSchema, SectionIndexSchema
from publishing.site.sections import index_members, section_list
from publishing.site.showing import label_of

from .models import ManualIndexPage, ManualKind, ManualPage

SECTION = "manuals"
SECTION_LABEL = _("Manuals and reports")
YEAR_DIGITS = 4
Kind = Literal["manual", "survey_report"]


class ManualIndexSchema(SectionIndexSchema):
    """The front page of the manuals section."""

    type: Literal["manual_index"]


class ManualCardSchema(CardSchema):
    """A publication in a list."""

    type: Literal["manual"]
    kind: Kind
    publisher: OrganisationSchema | None
    published: str
    sectors: list[TermSchema]


class ManualSchema(PageSchema):
    """A manual or survey report with its files; ``summary`` is the abstract."""

    type: Literal["manual"]
    kind: Kind
    publisher: OrganisationSchema | None
    published: str
    """As much of the date as is known: ``2013``, ``2013-04`` or ``2013-04-01``."""
    countries: list[TermSchema]
    sectors: list[TermSchema]
    files: list[FileWithStandingBlockSchema]


def members(page: ManualPage, _now: datetime) -> dict[str, Any]:
    """Return a publication's own members."""
    return {
        "kind": page.kind,
        "publisher": representation.organisation(page.publisher) if page.publisher else None,
        "published": page.publication_date,
        "countries": representation.terms(page.countries.all()),
        "sectors": representation.terms(page.sectors.all()),
        "files": representation.items(page.files, FileWithStandingBlockSchema),
    }


def facets(page: ManualPage) -> Iterator[FacetValue]:
    """Return the values by which lists find a publication."""
    yield from facet_choice(page, "kind")
    yield from facet_entries("sector", page.sectors.all())
    yield from facet_entries("country", page.countries.all())
    yield from facet_entries("organisation", [page.publisher])
    yield from facet_values("year", [page.published_on.year if page.published_on else None])


def sort_key(page: ManualPage, _now: datetime) -> str:
    """Let the section's list begin with what was published last."""
    return page.published_on.isoformat() if page.published_on else ""


def beside(context: Mapping[str, Any], _query: QueryDict) -> dict[str, Any]:
    """Return what readers call what a publication's document has as codes."""
    page = context["page"]
    return {"kind_label": label_of(ManualKind, page["kind"])}


def card_facts(card: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the facts by which a reader picks a publication from a list."""
    facts = [(gettext("Kind"), label_of(ManualKind, card["kind"]))]
    if card["publisher"]:
        facts.append((gettext("Publisher"), card["publisher"]["name"]))
    if card["published"]:
        facts.append((gettext("Published in"), card["published"][:YEAR_DIGITS]))
    return facts


register(
    DocumentType(
        model=ManualIndexPage,
        name="manual_index",
        section=SECTION,
        section_label=SECTION_LABEL,
        schema=ManualIndexSchema,
        members=index_members,
        beside=section_list,
    )
)
register(
    DocumentType(
        model=ManualPage,
        name="manual",
        section=SECTION,
        section_label=SECTION_LABEL,
        schema=ManualSchema,
        members=members,
        facets=facets,
        card=ManualCardSchema,
        relations=("sectors", "countries", "publisher"),
        sort_key=sort_key,
        beside=beside,
        card_facts=card_facts,
        published_as={
            "abstract": "summary",
            "published_on": "published",
            "published_precision": "published",
        },
    )
)
