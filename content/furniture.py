"""What surrounds a page's own content: breadcrumbs, languages, addresses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper
from wagtail.models import Page

from media.visibility import learn_once

from .addresses import absolute_url
from .dependencies import note, page_name, translations_name
from .languages import ENDONYMS, LANGUAGE_CODES
from .visibility import public_condition, public_pages

#: Of whoever reads neither language: more of them read English.
DEFAULT_LANGUAGE = "en"


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

    def with_query(self, query: str) -> LanguageLink:
        """Return the link with the end of an address added, where it leads to this very page."""
        same_page = self.kind in {"self", "translation"}
        return replace(self, url=self.url + query) if same_page and self.url else self


def public_ancestors(page: Page) -> list[Page]:
    """Return the public pages above a page, the home page first."""
    if not page.path:
        return []
    above = page.path[: -Page.steplen]
    ancestors = learn_once(f"ancestors at {above}", lambda: _read_ancestors(page))
    note(*(page_name(ancestor.pk) for ancestor in ancestors))
    return [ancestor for ancestor in ancestors if ancestor.is_readable]


def _read_ancestors(page: Page) -> list[Any]:
    above = (
        page.get_ancestors()
        .filter(depth__gt=1)
        .annotate(is_readable=ExpressionWrapper(public_condition(), BooleanField()))
        .select_related("locale")
        .order_by("depth")
    )
    return list(above)


def public_translations(keys: Iterable[UUID]) -> dict[UUID, list[Page]]:
    """Return the public pages of translation keys; a response that only reads asks once for each.

    They are not noted as shown: whoever shows one notes it.
    """
    wanted = set(keys)
    empty: dict[UUID, list[Page]] = {}
    known = learn_once("public translations", lambda: empty)
    if unknown := wanted - known.keys():
        found: dict[UUID, list[Page]] = {key: [] for key in unknown}
        pages = public_pages(Page.objects.filter(translation_key__in=unknown))
        for page in pages.select_related("locale"):
            found[page.translation_key].append(page)
        known.update(found)
    return {key: known[key] for key in wanted}


def language_links(page: Page, ancestors: list[Page]) -> list[LanguageLink]:
    """Return where each language's switch leads: to this page, or as near to it as can be."""
    lineage = [*ancestors, page]
    keys = [step.translation_key for step in lineage]
    note(*(translations_name(key) for key in keys))
    by_language: dict[str, dict[Any, Page]] = {}
    for key, siblings in public_translations(keys).items():
        for sibling in siblings:
            note(page_name(sibling.pk))
            by_language.setdefault(sibling.locale.language_code, {})[key] = sibling
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
    """Return the ``hreflang`` alternates: true translations only, English as the default."""
    found = [
        {"hreflang": link.code, "url": absolute_url(link.url)}
        for link in links
        if link.kind in {"self", "translation"} and link.url
    ]
    if found:
        default = next((link for link in found if link["hreflang"] == DEFAULT_LANGUAGE), found[0])
        found.append({"hreflang": "x-default", "url": default["url"]})
    return found
