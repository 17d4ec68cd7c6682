"""What the home page, the general pages and the site's furniture read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from wagtail.models import Page

from cms.content import visibility
from cms.content.models import BasePage, SectionIndexPage
from cms.content.models.sections import with_card_data
from cms.content.shown import note, page_name, translations_name
from cms.content.visibility import public_pages

if TYPE_CHECKING:
    from .models import HomePage

LATEST_UPDATES = 6


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
