"""Template tags of the public site."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from babel.numbers import format_decimal
from django import template
from django.utils.safestring import SafeString
from wagtail.models import Page
from wagtail.rich_text import RichText

from cms.media.models import Document, Image

from .. import dates
from ..furniture import absolute_url
from ..languages import active_language, babel_locale
from ..links import public_document as gate_document
from ..pictures import Picture, picture
from ..pictures import card_picture as make_card_picture
from ..rich_text import render_rich_text
from ..visibility import PublicLink, public_links

register = template.Library()


@register.filter
def richtext_public(value: str | RichText | None) -> SafeString:
    """Render rich text; links to what is not public become plain text."""
    source = value.source if isinstance(value, RichText) else (value or "")
    return render_rich_text(source)


@register.simple_tag
def render_picture(
    image: Image | None, widths: str = "640 960 1440", alt: str | None = None
) -> Picture | None:
    """Return a picture's sources at the widths given; its own alternative text by default."""
    return picture(image, tuple(int(width) for width in widths.split()), alt)


@register.filter
def card_picture(image: Image | None) -> Picture | None:
    """Return the small picture of a list's card, decorative beside the card's title."""
    return make_card_picture(image)


@register.simple_tag
def page_links(pages: Iterable[Page | None]) -> list[PublicLink]:
    """Return links to those pages that are public, in the order given."""
    present = [page for page in pages if page is not None]
    links = public_links(page.pk for page in present)
    return [links[page.pk] for page in present if page.pk in links]


@register.simple_tag
def page_link(page: Page | None) -> PublicLink | None:
    """Return a link to a page, or nothing when it is not public."""
    return public_links([page.pk]).get(page.pk) if page is not None else None


@register.filter
def public_document(document: Document | None) -> Document | None:
    """Pass a document on when the public may read it."""
    return gate_document(document)


@register.simple_tag
def lang_if_other(language_code: str) -> str:
    """Return a language code when it is not the one being read; empty otherwise."""
    return "" if language_code == active_language() else language_code


@register.filter
def long_date(value: date | None) -> str:
    """Write a date in full as the language being read writes it."""
    return dates.long_date(value)


@register.filter
def partial_date(value: str | None) -> str:
    """Write a date of which perhaps only the year or month is known (``2013``, ``2013-04``)."""
    return dates.partial_date(value)


@register.simple_tag(takes_context=True)
def is_preview(context: dict[str, Any]) -> bool:
    """Whether an editor is looking at a draft in the admin's preview."""
    request = context.get("request")
    return bool(getattr(request, "is_preview", False))


@register.filter
def plain_number(value: Decimal | float | None) -> str:
    """Write a number with separators between thousands and without empty decimals."""
    if value is None:
        return ""
    return format_decimal(value, format="#,##0.######", locale=babel_locale())


@register.simple_tag
def absolute(url: str) -> str:
    """Return the public address of a path on this site, for those who read it elsewhere."""
    return absolute_url(url)
