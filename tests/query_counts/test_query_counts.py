"""A page takes a small, fixed number of queries, however much there is to show."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from http_cache import response_cache
from publishing.reading import catalogue

from .growing_site import GrowingSite

pytestmark = pytest.mark.django_db

FEW, MANY = 5, 50

#: The most queries that an address may take, with nothing cached. A page that lists those below it
#: reads their cards too.
HOME, LIST, DETAIL, SITE_MAP = 6, 6, 4, 5
MOST = {
    "/en/": HOME,
    "/en/full/": DETAIL + 1,
    "/en/networks/": LIST,
    "/en/networks/?sector=entry-0&year=1999": LIST,
    "/en/networks/full/": DETAIL + 1,
    "/en/programs/": LIST,
    "/en/programs/?sector=entry-0&kind=framework": LIST,
    "/en/programs/full/": DETAIL,
    "/en/measures/": LIST,
    "/en/measures/?sector=entry-0&kind=policy": LIST,
    "/en/measures/full/": DETAIL,
    "/en/manuals/": LIST,
    "/en/manuals/?sector=entry-0&kind=manual": LIST,
    "/en/manuals/full/": DETAIL,
    "/en/sitemap/": SITE_MAP,
    "/sitemap.xml": 2,
}


def queries(address: str) -> list[str]:
    """The queries that an address takes when nothing is cached, and nothing has changed since."""
    cache.clear()
    response_cache.forget()
    catalogue.current()
    with CaptureQueriesContext(connection) as captured:
        response = Client().get(address)
    assert response.status_code == 200
    return [query["sql"] for query in captured.captured_queries]


@pytest.fixture(scope="module")
def taken(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, list[list[str]]]]:
    """For each address, its queries with few items and with many."""
    with django_db_blocker.unblock(), transaction.atomic():
        site = GrowingSite()
        found: dict[str, list[list[str]]] = {address: [] for address in MOST}
        Client().get("/en/")  # what the process learns once, such as content types
        for size in (FEW, MANY):
            site.grow(size)
            for address in MOST:
                found[address].append(queries(address))
        yield found
        transaction.set_rollback(True)


@pytest.mark.parametrize("address", MOST)
def test_the_number_of_queries_does_not_grow(
    taken: dict[str, list[list[str]]], address: str
) -> None:
    few, many = taken[address]
    assert len(few) == len(many)
    assert len(many) <= MOST[address]
