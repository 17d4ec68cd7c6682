"""One run of the loader: puts the opening content into a site, and never overwrites an edit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from content.languages import LANGUAGE_CODES

from .entries import Content, PageEntry, VocabularyEntry
from .ledger import LoadRecord
from .library import create_picture, create_vocabulary_entry
from .pages import finish_page, start_page, why_not_started


class LoadOutcome(StrEnum):
    """What a run did with an entry, or would do."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    EDITED = "kept as edited"
    DELETED = "left deleted"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class Event:
    """One entry's outcome; ``reason`` says why it was skipped."""

    kind: str
    key: str
    outcome: LoadOutcome
    reason: str = ""


Report = Callable[[Event], None]


class Loader:
    """One run. With ``check`` it only reports what it would do, and writes nothing.

    Each entry is written in a transaction of its own, so that a run that was stopped is continued
    by the next one.
    """

    def __init__(self, content: Content, report: Report, *, check: bool = False) -> None:
        self.content = content
        self.report = report
        self.check = check
        self.ledger = LoadRecord()
        self.expected: set[str] = set()

    def run(self) -> None:
        """Load vocabularies and pictures, then pages.

        Raises:
            OpeningContentError: an entry cannot be loaded; what came before it stays loaded.
        """
        for entry in self.content.vocabularies:
            self._load_vocabulary_entry(entry)
        for picture in self.content.pictures:
            if picture.key in self.ledger.records:
                here = self.ledger.image_id(picture.name) is not None
                outcome = LoadOutcome.UNCHANGED if here else LoadOutcome.DELETED
            else:
                outcome = LoadOutcome.CREATED
                if not self.check:
                    create_picture(picture, self.ledger)
            self.report(Event("pictures", picture.key, outcome))
        self._load_pages()

    def _load_vocabulary_entry(self, entry: VocabularyEntry) -> None:
        outcome, reason = LoadOutcome.CREATED, ""
        country = entry.values.get("country")
        if self.ledger.vocabulary_id(entry.vocabulary, entry.values["code"]):
            outcome = LoadOutcome.UNCHANGED
        elif entry.key in self.ledger.records:
            outcome = LoadOutcome.DELETED
        elif country and not self._is_expected("country", country):
            outcome, reason = LoadOutcome.SKIPPED, f"the country {country} is not here"
        if outcome is LoadOutcome.CREATED:
            self.expected.add(entry.key)
            if not self.check:
                create_vocabulary_entry(entry, self.ledger)
        self.report(Event("vocabulary entries", entry.key, outcome, reason))

    def _is_expected(self, vocabulary: str, code: str) -> bool:
        known = self.ledger.vocabulary_id(vocabulary, code) is not None
        return known or f"{vocabulary}/{code}" in self.expected

    def _load_pages(self) -> None:
        unfinished: list[tuple[PageEntry, str, LoadOutcome]] = []
        for entry in self.content.pages:
            for language in LANGUAGE_CODES:
                outcome, reason = self._decide(entry, language)
                if outcome not in (LoadOutcome.CREATED, LoadOutcome.UPDATED):
                    self._report_page(entry, language, outcome, reason)
                    continue
                self.expected.add(entry.record_key(language))
                unfinished.append((entry, language, outcome))
                if not self.check and entry.record_key(language) not in self.ledger.records:
                    start_page(entry, language, self.ledger)
        for entry, language, outcome in unfinished:
            if not self.check:
                finish_page(entry, language, self.ledger)
            self._report_page(entry, language, outcome)

    def _decide(self, entry: PageEntry, language: str) -> tuple[LoadOutcome, str]:
        record = self.ledger.records.get(entry.record_key(language))
        if record is None:
            above = f"{entry.parent}:{language}"
            here = self.ledger.page(entry.parent, language) is not None or above in self.expected
            if entry.parent and not here:
                return LoadOutcome.SKIPPED, "the page above it is not here"
            reason = why_not_started(entry, language, self.ledger)
            return (LoadOutcome.SKIPPED if reason else LoadOutcome.CREATED), reason
        if self.ledger.page(entry.key, language) is None:
            return LoadOutcome.DELETED, ""
        if self.ledger.is_touched(entry, language):
            return LoadOutcome.EDITED, ""
        if record.revision_id is None:
            return LoadOutcome.CREATED, ""
        unchanged = record.fingerprint == entry.fingerprint(language)
        return (LoadOutcome.UNCHANGED if unchanged else LoadOutcome.UPDATED), ""

    def _report_page(
        self, entry: PageEntry, language: str, outcome: LoadOutcome, reason: str = ""
    ) -> None:
        self.report(Event("pages", entry.record_key(language), outcome, reason))
