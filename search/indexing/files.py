"""The text of files that published pages show: read in the background, found page by page.

A passage, a page of a file, is kept by the engine beside the published documents, under a negative
number. A hit in it is a hit of every document that shows the file.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from content import dependencies
from media.models import PDF
from media.models import Document as MediaDocument
from media.page_counts import keep_count, local_copy
from media.visibility import public_files
from publishing.models import Dependency, Document
from search.analysis import ANALYSER_VERSION
from search.analysis.terms import index_terms
from search.engines import WEIGHTS, Found, Indexed, engine
from search.ids import by_ids
from search.models import FileText, Passage, Progress, ShownFile
from search.reading.parts import Part, Reason, UnreadableError

from .extraction import is_readable, read_apart

logger = logging.getLogger(__name__)

#: What the name of a file that a document shows begins with.
PREFIX = dependencies.file_name(0).removesuffix("0")
#: Passages that one transaction stores.
CHUNK = 50
#: How often a file is tried that cannot be fetched from where it is kept.
MOST_ATTEMPTS = 5
#: What may be wrong with a file that has a text all the same.
WITH_TEXT = (None, Reason.PARTLY, Reason.TOO_MUCH)
#: What a hit in a file counts beside one in the text of a page.
WEIGHT = 0.8


@dataclass(frozen=True)
class File:
    """A file as published documents show it."""

    document_id: int
    checksum: str
    title: str
    url: str
    language: str
    media_type: str


def shown_by(documents: Collection[int]) -> dict[int, tuple[File, ...]]:
    """Return the public files that published documents show or link to, by the documents' ids."""
    showing: dict[int, list[int]] = defaultdict(list)
    rows = Dependency.objects.filter(document__in=list(documents), name__startswith=PREFIX)
    for document_id, name in rows.order_by("name").values_list("document_id", "name"):
        showing[int(name.removeprefix(PREFIX))].append(document_id)
    found: dict[int, list[File]] = defaultdict(list)
    for one in public_files(MediaDocument.objects.filter(pk__in=list(showing))).order_by("pk"):
        file = File(one.pk, one.checksum, one.title, one.url, one.language, one.media_type)
        for document_id in showing[one.pk] if file.checksum else ():
            found[document_id].append(file)
    return {document_id: tuple(files) for document_id, files in found.items()}


def showing(document_id: int) -> QuerySet[Document]:
    """Return the published documents that show a file."""
    names = Dependency.objects.filter(name=dependencies.file_name(document_id))
    return Document.objects.filter(pk__in=names.values("document")).order_by("pk")


def keep(files: Mapping[int, tuple[File, ...]]) -> None:
    """Keep which files documents show, by the ids of their entries; new ones wait to be read."""
    wanted = {(entry_id, one.checksum): one for entry_id, found in files.items() for one in found}
    kept = ShownFile.objects.filter(entry__in=list(files))
    gone = [row.pk for row in kept if (row.entry_id, row.file_id) not in wanted]
    ShownFile.objects.filter(pk__in=gone).delete()
    FileText.objects.bulk_create(
        [
            FileText(checksum=one.checksum, state=_state_of(one.media_type))
            for one in {one.checksum: one for one in wanted.values()}.values()
        ],
        ignore_conflicts=True,
    )
    ShownFile.objects.bulk_create(
        [
            ShownFile(
                entry_id=entry_id,
                file_id=one.checksum,
                document_id=one.document_id,
                title=one.title,
                url=one.url,
                language=one.language,
            )
            for (entry_id, _checksum), one in wanted.items()
        ],
        update_conflicts=True,
        unique_fields=["entry", "file"],
        update_fields=["document", "title", "url", "language"],
    )


def _state_of(media_type: str) -> str:
    return FileText.State.WAITING if is_readable(media_type) else FileText.State.UNSUPPORTED


def forget_unshown() -> None:
    """Forget files that no published document shows, and their text."""
    unshown = FileText.objects.filter(~Exists(ShownFile.objects.filter(file=OuterRef("pk"))))
    if not unshown.exists():
        return
    passages = Passage.objects.filter(file__in=unshown)
    engine().remove([-pk for pk in passages.values_list("pk", flat=True)])
    unshown.delete()


def are_waiting() -> bool:
    """Whether files wait to be read."""
    return FileText.objects.filter(state=FileText.State.WAITING).exists()


def read_waiting() -> int:
    """Read the files that wait, one after the other; return how many.

    One that cannot be fetched now, or at which anything else fails, goes on waiting, and is given
    up after a few attempts. Those behind it are read.
    """
    done = 0
    for checksum in list(_waiting().values_list("pk", flat=True)):
        try:
            read = _read(checksum)
        except OSError as error:
            logger.warning("A file could not be fetched to read its text: %r", error)
            _failed(checksum, error, Reason.NOT_FETCHED)
            continue
        except Exception as error:
            logger.exception("The text of a file could not be kept")
            _failed(checksum, error, Reason.DAMAGED)
            continue
        done += read
    return done


def _waiting() -> Any:
    return FileText.objects.filter(state=FileText.State.WAITING).order_by("attempts", "pk")


