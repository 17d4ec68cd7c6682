"""Taking a file into the termbase: what it would change is seen before, and all or nothing is."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from content.models import Term
from text.characters import folded

from . import csv_files, tbx_files
from .entries import MOST_BYTES, Entry, EntryProblem, FileError, Placed, entry_of, label_of, put


class ChangedMeanwhileError(Exception):
    """That the termbase is no longer what a plan was made for."""


@dataclass(frozen=True)
class TermDifference:
    """What a field says and what it would say."""

    field: str
    before: str
    after: str

    @property
    def label(self) -> str:
        return label_of(self.field)


@dataclass(frozen=True)
class Step:
    """A term that a file adds or changes, with its new values, and what differs."""

    term: Term
    differences: tuple[TermDifference, ...]


@dataclass
class TermsPlan:
    """What a file would do. Terms that it does not name stay as they are."""

    added: list[Step] = field(default_factory=list)
    changed: list[Step] = field(default_factory=list)
    unchanged: int = 0
    problems: list[EntryProblem] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)

    @property
    def does_something(self) -> bool:
        return bool(self.added or self.changed)

    @property
    def mark(self) -> str:
        """Tells this plan from that of another file, and from the same file's a while later."""
        told = [(step.term.code, step.differences) for step in (*self.added, *self.changed)]
        return hashlib.sha256(repr(told).encode()).hexdigest()


def read(data: bytes) -> tuple[list[Placed], list[EntryProblem]]:
    """Return the entries of a CSV or TBX file, and what is wrong with others.

    Raises:
        FileError: it is neither, or too large.
    """
    if len(data) > MOST_BYTES:
        raise FileError(
            _("The file is larger than %(count)s MB. Divide it.")
            % {"count": MOST_BYTES // 1024 // 1024}
        )
    if not data.strip():
        raise FileError(_("The file is empty."))
    if data.startswith((b"PK", b"\x1f\x8b", b"\xd0\xcf\x11\xe0")):
        raise FileError(
            _("The file is an archive or a workbook. Save it as “CSV UTF-8” and choose it again.")
        )
    is_xml = data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    return (tbx_files if is_xml else csv_files).read(data)


def plan(placed: Iterable[Placed], problems: Iterable[EntryProblem] = ()) -> TermsPlan:
    """Return what entries would do to the termbase as it is; store nothing."""
    made = TermsPlan(problems=list(problems))
    placed = list(placed)
    stored = {term.code: term for term in Term.objects.all()}
    before = {code: entry_of(term) for code, term in stored.items()}
    asked = Counter(one.entry["code"] for one in placed)
    names = Counter(folded(term.name_ja) for code, term in stored.items() if code not in asked)
    names.update(folded(one.entry["name_ja"]) for one in placed)
    for one in placed:
        made.entries.append(one.entry)
        code = one.entry["code"]
        old = before.get(code, {})
        if asked[code] > 1:
            message = _("The code “%(code)s” stands in this file more than once.")
            made.problems.append(EntryProblem(one.place, message % {"code": code}))
            continue
        differences = tuple(
            TermDifference(name, old.get(name, ""), value)
            for name, value in one.entry.items()
            if old.get(name, "") != value
        )
        if not differences:
            made.unchanged += 1
            continue
        term = stored.get(code) or Term()
        wrong = [*put(one.entry, term), *_faults(term)]
        renamed = any(difference.field == "name_ja" for difference in differences)
        if renamed and names[folded(one.entry["name_ja"])] > 1:
            wrong.append(
                _("Another term is called “%(name)s” too.") % {"name": one.entry["name_ja"]}
            )
        made.problems.extend(EntryProblem(one.place, message) for message in wrong)
        (made.changed if old else made.added).append(Step(term, differences))
    made.problems.sort(key=lambda problem: problem.place)
    return made


def numbered(entries: Iterable[Entry]) -> list[Placed]:
    """Return entries without a file, by their places among each other."""
    return [Placed(place, entry) for place, entry in enumerate(entries, start=1)]


def apply(entries: Iterable[Entry], mark: str, user: Any = None) -> TermsPlan:
    """Store what a plan showed, whole or not at all, and note it in each term's history.

    Raises:
        ChangedMeanwhileError: what would change now is not what the plan with this mark showed.
        ValueError: the entries have problems.
    """
    with transaction.atomic():
        list(Term.objects.select_for_update().values_list("pk"))
        made = plan(numbered(entries))
        if made.mark != mark:
            raise ChangedMeanwhileError
        if made.problems:
            raise ValueError(made.problems[0].message)
        for steps, action in ((made.added, "wagtail.create"), (made.changed, "wagtail.edit")):
            for step in steps:
                step.term.save()
                log(step.term, action, user=user)
    return made


def _faults(term: Term) -> list[str]:
    """Return what is wrong with a term's own values."""
    found: list[str] = []
    for check in (term.clean_fields, term.refuse_two_standings):
        try:
            check()
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                label = "" if name == NON_FIELD_ERRORS else f"{label_of(name)}: "
                found.extend(f"{label}{message}" for message in messages)
    return found
