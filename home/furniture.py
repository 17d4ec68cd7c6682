"""Header and footer of the public site."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from content.languages import active_language
from http_cache.lifetimes import earliest
from publishing.models import Document
from publishing.registry import document_types

from .models import Banner, SiteSettings

SETTINGS_FIELDS = (
    "operator_name_ja",
    "operator_name_en",
    "operator_url",
    "contact_ja",
    "contact_en",
    "contact_email",
    "footer_note_ja",
    "footer_note_en",
)
BANNER_FIELDS = ("language_code", "kind", "text", "url", "starts_at", "ends_at")


@dataclass(frozen=True)
class NavigationEntry:
    """A link of the header or footer."""

    title: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class Furniture:
    """What surrounds every page in one language; ``ends_at`` is when time changes it."""

    home_url: str
    sitemap_url: str
    operator_name: str = ""
    operator_url: str = ""
    contact: str = ""
    contact_email: str = ""
    footer_note: str = ""
    site_sections: list[NavigationEntry] = field(default_factory=list)
    footer_pages: list[NavigationEntry] = field(default_factory=list)
    banners: list[Banner] = field(default_factory=list)
    ends_at: datetime | None = None


def furniture(path: str) -> Furniture:
    """Return header and footer for the page at a path, in two queries."""
    language = active_language()
    sections, general = [], []
    indexes = {known.name for known in document_types() if known.is_index}
    for found in top_of(language):
        entry = NavigationEntry(found["title"], found["path"], path.startswith(found["path"]))
        if found["type"] in indexes:
            sections.append(entry)
        elif found["type"] == "general" and found["in_menus"]:
            general.append(entry)
    return Furniture(
        home_url=f"/{language}/",
        sitemap_url=f"/{language}/sitemap/",
        site_sections=sections,
        footer_pages=general,
        **_settings(language),
    )


def top_of(language: str) -> Any:
    """Return the pages directly below the home page of a language, in the editors' order."""
    homes = Document.objects.filter(locale=language, type="home").values("page_id")
    below = Document.objects.filter(locale=language, parent_id__in=homes)
    return below.order_by("position").values("title", "path", "type", "in_menus")


def _settings(language: str) -> dict[str, Any]:
    """Return operator, contact and the banners of this moment: one query."""
    rows = list(
        SiteSettings.objects.filter(site__is_default_site=True)
        .order_by("banners__sort_order", "banners__pk")
        .values("banners", *SETTINGS_FIELDS, *(f"banners__{name}" for name in BANNER_FIELDS))
    )
    if not rows:
        return {}
    record = SiteSettings(**{name: rows[0][name] for name in SETTINGS_FIELDS})
    banners = [
        Banner(**{name: row[f"banners__{name}"] for name in BANNER_FIELDS})
        for row in rows
        if row["banners"] is not None and row["banners__language_code"] == language
    ]
    now = timezone.now()
    edges = [edge for banner in banners for edge in (banner.starts_at, banner.ends_at)]
    return {
        "operator_name": record.in_language("operator_name", language),
        "operator_url": record.operator_url,
        "contact": record.in_language("contact", language),
        "contact_email": record.contact_email,
        "footer_note": record.in_language("footer_note", language),
        "banners": [banner for banner in banners if banner.is_shown],
        "ends_at": earliest(*(edge for edge in edges if edge is not None and edge > now)),
    }
