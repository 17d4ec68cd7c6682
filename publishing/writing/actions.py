"""What is done to the read model: settle, refresh, verify, repair, rebuild."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db import OperationalError, transaction
from django.utils import timezone
from wagtail.models import Page
from wagtail.query import PageQuerySet

from content.models import BasePage
from content.visibility import public_pages
from publishing.models import Document, Pending
from publishing.registry import document_types

from . import invalidation, outbox, storing
from .outbox import Turn
from .related import related_documents
from .relating import (
    not_yet_related,
    recard_pages,
    relate_everything,
    relate_pages,
    related_as_before,
)
from .render import Related, render, together

logger = logging.getLogger(__name__)

#: Pages rendered in one transaction, during which no other writer writes.
CHUNK = 20
#: Pages whose related pages are looked for in the time of rendering one.
RELATED_PER_PAGE = 5
#: Happenings looked at together.
BATCH = 500
#: How often something that failed is tried again before a person has to look.
ATTEMPTS = 5

Progress = Callable[[int, int], None]


def settle(most: int | None = None) -> bool:
    """Do what waits, ``most`` pages of it at most: what people have just done before all else.

    What is no longer public is removed first, all of it. Related pages, which are read from
    documents, are looked for once nothing else of their turn is left. What failed before is tried
    once more. Each round makes what waits less, or ends this.

    Returns:
        Whether nothing is left to do but what fails.
    """
    return _settle(most, None)


def settle_recorded(names: Collection[str], most: int) -> bool:
    """Do what happenings of these names concern, ``most`` pages of it, and nothing else.

    Returns:
        Whether nothing of it is left to do but what fails.
    """
    return _settle(most, set(names))


def _settle(most: int | None, among: set[str] | None) -> bool:
    retried = outbox.failed(ATTEMPTS) if among is None else []
    rendered = 0
    while (most is None or rendered < most) and (outbox.is_any(among) or retried):
        room = CHUNK if most is None else min(CHUNK, most - rendered)
        rendered += _round(room, among, retried)
    return not outbox.is_any(among)


def _round(room: int, among: set[str] | None, retried: list[int]) -> int:
    """Do what goes first, as far as there is room; ``retried`` and ``among`` become what is left.

    Returns:
        How many pages' worth of work that was, one at least.
    """
    with transaction.atomic():
        writer = storing.Writer()
        rows = outbox.recorded(BATCH, among)
        if not rows:
            rows = outbox.next_pages(room * RELATED_PER_PAGE, among)
        if not rows:
            rows = outbox.of_one_turn(retried[:room])
            tried = {row.pk for row in rows}
            later = [pk for pk in retried[:room] if rows and pk not in tried]
            retried[:room] = later
        if rows:
            done, waits = _do_or_note(writer, rows, room)
            if among is not None:
                among |= waits
            writer.close()
            return done
    return 1


def _do_or_note(writer: storing.Writer, rows: list[Pending], room: int) -> tuple[int, set[str]]:
    """Do what rows ask for, each by itself where together they fail, and note what fails."""
    try:
        with transaction.atomic():
            return _do(writer, rows, room)
    except OperationalError:  # the database, and no row, is at fault
        raise
    except Exception as error:
        if len(rows) == 1:
            logger.exception("%s could not be done.", rows[0].name)
            outbox.fail(rows[0].name, repr(error))
            return 1, set()
    done, waits = 0, set[str]()
    for row in rows:
        done_of_row, waits_of_row = _do_or_note(writer, [row], room)
        done, waits = done + done_of_row, waits | waits_of_row
    return done, waits


def _do(writer: storing.Writer, rows: list[Pending], room: int) -> tuple[int, set[str]]:
    """Return how many pages' worth of work was done, and the names that wait because of it."""
    names = [row.name for row in rows]
    if rows[0].turn == Turn.RECORDED:
        return _look_at(writer, rows, room)
    relations = [name for name in names if invalidation.is_relation(name)]
    if relations:
        relate_pages(writer, invalidation.pages_to_relate(relations))
        recard_pages(writer, invalidation.pages_to_recard(relations))
        outbox.finish([row for row in rows if row.name in relations])
        return max(len(relations) // RELATED_PER_PAGE, 1), set()
    rows = rows[:room]
    page_ids = [invalidation.id_in(row.name) for row in rows]
    since = max(row.round for row in rows)
    as_before = rows[0].turn != Turn.CHANGED
    waits = _sync(writer, page_ids, rows[0].turn, since, as_before=as_before)
    failed = Pending.objects.filter(pk__in=[row.pk for row in rows], attempts__gt=0)
    known = {row.pk: row.attempts for row in rows}
    still = {row.pk for row in failed if row.attempts > known[row.pk]}
    outbox.finish([row for row in rows if row.pk not in still])
    return len(rows), waits


def _look_at(writer: storing.Writer, rows: list[Pending], room: int) -> tuple[int, set[str]]:
    """Find out what happenings concern; hide what is hidden, render as far as there is room."""
    names = [row.name for row in rows]
    for name in names:
        if invalidation.is_order(name):
            writer.follow_order(invalidation.id_in(name), timezone.now())
    changed, following = invalidation.changed_and_following(names)
    concerned = [*changed, *following]
    public = set(_public_ids(concerned))
    changed = [page_id for page_id in changed if page_id in public]
    following = [page_id for page_id in following if page_id in public]
    turn = Turn.MANY if len(following) > outbox.FEW else Turn.FOLLOWING
    now = [*changed, *following][:room]
    # Whatever room there is, what is no longer public goes now.
    hidden = [page_id for page_id in concerned if page_id not in public]
    waits = _sync(writer, [*hidden, *now], turn, writer.round)
    waits |= outbox.put(changed[room:], names, Turn.CHANGED, writer.round)
    left = following[max(room - len(changed), 0) :]
    waits |= outbox.put(left, [], turn, writer.round)
    outbox.finish(rows, waits)
    return max(len(now), 1), waits


def refresh() -> None:
    """Render anew what time alone has changed, such as programmes whose window has closed."""
    due = Document.objects.due(timezone.now()).order_by("pk")
    _render_again(due.values_list("page_id", flat=True))


def rebuild(progress: Progress = lambda _done, _total: None) -> None:
    """Render every page again and remove what is no page's, without a moment of emptiness.

    Each page is rendered once. Related pages, which are read from documents, are looked for at the
    end.
    """
    pages = invalidation.concerned_pages([invalidation.EVERYTHING])
    for start in range(0, len(pages), CHUNK):
        with transaction.atomic():
            writer = storing.Writer(follows_relations=False)
            _store_all(writer, pages[start : start + CHUNK], not_yet_related)
            writer.close()
        progress(min(start + CHUNK, len(pages)), len(pages))
    relate_everything()
    settle()


def repair() -> list[DocumentDifference]:
    """Settle what waits, mend every difference, and return those that were mended."""
    Pending.objects.filter(attempts__gt=0).update(attempts=0)
    settle()
    outbox.unrecorded.clear()  # whatever it was is among the differences
    found = verify()
    _render_again(difference.page_id for difference in found)
    return found


def verify(progress: Progress = lambda _done, _total: None) -> list[DocumentDifference]:
    """Render everything anew, change nothing, and return what the read model has otherwise.

    A document is compared with a rendering for the moment of its own: that time has passed since
    is no difference.
    """
    pages = invalidation.concerned_pages([invalidation.EVERYTHING])
    found: list[DocumentDifference] = []
    for start in range(0, len(pages), CHUNK):
        found.extend(_differences(pages[start : start + CHUNK]))
        progress(min(start + CHUNK, len(pages)), len(pages))
    return found


@dataclass(frozen=True)
class DocumentDifference:
    """That a page's document is not what a fresh rendering gives; ``what`` names the parts."""

    page_id: int
    what: str

    def __str__(self) -> str:
        return f"page {self.page_id}: {self.what}"


def try_again() -> None:
    """Try once more what was tried in vain as often as it is by itself: its cause may be gone."""
    Pending.objects.filter(attempts__gte=ATTEMPTS).update(attempts=ATTEMPTS - 1)
    settle()


def find_unrecorded() -> None:
    """Render what was published, moved or hidden and not recorded, as by a killed process.

    Documents are compared with their pages by the moment of the last publication and their place,
    which is quick: it is no :func:`verify`.
    """
    models = [document_type.model for document_type in document_types()]
    kinds = ContentType.objects.get_for_models(*models).values()
    public = public_pages(Page.objects.filter(content_type__in=kinds))
    pages = {
        page_id: (path, published or storing.NEVER)
        for page_id, path, published in public.values_list("pk", "path", "last_published_at")
    }
    columns = ("page_id", "position", "last_published_at")
    stored = {
        page_id: (position, published)
        for page_id, position, published in Document.objects.values_list(*columns)
    }
    known = {invalidation.id_in(name) for name in Pending.objects.values_list("name", flat=True)}
    different = {pk for pk in pages.keys() | stored.keys() if pages.get(pk) != stored.get(pk)}
    if found := sorted(different - known):
        logger.warning("%d pages had changed and were not recorded.", len(found))
        _render_again(found)


def _render_again(page_ids: Iterable[int]) -> None:
    page_ids = list(page_ids)
    if page_ids:
        with transaction.atomic():
            writer = storing.Writer()
            outbox.put(page_ids, [], Turn.CHANGED, writer.round)
            writer.close()
    settle()


def _sync(
    writer: storing.Writer, page_ids: list[int], turn: int, since: int, *, as_before: bool = False
) -> set[str]:
    """Make documents what their pages are now; return the names of what waits because of it.

    Pages of ``page_ids`` that show one another are right already: they were all rendered from page
    tables in this transaction. So is whatever was rendered ``since`` the round in which the cause
    of all this was looked at. What another transaction changes meanwhile is recorded by that.
    Pages that merely follow others stay related ``as_before``.
    """
    names = _store_all(writer, page_ids, None if as_before else related_documents)
    following = set(invalidation.concerned_pages(names)) - set(page_ids)
    rendered = Document.objects.filter(page_id__in=following, round__gte=since)
    following -= set(rendered.values_list("page_id", flat=True))
    turn = turn if turn in {Turn.FOLLOWING, Turn.MANY} else Turn.FOLLOWING
    return outbox.put(sorted(following), names, turn, since)


def _store_all(
    writer: storing.Writer, page_ids: list[int], related: Related | None = related_documents
) -> set[str]:
    """Make documents what their pages are now; return the names of what has changed.

    Without ``related`` pages stay related as before, unless they have changed.
    """
    now = timezone.now()
    names: set[str] = set()
    pages = public_by_id(page_ids)
    gone = Document.objects.filter(page_id__in=[pk for pk in page_ids if pk not in pages])
    names |= writer.remove_all(gone, now)
    failed: set[int] = set()
    left = [page_id for page_id in page_ids if page_id in pages]
    writer.look_up(left)
    related = related or related_as_before(writer.known)
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
                    failed.add(page_id)
                    outbox.fail(invalidation.render_name(page_id), repr(error))
                    pages = public_by_id(left)  # what was learned may be rolled back
                    left = [page_id for page_id in left if page_id in pages]
                    break
    outbox.forget_rendered(set(page_ids) - failed)
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


def _differences(page_ids: list[int]) -> Iterator[DocumentDifference]:
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
                    yield DocumentDifference(page_id, ", ".join(wrong))
            elif page is not None:
                yield DocumentDifference(page_id, "has no document")
            elif document is not None:
                yield DocumentDifference(page_id, "is not public and has a document")
