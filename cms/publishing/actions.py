"""What is done to the read model: settle, refresh, verify, repair, rebuild."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page
from wagtail.query import PageQuerySet

from cms.content.furniture import absolute_url
from cms.content.models import BasePage
from cms.content.visibility import public_pages

from . import storing, touching
from .models import Document, Pending
from .registry import document_types
from .related import related_documents
from .relating import not_yet_related, relate_everything, relate_pages
from .render import Related, render, together

logger = logging.getLogger(__name__)

#: Pages rendered in one transaction, during which no other writer writes.
CHUNK = 20
#: Pages whose related pages are looked for in the time of rendering one.
RELATED_PER_PAGE = 5
#: Happenings looked at together.
BATCH = 500
ERROR_LENGTH = 2000
#: How often something that failed is tried again before a person has to look.
ATTEMPTS = 5

Progress = Callable[[int, int], None]


def settle(most: int | None = None) -> bool:
    """Render what recorded happenings concern, ``most`` pages of it at most.

    What is no longer public is removed first, all of it. Related pages, which are read from
    documents, are looked for once nothing else is left. What failed before is tried once more.

    Returns:
        Whether nothing is left to do but what fails.
    """
    failed = Pending.objects.filter(attempts__range=(1, ATTEMPTS - 1))
    retried = list(failed.order_by("pk")[:CHUNK])
    rendered = 0
    while most is None or rendered < most:
        with transaction.atomic():
            writer = storing.Writer()
            fresh = list(Pending.objects.filter(attempts=0).order_by("pk")[:BATCH])
            rows, retried = [*fresh, *retried], []
            if not rows:
                return True
            Pending.objects.filter(pk__in=[row.pk for row in rows]).delete()
            room = CHUNK if most is None else min(CHUNK, most - rendered)
            rendered += _settle_rows(writer, rows, room)
            writer.close()
    return not Pending.objects.filter(attempts=0).exists()


def _settle_rows(writer: storing.Writer, rows: list[Pending], room: int) -> int:
    """Do what happenings ask for, as far as there is room; leave the rest pending.

    Returns:
        How many pages' worth of work that was, one at least.
    """
    now = timezone.now()
    names = [row.name for row in rows]
    for name in names:
        if touching.is_order(name):
            writer.follow_order(touching.id_in(name), now)
    concerned = touching.concerned_pages(names)
    pages = _public_ids(concerned)
    hidden = [page_id for page_id in concerned if page_id not in set(pages)]
    to_relate = touching.pages_to_relate(names)
    attempts = {touching.id_in(row.name): row.attempts for row in rows if row.attempts}
    # Whatever room there is, what is no longer public goes now.
    followed = _sync(writer, [*hidden, *pages[:room]], attempts)
    waiting = {touching.render_name(page_id) for page_id in pages[room:]} | followed
    related = 0
    if not pages and (len(rows) < BATCH or not Pending.objects.filter(attempts=0).exists()):
        related = room * RELATED_PER_PAGE
        relate_pages(writer, to_relate[:related])
    waiting |= {touching.relate_name(page_id) for page_id in to_relate[related:]}
    Pending.objects.bulk_create(Pending(name=name) for name in sorted(waiting))
    done = len(pages[:room]) + len(to_relate[:related]) // RELATED_PER_PAGE
    return max(done, 1)


def refresh() -> None:
    """Render anew what time alone has changed, such as programmes whose window has closed."""
    due = Document.objects.due(timezone.now()).order_by("pk")
    _render_again(due.values_list("page_id", flat=True))


def rebuild(progress: Progress = lambda _done, _total: None) -> None:
    """Render every page again and remove what is no page's, without a moment of emptiness.

    Each page is rendered once. Related pages, which are read from documents, are looked for at the
    end.
    """
    pages = touching.concerned_pages([touching.EVERYTHING])
    for start in range(0, len(pages), CHUNK):
        with transaction.atomic():
            writer = storing.Writer(follows_relations=False)
            _store_all(writer, pages[start : start + CHUNK], {}, not_yet_related)
            writer.close()
        progress(min(start + CHUNK, len(pages)), len(pages))
    relate_everything()
    settle()


def repair() -> list[Difference]:
    """Settle what waits, mend every difference, and return those that were mended."""
    Pending.objects.filter(attempts__gt=0).update(attempts=0)
    settle()
    found = verify()
    _render_again(difference.page_id for difference in found)
    return found


def addresses_have_changed() -> bool:
    """Whether the site's own address is another one than when its pages were rendered."""
    document = Document.objects.order_by("-pk").first()
    if document is None:
        return False
    return bool(json.loads(bytes(document.card))["url"] != absolute_url(document.path))


