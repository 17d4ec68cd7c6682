"""The shapes of the API's answers, beyond those of pages."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from content.schemas import FileLanguage, Locale, Schema


class ProblemSchema(Schema):
    """An error (RFC 9457): what was wrong, where, and what to do."""

    type: str
    """What kind of problem this is, as an URN: ``urn:hashi:problem:unknown-parameter``."""
    title: str
    status: int
    detail: str
    instance: str
    """The request, by its id."""
    parameter: str | None = None
    value: str | None = None
    suggestion: str | None = None
    allowed: list[str] | None = None
    languages: list[Locale] | None = None
    """The languages in which the page exists."""


class IndexedSchema(Schema):
    """An address of the API."""

    address: str
    """Absolute, with ``{names}`` where a value belongs."""
    summary: str


class IndexSchema(Schema):
    """What there is to read, and where it is described."""

    openapi_url: str
    docs_url: str
    items: list[IndexedSchema]


class TokenSchema(Schema):
    """What the request's own token allows."""

    name: str
    scopes: list[Literal["read:published", "read:drafts", "translate", "administer"]]
    expires_at: datetime


class CountSchema(Schema):
    """How many pages of the list carry a value, if it were chosen."""

    value: str
    label: str
    total: int


class RedirectSchema(Schema):
    """An address that leads elsewhere."""

    path: str
    """The old address within the site."""
    target: str
    """Where it leads: an absolute address."""
    target_path: str | None
    """The same within the site; ``null`` for another site."""
    status: Literal[301, 302]


class RedirectListSchema(Schema):
    """All redirects."""

    total: int
    items: list[RedirectSchema]


class ResolvedRedirectSchema(Schema):
    """The address leads elsewhere."""

    kind: Literal["redirect"]
    status: Literal[301, 302]
    target: str
    target_path: str | None


class GoneSchema(Schema):
    """There was a page at the address, which has been taken down."""

    kind: Literal["gone"]
    status: Literal[410]
    path: str


class ChangeSchema(Schema):
    """A line of the change log."""

    sequence: int
    kind: Literal["upsert", "tombstone"]
    """``upsert``: fetch the page again; ``tombstone``: forget it."""
    number: int
    locale: Locale
    path: str | None
    """Where the page is; ``null`` for a tombstone: whoever kept the page knows."""
    etag: str
    """The SHA-256 of the page's content; empty for a tombstone."""
    happened_at: datetime


class ChangesSchema(Schema):
    """What has changed after a line of the change log, oldest first, each page once."""

    items: list[ChangeSchema]
    last_sequence: int
    """The line up to which this answer tells everything: the next ``since``."""
    last_mark: str
    """What tells that line from another of its number: the next ``mark``."""
    more: bool
    """Whether there are further changes already."""
    next_url: str | None


class NavigationLinkSchema(Schema):
    """A page in the navigation."""

    number: int
    title: str
    url: str
    path: str
    type: str
    section: str


class NavigationNodeSchema(NavigationLinkSchema):
    """A page with the pages below it, as deep as was asked for."""

    children: list[NavigationNodeSchema]


class NavigationSchema(Schema):
    """How readers find their way, in one language."""

    locale: Locale
    home: NavigationLinkSchema | None
    header: list[NavigationLinkSchema]
    """The sections, in the editors' order."""
    footer: list[NavigationLinkSchema]
    """The general pages that editors want in menus."""
    tree: list[NavigationNodeSchema]
    """Everything below the home page, as deep as was asked for."""


class VocabularyEntrySchema(Schema):
    """An entry of a vocabulary that a public page carries; what it does not have is ``null``."""

    code: str
    name: str
    """In the language asked for."""
    names: dict[Locale, str]
    uses: int
    """How many public pages in that language carry it."""
    country: str | None = None
    """Of a city or an organisation: the country's code."""
    kana: str | None = None
    spellings: list[str] | None = None
    """Of a city: every way of writing its name."""
    latitude: float | None = None
    longitude: float | None = None
    municipality_code: str | None = None
    """Of a city in Japan: its six digits (JIS X 0402)."""
    kind: str | None = None
    acronym: str | None = None
    website: str | None = None


class VocabularySchema(Schema):
    """A vocabulary: its entries that public pages carry, in its order."""

    name: str
    locale: Locale
    parameter: str
    """The parameter of ``pages/`` by which lists narrow."""
    total: int
    items: list[VocabularyEntrySchema]


class BannerSchema(Schema):
    """A notice on top of every page, while it is shown."""

    kind: Literal["information", "important"]
    text: str
    url: str
    starts_at: datetime | None
    ends_at: datetime | None


class OperatorSchema(Schema):
    """Who runs the site."""

    name: str
    url: str


class ContactSchema(Schema):
    """How to reach the operator."""

    text: str
    email: str


class LanguageSchema(Schema):
    """A language of the service."""

    code: Locale
    name: str
    """In the language itself."""
    home_url: str | None
    """``null`` while nothing is published in it."""


class SiteSchema(Schema):
    """What surrounds every page, in one language."""

    locale: Locale
    name: str
    operator: OperatorSchema
    contact: ContactSchema
    footer_note: str
    banners: list[BannerSchema]
    """Those that are shown now."""
    languages: list[LanguageSchema]
    strings: dict[str, str]
    """Texts of the user interface by key, so that front ends need no catalogue of their own."""


