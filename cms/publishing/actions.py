"""What is done to the read model: settle, refresh, verify, repair, rebuild."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from cms.content.models import BasePage
from cms.content.visibility import public_pages

from . import storing, touching
from .models import Document, Pending
from .registry import document_types
from .related import related_documents
from .render import render

logger = logging.getLogger(__name__)

#: Pages rendered in one transaction, during which no other writer writes.
CHUNK = 20
#: Happenings looked at together.
BATCH = 500
ERROR_LENGTH = 2000
#: How often something that failed is tried again before a person has to look.
ATTEMPTS = 5

Progress = Callable[[int, int], None]


def settle(most: int | None = None) -> bool:
    """Render what recorded happenings concern, ``most`` pages of it at least before it stops.

    What failed before is tried once more.

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
            for row in rows:
                if touching.is_order(row.name):
                    writer.follow_order(touching.id_in(row.name), timezone.now())
            pages = touching.concerned_pages(row.name for row in rows)
            attempts = {touching.id_in(row.name): row.attempts for row in rows if row.attempts}
            Pending.objects.filter(pk__in=[row.pk for row in rows]).delete()
            names = _sync(writer, pages[:CHUNK], attempts)
            names |= {touching.render_name(page_id) for page_id in pages[CHUNK:]}
            Pending.objects.bulk_create(Pending(name=name) for name in sorted(names))
            writer.close()
            rendered += max(len(pages[:CHUNK]), 1)
    return not Pending.objects.filter(attempts=0).exists()


def refresh() -> None:
    """Render anew what time alone has changed, such as programmes whose window has closed."""
    due = Document.objects.due(timezone.now()).order_by("pk")
    _render_again(due.values_list("page_id", flat=True))


def rebuild(progress: Progress = lambda _done, _total: None) -> None:
    """Render every page again and remove what is no page's, without a moment of emptiness."""
    pages = touching.concerned_pages([touching.EVERYTHING])
    for start in range(0, len(pages), CHUNK):
        with transaction.atomic():
            writer = storing.Writer()
            names = _sync(writer, pages[start : start + CHUNK], {})
            Pending.objects.bulk_create(Pending(name=name) for name in sorted(names))
            writer.close()
        progress(min(start + CHUNK, len(pages)), len(pages))
    settle()


def repair() -> list[Difference]:
    """Settle what waits, mend every difference, and return those that were mended."""
    Pending.objects.filter(attempts__gt=0).update(attempts=0)
    settle()
    found = verify()
    _render_again(difference.page_id for difference in found)
    return found


def verify(progress: Progress = lambda _done, _total: None) -> list[Difference]:
    """Render everything anew, change nothing, and return what the read model has otherwise.

    A document is compared with a rendering for the moment of its own: that time has passed since
    is no difference.
    """
    pages = touching.concerned_pages([touching.EVERYTHING])
    found: list[Difference] = []
    for position, page_id in enumerate(pages, start=1):
        found.extend(_differences(page_id))
        progress(position, len(pages))
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
    """Make documents what their pages are now; return the names of what changed elsewhere."""
    now = timezone.now()
    names: set[str] = set()
    pages = public_by_id(page_ids)
    gone = Document.objects.filter(page_id__in=[pk for pk in page_ids if pk not in pages])
    for document in gone.order_by("pk"):
        names |= writer.remove(document, now)
    for page_id in page_ids:
        if page_id not in pages:
            continue
        try:
            with transaction.atomic():
                names |= writer.store(
                    pages[page_id], render(pages[page_id], now, related_documents), now
                )
        except Exception as error:
            logger.exception("Page %s could not be rendered; its document is unchanged.", page_id)
            Pending.objects.create(
                name=touching.render_name(page_id),
                attempts=attempts.get(page_id, 0) + 1,
                error=repr(error)[:ERROR_LENGTH],
            )
    return names


def public_by_id(page_ids: Iterable[int]) -> dict[int, BasePage]:
    """Return those pages that the public may read and that become documents, by id."""
    found: dict[int, BasePage] = {}
    for document_type in document_types():
        pages = public_pages(document_type.model.objects.filter(pk__in=list(page_ids)))
        exactly = pages.exact_type(document_type.model)
        found |= {page.pk: page for page in exactly.select_related("locale")}
    return found


def _differences(page_id: int) -> Iterator[Difference]:
    page = public_by_id([page_id]).get(page_id)
    document = Document.objects.filter(page_id=page_id).first()
    if page is None or document is None:
        if page is not None:
            yield Difference(page_id, "has no document")
        elif document is not None:
            yield Difference(page_id, "is not public and has a document")
        return
    rendered = render(page, document.rendered_at, related_documents)
    wrong = storing.differing_parts(page, document, rendered)
    if wrong:
        yield Difference(page_id, ", ".join(wrong))
