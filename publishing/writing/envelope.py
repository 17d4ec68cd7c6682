"""What every page's document has, read through the gate and noted as shown."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import translation

from content import representation
from content.addresses import absolute_url
from content.dependencies import note, page_name
from content.furniture import (
    Crumb,
    LanguageLink,
    alternates,
    language_links,
    public_ancestors,
    public_translations,
)
from content.languages import LANGUAGE_CODES
from content.links import learn_links_of
from content.models import BasePage, PageNumber, TaggedPage
from content.pictures import share_picture
from content.structured_data import json_ld
from content.visibility import public_children, public_pages
from media.visibility import learn_once
from publishing.registry import DocumentType, type_of
from publishing.schemas import (
    CHILDREN_SHOWN,
    AlternateSchema,
    CardSchema,
    ChildrenSchema,
    ChildSchema,
    DatesSchema,
    SeoSchema,
    TranslationSchema,
)


def learn(pages: Sequence[BasePage]) -> None:
    """Read at once what the rendering of several pages needs, each as its own type."""
    by_type: dict[type[BasePage], list[BasePage]] = {}
    by_language: dict[str, list[BasePage]] = {}
    for page in pages:
        by_type.setdefault(type(page), []).append(page)
        by_language.setdefault(page.locale.language_code, []).append(page)
    for model, group in by_type.items():
        document_type = type_of(group[0])
        relations = document_type.relations if document_type else ()
        prefetch_related_objects(
            [page for page in group if page.pk],  # a draft may never have been saved
            "listing_image__renditions",
            Prefetch("tagged_items", TaggedPage.objects.select_related("tag")),
            *relations,
        )
        if len(pages) > 1:
            standings(model, (page.translation_key for page in group))
    for code, group in by_language.items():
        with translation.override(code):
            learn_links_of(*group)
    numbers = PageNumber.objects.of_many(page.translation_key for page in pages)
    for page in pages:
        page.number = numbers.get(page.translation_key)
    if len(pages) > 1:  # a single page asks for them together with those of its ancestors
        public_translations(page.translation_key for page in pages)


def standings(model: type[BasePage], keys: Iterable[UUID]) -> dict[UUID, dict[str, str]]:
    """Return the standings of public pages by translation key and language."""
    wanted = set(keys)
    empty: dict[UUID, dict[str, str]] = {}
    known = learn_once(f"standings of {model._meta.label}", lambda: empty)
    if unknown := wanted - known.keys():
        known.update({key: {} for key in unknown})
        pages = public_pages(model._default_manager.filter(translation_key__in=unknown))
        for key, code, standing in pages.values_list(
            "translation_key", "locale__language_code", "translation_standing"
        ):
            known[key][code] = standing
    return {key: known[key] for key in wanted}


def identity(page: BasePage, document_type: DocumentType) -> dict[str, Any]:
    """Return the members that a page's card and its document share.

    Raises:
        LookupError: the page has no address or no number.
    """
    note(page_name(page.pk))
    url = page.url or ""
    if (not url or page.number is None) and not representation.is_draft():
        raise LookupError(f"Page {page.pk} has no address or no number.")
    return {
        "number": page.number,
        "locale": page.locale.language_code,
        "type": document_type.name,
        "section": document_type.section,
        "title": page.title,
        "url": absolute_url(url),
        "path": representation.path_of(url),
        "summary": page.summary_text,
        "standing": page.translation_standing,
    }


def card_members(page: BasePage) -> dict[str, Any]:
    """Return what a card has beside a page's identity."""
    return {
        "picture": representation.image(page.listing_image, "", representation.CARD_SIZES),
        "last_updated": representation.moment(page.last_published_at),
    }


def card(page: BasePage) -> CardSchema:
    """Return what any list shows of a public page.

    Raises:
        LookupError: no room has registered the page's model, or the page has no address.
    """
    document_type = type_of(page)
    if document_type is None:
        raise LookupError(f"{type(page).__name__} is not registered.")
    return CardSchema.model_validate({**identity(page, document_type), **card_members(page)})


def plain_card(stored: bytes) -> CardSchema:
    """Return of a rendered card what pages of every type have."""
    members = json.loads(stored)
    return CardSchema.model_validate({name: members[name] for name in CardSchema.model_fields})


