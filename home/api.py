"""The home page and general pages as documents."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from django.http import QueryDict
from wagtail.models import Page

from content import representation
from content.models import BasePage
from content.schemas import RichTextSchema
from publishing.registry import DocumentType, register
from publishing.schemas import CardSchema, PageSchema
from publishing.writing.envelope import card

from . import queries
from .models import ContentPage, HomePage


class HomeSchema(PageSchema):
    """A language's front page; its children are the sections and the general pages."""

    type: Literal["home"]
    lead: RichTextSchema
    """What the site is for."""
    featured: list[CardSchema]
    """Pages that the editors put forward, in the language of this one."""


class GeneralPageSchema(PageSchema):
    """A general page, such as those about the site; may hold more of its kind."""

    type: Literal["general"]


def home_members(page: HomePage, _now: datetime) -> dict[str, Any]:
    """Return the home page's own members."""
    return {
        "lead": representation.rich_text(page.lead),
        "featured": [card(featured) for featured in featured_pages(page)],
    }


def featured_pages(page: HomePage) -> list[BasePage]:
    """Return the home page's featured pages in its language, in the editors' order."""
    chosen = [entry.page_id for entry in representation.editors_order(page.featured.all())]
    ids = [found.pk for found in queries.in_language_of(page, chosen)]
    pages = {found.pk: found for found in Page.objects.filter(pk__in=ids).specific()}
    return [pages[page_id] for page_id in ids]


def no_members(_page: ContentPage, _now: datetime) -> dict[str, Any]:
    """Return nothing: a general page has only what every page has."""
    return {}


def beside_home(context: Mapping[str, Any], _query: QueryDict) -> dict[str, Any]:
    """Return the sections and what was published last."""
    page = context["page"]
    return {
        "sections": queries.section_entries(page["number"], page["locale"]),
        "latest": queries.latest_updates(page["locale"]),
    }


def beside_general(context: Mapping[str, Any], _query: QueryDict) -> dict[str, Any]:
    """Return the pages below a general page."""
    page = context["page"]
    total = page["children"]["total"]
    return {"children": queries.children(page["number"], page["locale"]) if total else []}


register(
    DocumentType(
        model=HomePage,
        name="home",
        section="",
        schema=HomeSchema,
        members=home_members,
        beside=beside_home,
    )
)
register(
    DocumentType(
        model=ContentPage,
        name="general",
        section="",
        schema=GeneralPageSchema,
        members=no_members,
        beside=beside_general,
    )
)
