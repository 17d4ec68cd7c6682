"""Header and footer of the public site."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from wagtail.models import Page, Site

from cms.content.languages import active_language
from cms.content.models import SectionIndexPage
from cms.content.shown import SETTINGS, note
from cms.content.visibility import public_children, public_pages

from .models import Banner, ContentPage, HomePage, SiteSettings


@dataclass(frozen=True)
class Entry:
    """A link of the header or footer."""

    title: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class Furniture:
    """What surrounds every page in one language."""

    home_url: str
    sitemap_url: str
    operator_name: str = ""
    operator_url: str = ""
    contact: str = ""
    contact_email: str = ""
    footer_note: str = ""
    site_sections: list[Entry] = field(default_factory=list)
    footer_pages: list[Entry] = field(default_factory=list)
    banners: list[Banner] = field(default_factory=list)


def home_page(language_code: str | None = None) -> Page | None:
    """Return the public home page of a language, or ``None``."""
    homes = Page.objects.type(HomePage).filter(
        locale__language_code=language_code or active_language()
    )
    page: Page | None = public_pages(homes).select_related("locale").first()
    return page


def furniture(path: str) -> Furniture:
    """Return header and footer for the page at a path."""
    language = active_language()
    addresses: dict[str, Any] = {
        "home_url": f"/{language}/",
        "sitemap_url": f"/{language}/sitemap/",
    }
    home = home_page(language)
    if home is None:
        return Furniture(**addresses)
    sections, general = [], []
    for page in public_children(home).select_related("locale"):
        url = page.url or ""
        entry = Entry(page.title, url, bool(url) and path.startswith(url))
        model = page.specific_class
        if model and issubclass(model, SectionIndexPage):
            sections.append(entry)
        elif model is ContentPage and page.show_in_menus:
            general.append(entry)
    return Furniture(**addresses, **_settings(), site_sections=sections, footer_pages=general)


def _settings() -> dict[str, Any]:
    note(SETTINGS)
    site = Site.objects.filter(is_default_site=True).first()
    record = SiteSettings.objects.filter(site=site).prefetch_related("banners").first()
    if record is None:
        return {}
    language = active_language()
    return {
        "operator_name": record.in_language("operator_name"),
        "operator_url": record.operator_url,
        "contact": record.in_language("contact"),
        "contact_email": record.contact_email,
        "footer_note": record.in_language("footer_note"),
        "banners": [
            banner
            for banner in record.banners.all()
            if banner.language_code == language and banner.is_shown
        ],
    }
