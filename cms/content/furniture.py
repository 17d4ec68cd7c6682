"""What surrounds a page's own content: breadcrumbs, languages, addresses, structured data."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page

from .languages import ENDONYMS, LANGUAGE_CODES
from .visibility import public_pages

if TYPE_CHECKING:
    from .models import BasePage


@dataclass(frozen=True)
class Crumb:
    """A step on the way from the home page."""

    title: str
    url: str


@dataclass(frozen=True)
class LanguageLink:
    """Where the language switch leads for one language, and how near that is to this page.

    ``kind`` is ``self`` (this page), ``translation`` (the same page), ``ancestor`` (the nearest
    page above that exists in the language) or ``home`` (nothing nearer exists).
    """

    code: str
    name: str
    url: str
    kind: Literal["self", "translation", "ancestor", "home"]
    page_title: str

    @property
    def is_current(self) -> bool:
        return self.kind == "self"


def absolute_url(path: str) -> str:
    """Return the public address of a path on this site."""
    return path if path.startswith(("http://", "https://")) else f"{settings.BASE_URL}{path}"


def public_ancestors(page: Page) -> list[Page]:
    """Return the public pages above a page, the home page first."""
    if not page.path:
        return []
    ancestors = public_pages(page.get_ancestors().filter(depth__gt=1)).select_related("locale")
    return list(ancestors.order_by("depth"))


def language_links(page: Page, ancestors: list[Page]) -> list[LanguageLink]:
    """Return where each language's switch leads: to this page, or as near to it as can be."""
    lineage = [*ancestors, page]
    keys = [step.translation_key for step in lineage]
    siblings = public_pages(Page.objects.filter(translation_key__in=keys)).select_related("locale")
    by_language: dict[str, dict[Any, Page]] = {}
    for sibling in siblings:
        by_language.setdefault(sibling.locale.language_code, {})[sibling.translation_key] = sibling
    links = []
    for code in LANGUAGE_CODES:
        if code == page.locale.language_code:
            links.append(LanguageLink(code, ENDONYMS[code], page.url or "", "self", page.title))
            continue
        found = by_language.get(code, {})
        nearest = next((found[key] for key in reversed(keys) if key in found), None)
        if nearest is None:
            links.append(LanguageLink(code, ENDONYMS[code], f"/{code}/", "home", ""))
            continue
        kind: Literal["translation", "ancestor"] = (
            "translation" if nearest.translation_key == page.translation_key else "ancestor"
        )
        links.append(LanguageLink(code, ENDONYMS[code], nearest.url or "", kind, nearest.title))
    return links


def alternates(links: list[LanguageLink]) -> list[dict[str, str]]:
    """Return the ``hreflang`` alternates: true translations only, Japanese as the default."""
    found = [
        {"hreflang": link.code, "url": absolute_url(link.url)}
        for link in links
        if link.kind in {"self", "translation"} and link.url
    ]
    if found:
        found.append({"hreflang": "x-default", "url": found[0]["url"]})
    return found


def json_ld(page: BasePage, crumbs: list[Crumb], canonical_url: str) -> SafeString:
    """Return the page's JSON-LD as text that is safe inside a ``script`` element."""
    steps = [*crumbs, Crumb(page.title, canonical_url)]
    graph: list[dict[str, Any]] = [
        {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {
                    "@type": "ListItem",
                    "position": position,
                    "name": step.title,
                    "item": absolute_url(step.url),
                }
                for position, step in enumerate(steps, start=1)
            ],
        }
    ]
    if own := page.structured_data():
        dates = {
            "datePublished": page.first_published_at,
            "dateModified": page.last_published_at,
        }
        described = own["@type"] in {"Article", "WebPage", "CollectionPage", "Report"}
        graph.append(
            {
                "@id": canonical_url,
                "url": canonical_url,
                "name": page.title,
                "description": page.summary_text,
                **({"inLanguage": page.locale.language_code} if described else {}),
                **{
                    name: value.isoformat()
                    for name, value in dates.items()
                    if value is not None and described
                },
                **own,
            }
        )
    text = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False)
    return mark_safe(  # noqa: S308  # every character that could end the element is escaped
        text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    )


def page_context(page: BasePage) -> dict[str, Any]:
    """Return the template context that every page shares."""
    ancestors = public_ancestors(page)
    crumbs = [Crumb(step.title, step.url or "") for step in ancestors]
    links = language_links(page, ancestors)
    canonical_url = absolute_url(page.url or "")
    return {
        "breadcrumbs": crumbs,
        "language_links": links,
        "alternates": alternates(links),
        "canonical_url": canonical_url,
        "json_ld": json_ld(page, crumbs, canonical_url),
        "page_number": page.number,
    }
