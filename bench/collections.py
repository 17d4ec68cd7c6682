"""Collections as published documents, and the systems that are measured on them."""

from __future__ import annotations

import hashlib
import json
import time
import uuid
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail.search.backends.database import SearchBackend

from cms.management.opening_content.entries import read_content
from content.models import City, Country
from home.models import ContentPage
from publishing.models import Change, Document, Ledger
from search.answering.queries import find
from search.engines import engine
from search.indexing import actions

Row = dict[str, Any]
Ask = Callable[[str, str], list[str]]
System = tuple[Callable[[], None], Ask, Callable[[], int]]


def systems(passages: list[Row]) -> dict[str, System]:
    """The systems by name: how each is filled, asked and weighed."""
    return {"search": _search(passages), "stock Wagtail": _stock(passages)}


def _search(passages: list[Row]) -> System:
    def build() -> None:
        _name_cities()
        Document.objects.bulk_create(
            [_document(number, passage) for number, passage in enumerate(passages, start=1)]
        )
        actions.rebuild()

    names = {number: str(passage["id"]) for number, passage in enumerate(passages, start=1)}

    def ask(question: str, locale: str) -> list[str]:
        return [names[result.number] for result in find(question, locale, limit=10).results]

    return build, ask, lambda: engine().size()


def publish_costs(publishes: int) -> list[float]:
    """Change documents one after the other; return the milliseconds that search took for each.

    A line of the change log is followed when it is committed, which here is at once.
    """
    found = []
    for document in Document.objects.order_by("pk")[:publishes]:
        body = json.loads(bytes(document.body))
        body["body"].append({"text": body["title"]})
        document.body = json.dumps(body).encode()
        document.save()
        ledger, _created = Ledger.objects.get_or_create(pk=1)
        ledger.last_sequence += 1
        ledger.save()
        began = time.perf_counter()
        Change.objects.create(
            sequence=ledger.last_sequence,
            kind=Change.Kind.UPSERT,
            number=document.number,
            locale=document.locale,
            path=document.path,
            happened_at=timezone.now(),
        )
        found.append((time.perf_counter() - began) * 1000)
        if actions.is_behind():
            raise RuntimeError("A committed change was not followed.")
    return found


def _name_cities() -> None:
    """Enter the opening content's cities, whose names questions may be written with."""
    for entry in read_content().vocabularies:
        values = dict(entry.values)
        if entry.vocabulary == "country":
            Country.objects.create(code=values["code"])
        elif entry.vocabulary == "city":
            values["country"] = Country.objects.get(code=values["country"])
            values["other_spellings"] = "\n".join(values.get("other_spellings", []))
            City.objects.create(**values)


def _document(number: int, passage: Row) -> Document:
    body = {"title": passage["title"], "summary": "", "body": [{"text": passage["text"]}]}
    encoded = json.dumps(body).encode()
    now = timezone.now()
    return Document(
        page_id=number,
        number=number,
        locale=passage["locale"],
        translation_key=uuid.uuid4(),
        type="general",
        section="",
        path=f"/{passage['locale']}/{number}/",
        title=passage["title"][:255],
        position="",
        body=encoded,
        card=json.dumps({"title": passage["title"]}).encode(),
        etag=hashlib.sha256(encoded).hexdigest(),
        last_published_at=now,
        rendered_at=now,
        changed_at=now,
    )


def _stock(passages: list[Row]) -> System:
    """Wagtail's own search, as a new site has it, on pages of the same texts."""
    names: dict[int, str] = {}
    backend = SearchBackend({})

    def build() -> None:
        locales = {
            code: Locale.objects.get_or_create(language_code=code)[0] for code in ("ja", "en")
        }
        root = Page.objects.get(depth=1)
        pages = []
        for number, passage in enumerate(passages, start=1):
            page = ContentPage(
                title=passage["title"][:255],
                slug=f"passage-{number}",
                summary=passage["text"],
                locale=locales[passage["locale"]],
                live=False,
            )
            root.add_child(instance=page)
            names[page.pk] = str(passage["id"])
            pages.append(page)
        backend.add_bulk(ContentPage, pages)

    def ask(question: str, locale: str) -> list[str]:
        try:
            found = backend.search(question, ContentPage.objects.all())[:10]
            return [names[page.pk] for page in found if page.pk in names]
        except Exception:  # noqa: BLE001  # a quotation mark is an error there
            return []

    def size() -> int:
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SELECT pg_total_relation_size('wagtailsearch_indexentry')")
            else:
                cursor.execute("SELECT sum(length(block)) FROM wagtailsearch_indexentry_fts_data")
            return int(cursor.fetchone()[0] or 0)

    return build, ask, size