def verify(progress: Progress = lambda _done, _total: None) -> list[Difference]:
    """Render everything anew, change nothing, and return what the read model has otherwise.

    A document is compared with a rendering for the moment of its own: that time has passed since
    is no difference.
    """
    pages = touching.concerned_pages([touching.EVERYTHING])
    found: list[Difference] = []
    for start in range(0, len(pages), CHUNK):
        found.extend(_differences(pages[start : start + CHUNK]))
        progress(min(start + CHUNK, len(pages)), len(pages))
    return found


@dataclass(frozen=True)
class Difference:
    """That a page's document is not what a fresh rendering gives; ``what`` names the parts."""

    page_id: int
    what: str

    def __str__(self) -> str:
        return f"page {self.page_id}: {self.what}"


def _render_again(page_ids: Iterable[int]) -> None:
    Pending.objects.bulk_create(Pending(name=touching.render_name(pk)) for pk in page_ids)
    settle()


def _sync(writer: storing.Writer, page_ids: list[int], attempts: dict[int, int]) -> set[str]:
    """Make documents what their pages are now; return the names of what is to follow elsewhere.

    Pages of ``page_ids`` that show one another are right already: they were all rendered from page
    tables in this transaction. What another transaction changes meanwhile is recorded by that.
    """
    names = _store_all(writer, page_ids, attempts)
    following = {
        touching.render_name(page_id)
        for page_id in touching.concerned_pages(names)
        if page_id not in page_ids
    }
    return following | {touching.relate_name(pk) for pk in touching.pages_to_relate(names)}


def _store_all(
    writer: storing.Writer,
    page_ids: list[int],
    attempts: dict[int, int],
    related: Related = related_documents,
) -> set[str]:
    """Make documents what their pages are now; return the names of what has changed."""
    now = timezone.now()
    names: set[str] = set()
    pages = public_by_id(page_ids)
    gone = Document.objects.filter(page_id__in=[pk for pk in page_ids if pk not in pages])
    for document in gone.order_by("pk"):
        names |= writer.remove(document, now)
    left = [page_id for page_id in page_ids if page_id in pages]
    writer.look_up(left)
    while left:
        with together([pages[page_id] for page_id in left]):
            while left:
                page_id = left.pop(0)
                try:
                    with transaction.atomic():
                        rendered = render(pages[page_id], now, related)
                        names |= writer.store(pages[page_id], rendered, now)
                except Exception as error:
                    logger.exception(
                        "Page %s could not be rendered; its document is unchanged.", page_id
                    )
                    Pending.objects.create(
                        name=touching.render_name(page_id),
                        attempts=attempts.get(page_id, 0) + 1,
                        error=repr(error)[:ERROR_LENGTH],
                    )
                    pages = public_by_id(left)  # what was learned may be rolled back
                    left = [page_id for page_id in left if page_id in pages]
                    break
    return names


def _public_ids(page_ids: list[int]) -> list[int]:
    """Return those pages that the public may read, in the same order."""
    public = set(public_pages(Page.objects.filter(pk__in=page_ids)).values_list("pk", flat=True))
    return [page_id for page_id in page_ids if page_id in public]


def public_by_id(page_ids: Iterable[int]) -> dict[int, BasePage]:
    """Return those pages that the public may read and that become documents, by id."""
    found: dict[int, BasePage] = {}
    wanted = public_pages(Page.objects.filter(pk__in=list(page_ids)))
    for content_type, ids in _by_content_type(wanted).items():
        model = content_type.model_class()
        if model in {document_type.model for document_type in document_types()}:
            pages = public_pages(model.objects.filter(pk__in=ids))
            found |= {page.pk: page for page in pages.select_related("locale")}
    return found


def _by_content_type(pages: PageQuerySet) -> dict[ContentType, list[int]]:
    found: dict[ContentType, list[int]] = {}
    for page_id, content_type in pages.values_list("pk", "content_type"):
        found.setdefault(ContentType.objects.get_for_id(content_type), []).append(page_id)
    return found


def _differences(page_ids: list[int]) -> Iterator[Difference]:
    pages = public_by_id(page_ids)
    stored = Document.objects.filter(page_id__in=page_ids)
    documents = {
        document.page_id: document for document in stored.prefetch_related("facets", "dependencies")
    }
    with together(list(pages.values())):
        for page_id in page_ids:
            page, document = pages.get(page_id), documents.get(page_id)
            if page is not None and document is not None:
                rendered = render(page, document.rendered_at, related_documents)
                wrong = storing.differing_parts(page, document, rendered)
                if wrong:
                    yield Difference(page_id, ", ".join(wrong))
            elif page is not None:
                yield Difference(page_id, "has no document")
            elif document is not None:
                yield Difference(page_id, "is not public and has a document")
