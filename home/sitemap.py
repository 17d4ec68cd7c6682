"""The site map, for readers as a tree and for search engines as XML."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from django.utils import timezone
from wagtail.models import Page

from content.addresses import absolute_url
from content.languages import LANGUAGE_CODES
from publishing.models import Document
from publishing.writing.storing import NEVER

XML_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
)


@dataclass(frozen=True)
class Listed:
    """A page as the site map for search engines lists it."""

    path: str
    last_published_at: datetime


@dataclass
class Node:
    """A page and the pages below it."""

    title: str
    url: str
    children: list[Node] = field(default_factory=list)


def page_tree(language: str) -> Node | None:
    """Return the public pages of a language as a tree, ``None`` without a home page: one query."""
    rows = Document.objects.filter(locale=language).order_by("position")
    nodes: dict[str, Node] = {}
    root = None
    for type_name, title, path, position in rows.values_list("type", "title", "path", "position"):
        node = Node(title, path)
        nearest = position[: -Page.steplen]
        while nearest and nearest not in nodes:
            nearest = nearest[: -Page.steplen]
        if nearest:
            nodes[nearest].children.append(node)
        elif type_name == "home":
            root = node
        else:  # its home page is not public
            continue
        nodes[position] = node
    return root


def render_xml() -> str:
    """Return ``sitemap.xml``: each public page with its true translations as alternates."""
    groups: dict[int, dict[str, Listed]] = {}
    rows = Document.objects.order_by("position")
    listed = list(rows.values_list("number", "locale", "path", "last_published_at"))
    for code in LANGUAGE_CODES:
        for number, locale, path, moment in listed:
            if locale == code:
                groups.setdefault(number, {})[code] = Listed(path, moment)
    entries = [_entry(page, group) for group in groups.values() for page in group.values()]
    return XML_HEAD + "".join(entries) + "</urlset>\n"


def _entry(page: Listed, group: dict[str, Listed]) -> str:
    parts = [f"  <url>\n    <loc>{escape(absolute_url(page.path))}</loc>\n"]
    if page.last_published_at > NEVER:
        published = timezone.localtime(page.last_published_at)
        parts.append(f"    <lastmod>{published.isoformat(timespec='seconds')}</lastmod>\n")
    if len(group) > 1:
        default = group.get("en") or page
        targets = [*group.items(), ("x-default", default)]
        parts.extend(
            f'    <xhtml:link rel="alternate" hreflang="{code}" '
            f"href={quoteattr(absolute_url(target.path))}/>\n"
            for code, target in targets
        )
    return "".join([*parts, "  </url>\n"])
