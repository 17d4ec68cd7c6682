"""What every page's document has, read through the gate and noted as shown."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from cms.content import representation
from cms.content.furniture import (
    Crumb,
    LanguageLink,
    absolute_url,
    alternates,
    language_links,
    public_ancestors,
)
from cms.content.languages import LANGUAGE_CODES
from cms.content.links import learn_links_of
from cms.content.models import BasePage, PageNumber
from cms.content.pictures import share_picture
from cms.content.shown import note, page_name
from cms.content.structured_data import json_ld
from cms.content.visibility import public_children, public_pages

from .registry import DocumentType, type_of
from .schemas import (
    CHILDREN_SHOWN,
    AlternateSchema,
    CardSchema,
    ChildrenSchema,
    ChildSchema,
    DatesSchema,
    SeoSchema,
    TranslationSchema,
)


def identity(page: BasePage, document_type: DocumentType) -> dict[str, Any]:
    """Return the members that a page's card and its document share.

    Raises:
        LookupError: the page has no address or no number.
    """
    note(page_name(page.pk))
    if not page.url or page.number is None:
        raise LookupError(f"Page {page.pk} has no address or no number.")
    return {
        "number": page.number,
        "locale": page.locale.language_code,
        "type": document_type.name,
        "section": document_type.section,
        "title": page.title,
        "url": absolute_url(page.url),
        "path": representation.path_of(page.url),
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
    learn_links_of(page)
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
    return sorted(tag.name for tag in page.tags.all())


def children(page: BasePage) -> ChildrenSchema:
    """Return how many public pages stand directly below a page, and the first of them."""
    below = public_children(page)
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
    standings = {page.locale.language_code: page.translation_standing}
    if any(link.kind == "translation" for link in languages):
        siblings = type(page)._default_manager.filter(translation_key=page.translation_key)
        standings |= dict(
            public_pages(siblings).values_list("locale__language_code", "translation_standing")
        )
    found = []
    for code, link in zip(LANGUAGE_CODES, languages, strict=True):
        is_live = link.kind in {"self", "translation"}
        members = {
            "locale": code,
            "live": is_live,
            "title": link.page_title if is_live else "",
            "url": absolute_url(link.url) if is_live else None,
            "path": representation.path_of(link.url) if is_live else None,
            "standing": standings.get(code) if is_live else None,
            "nearest_url": absolute_url(link.url),
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
        json_ld=json_ld(
            page,
            {"canonical_url": canonical_url, "breadcrumbs": crumbs, "share_picture": shared},
        ),
    )