def _read(checksum: str) -> bool:
    """Read a file and keep its text, unless it is gone or closed; return whether it was read."""
    document = public_files(MediaDocument.objects.filter(checksum=checksum)).first()
    if document is None:
        return False
    with local_copy(document) as path:
        if document.page_count is None and document.media_type == PDF:
            keep_count(document, path)
        try:
            reading = read_apart(path, document.media_type)
        except UnreadableError as error:
            _keep_passages(checksum, [])
            _note(checksum, FileText.State.UNREADABLE, error.reason, str(error))
            return True
    _keep_passages(checksum, reading.parts)
    has_text = reading.reason in WITH_TEXT and bool(reading.parts)
    state = FileText.State.READ if has_text else FileText.State.NO_TEXT
    _note(checksum, state, reading.reason)
    return True


def _note(checksum: str, state: str, reason: Reason | None, error: str = "") -> None:
    FileText.objects.filter(pk=checksum).update(
        state=state, reason=reason or "", error=error, analyser=ANALYSER_VERSION
    )


def _failed(checksum: str, error: Exception, reason: Reason) -> None:
    text = FileText.objects.filter(pk=checksum).first()
    if text is None:
        return
    text.attempts += 1
    text.error = str(error) or type(error).__name__
    if text.attempts >= MOST_ATTEMPTS:
        text.state = FileText.State.UNREADABLE
        text.reason = reason
    text.save(update_fields=["attempts", "error", "reason", "state"])


def _keep_passages(checksum: str, parts: list[Part]) -> None:
    """Keep the text of a file instead of what was kept of it before."""
    terms = [_indexed(part.text) for part in parts]
    with transaction.atomic():
        Progress.hold()
        _forget_passages(checksum)
    for start in range(0, len(parts), CHUNK):
        with transaction.atomic():
            Progress.hold()
            # Meanwhile the file may have gone.
            if not FileText.objects.filter(pk=checksum).exists():
                return
            passages = [
                Passage.objects.create(file_id=checksum, page=part.page, text=part.text)
                for part in parts[start : start + CHUNK]
            ]
            indexed = zip(passages, terms[start : start + CHUNK], strict=True)
            engine().store({-passage.pk: one for passage, one in indexed})


def _forget_passages(checksum: str) -> None:
    passages = Passage.objects.filter(file=checksum)
    engine().remove([-pk for pk in passages.values_list("pk", flat=True)])
    passages.delete()


def _indexed(text: str) -> Indexed:
    terms = index_terms(text)
    return Indexed(
        words=dict.fromkeys(WEIGHTS, ()) | {"body": terms.words},
        beside=dict.fromkeys(WEIGHTS, ()) | {"body": terms.beside},
        pairs=tuple(dict.fromkeys(terms.pairs)),
    )


def rebuild() -> None:
    """Make the terms of all passages anew."""
    ids = list(Passage.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), CHUNK):
        index_again(ids[start : start + CHUNK])


def index_again(ids: Collection[int]) -> None:
    """Make the terms of passages anew from the text that is kept."""
    terms = {passage.pk: _indexed(passage.text) for passage in Passage.objects.filter(pk__in=ids)}
    with transaction.atomic():
        Progress.hold()
        known = Passage.objects.filter(pk__in=ids)
        engine().store({-pk: terms[pk] for pk in known.values_list("pk", flat=True)})


def of_documents(found: Iterable[Found]) -> Iterator[tuple[Found, int | None]]:
    """Yield what an engine found by document, the best first, with the passage that was found.

    A document's own text goes before its files where both were found.
    """
    found = list(found)
    passages = [-one.document_id for one in found if one.document_id < 0]
    if not passages:
        yield from ((one, None) for one in found)
        return
    showing = _showing(passages)
    best: dict[int, tuple[Found, int | None]] = {}
    candidates: list[tuple[Found, int | None]]
    for one in found:
        if one.document_id > 0:
            candidates = [(one, None)]
        else:
            candidates = [
                (Found(document_id, locale, one.score * WEIGHT), -one.document_id)
                for document_id, locale in showing.get(-one.document_id, ())
            ]
        for hit, passage in candidates:
            if hit.document_id not in best:
                best[hit.document_id] = (hit, passage)
                continue
            known, known_passage = best[hit.document_id]
            own = hit._replace(score=max(known.score, hit.score))
            is_in_text = passage is None or known_passage is None
            best[hit.document_id] = (own, None if is_in_text else known_passage)
    yield from sorted(best.values(), key=lambda pair: (-pair[0].score, pair[0].document_id))


def _showing(passages: list[int]) -> dict[int, list[tuple[int, str]]]:
    """Return the documents that show the files of passages, with their languages.

    A file that has been replaced or closed since it was read is asked about, not remembered.
    """
    still = public_files(MediaDocument.objects.filter(checksum=OuterRef("file")))
    rows = ShownFile.objects.filter(
        Exists(still.filter(pk=OuterRef("document"))),
        file__in=by_ids(Passage.objects.all(), passages).values("file"),
    )
    entries: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for checksum, entry_id, locale in rows.values_list("file", "entry", "entry__locale"):
        entries[checksum].append((entry_id, locale))
    files = by_ids(Passage.objects.all(), passages).values_list("pk", "file")
    return {passage: entries[checksum] for passage, checksum in files}
