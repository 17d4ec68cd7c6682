"""All that editors' work is made of, row by row."""

from __future__ import annotations

from typing import Any

from django.db import connection
from wagtail.models import Page

from recycle_bin.models import BinnedItem

#: What is written by looking on, or made anew from the rest.
ASIDE = (
    "bin_",
    "publishing_",
    "search_",
    "django_tasks",
    "wagtailsearch_",
    "media_rendition",
    "wagtailcore_referenceindex",
    "wagtailcore_pagelogentry",
    "wagtailcore_modellogentry",
)


def everything() -> dict[str, list[Any]]:
    """Return every row of every table that editors' work is in."""
    found = {}
    for table in connection.introspection.table_names():
        if not table.startswith(ASIDE):
            with connection.cursor() as cursor:
                cursor.execute(f'SELECT * FROM "{table}"')
                found[table] = sorted(cursor.fetchall(), key=repr)
    return found


def put_into_bin(page: Page, user: Any = None) -> BinnedItem:
    """Delete a page as every door does, and return what the bin has of it."""
    Page.objects.get(pk=page.pk).specific.delete(user=user)
    return BinnedItem.objects.get(model="wagtailcore.page", object_id=page.pk)
