"""Writing documents: one writer at a time, bytes and facets and change log in one transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Min
from wagtail.models import Page

from cms.content import shown
from cms.content.models import BasePage

from .models import Change, Dependency, Document, Facet, Ledger
from .registry import FacetValue
from .related import shared_values_names
from .render import Rendered

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
COLUMNS = (
    "number",
    "locale",
    "translation_key",
    "type",
    "section",
    "path",
    "title",
    "position",
    "sort_key",
    "in_menus",
    "body",
    "card",
    "first_published_at",
    "last_published_at",
    "fresh_until",
)


class Writer:
    """The right to write, held until the surrounding transaction ends.

    Whoever waits for it sees, once it has it, everything that earlier writers have stored, and
    every page that was saved before; so a document is never replaced by an older rendering.
    """

    def __init__(self) -> None:
        if not connection.in_atomic_block:
            raise transaction.TransactionManagementError("A writer needs a transaction.")
        Ledger.objects.get_or_create(pk=1)
        self._ledger = Ledger.objects.select_for_update().get(pk=1)

    def store(self, page: BasePage, rendered: Rendered, now: datetime) -> set[str]:
        """Store a rendering; return the names of what readers see elsewhere and has changed."""
        etag = hashlib.sha256(rendered.body).hexdigest()
        old = Document.objects.filter(page_id=rendered.page_id).first()
        parent_id = parent_of(page)
        fields = columns_of(rendered)
        fields |= {"parent_id": parent_id, "etag": etag, "rendered_at": now}
        old_facets: frozenset[FacetValue] = frozenset()
        if old is None:
            document = Document(page_id=rendered.page_id, changed_at=now, **fields)
        else:
            document = Document(pk=old.pk, page_id=old.page_id, changed_at=old.changed_at, **fields)
            old_facets = facets_of(old)
        changed = old is None or differs(old, document)
        if changed:
            document.changed_at = now
        document.save()
        facets_changed = self._store_facets(document, old_facets, frozenset(rendered.facets))
        self._store_dependencies(document, rendered.shown)
        if changed or facets_changed:
            self._log(Change.Kind.UPSERT, document, etag, now)
        return self._names(old, document, old_facets, frozenset(rendered.facets))

    def remove(self, document: Document, now: datetime) -> set[str]:
        """Remove a document and leave its tombstone; return the names that :meth:`store` does."""
        names = self._names(document, None, facets_of(document), frozenset())
        self._log(Change.Kind.TOMBSTONE, document, "", now)
        document.delete()
        return names

    def follow_order(self, parent_id: int, now: datetime) -> None:
        """Note where the pages below a page stand now: moving one moves others aside."""
        path = Page.objects.filter(pk=parent_id).values_list("path", flat=True).first()
        if path is None:
            return
        places = dict(Page.objects.filter(path__startswith=path).values_list("pk", "path"))
        for document in Document.objects.filter(page_id__in=places).order_by("pk"):
            if document.position != places[document.page_id]:
                document.position = places[document.page_id]
                document.save(update_fields=["position"])
                self._log(Change.Kind.UPSERT, document, document.etag, now)

    def close(self) -> None:
        """Note when time will change a document next. To be called before the transaction ends."""
        self._ledger.next_due = Document.objects.aggregate(due=Min("fresh_until"))["due"]
        self._ledger.save()

    def _store_facets(
        self, document: Document, old: frozenset[FacetValue], new: frozenset[FacetValue]
    ) -> bool:
        if old == new:
            return False
        document.facets.all().delete()
        Facet.objects.bulk_create(
            Facet(
                document=document,
                key=facet.key,
                value=facet.value,
                label=facet.label,
                starts_at=facet.starts_at,
                ends_at=facet.ends_at,
            )
            for facet in sorted(new, key=lambda facet: (facet.key, facet.value, str(facet)))
        )
        return True

    def _store_dependencies(self, document: Document, names: frozenset[str]) -> None:
        stored = dependencies_of(document)
        document.dependencies.filter(name__in=stored - names).delete()
        Dependency.objects.bulk_create(
            Dependency(document=document, name=name) for name in sorted(names - stored)
        )

    def _log(self, kind: Change.Kind, document: Document, etag: str, now: datetime) -> None:
        self._ledger.last_sequence += 1
        Change.objects.create(
            sequence=self._ledger.last_sequence,
            kind=kind,
            number=document.number,
            locale=document.locale,
            path=document.path,
            etag=etag,
            happened_at=now,
        )

    def _names(
        self,
        old: Document | None,
        new: Document | None,
        old_facets: frozenset[FacetValue],
        new_facets: frozenset[FacetValue],
    ) -> set[str]:
        """What other pages show of this one, where it differs."""
        names: set[str] = set()
        there = new or old
        if there is None:
            return names
        if old is None or new is None or bytes(old.card) != bytes(new.card):
            names |= {
                shown.page_name(there.page_id),
                shown.translations_name(there.translation_key),
                *_children_names(old, new),
            }
        elif old.parent_id != new.parent_id or old.position != new.position:
            names |= set(_children_names(old, new))
        came_or_went = old is None or new is None
        shared = old_facets | new_facets if came_or_went else old_facets ^ new_facets
        return names | set(shared_values_names(there.type, there.locale, shared))


def _children_names(*documents: Document | None) -> Iterable[str]:
    return (
        shown.children_name(document.parent_id)
        for document in documents
        if document is not None and document.parent_id is not None
    )


def parent_of(page: Page) -> int | None:
    """Return the id of the page directly above a page."""
    above = page.path[: -Page.steplen]
    parent: int | None = Page.objects.filter(path=above).values_list("pk", flat=True).first()
    return parent


def columns_of(rendered: Rendered) -> dict[str, Any]:
    """Return a rendering's values by column; a page never published by an editor is the oldest."""
    values = {name: getattr(rendered, name) for name in COLUMNS}
    values["last_published_at"] = rendered.last_published_at or NEVER
    return values


def facets_of(document: Document) -> frozenset[FacetValue]:
    """Return a document's stored facet values."""
    return frozenset(
        FacetValue(facet.key, facet.value, facet.label, facet.starts_at, facet.ends_at)
        for facet in document.facets.all()
    )


def dependencies_of(document: Document) -> frozenset[str]:
    """Return the stored names of what a document shows."""
    return frozenset(document.dependencies.values_list("name", flat=True))


def differs(old: Document, new: Document) -> bool:
    """Whether readers of the change log have to fetch a document again."""
    return old.etag != new.etag or any(
        _plain(getattr(old, name)) != _plain(getattr(new, name)) for name in (*COLUMNS, "parent_id")
    )


def differing_parts(page: BasePage, document: Document, rendered: Rendered) -> list[str]:
    """Return the parts of a stored document that a fresh rendering has otherwise."""
    wrong = [
        name
        for name, value in columns_of(rendered).items()
        if _plain(getattr(document, name)) != _plain(value)
    ]
    if document.parent_id != parent_of(page):
        wrong.append("parent_id")
    if document.etag != hashlib.sha256(rendered.body).hexdigest():
        wrong.append("etag")
    if facets_of(document) != frozenset(rendered.facets):
        wrong.append("facets")
    if dependencies_of(document) != rendered.shown:
        wrong.append("dependencies")
    return wrong


def _plain(value: object) -> object:
    return bytes(value) if isinstance(value, memoryview | bytearray) else value
