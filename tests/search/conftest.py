"""Published documents without pages behind them, for tests of the index alone."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable, Iterable, Iterator

import pytest
from django.db.models import Max
from django.utils import timezone

from cms.publishing.models import Change, Document, Facet, Ledger
from search import glossary

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
