"""The site's own pages: templates show documents, stored ones and what drafts would become."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pydantic_core
from django.http import HttpRequest, QueryDict
from django.utils import timezone

from content.addresses import filled_in
from content.furniture import Crumb, LanguageLink
from content.languages import ENDONYMS
from content.models import BasePage, TranslationStanding
from content.representation import within_site
from content.structured_data import json_ld_script
from publishing.reading.fetching import Newest
from publishing.registry import DocumentType, type_named
from publishing.writing.related import related_documents
from publishing.writing.render import render_draft


def document_context(
    document: dict[str, Any], query: QueryDict, as_of: Newest | None = None
) -> dict[str, Any]:
    """Return what the template of a document's type is given, in the language being read.

    ``page`` is the document, its addresses on this site as paths, except those for search engines.
    ``as_of`` saves a query where the newest line of the change log has been read.
    """
    document_type = known_type(document)
    page = {**_as_paths(document), "seo": filled_in(document["seo"])}
    links = language_links(page)
    context = {
        "page": page,
        "as_of": as_of,
        "breadcrumbs": [Crumb(step["title"], step["path"]) for step in page["breadcrumbs"]],
        "language_links": links,
        "alternates": page["seo"]["alternates"],
        "canonical_url": page["seo"]["canonical_url"],
        "json_ld": json_ld_script(page["seo"]["json_ld"]),
        "standing_label": label_of(TranslationStanding, page["standing"]),
        "is_outdated": is_outdated(page),
        "age_limit_years": document_type.model.age_limit_years,
    }
    return context | document_type.beside(context, query)


def draft_context(page: BasePage, request: HttpRequest) -> dict[str, Any]:
    """Return what a page's template is given where the page is no document: a draft, say."""
    document = render_draft(page, timezone.now(), related_documents)
    return document_context(document, request.GET)


def known_type(document: Mapping[str, Any]) -> DocumentType:
    """Return a document's type.

    Raises:
        LookupError: a version of the service stored it that had another type.
    """
    found = type_named(document["type"])
    if found is None:
        raise LookupError(f"No room has registered {document['type']}.")
    return found


def language_links(page: Mapping[str, Any]) -> list[LanguageLink]:
    """Return where each language's switch leads from a document, and how near that is to it."""
    links = []
    for one in page["translations"]:
        code, title = one["locale"], one.get("nearest_title", "")
        if code == page["locale"]:
            kind = "self"
        elif one["live"]:
            kind = "translation"
        else:
            kind = "ancestor" if title else "home"
        links.append(LanguageLink(code, ENDONYMS[code], one["nearest_url"], kind, title))  # type: ignore[arg-type]
    return links


def is_outdated(page: Mapping[str, Any]) -> bool:
    """Whether readers of a document are told that it may be out of date."""
    first_day = page["dates"]["outdated_from"]
    return first_day is not None and date.fromisoformat(first_day) <= timezone.localdate()


def label_of(choices: Any, value: str) -> str:
    """Return how readers call a value of a field with choices; empty for one that is not chosen."""
    return str(choices(value).label) if value in choices.values else ""


def cards(stored: Iterable[bytes | memoryview]) -> list[dict[str, Any]]:
    """Return stored cards as lists show them: with ``facts``, and addresses within the site."""
    found = []
    for one in stored:
        card = _as_paths(pydantic_core.from_json(bytes(one)))
        found.append({**card, "facts": known_type(card).card_facts(card)})
    return found


def _as_paths(stored: Mapping[str, Any]) -> Any:
    """Return a document or a card with its addresses on this site as paths.

    Its own address tells which one the site had when it was stored.
    """
    return within_site(stored, stored["url"].removesuffix(stored["path"]))


def names_of(terms: Iterable[Mapping[str, Any]]) -> str:
    """Return vocabulary entries of a document as one text."""
    return " / ".join(term["name"] for term in terms)
