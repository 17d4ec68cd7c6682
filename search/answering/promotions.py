"""What editors recommend for a question, as far as the public may read it now.

Wagtail keeps it (``wagtail.contrib.search_promotions``): for a question, pages and links to other
sites, each with a description. A question is the same when its words are, however they are spelled.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from wagtail.contrib.search_promotions.models import Query, SearchPromotion

from publishing.models import Document
from search.analysis.questions import Question, parse
from search.analysis.terms import JAPANESE


@dataclass(frozen=True)
class PromotedLink:
    """A link to another site, with what an editor says of it."""

    title: str
    url: str
    description: str


@dataclass(frozen=True)
class Promoted:
    """What is recommended to readers of a language, in the editors' order.

    ``documents`` holds an editor's description by the id of each document; it is empty where the
    document is a translation of the page that was chosen, since it would be in the other language.
    """

    documents: dict[int, str] = field(default_factory=dict)
    links: tuple[PromotedLink, ...] = ()


def promoted(question: Question, locale: str) -> Promoted:
    """Return what is recommended for a question; a page by its document, which is public.

    Where the reader's language has the page, that is shown, and otherwise nothing. A link is for
    readers of Japanese when its text has Japanese letters, and otherwise for readers of English.
    """
    asked = _key_of(question)
    fitting = [pk for pk, text in _queries() if key(text) == asked]
    if not fitting:
        return Promoted()
    picks = SearchPromotion.objects.filter(query__in=fitting).order_by(
        "query__query_string", "sort_order", "pk"
    )
    rows = list(
        picks.values_list(
            "page_id",
            "page__translation_key",
            "external_link_text",
            "external_link_url",
            "description",
        )
    )
    own = {
        translation_key: (pk, page_id)
        for translation_key, pk, page_id in Document.objects.filter(
            locale=locale, translation_key__in=[row[1] for row in rows if row[1]]
        ).values_list("translation_key", "pk", "page_id")
    }
    documents: dict[int, str] = {}
    links: dict[str, PromotedLink] = {}
    for page_id, translation_key, title, url, description in rows:
        if translation_key in own:
            document_id, own_page_id = own[translation_key]
            documents.setdefault(document_id, description if own_page_id == page_id else "")
        elif page_id is None and title and _language_of(title) == locale:
            links.setdefault(url, PromotedLink(title, url, description))
    return Promoted(documents, tuple(links.values()))


def promoted_queries() -> dict[frozenset[str], int]:
    """Return the id of the query for which results are recommended, by its :func:`key`."""
    return {key(text): pk for pk, text in _queries()}


def _queries() -> Iterable[tuple[int, str]]:
    known = Query.objects.filter(editors_picks__isnull=False).distinct()
    return known.values_list("pk", "query_string")


def _language_of(title: str) -> str:
    return "ja" if JAPANESE.search(title) else "en"


@lru_cache(maxsize=5_000)
def key(text: str) -> frozenset[str]:
    """Return what two spellings of a question share."""
    return _key_of(parse(text))


def _key_of(question: Question) -> frozenset[str]:
    terms: Iterable[str] = (wanted.ways[0][0] for wanted in question.required)
    return frozenset(terms) or frozenset({question.text})
