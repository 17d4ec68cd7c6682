"""What is done to the index: follow the change log, verify, repair, rebuild."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from dataclasses import dataclass

from django.db import transaction

from publishing.models import Change, Document, Ledger
from search.analysis import ANALYSER_VERSION
from search.analysis.terms import index_terms, units
from search.engines import WEIGHTS, Engine, Indexed, engine
from search.models import Entry, Passage, Progress

from . import files
from .texts import Texts, texts_of

logger = logging.getLogger(__name__)

#: Lines of the change log that one transaction follows.
BATCH = 20
#: How many documents are read and analysed together when all are.
CHUNK = 50

Report = Callable[[int, int], None]


def nothing(_done: int, _total: int) -> None:
    """Report to nobody."""


def follow(most: int | None = None, even_if_unchanged: bool = False) -> bool:
    """Bring the index up to the change log, ``most`` lines of it at least before it stops.

    A document whose texts are as they were is passed over, or indexed ``even_if_unchanged``.

    Returns:
        Whether the index has caught up.
    """
    followed = 0
    while is_behind():
        if most is not None and followed >= most:
            return False
        with transaction.atomic():
            progress = Progress.hold()
            changes = list(Change.objects.since(progress.last_sequence)[:BATCH])
            if not changes:
                # The log was emptied, as a restored database may be.
                progress.last_sequence = Ledger.objects.get(pk=1).last_sequence
            else:
                index(
                    Document.objects.filter(
                        number__in={change.number for change in changes}
                    ).order_by("pk"),
                    even_if_unchanged,
                )
                files.forget_unshown()
                if any(change.kind == Change.Kind.TOMBSTONE for change in changes):
                    _forget_what_is_gone()
                progress.last_sequence = changes[-1].sequence
            progress.save()
        followed += BATCH
    return True


def is_behind() -> bool:
    """Whether the change log has lines that the index has not followed."""
    return lines_behind() != 0


def lines_behind() -> int:
    """Return how many lines of the change log the index has not followed."""
    newest = Ledger.objects.filter(pk=1).values_list("last_sequence", flat=True).first() or 0
    followed = Progress.objects.filter(pk=1).values_list("last_sequence", flat=True).first() or 0
    return int(newest - followed)


@dataclass(frozen=True)
class IndexDifference:
    """That the index has something otherwise than it is published.

    ``number`` is a document's id, or a passage's (:mod:`.files`) with a minus before it.
    """

    number: int
    what: str

    def __str__(self) -> str:
        kind = "document" if self.number > 0 else "passage of a file"
        return f"{kind} {abs(self.number)}: {self.what}"


def verify(report: Report = nothing) -> list[IndexDifference]:
    """Compare the index with the published documents; change nothing."""
    kept = engine().stored()
    fingerprints = dict(Entry.objects.values_list("document_id", "fingerprint"))
    ids = list(Document.objects.order_by("pk").values_list("pk", flat=True))
    found: list[IndexDifference] = []
    for start in range(0, len(ids), CHUNK):
        for document, texts in _read(ids[start : start + CHUNK]):
            if document.pk not in fingerprints or document.pk not in kept:
                found.append(IndexDifference(document.pk, "is not in the index"))
            elif fingerprints[document.pk] != texts.fingerprint:
                found.append(IndexDifference(document.pk, "has other words in the index"))
        report(min(start + CHUNK, len(ids)), len(ids))
    wanted = _wanted()
    lost = sorted(number for number in wanted - kept if number < 0)
    found += [IndexDifference(number, "is not in the index") for number in lost]
    found += [IndexDifference(number, "is no longer published") for number in sorted(kept - wanted)]
    return found


def repair(report: Report = nothing) -> list[IndexDifference]:
    """Follow the change log, mend every difference, and return those that were mended.

    Files that wait are read.
    """
    follow()
    found = verify(report)
    wrong = [difference.number for difference in found]
    with engine().in_bulk() if wrong else nullcontext():
        for start in range(0, len(wrong), CHUNK):
            with transaction.atomic():
                Progress.hold()
                part = wrong[start : start + CHUNK]
                engine().remove(part)
                index(Document.objects.filter(pk__in=part), even_if_unchanged=True)
            files.index_again([-number for number in part if number < 0])
    with transaction.atomic():
        Progress.hold()
        files.forget_unshown()
    files.read_waiting()
    return found


def rebuild(report: Report = nothing) -> int:
    """Index every document again, a few in each transaction; return how many there are.

    Meanwhile questions are answered from what is there, old or new.
    """
    newest = Ledger.objects.filter(pk=1).values_list("last_sequence", flat=True).first() or 0
    ids = list(Document.objects.order_by("pk").values_list("pk", flat=True))
    with engine().in_bulk():
        for start in range(0, len(ids), CHUNK):
            # Analysed before the database is locked for writing.
            analysed = _analysed(_read(ids[start : start + CHUNK]))
            with transaction.atomic():
                Progress.hold()
                _store(engine(), analysed)
            report(min(start + CHUNK, len(ids)), len(ids))
        files.rebuild()
    with transaction.atomic():
        progress = Progress.hold()
        files.forget_unshown()
        _forget_what_is_gone()
        progress.last_sequence = newest
        progress.analyser = ANALYSER_VERSION
        progress.save()
    # Another engine may have been told of what was published meanwhile: one may replace another.
    follow(even_if_unchanged=True)
    files.read_waiting()
    return len(ids)


Analysed = tuple[Document, Texts, Indexed]


def index(documents: Iterable[Document], even_if_unchanged: bool = False) -> None:
    read = _read([document.pk for document in documents])
    if not even_if_unchanged:
        ids = [document.pk for document, _texts in read]
        known = dict(Entry.objects.filter(pk__in=ids).values_list("document_id", "fingerprint"))
        read = [pair for pair in read if known.get(pair[0].pk) != pair[1].fingerprint]
    _store(engine(), _analysed(read))


def _read(ids: list[int]) -> list[tuple[Document, Texts]]:
    documents = Document.objects.filter(pk__in=ids).order_by("pk").prefetch_related("facets")
    shown = files.shown_by(ids)
    return [
        (document, texts_of(document, document.facets.all(), shown.get(document.pk, ())))
        for document in documents
    ]


def _analysed(read: list[tuple[Document, Texts]]) -> list[Analysed]:
    return [(document, texts, indexed(texts)) for document, texts in read]


def indexed(texts: Texts) -> Indexed:
    """Return a document's terms."""
    columns = {column: index_terms(getattr(texts, column)) for column in WEIGHTS}
    pairs = dict.fromkeys(pair for terms in columns.values() for pair in terms.pairs)
    return Indexed(
        words={column: terms.words for column, terms in columns.items()},
        beside={column: terms.beside for column, terms in columns.items()},
        pairs=tuple(pairs),
    )


