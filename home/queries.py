"""What the home page, the general pages and the site's furniture read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.db.models import Q
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from cms.content import visibility
from cms.content.models import BasePage, SectionIndexPage
from cms.content.models.sections import with_card_data
from cms.content.shown import note, page_name, translations_name
from cms.content.visibility import public_pages
from cms.publishing.models import Document

from .redirects import names_a_page, own_link

if TYPE_CHECKING:
    from .models import HomePage

LATEST_UPDATES = 6


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


def as_cards(pages: Iterable[Page]) -> list[BasePage]:
    """Return pages as their own types with what cards show, in order, in few queries."""
    wanted = list(pages)
    found: dict[int, BasePage] = {}
    by_type: dict[type[Page], list[int]] = {}
    for page in wanted:
        if page.specific_class is not None:
            by_type.setdefault(page.specific_class, []).append(page.pk)
    for model, ids in by_type.items():
        if issubclass(model, BasePage):
            found |= {page.pk: page for page in with_card_data(model.objects.filter(pk__in=ids))}
    return [found[page.pk] for page in wanted if page.pk in found]


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


def featured_pages(page_ids: Sequence[int], home: HomePage) -> list[BasePage]:
    """Return the home page's featured pages in its language, in the editors' order."""
    return as_cards(in_language_of(home, page_ids))


def section_entries(home: Page) -> list[BasePage]:
    """Return the public sections below a home page, in the editors' order."""
    sections = [
        page
        for page in visibility.public_children(home)
        if page.specific_class and issubclass(page.specific_class, SectionIndexPage)
    ]
    return as_cards(sections)


def latest_updates(home: Page) -> list[BasePage]:
    """Return the pages of a language that were published last; the home page is none of them."""
    pages = public_pages(home.get_descendants()).order_by("-last_published_at", "path")
    return as_cards(pages[:LATEST_UPDATES])


def public_children(page: Page) -> list[BasePage]:
    """Return the public pages directly below a page, in the editors' order."""
    return as_cards(visibility.public_children(page))


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
            target = link._replace(scheme="", netloc="").geturl()
            target = target if is_public or not is_page else ""
        if target and f"{urlsplit(row.old_path).path}/" not in public_paths:
            found.setdefault(
                row.old_path, PublicRedirect(row.pk, row.old_path, target, row.is_permanent)
            )
    return list(found.values())
