"""Writing documents: one writer at a time, bytes and facets and change log in one transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from typing import Any

import pydantic_core
from django.db import connection, transaction
from django.db.models import Min, QuerySet
from wagtail.models import Page

from content import dependencies
from content.models import BasePage
from media.visibility import learn_once
from publishing.models import Change, Dependency, Document, Facet, Ledger
from publishing.registry import FacetValue
from publishing.schemas import CardSchema

from .envelope import plain_card
from .invalidation import card_name, face_name, relate_name
from .related import RelatedPages, newly_related, relating
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
#: Rows in one statement.
TOGETHER = 200
#: What the change log's readers do not see.
MARKS = ("related_shared", "related_distance")


class Writer:
    """The right to write, held until the surrounding transaction ends.

    Whoever waits for it sees, once it has it, everything that earlier writers have stored, and
    every page that was saved before; so a document is never replaced by an older rendering.
    """

    def __init__(self, *, follows_relations: bool = True) -> None:
        """Wait for the right to write.

        Without ``follows_relations`` nobody is told of new related pages: whoever writes looks for
        all of them afterwards.
        """
        if not connection.in_atomic_block:
            raise transaction.TransactionManagementError("A writer needs a transaction.")
        Ledger.objects.get_or_create(pk=1)
        self._ledger = Ledger.objects.select_for_update().get(pk=1)
        self._ledger.round += 1
        self._known: dict[int, Document] = {}
        self._follows_relations = follows_relations

    @property
    def last_sequence(self) -> int:
        """The newest line of the change log."""
        return self._ledger.last_sequence

    @property
    def round(self) -> int:
        """How often the right to write was given before, and now."""
        return self._ledger.round

    @property
    def known(self) -> Collection[Document]:
        """What :meth:`look_up` found."""
        return self._known.values()

    def look_up(self, page_ids: Iterable[int]) -> None:
        """Read what is stored of pages, which :meth:`store` compares with: of these alone."""
        documents = Document.objects.filter(page_id__in=list(page_ids))
        self._known = {
            document.page_id: document
            for document in documents.prefetch_related("facets", "dependencies")
        }

    def store(self, page: BasePage, rendered: Rendered, now: datetime) -> set[str]:
        """Store a rendering; return the names of what readers see elsewhere and has changed."""
        etag = hashlib.sha256(rendered.body).hexdigest()
        names: set[str] = set()
        old = self._known.get(rendered.page_id)
        if old is None or old.number != rendered.number:
            same = Document.objects.filter(number=rendered.number, locale=rendered.locale)
            for replaced in same.exclude(page_id=rendered.page_id):
                names |= self.remove(replaced, now)
        parent_id = parent_of(page)
        fields = columns_of(rendered)
        fields |= {"parent_id": parent_id, "etag": etag, "rendered_at": now, "round": self.round}
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
        self._store_dependencies(
            document, frozenset() if old is None else dependencies_of(old), rendered.shown
        )
        if changed or facets_changed:
            self._log(Change.Kind.UPSERT, document, etag, now)
        return names | self._names(old, document, old_facets, frozenset(rendered.facets))

    def remove(self, document: Document, now: datetime) -> set[str]:
        """Remove a document and leave its tombstone; return the names that :meth:`store` does."""
        names = self._names(document, None, facets_of(document), frozenset())
        self._log(Change.Kind.TOMBSTONE, document, "", now)
        document.delete()
        return names

    def remove_all(self, documents: QuerySet[Document], now: datetime) -> set[str]:
        """Remove documents as :meth:`remove` does one, with few statements however many."""
        found = list(documents.order_by("pk").prefetch_related("facets"))
        names: set[str] = set()
        for document in found:
            names |= self._names(document, None, facets_of(document), frozenset())
        self._log_all(Change.Kind.TOMBSTONE, [(document, "") for document in found], now)
        Document.objects.filter(pk__in=[document.pk for document in found]).delete()
        return names

    def relate(self, document: Document, found: RelatedPages, now: datetime) -> None:
        """Replace a document's related pages where these have changed."""
        body = pydantic_core.from_json(bytes(document.body))
        body["related"] = [plain_card(card) for card in found.cards]
        document.body = pydantic_core.to_json(body)
        etag = hashlib.sha256(document.body).hexdigest()
        is_change = etag != document.etag
        if is_change:
            document.etag, document.changed_at = etag, now
        marks = (found.least_shared, found.farthest)
        if is_change or marks != (document.related_shared, document.related_distance):
            document.related_shared, document.related_distance = marks
            document.save(update_fields=["body", "etag", "changed_at", *MARKS])
        stored = dependencies_of(document)
        others = {name for name in stored if not name.startswith("card-")}
        names = {card_name(page_id) for page_id in found.page_ids}
        self._store_dependencies(document, stored, frozenset(others | names))
        if is_change:
            self._log(Change.Kind.UPSERT, document, etag, now)

    def follow_order(self, parent_id: int, now: datetime) -> None:
        """Note where the pages below a page stand now: moving one moves others aside."""
        path = Page.objects.filter(pk=parent_id).values_list("path", flat=True).first()
        if path is None:
            return
        places = dict(Page.objects.filter(path__startswith=path).values_list("pk", "path"))
        moved = []
        documents = Document.objects.filter(page_id__in=places).defer("body", "card")
        for document in documents.order_by("pk"):
            if document.position != places[document.page_id]:
                document.position = places[document.page_id]
                moved.append(document)
        Document.objects.bulk_update(moved, ["position"], batch_size=TOGETHER)
        self._log_all(Change.Kind.UPSERT, [(one, one.etag) for one in moved], now)

    def close(self) -> None:
        """Note when time will change a document next. To be called before the transaction ends."""
        self._ledger.next_due = Document.objects.aggregate(due=Min("fresh_until"))["due"]
        self._ledger.save()

    def _store_facets(
        self, document: Document, old: frozenset[FacetValue], new: frozenset[FacetValue]
    ) -> bool:
        if old == new:
            return False
        if old:
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

    def _store_dependencies(
        self, document: Document, stored: frozenset[str], names: frozenset[str]
    ) -> None:
        if stored - names:
            document.dependencies.filter(name__in=stored - names).delete()
        Dependency.objects.bulk_create(
            Dependency(document=document, name=name) for name in sorted(names - stored)
        )

    def _log(self, kind: Change.Kind, document: Document, etag: str, now: datetime) -> None:
        self._line(kind, document, etag, now).save(force_insert=True)

    def _log_all(
        self, kind: Change.Kind, changed: list[tuple[Document, str]], now: datetime
    ) -> None:
        """Write a line of the change log for each document; the last one is told of as ever."""
        lines = [self._line(kind, document, etag, now) for document, etag in changed]
        Change.objects.bulk_create(lines[:-1], batch_size=TOGETHER)
        for line in lines[-1:]:
            line.save(force_insert=True)

    def _line(self, kind: Change.Kind, document: Document, etag: str, now: datetime) -> Change:
        self._ledger.last_sequence += 1
        return Change(
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
        if old is None or new is None:
            names.add(card_name(there.page_id))
        if old is None or new is None or faces_differ(old.card, new.card):
            names |= {
                dependencies.page_name(there.page_id),
                dependencies.translations_name(there.translation_key),
                face_name(there.page_id),
                *_children_names(old, new),
            }
        elif old.parent_id != new.parent_id or old.position != new.position:
            names |= set(_children_names(old, new))
        before, after = relating(old_facets), relating(new_facets)
        if old is not None and new is not None and old.number != new.number:
            before = set()  # to those that it is related to, it is another page
        if before != after:
            names.add(card_name(there.page_id))
        if new is not None and after - before and self._follows_relations:
            names |= {relate_name(page_id) for page_id in newly_related(new, after)}
        return names


def _children_names(*documents: Document | None) -> Iterable[str]:
    return (
        dependencies.children_name(document.parent_id)
        for document in documents
        if document is not None and document.parent_id is not None
    )


def faces_differ(old: bytes | memoryview[int], new: bytes | memoryview[int]) -> bool:
    """Whether two cards differ in what other documents show: what pages of every type have."""
    if bytes(old) == bytes(new):
        return False
    before, after = (pydantic_core.from_json(bytes(card)) for card in (old, new))
    return any(before.get(name) != after.get(name) for name in CardSchema.model_fields)


def parent_of(page: Page) -> int | None:
    """Return the id of the page directly above a page."""
    above = page.path[: -Page.steplen]
    ids = Page.objects.filter(path=above).values_list("pk", flat=True)
    parent: int | None = learn_once(f"id at {above}", ids.first)
    return parent


def columns_of(rendered: Rendered) -> dict[str, Any]:
    """Return a rendering's values by column; a page never published by an editor is the oldest."""
    values = {name: getattr(rendered, name) for name in (*COLUMNS, *MARKS)}
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
    return frozenset(dependency.name for dependency in document.dependencies.all())


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
