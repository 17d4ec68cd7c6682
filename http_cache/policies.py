"""Who may keep an answer, and for how long: every ``Cache-Control`` of the service has a name here.

What editors' pages and forms answer is Django's ``add_never_cache_headers``: it also tells caches
of before HTTP/1.1.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.utils import timezone

#: Everybody may keep it, and asks each time whether it is still so.
REVALIDATED = "public, no-cache"
#: Whoever received it may keep it, and asks each time whether it is still so.
ASKED_AGAIN = "no-cache"
#: Nobody may keep it.
NO_STORE = "no-store"
#: Nobody may keep it, and it is for one person.
PRIVATE = "private, no-store"
#: A file at an address of its own: whoever replaces it gives it another.
ONE_HOUR = "public, max-age=3600"


def purged() -> str:
    """Return what the API's answers say, which the cache in front is told to forget by name."""
    return str(settings.DELIVERY_CACHE_CONTROL)


def purged_page(until: datetime | None) -> str:
    """Return what pages for readers say, which the cache in front is told to forget by name.

    ``until`` is when time will change the page by itself, of which nobody tells that cache.
    """
    seconds = settings.SITE_SHARED_SECONDS
    if until is not None:
        seconds = min(seconds, int((until - timezone.now()).total_seconds()))
    return f"public, max-age=0, s-maxage={seconds}" if seconds > 0 else REVALIDATED


def cache_tags(tags: Iterable[str]) -> dict[str, str]:
    """Return the header that names what an answer shows, where the settings ask for one."""
    header = settings.DELIVERY_CACHE_TAG_HEADER
    separator = "," if header == "Cache-Tag" else " "
    return {header: separator.join(tags)} if header else {}
