"""The site map, for readers as a tree and for search engines as XML."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from django.utils import timezone
from wagtail.models import Page

from cms.content.furniture import absolute_url
from cms.content.languages import LANGUAGE_CODES
from cms.content.visibility import public_pages

from .furniture import home_page

XML_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
)


@dataclass
class Node:
    """A page and the pages below it."""

    title: str
    url: str
    children: list[Node] = field(default_factory=list)


def page_tree(home: Page) -> Node:
    """Return the public pages below a home page as a tree, in two queries."""
    root = Node(home.title, home.url or "")
    nodes = {home.path: root}
    for page in public_pages(home.get_descendants()).select_related("locale").order_by("path"):
        node = Node(page.title, page.url or "")
        nodes[page.path] = node
        nearest = page.path[: -Page.steplen]
        while nearest not in nodes:
            nearest = nearest[: -Page.steplen]
        nodes[nearest].children.append(node)
    return root


def render_xml() -> str:
    """Return ``sitemap.xml``: each public page with its true translations as alternates."""
    groups: dict[Any, dict[str, Page]] = {}
    for code in LANGUAGE_CODES:
        home = home_page(code)
        if home is None:
            continue
        pages = public_pages(home.get_descendants(inclusive=True)).select_related("locale")
        for page in pages.order_by("path"):
            groups.setdefault(page.translation_key, {})[code] = page
    entries = [_entry(page, group) for group in groups.values() for page in group.values()]
    return XML_HEAD + "".join(entries) + "</urlset>\n"


def _entry(page: Page, group: dict[str, Page]) -> str:
    parts = [f"  <url>\n    <loc>{escape(absolute_url(page.url or ''))}</loc>\n"]
    if page.last_published_at:
        published = timezone.localtime(page.last_published_at)
        parts.append(f"    <lastmod>{published.isoformat(timespec='seconds')}</lastmod>\n")
    if len(group) > 1:
        default = group.get("ja") or page
        targets = [*group.items(), ("x-default", default)]
        parts.extend(
            f'    <xhtml:link rel="alternate" hreflang="{code}" '
            f"href={quoteattr(absolute_url(target.url or ''))}/>\n"
            for code, target in targets
        )
    return "".join([*parts, "  </url>\n"])
