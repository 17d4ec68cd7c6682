"""Rich text: its deliberately short list of features, and its final HTML."""

from __future__ import annotations

import re

from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import RichText, expand_db_html, get_text_for_indexing

from .addresses import own_address

RICH_TEXT_FEATURES = ["bold", "ol", "ul", "link", "document-link"]

_UNLINKED = re.compile(r"<a>(.*?)</a>", re.DOTALL)
_OWN_ADDRESS = re.compile(r'(<a\b[^>]*?\bhref=")(?=/(?!/))')


def render_rich_text(source: str) -> SafeString:
    """Return stored rich text as final HTML; a link whose target is not public is plain text."""
    html = expand_db_html(source or "")
    return mark_safe(_UNLINKED.sub(r"\1", html))  # noqa: S308  # built from whitelisted markup


def with_absolute_links(html: str) -> str:
    """Return rendered rich text in which links to this site can be followed from anywhere."""
    return _OWN_ADDRESS.sub(lambda match: match.group(1) + own_address(), html)


def source_of(value: RichText | str | None) -> str:
    """Return rich text as it is stored, whether a field or a block holds it."""
    return value.source if isinstance(value, RichText) else (value or "")


def plain_text(html: str) -> str:
    """Return rendered rich text as plain text, with a space between paragraphs."""
    return get_text_for_indexing(html)
