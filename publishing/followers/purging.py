"""Tells the cache in front what has changed, by following the change log.

The cache is asked to forget by name: each answer of the API names what it shows in the header
``Surrogate-Key`` (``DELIVERY_CACHE_TAG_HEADER``), and a ``BAN`` request names what to forget in a
header of the same name. ``deploy/varnish.vcl`` is a cache that does.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from django.conf import settings

from publishing.models import Change, Follower, Ledger

logger = logging.getLogger(__name__)

NAME = "purge"
#: Until which round of the ledger the cache has been told to forget the site's pages.
NAME_OF_PAGES = "purge-pages"
HEADER = "Surrogate-Key"
SECONDS = 2
#: Lines of the change log behind one request, and beyond which everything is forgotten at once.
BATCH = 200
TOO_MANY = 5000
EVERYTHING = "everything"
#: The cache tag of all that readers of the site see: each page shows something of others, of
#: settings and of vocabularies.
PAGES = "pages"


def document_tag(number: int, locale: str) -> str:
    """Return the cache tag of a page in a language."""
    return f"document-{number}-{locale}"


def lists_tag(locale: str) -> str:
    """Return the cache tag of all lists of a language, of its navigation and vocabularies."""
    return f"lists-{locale}"


def purge() -> None:
    """Make the cache forget what has changed since it was told last.

    Never raises: what could not be told is told with the next change.
    """
    if not settings.CACHE_PURGE_URL:
        return
    try:
        _follow()
    except (OSError, HTTPException) as error:
        logger.error("The cache at %s was not told: %r", settings.CACHE_PURGE_URL, error)


def _follow() -> None:
    follower, _created = Follower.objects.get_or_create(name=NAME)
    pages, _created = Follower.objects.get_or_create(name=NAME_OF_PAGES)
    current = Ledger.objects.filter(pk=1).values_list("round", flat=True).first() or 0
    while True:
        lines = list(Change.objects.since(follower.sequence)[:BATCH])
        if not lines and pages.sequence >= current:
            return
        waiting = Change.objects.since(follower.sequence).count()
        if waiting > TOO_MANY:
            lines = list(Change.objects.order_by("-sequence")[:1])
            tell([EVERYTHING])
        else:
            tell([*(names_of(lines) if lines else ()), PAGES])
        if lines:
            _advance(follower, lines[-1].sequence)
        _advance(pages, current)


def _advance(follower: Follower, sequence: int) -> None:
    """Note how far a follower has come, unless another process has brought it further."""
    follower.sequence = sequence
    rows = Follower.objects.filter(pk=follower.pk, sequence__lt=sequence)
    rows.update(sequence=sequence)


def names_of(lines: Iterable[Change]) -> list[str]:
    """Return the cache tags of answers that lines of the change log have changed."""
    names = {"changes", "redirects"}
    for line in lines:
        names |= {document_tag(line.number, line.locale), lists_tag(line.locale)}
    return sorted(names)


def tell(names: Iterable[str]) -> None:
    """Ask the cache to forget the answers that carry one of some tags.

    Raises:
        OSError: it is not there.
        HTTPException: it refused.
    """
    parts = urlsplit(settings.CACHE_PURGE_URL)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.netloc, timeout=SECONDS)
    try:
        connection.request("BAN", parts.path or "/", headers={HEADER: " ".join(names)})
        status = connection.getresponse().status
    finally:
        connection.close()
    if status >= 300:  # noqa: PLR2004  # whatever is no success
        raise HTTPException(f"BAN was answered with {status}")
