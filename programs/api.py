"""Programmes as documents: their published shape, their facets, their state in time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Literal

from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from content import representation
from content.dates import end_in_words, long_date
from content.schemas import (
    OrganisationSchema,
    RichTextSchema,
    Schema,
    TermSchema,
    WebsiteSchema,
)
from publishing.facets import FacetDefinition, register_facet
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

from .models import ApplicationWindow, ProgramIndexPage, ProgramKind, ProgramPage
from .queries import State
from .timeline import next_turning_point, timeline

SECTION = "programs"
SECTION_LABEL = _("Programmes")
#: Seconds, later than any deadline: what is nearer then sorts higher.
LATEST = 999_999_999_999
#: Characters of a moment that are its day.
Kind = Literal["framework", "support_programme"]
StateName = Literal["open", "upcoming", "all_year", "unknown", "closed"]


class ProgramIndexSchema(SectionIndexSchema):
    """The front page of the programmes section."""

    type: Literal["program_index"]


class WindowSchema(Schema):
    """When applications are taken: from the moment it opens until just before it closes."""

    fiscal_year: int | None
    """The Japanese fiscal year, which begins in April."""
    opens_at: datetime | None
    closes_at: datetime | None
    note: str


class ProgramCardSchema(CardSchema):
    """A programme in a list."""

    type: Literal["program"]
    kind: Kind
    state: StateName
    opens_at: datetime | None
    closes_at: datetime | None
    provider: OrganisationSchema | None
    sectors: list[TermSchema]


class ProgramSchema(PageSchema):
    """A support framework or programme."""

    type: Literal["program"]
    kind: Kind
    state: StateName
    """Whether somebody can apply, at the moment of the answer."""
    opens_at: datetime | None
    """When the next window opens, if none is open."""
    closes_at: datetime | None
    """When the window that is open closes; the earliest, if several are."""
    all_year: bool
    windows: list[WindowSchema]
    provider: OrganisationSchema | None
    applicants: str
    """Who may apply, in words."""
    countries: list[TermSchema]
    """The eligible ones."""
    sectors: list[TermSchema]
    support_forms: list[TermSchema]
    amount: str
    """In words and with its currency."""
    contact: RichTextSchema | None
    websites: list[WebsiteSchema]


def members(page: ProgramPage, now: datetime) -> dict[str, Any]:
    """Return a programme's own members at a moment."""
    return {
        "kind": page.kind,
        "state": page.state_at(now).value,
        "opens_at": representation.moment(page.opening_at(now)),
        "closes_at": representation.moment(page.deadline_at(now)),
        "all_year": page.all_year,
        "windows": [
            window_shape(window) for window in representation.editors_order(page.windows.all())
        ],
        "provider": representation.organisation(page.provider) if page.provider else None,
        "applicants": page.applicants,
        "countries": representation.terms(page.countries.all()),
        "sectors": representation.terms(page.sectors.all()),
        "support_forms": representation.terms(page.support_forms.all()),
        "amount": page.amount,
        "contact": rich_text_or_none(page.contact),
        "websites": representation.websites(page.website_ja, page.website_en),
    }


def window_shape(window: ApplicationWindow) -> WindowSchema:
    """Return an application window in its published shape."""
    return WindowSchema(
        fiscal_year=window.fiscal_year,
        opens_at=representation.moment(window.opens_at),
        closes_at=representation.moment(window.closes_at),
        note=window.note,
    )


def facets(page: ProgramPage) -> Iterator[FacetValue]:
    """Return the values by which lists find a programme; its state at any moment is among them."""
    yield from facet_choice(page, "kind")
    yield from facet_entries("support", page.support_forms.all())
    yield from facet_entries("sector", page.sectors.all())
    yield from facet_entries("country", page.countries.all())
    yield from facet_entries("organisation", [page.provider])
    yield from facet_values("year", (window.fiscal_year for window in page.windows.all()))
    for period in timeline(page):
        yield FacetValue(
            "state",
            period.state.value,
            str(period.state.label),
            period.starts_at,
            period.ends_at,
        )


def sort_key(page: ProgramPage, now: datetime) -> str:
    """Let the section's list begin with what can be applied for, the nearest deadline first.

    Then what opens soon, what is open all year, what has no dates, and what has closed, the latest
    first.
    """
    state = page.state_at(now)
    rank = len(State) - list(State).index(state)
    if state == State.CLOSED:
        closed = [window.closes_at for window in page.windows.all() if window.closes_at]
        return f"{rank}{int(max(closed).timestamp()):012d}" if closed else f"{rank}"
    soonest = page.deadline_at(now) if state == State.OPEN else page.opening_at(now)
    return f"{rank}{LATEST - int(soonest.timestamp()):012d}" if soonest else f"{rank}"


def beside(context: Mapping[str, Any], _query: QueryDict) -> dict[str, Any]:
    """Return what readers call what a programme's document has as codes."""
    page = context["page"]
    return {
        "kind_label": label_of(ProgramKind, page["kind"]),
        "state": {"value": page["state"], "label": label_of(State, page["state"])},
    }


def card_facts(card: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the facts by which a reader picks a programme from a list."""
    facts = [(gettext("Applications"), label_of(State, card["state"]))]
    if card["opens_at"]:
        opens = datetime.fromisoformat(card["opens_at"]).date()
        facts.append((gettext("Opens"), long_date(opens)))
    if card["closes_at"]:
        facts.append((gettext("Closes"), end_in_words(datetime.fromisoformat(card["closes_at"]))))
    if card["provider"]:
        facts.append((gettext("Provider"), card["provider"]["name"]))
    if card["sectors"]:
        facts.append((gettext("Sector"), names_of(card["sectors"])))
    return facts


register_facet(
    FacetDefinition("support", _("Form of support"), "Forms of support, by their codes.")
)
register_facet(
    FacetDefinition(
        "state",
        _("Applications"),
        "Whether a programme takes applications at this moment.",
        is_read=False,
        relates=False,
    )
)
register(
    DocumentType(
        model=ProgramIndexPage,
        name="program_index",
        section=SECTION,
        section_label=SECTION_LABEL,
        schema=ProgramIndexSchema,
        members=index_members,
        beside=section_list,
    )
)
register(
    DocumentType(
        model=ProgramPage,
        name="program",
        section=SECTION,
        section_label=SECTION_LABEL,
        schema=ProgramSchema,
        members=members,
        facets=facets,
        card=ProgramCardSchema,
        relations=("sectors", "countries", "support_forms", "provider", "windows"),
        fresh_until=next_turning_point,
        sort_key=sort_key,
        beside=beside,
        card_facts=card_facts,
        published_as={"website_ja": "websites", "website_en": "websites"},
    )
)
