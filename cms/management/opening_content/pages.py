"""Pages of the opening content: started as drafts, then filled and published."""

from __future__ import annotations

from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.fields import StreamField
from wagtail.models import Locale, Page, Site

from content.languages import LANGUAGE_CODES
from content.models import BasePage
from home.models import FeaturedPage, HomePage
from media.models import Image
from recycle_bin.models import BinnedItem

from .entries import REFERENCES, VOCABULARIES, PageEntry
from .errors import OpeningContentError
from .ledger import LoadRecord
from .links import resolve_links


def why_not_started(entry: PageEntry, language: str, ledger: LoadRecord) -> str:
    """Return why a page that is not here yet cannot be put here; empty when it can."""
    siblings = Page.objects.filter(depth=2)
    if entry.parent:
        parent = ledger.page(entry.parent, language)
        if parent is None:
            return ""
        siblings = Page.objects.get(pk=parent.pk).get_children()
    if siblings.filter(slug=address(entry, language)).exists():
        return "another page has its address"
    for other in LANGUAGE_CODES:
        twin = ledger.page(entry.key, other)
        if twin is not None:
            key = Page.objects.values_list("translation_key", flat=True).get(pk=twin.pk)
            translated = Page.objects.filter(translation_key=key, locale__language_code=language)
            if translated.exists():
                return "somebody has translated this page already"
    return ""


def address(entry: PageEntry, language: str) -> str:
    """Return a page's slug; a home page is named after its language."""
    return language if entry.model is HomePage else entry.slug


def start_page(entry: PageEntry, language: str, ledger: LoadRecord) -> None:
    """Create a page as a draft, so that every page can be linked to before any is published."""
    locale, _created = Locale.objects.get_or_create(language_code=language)
    values = {
        name: resolve_links(value, lambda _key: None)
        for name, value in entry.values(language).items()
        if isinstance(value, str | int | bool) and name not in REFERENCES
    }
    page = entry.model(**values, slug=address(entry, language), locale=locale, live=False)
    for other in LANGUAGE_CODES:
        if twin := ledger.page(entry.key, other):
            page.translation_key = Page.objects.get(pk=twin.pk).translation_key
    with transaction.atomic():
        _parent(entry, language, ledger).add_child(instance=page)
        if entry.model is HomePage and language == LANGUAGE_CODES[0]:
            _open_site_at(page)
        ledger.remember(entry.record_key(language), "", page)


def finish_page(entry: PageEntry, language: str, ledger: LoadRecord) -> None:
    """Write a page's fields and publish it.

    Raises:
        OpeningContentError: naming the page and the field that the page type refuses.
    """
    state = ledger.page(entry.key, language)
    if state is None:
        return
    with transaction.atomic():
        page = cast(BasePage, Page.objects.get(pk=state.pk).specific)
        try:
            for name, value in entry.values(language).items():
                _set(page, name, value, language, ledger)
            _set_surroundings(page, entry, language, ledger)
            page.save_revision().publish()
        except ValidationError as error:
            raise OpeningContentError(f"page {entry.record_key(language)}: {error}") from error
        page.refresh_from_db()
        ledger.remember(entry.record_key(language), entry.fingerprint(language), page)


def _parent(entry: PageEntry, language: str, ledger: LoadRecord) -> Page:
    state = ledger.page(entry.parent, language) if entry.parent else None
    return Page.objects.get(pk=state.pk) if state else Page.get_first_root_node()


def _open_site_at(home: Page) -> None:
    """Let the site begin at our home page, unless somebody has chosen where it begins.

    Wagtail's own welcome page gives way as long as nobody has built below it.
    """
    welcome = Page.objects.filter(depth=2, slug="home", title__startswith="Welcome").first()
    if welcome is not None and (welcome.specific_class is not Page or not welcome.is_leaf()):
        welcome = None
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    elif welcome is not None and site.root_page_id == welcome.pk:
        site.root_page = home
        site.save()
    if welcome is not None and not Site.objects.filter(root_page=welcome).exists():
        number = welcome.pk
        welcome.delete()
        # Nobody's work: the bin of a new site is empty.
        BinnedItem.objects.filter(model="wagtailcore.page", object_id=number).delete()


def _set(page: BasePage, name: str, value: Any, language: str, ledger: LoadRecord) -> None:
    if vocabulary := REFERENCES.get(name):
        codes = value if isinstance(value, list) else [value]
        ids = [pk for code in codes if (pk := ledger.vocabulary_id(vocabulary, code))]
        if isinstance(value, list):
            entries = VOCABULARIES[vocabulary]._default_manager.filter(pk__in=ids)
            getattr(page, name).set(entries)
        else:
            setattr(page, f"{name}_id", ids[0] if ids else None)
        return
    if name == "tags":
        page.tags.set(value)
        return

    def find(key: str) -> int | None:
        target = ledger.page(key, language)
        return target.pk if target else None

    resolved = resolve_links(value, find)
    field = page._meta.get_field(name)
    if isinstance(field, StreamField):
        block = field.stream_block
        resolved = block.clean(block.to_python(resolved))
    setattr(page, name, resolved)


def _set_surroundings(page: BasePage, entry: PageEntry, language: str, ledger: LoadRecord) -> None:
    page.show_in_menus = entry.show_in_menus
    image_id = ledger.image_id(entry.picture) if entry.picture else None
    page.listing_image = Image.objects.get(pk=image_id) if image_id else None
    if isinstance(page, HomePage):
        targets = [ledger.page(key, language) for key in entry.featured]
        page.featured = [
            FeaturedPage(page_id=target.pk, sort_order=position)
            for position, target in enumerate(targets)
            if target is not None
        ]
