"""Published documents without pages behind them, for tests of the index alone."""

from __future__ import annotations

import hashlib
import json
import os
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db.models import Max
from django.test import override_settings
from django.utils import timezone

from cms.settings.env import Environment
from publishing.models import Change, Document, Facet, Ledger
from search.answering import glossary
from search.engines import cluster as clusters

from .opensearch_server import SearchServer

Facets = dict[str, Iterable[str]]


def log(document: Document, kind: str) -> None:
    """Add a line on a document to the change log, as the read model does."""
    ledger, _created = Ledger.objects.get_or_create(pk=1)
    ledger.last_sequence += 1
    ledger.save()
    Change.objects.create(
        sequence=ledger.last_sequence,
        kind=kind,
        number=document.number,
        locale=document.locale,
        path=document.path,
        happened_at=timezone.now(),
    )


def publish(
    title: str,
    text: str = "",
    locale: str = "ja",
    *,
    summary: str = "",
    section: str = "measures",
    acronym: str = "",
    facets: Facets | None = None,
    twin: Document | None = None,
) -> Document:
    """Publish a document, as the read model stores it, and log that."""
    number = twin.number if twin else (Document.objects.aggregate(n=Max("number"))["n"] or 0) + 1
    page_id = (Document.objects.aggregate(n=Max("page_id"))["n"] or 0) + 1
    body = {"title": title, "summary": summary, "acronym": acronym, "body": [{"text": text}]}
    encoded = json.dumps(body).encode()
    document = Document.objects.create(
        page_id=page_id,
        number=number,
        locale=locale,
        translation_key=twin.translation_key if twin else uuid.uuid4(),
        type="measure",
        section=section,
        path=f"/{locale}/{section}/{page_id}/",
        title=title,
        position="",
        body=encoded,
        card=json.dumps({"title": title, "summary": summary, "picture": None}).encode(),
        etag=hashlib.sha256(encoded).hexdigest(),
        last_published_at=timezone.now(),
        rendered_at=timezone.now(),
        changed_at=timezone.now(),
    )
    Facet.objects.bulk_create(
        Facet(document=document, key=key, value=value, label=value)
        for key, values in {"section": [section], **(facets or {})}.items()
        for value in values
    )
    log(document, Change.Kind.UPSERT)
    return document


def withdraw(document: Document) -> None:
    """Take a document away, as the read model does, and log that."""
    log(document, Change.Kind.TOMBSTONE)
    document.delete()


@pytest.fixture(autouse=True)
def known_names() -> Iterator[None]:
    """Forget names that the test's end takes back."""
    glossary.forget()
    yield
    glossary.forget()


Publish = Callable[..., Document]

#: A cluster to run the tests of the index on, such as ``https://user:password@host:9200/any``.
TEST_SEARCH_URL = os.environ.get("HASHI_TEST_SEARCH_URL")
CREDENTIALS = "hashi:päss:wörd@example"


@pytest.fixture(scope="session")
def running_search_server() -> Iterator[SearchServer]:
    """Serve the stand-in to all tests of this process."""
    with SearchServer().running() as server:
        yield server


@pytest.fixture
def search_server(running_search_server: SearchServer) -> Iterator[SearchServer]:
    """An empty stand-in for a cluster, which ``SEARCH_URL`` names.

    At its end it has refused nothing but what a test expects of it.
    """
    server = running_search_server
    server.forget()
    server.credentials = CREDENTIALS
    with searching_at(f"http://hashi:p%C3%A4ss%3Aw%C3%B6rd%40example@{server.address}/hashi"):
        yield server


@contextmanager
def searching_at(url: str) -> Iterator[None]:
    """Search as ``SEARCH_URL`` says, as a process does that has just been started."""
    clusters._cluster.cache_clear()
    with override_settings(SEARCH_CLUSTER=Environment(search_url=url).search_cluster):
        yield
    clusters._cluster.cache_clear()


@pytest.fixture
def search_cluster(request: pytest.FixtureRequest) -> Iterator[None]:
    """A cluster with no index yet: the one that ``HASHI_TEST_SEARCH_URL`` names, or a stand-in."""
    if TEST_SEARCH_URL:
        address, _slash, _index = TEST_SEARCH_URL.rpartition("/")
        with searching_at(f"{address}/test-{uuid.uuid4().hex}"):
            yield
            index = settings.SEARCH_CLUSTER["INDEX"]
            clusters.cluster().ask(
                lambda client, **limits: client.indices.delete(
                    index=index, ignore_unavailable=True, **limits
                ),
                seconds=30,
                is_urgent=False,
            )
        return
    server = request.getfixturevalue("search_server")
    yield
    assert set(server.refusals) <= {"index_not_found_exception"}


@pytest.fixture(params=["database", "cluster"])
def each_engine(request: pytest.FixtureRequest) -> None:
    """The test runs on the engine of the database, and on one of ``SEARCH_URL``."""
    if request.param == "cluster":
        request.getfixturevalue("search_cluster")