def name_terms(texts: Texts) -> str:
    """Return the terms of a title and of other names, one name on each line."""
    names = [texts.title, *texts.names.splitlines()]
    return "\n".join(
        " ".join(unit.term for unit in units(name) if not unit.asking) for name in names
    )


def _store(to: Engine, analysed: list[Analysed]) -> None:
    to.store({document.pk: terms for document, _texts, terms in analysed})
    Entry.objects.bulk_create(
        [
            Entry(
                document_id=document.pk,
                locale=document.locale,
                title=texts.title,
                names=texts.names,
                labels=texts.labels,
                name_terms=name_terms(texts),
                summary=texts.summary,
                body=texts.body,
                fingerprint=texts.fingerprint,
            )
            for document, texts, _terms in analysed
        ],
        update_conflicts=True,
        unique_fields=["document"],
        update_fields=[
            "locale",
            "title",
            "names",
            "labels",
            "name_terms",
            "summary",
            "body",
            "fingerprint",
        ],
    )
    files.keep({document.pk: texts.files for document, texts, _terms in analysed})


def _forget_what_is_gone() -> None:
    """Forget terms of documents and files that are gone; their entries went with them."""
    kept = engine()
    kept.remove(kept.stored() - _wanted())


def _wanted() -> set[int]:
    """Return the numbers of everything that the engine is to keep."""
    passages = Passage.objects.values_list("pk", flat=True)
    return {*Document.objects.values_list("pk", flat=True), *(-pk for pk in passages)}