def page_members(page: BasePage) -> dict[str, Any]:
    """Return what a document has beside a page's identity, its type's members and its relations."""
    ancestors = public_ancestors(page)
    languages = language_links(page, ancestors)
    crumbs = [Crumb(step.title, step.url or "") for step in ancestors]
    return {
        "picture": representation.image(page.listing_image),
        "in_menus": page.show_in_menus,
        "breadcrumbs": [
            {
                "title": step.title,
                "url": absolute_url(step.url or ""),
                "path": representation.path_of(step.url or ""),
                "locale": step.locale.language_code,
            }
            for step in ancestors
        ],
        "children": children(page),
        "translations": translations(page, languages),
        "prevailing_language": page.prevailing_language or None,
        "dates": dates(page),
        "tags": tags(page),
        "seo": seo(page, crumbs, languages),
        "body": body(page),
    }


def body(page: BasePage) -> Any:
    """Return a page's body in its published shape; empty for a type that has none."""
    value = getattr(page, "body", None)
    return value.stream_block.represent(value) if value is not None else []


def tags(page: BasePage) -> list[str]:
    """Return a page's tags by name."""
    return sorted(tagged.tag.name for tagged in page.tagged_items.all())


def children(page: BasePage) -> ChildrenSchema:
    """Return how many public pages stand directly below a page, and the first of them."""
    below = public_children(page)
    if page.is_leaf():
        return ChildrenSchema(total=0, pages=[])
    first = list(below.select_related("locale").specific()[:CHILDREN_SHOWN])
    total = len(first) if len(first) < CHILDREN_SHOWN else below.count()
    numbers = PageNumber.objects.of_many(child.translation_key for child in first)
    note(*(page_name(child.pk) for child in first))
    return ChildrenSchema(
        total=total,
        pages=[
            ChildSchema(
                number=numbers[child.translation_key],
                title=child.title,
                url=absolute_url(child.url or ""),
                path=representation.path_of(child.url or ""),
                summary=getattr(child, "summary_text", ""),
            )
            for child in first
        ],
    )


def translations(page: BasePage, languages: Sequence[LanguageLink]) -> list[TranslationSchema]:
    """Return the page in each language; a draft looks as if there were none."""
    known = {page.locale.language_code: page.translation_standing}
    if any(link.kind == "translation" for link in languages):
        key = page.translation_key
        known |= standings(type(page), [key])[key]
    found = []
    for code, link in zip(LANGUAGE_CODES, languages, strict=True):
        is_live = link.kind in {"self", "translation"}
        members = {
            "locale": code,
            "live": is_live,
            "title": link.page_title if is_live else "",
            "url": absolute_url(link.url) if is_live else None,
            "path": representation.path_of(link.url) if is_live else None,
            "standing": known.get(code) if is_live else None,
            "nearest_url": absolute_url(link.url),
            "nearest_title": link.page_title,
        }
        found.append(TranslationSchema.model_validate(members))
    return found


def dates(page: BasePage) -> DatesSchema:
    """Return a page's dates."""
    return DatesSchema(
        first_published=representation.moment(page.first_published_at),
        last_updated=representation.moment(page.last_published_at),
        last_reviewed=page.last_reviewed_on,
        outdated_from=page.outdated_from,
    )


def seo(page: BasePage, crumbs: list[Crumb], languages: list[LanguageLink]) -> SeoSchema:
    """Return what search engines and social networks are told."""
    canonical_url = absolute_url(page.url or "")
    shared = share_picture(page.listing_image)
    return SeoSchema(
        title=page.seo_title or page.title,
        description=page.search_description or page.summary_text,
        canonical_url=canonical_url,
        alternates=[AlternateSchema.model_validate(found) for found in alternates(languages)],
        image_url=absolute_url(shared.src) if shared else None,
        image_width=shared.width if shared else None,
        image_height=shared.height if shared else None,
        image_alt=shared.alt if shared else "",
        json_ld=json_ld(
            page,
            {"canonical_url": canonical_url, "breadcrumbs": crumbs, "share_picture": shared},
        ),
    )
