"""One page: by its number, in the language asked for."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from delivery.access import previews
from delivery.http import conditional, fieldsets
from delivery.http.parameters import LARGEST_NUMBER, WithFallback, Words
from delivery.http.problems import Problem
from delivery.http.responses import answer
from http_cache.conditional import Validator, etag_of, is_conditional, not_modified
from publishing.followers.purging import document_tag
from publishing.models import Document
from publishing.reading import fetching
from publishing.reading.fetching import Stored


class DetailParameters(WithFallback):
    """Parameters of one page."""

    fields: Words | None = None
    """Members to give; all when absent."""
    draft: bool = False
    """The newest draft instead of what is published: for tokens that may read drafts."""


def detail(request: HttpRequest, number: int, asked: DetailParameters) -> HttpResponse:
    """Answer with a page.

    Raises:
        Problem: there is no such page, or not in these languages.
    """
    if asked.fields:
        fieldsets.check_fields(asked.fields, fieldsets.page_members())
    if asked.draft:
        return previews.draft_by_number(request, number, asked.locale)
    if is_conditional(request):
        found = read_state(request, number, asked)
        document = chosen(number, asked, found)
        etag = page_etag(asked, document)
        validator = validator_of(number, asked, found)
        if same := not_modified(request, etag, document.changed_at, validator=validator):
            return same
    found = read(number, asked, whole=True)
    document = chosen(number, asked, found)
    return answer(
        request,
        serve(document, asked),
        page_etag(asked, document),
        tags=tags_of(document),
        modified=document.changed_at,
        content_language=document.locale,
        validator=validator_of(number, asked, found),
    )


def read(number: int, asked: WithFallback, *, whole: bool) -> dict[str, Stored]:
    """Return a page's documents, or their state alone, in the languages asked for.

    Raises:
        Problem: there can be no such page.
    """
    if not 0 < number <= LARGEST_NUMBER:
        raise Problem("not-found", _("No page has this number."))
    languages, shown = locales(asked), whole and bool(settings.DELIVERY_CACHE_TAG_HEADER)
    found = fetching.by_number(number, languages, whole=whole, shown=shown)
    if any(is_due(document) for document in found.values()) and conditional.catch_up():
        found = fetching.by_number(number, languages, whole=whole, shown=shown)
    return found


def read_state(request: HttpRequest, number: int, asked: WithFallback) -> dict[str, Stored]:
    """Return the state of a page's documents, which may have been read for this request already."""
    known = getattr(request, "as_read", None)
    return known if isinstance(known, dict) else read(number, asked, whole=False)


def chosen(number: int, asked: WithFallback, found: dict[str, Stored]) -> Stored:
    """Return the document in the language asked for, or in the fallback.

    Raises:
        Problem: there is none; it lists the languages that exist.
    """
    for locale in locales(asked):
        if locale in found:
            return found[locale]
    raise missing(number)


def locales(asked: WithFallback) -> list[str]:
    """Return the languages asked for, the preferred one first."""
    return [locale for locale in (asked.locale, asked.fallback) if locale]


def validator_of(number: int, asked: WithFallback, found: dict[str, Stored]) -> Validator:
    """Return what determines the answer that is made from a page's documents."""
    languages = locales(asked)

    def state() -> dict[str, Stored] | None:
        now = fetching.by_number(number, languages, whole=False)
        return None if any(map(is_due, now.values())) else now

    return Validator({locale: one.state for locale, one in found.items()}, state)


def missing(number: int) -> Problem:
    """Return the problem of a page that does not exist in the languages asked for."""
    languages = Document.objects.filter(number=number).values_list("locale", flat=True)
    if not languages:
        return Problem("not-found", _("No page has this number."))
    return Problem(
        "not-in-language",
        _("It exists in: %(languages)s. “fallback” gives it in another language.")
        % {"languages": ", ".join(sorted(languages))},
        languages=sorted(languages),
    )


def serve(document: Stored, asked: DetailParameters) -> bytes:
    """Return a document as an answer."""
    body = fieldsets.serve(document.body, asked.locale, document.locale, document.etag)
    return body if asked.fields is None else fieldsets.only(body, asked.fields)


def page_etag(asked: WithFallback, document: Stored) -> str:
    """Return the entity tag of a page as an answer."""
    return etag_of(document.etag, document.locale, repr(asked))


def is_due(document: Stored) -> bool:
    """Whether time has changed a document since it was rendered."""
    return document.fresh_until is not None and document.is_due(timezone.now())


def tags_of(document: Stored) -> list[str]:
    """Return the cache tags of an answer: the page itself, then what it shows.

    What it shows has names of hidden pages too: these are told to our own cache alone, which
    keeps them from readers (``deploy/varnish.vcl``).
    """
    shown = document.shown if settings.CACHE_PURGE_URL else ()
    return [document_tag(document.number, document.locale), *shown]