def page_of(item: Any) -> type[Schema]:
    """Return the shape of a list of pages."""

    class PageListSchema(Schema):
        """A page of a list."""

        total: int
        """How many pages the whole list holds."""
        items: list[item]
        facets: dict[str, list[CountSchema]]
        """For each facet asked for: its values, the most frequent first."""
        next_cursor: str | None
        """Where the list goes on; ``null`` at its end."""
        next_url: str | None

    return PageListSchema


class SuggestionSchema(Schema):
    """Something to ask for."""

    text: str
    kind: Literal["title", "name", "term", "place"]


class SuggestionsSchema(Schema):
    """What somebody may be about to type, the likeliest first."""

    query: str
    items: list[SuggestionSchema]


class InFileSchema(Schema):
    """The place in a file where a question is answered."""

    title: str
    url: str
    """The file, opened at the page where readers of the type can do so."""
    language: FileLanguage
    page: int | None
    """Counted from one; ``null`` for a file without pages."""


class WithoutSchema(Schema):
    """How many pages the question finds without the choice of a facet."""

    facet: str
    total: int


class NearValueSchema(Schema):
    """A facet's value that is called much as the question; ``label`` as a question finds pages."""

    facet: str
    value: str
    label: str
    total: int


class SectionToBrowseSchema(Schema):
    """A section, and how many pages it holds."""

    section: str
    title: str
    url: str
    path: str
    total: int


class WaysOnSchema(Schema):
    """What may help where a question found nothing."""

    spelling: str | None
    """Another spelling of the question."""
    total: int
    """How many pages the question finds when nothing narrows it."""
    without: list[WithoutSchema]
    """What it finds without one of the facets chosen; those without which it finds nothing are
    left out."""
    values: list[NearValueSchema]
    sections: list[SectionToBrowseSchema]
    other_locale: Locale
    other_total: int
    """How many pages the same request finds in the other language."""


class PromotedLinkSchema(Schema):
    """A link to another site that editors recommend for a question."""

    title: str
    url: str
    description: str


class IndexedTermSchema(Schema):
    """A term that is looked for."""

    text: str
    documents: int
    """How many documents hold it: the fewer, the more it weighs."""


class WordSchema(Schema):
    """A word of the question."""

    ways: list[list[IndexedTermSchema]]
    """Any of them finds the word; all terms of one way together."""
    names: list[str]
    """What the glossary calls it too."""
    light: bool
    """Whether it need not be found."""


class HeldSchema(Schema):
    """What a column of a page holds of the question."""

    column: str
    weight: float
    term: str
    times: int


class ReasonSchema(Schema):
    """Why a page stands at its place."""

    place: int
    title: str
    locale: str
    path: str
    way: str
    score: float
    held: list[HeldSchema]


class ExplanationSchema(Schema):
    """How a question is understood, and why the first pages answer it."""

    analyser: str
    read_as: str
    words: list[WordSchema]
    total: int
    documents: int
    reasons: list[ReasonSchema]


def results_of(item: Any) -> type[Schema]:
    """Return the shape of what a search finds."""

    class ResultSchema(Schema):
        """A page that a question finds."""

        title_html: str
        """The title, escaped, with what matched in ``mark``."""
        excerpt_html: str
        """A part of the text, in the same form; of a promoted page, what editors say of it."""
        is_foreign: bool
        """Whether the page does not exist in the language asked for."""
        match: str
        """How it was found, from strict to relaxed; or ``promoted``."""
        file: InFileSchema | None
        """The file of the page from which the excerpt is; ``null`` where it is the page's own."""
        promoted: bool
        """Whether editors recommend the page for this question; such pages come first."""
        page: item

    class ResultsSchema(Schema):
        """What a question finds, the best first."""

        query: str
        total: int
        foreign_total: int
        """How many of these exist only in the other language."""
        facets: dict[str, list[CountSchema]]
        promoted_links: list[PromotedLinkSchema]
        """Other sites that editors recommend; only with the first results, and unless narrowed."""
        ways_on: WaysOnSchema | None
        """What may help; ``null`` where something was found."""
        explanation: ExplanationSchema | None
        """For tokens that administer, with ``explain=true``: of the first 20 pages, unnarrowed."""
        items: list[ResultSchema]

    return ResultsSchema


def preview_of(page: Any) -> type[Schema]:
    """Return the shape of a draft that an editor shows."""

    class PreviewSchema(Schema):
        """A page as it would be if it were published now. Never keep it."""

        expires_at: datetime | None
        """Until when the link holds; ``null`` in the editor's own preview."""
        is_live: bool
        """Whether another state of the page is published."""
        page: page  # type: ignore[valid-type]

    return PreviewSchema


def resolved_of(page: Any) -> Any:
    """Return the shape of what an address resolves to."""

    class ResolvedPageSchema(Schema):
        """There is a page at the address; this is all of it."""

        kind: Literal["page"]
        status: Literal[200]
        page: page  # type: ignore[valid-type]

    return Annotated[
        ResolvedPageSchema | ResolvedRedirectSchema | GoneSchema, Field(discriminator="kind")
    ]
