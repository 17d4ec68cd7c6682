"""What the home page, the general pages and the site's furniture read."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from django.db.models import Q
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from content.dependencies import note, page_name, translations_name
from content.visibility import public_pages
from publishing.models import Document
from publishing.registry import document_types
from publishing.site.showing import cards

from .redirects import names_a_page, own_link, within_site

LATEST_UPDATES = 6


@dataclass(frozen=True)
class Update:
    """A page that was published, and the day of that in Japan."""

    title: str
    url: str
    updated: date


@dataclass(frozen=True)
class PublicRedirect:
    """Where an address of this site leads that has no answer of its own.

    ``old_path`` has no slash at its end and may carry a query (``/ja/old?page=2``); addresses with
    and without the slash are meant. ``target`` is a path of this site or an address elsewhere.
    """

    id: int
    old_path: str
    target: str
    is_permanent: bool


def in_language_of(page: Page, page_ids: Sequence[int]) -> list[Page]:
    """Return the public translations of pages in the language of a page, in the order given."""
    keys = dict(Page.objects.filter(pk__in=page_ids).values_list("pk", "translation_key"))
    note(*map(page_name, page_ids), *map(translations_name, keys.values()))
    siblings = {
        sibling.translation_key: sibling
        for sibling in public_pages(
            Page.objects.filter(translation_key__in=keys.values(), locale_id=page.locale_id)
        )
    }
    note(*(page_name(sibling.pk) for sibling in siblings.values()))
    ordered = (siblings.get(keys[page_id]) for page_id in page_ids if page_id in keys)
    return [sibling for sibling in ordered if sibling is not None]


def below(number: int | None, locale: str) -> Any:
    """Return the documents directly below the page with a number, in the editors' order."""
    above = Document.objects.filter(number=number or 0, locale=locale).values("page_id")
    return Document.objects.filter(locale=locale, parent_id__in=above).order_by("position")


def children(number: int | None, locale: str) -> list[dict[str, Any]]:
    """Return the cards of the pages directly below a page, in the editors' order."""
    return cards(below(number, locale).values_list("card", flat=True))


def section_entries(number: int | None, locale: str) -> list[dict[str, Any]]:
    """Return the cards of the sections below a home page, in the editors' order."""
    indexes = [known.name for known in document_types() if known.is_index]
    sections = below(number, locale).filter(type__in=indexes)
    return cards(sections.values_list("card", flat=True))


def latest_updates(locale: str) -> list[Update]:
    """Return the pages of a language that were published last; the home page is none of them."""
    pages = Document.objects.filter(locale=locale).exclude(type="home")
    latest = pages.order_by("-last_published_at", "position")[:LATEST_UPDATES]
    return [
        Update(title, path, timezone.localdate(moment))
        for title, path, moment in latest.values_list("title", "path", "last_published_at")
    ]


def redirect_at(path: str, query: str = "") -> PublicRedirect | None:
    """Return where a decoded path leads, with its query or without; the same for every surface.

    Stored addresses have their spaces as such or as ``%20``, as they were entered.
    """
    forms: list[str] = []
    for end in dict.fromkeys((query, "")):
        written = Redirect.normalise_path(quote(path) + (f"?{end}" if end else ""))
        forms += [written, unquote(written)]
    if any("\0" in form for form in forms):
        return None
    found = {redirect.old_path: redirect for redirect in public_redirects(forms)}
    return next((found[form] for form in forms if form in found), None)


def public_redirects(old_paths: Collection[str] | None = None) -> list[PublicRedirect]:
    """Return the redirects that readers are given, all or those from some paths, by old path.

    In three queries at most. Left out are those that lead to a page without a document, and those
    from an address at which a page is public: it answers itself. A target is a page's address
    now, so no redirect leads to another.
    """
    rows = Redirect.objects.all()
    if old_paths is not None:
        rows = rows.filter(old_path__in={Redirect.normalise_path(path) for path in old_paths})
    # One for a site comes before one for all sites.
    redirects = sorted(rows, key=lambda row: (row.old_path, row.site_id is None, row.pk))
    links = {row.pk: own_link(row.redirect_link) for row in redirects}
    asked = {f"{urlsplit(row.old_path).path}/" for row in redirects}
    asked |= {f"{link.path.rstrip('/')}/" for link in links.values() if link is not None}
    targets = {row.redirect_page_id for row in redirects} - {None}
    documents = Document.objects.filter(Q(page_id__in=targets) | Q(path__in=asked))
    path_of = dict(documents.values_list("page_id", "path"))
    public_paths = set(path_of.values())
    found: dict[str, PublicRedirect] = {}
    for row in redirects:
        link = links[row.pk]
        if row.redirect_page_id is not None:
            target = path_of.get(row.redirect_page_id, "")
        elif link is None:
            target = row.redirect_link
        else:
            is_page = names_a_page(link.path)
            is_public = f"{link.path.rstrip('/')}/" in public_paths
            target = within_site(link)
            target = target if is_public or not is_page else ""
        if target and f"{urlsplit(row.old_path).path}/" not in public_paths:
            found.setdefault(
                row.old_path, PublicRedirect(row.pk, row.old_path, target, row.is_permanent)
            )
    return list(found.values())
