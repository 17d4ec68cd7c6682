"""JSON-LD for search engines: the page, where it stands, and what it is about (schema.org)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from .addresses import absolute_url
from .furniture import Crumb
from .pictures import Picture

if TYPE_CHECKING:
    from .models import BasePage

#: Types of subjects that are texts, with a language and dates of their own.
TEXTS = {"Article", "Report", "WebSite"}


def page_graph(page: BasePage, context: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the nodes that describe a page, from the context in which it is shown."""
    url: str = context["canonical_url"]
    crumbs: list[Crumb] = context["breadcrumbs"]
    picture: Picture | None = context["share_picture"]
    shared = {
        "name": page.title,
        "description": page.search_description or page.summary_text,
        "image": absolute_url(picture.src) if picture else "",
    }
    dates = {
        "datePublished": _moment(page.first_published_at),
        "dateModified": _moment(page.last_published_at),
    }
    node = {
        "@type": page.schema_type,
        "@id": url,
        "url": url,
        "inLanguage": page.locale.language_code,
        **shared,
        **dates,
    }
    graph = [node]
    if crumbs:
        node["isPartOf"] = {"@id": _subject_id(absolute_url(crumbs[0].url))}
        node["breadcrumb"] = {"@id": f"{url}#breadcrumbs"}
        graph.append(_breadcrumbs(f"{url}#breadcrumbs", [*crumbs, Crumb(page.title, url)]))
    if own := page.structured_data():
        node["mainEntity"] = {"@id": _subject_id(url)}
        subject = {"@id": _subject_id(url), "mainEntityOfPage": {"@id": url}, **shared}
        if own["@type"] in TEXTS:
            subject |= {"inLanguage": page.locale.language_code, "url": url}
        if own["@type"] == "Article":
            subject |= dates
        graph.append({**subject, **own})
    return [_without_empty(entry) for entry in graph]


def json_ld(page: BasePage, context: Mapping[str, Any]) -> dict[str, Any]:
    """Return a page's JSON-LD, from the context in which it is shown."""
    return {"@context": "https://schema.org", "@graph": page_graph(page, context)}


def json_ld_script(thing: Mapping[str, Any]) -> SafeString:
    """Return JSON-LD as text that is safe inside a ``script`` element."""
    text = json.dumps(thing, ensure_ascii=False)
    return mark_safe(  # noqa: S308  # every character that could end the element is escaped
        text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    )


def _subject_id(url: str) -> str:
    return f"{url}#subject"


def _moment(value: datetime | None) -> str:
    return timezone.localtime(value).isoformat(timespec="seconds") if value else ""


def _without_empty(node: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in node.items() if value not in ("", None, [])}


def _breadcrumbs(identifier: str, steps: list[Crumb]) -> dict[str, Any]:
    return {
        "@type": "BreadcrumbList",
        "@id": identifier,
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": step.title,
                "item": absolute_url(step.url),
            }
            for position, step in enumerate(steps, start=1)
        ],
    }
