"""The one gate: which pages the public may read, and under which address.

Every public surface asks here. A page is public when it is live, neither it nor a page above
it carries a view restriction, and it is no alias of a page in the other language (Wagtail and
wagtail-localize create such aliases for ancestors that nobody has translated). An alias shows its
source: where the source is restricted, so are the alias and what lies below it.

Links and children that are asked for are noted as shown (see :mod:`content.dependencies`),
hidden or not: their becoming public would change what is being rendered.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import F, Q
from wagtail.models import Page, PageViewRestriction
from wagtail.query import PageQuerySet

from media.visibility import learn_once

from .dependencies import children_name, note, page_name, translations_name
from .languages import active_language


@dataclass(frozen=True)
class PublicLink:
    """A link that a reader can follow: never a draft, never a restricted page."""

    title: str
    url: str
    language_code: str


@dataclass(frozen=True)
class _Resolved:
    """What a page resolves to in a language, and the names of all that this rests on."""

    link: PublicLink | None
    names: tuple[str, ...]


def public_condition() -> Q:
    """Return the condition that a page is public, for a query-set of pages."""
    foreign_alias = Q(alias_of__isnull=False) & ~Q(alias_of__locale=F("locale"))
    return Q(live=True) & ~_below(restricted_sections()) & ~foreign_alias


def public_pages(pages: PageQuerySet | None = None) -> PageQuerySet:
    """Narrow a query-set (all pages by default) to what the public may read."""
    if pages is None:
        pages = Page.objects.all()
    return pages.filter(public_condition())


def public_children(page: Page) -> PageQuerySet:
    """Return the public pages directly below a page, in the editors' order."""
    if not page.pk:
        return Page.objects.none()
    note(children_name(page.pk))
    return public_pages(page.get_children()).order_by("path")


def restricted_sections() -> frozenset[str]:
    """Return the tree paths at and below which no page is public."""
    return learn_once("sections", _read_restricted_sections)


def _read_restricted_sections() -> frozenset[str]:
    restricted = frozenset(PageViewRestriction.objects.values_list("page__path", flat=True))
    return restricted | alias_paths(restricted)


def alias_paths(paths: Iterable[str]) -> frozenset[str]:
    """Return the tree paths of the aliases of what lies at or below others, and of their aliases.

    Those that are among ``paths`` themselves are left out.
    """
    known = frozenset(paths)
    found, every = known, frozenset[str]()
    while found:  # what lies below an alias may be the source of further aliases
        aliases = Page.objects.filter(_below(found, "alias_of__path"))
        found = frozenset(aliases.values_list("path", flat=True)) - known - every
        every |= found
    return every


def _below(paths: Iterable[str], field: str = "path") -> Q:
    """Return a condition for tree paths at or below others; for none, one that nothing meets."""
    condition = Q(pk__in=[])
    for path in paths:
        condition |= Q(**{f"{field}__startswith": path})
    return condition


def is_foreign_alias(page: Page) -> bool:
    """Whether a page only mirrors a page of the other language."""
    alias_of = page.alias_of
    return alias_of is not None and alias_of.locale_id != page.locale_id


def is_public(page: Page) -> bool:
    """Whether the public may read a page as it is stored."""
    return bool(page.pk) and public_pages(Page.objects.filter(pk=page.pk)).exists()


def public_links(
    page_ids: Iterable[int], language_code: str | None = None
) -> dict[int, PublicLink]:
    """Resolve pages to links in a language, in two queries however many there are.

    The translation in that language (the one being read by default) is preferred, the page
    itself comes second; a page of which neither is public is left out. A response that only
    reads resolves each page once.
    """
    wanted = {int(page_id) for page_id in page_ids}
    language = language_code or active_language()
    empty: dict[int, _Resolved] = {}
    known = learn_once(f"links in {language}", lambda: empty)
    if unknown := wanted - known.keys():
        known.update(_resolve(unknown, language))
    note(*(name for page_id in wanted for name in known[page_id].names))
    return {page_id: link for page_id in wanted if (link := known[page_id].link) is not None}


def _resolve(page_ids: Collection[int], language: str) -> dict[int, _Resolved]:
    keys = dict(Page.objects.filter(pk__in=page_ids).values_list("pk", "translation_key"))
    candidates: dict[object, list[Page]] = {}
    siblings = Page.objects.filter(translation_key__in=set(keys.values()))
    for page in public_pages(siblings).select_related("locale"):
        candidates.setdefault(page.translation_key, []).append(page)
    resolved = {page_id: _Resolved(None, (page_name(page_id),)) for page_id in page_ids}
    for page_id, key in keys.items():
        names = [page_name(page_id), translations_name(key)]
        page = _best(candidates.get(key, ()), page_id, language)
        link = None
        if page is not None and (url := page.url):
            link = PublicLink(page.title, url, page.locale.language_code)
            names.append(page_name(page.pk))
        resolved[page_id] = _Resolved(link, tuple(names))
    return resolved


def _best(pages: Collection[Page], page_id: int, language_code: str) -> Page | None:
    for page in pages:
        if page.locale.language_code == language_code:
            return page
    return next((page for page in pages if page.pk == page_id), None)
