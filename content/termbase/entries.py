"""Entries of the termbase as rows of text: what files hold, whichever their form.

An entry is a mapping of a field's name to its text. A list is one name on each line, yes and no are
``yes`` and an empty text. A field that an entry lacks is one that its file says nothing about.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import override

from content.languages import LANGUAGE_CODES
from content.models import Domain, Term
from content.models.terms import lines_of
from text.characters import clean, clean_line, folded

Entry = Mapping[str, str]

#: In the order in which files show them.
FIELDS = (
    "code",
    "name_ja",
    "name_en",
    "other_names_ja",
    "other_names_en",
    "forbidden_ja",
    "forbidden_en",
    "do_not_translate",
    "related_ja",
    "related_en",
    "domain",
    "note",
    "source",
    "source_address",
    "is_public",
)
SWITCHES = frozenset({"do_not_translate", "is_public"})
YES, NO = "yes", ""
_READ_AS = {
    **dict.fromkeys(("yes", "true", "1", "はい", "○", "◯"), YES),
    **dict.fromkeys(("", "no", "false", "0", "いいえ", "×"), NO),
}
#: What one file may hold. A termbase of this size is far from any that people keep.
MOST_ENTRIES = 5_000
MOST_BYTES = 5 * 1024 * 1024


_LABELS = {
    field.name: field.verbose_name
    for field in Term._meta.get_fields()
    if isinstance(field, models.Field)
}


class FileError(Exception):
    """That a file cannot be read at all; ``str()`` says why and what to do."""


@dataclass(frozen=True)
class EntryProblem:
    """What is wrong with an entry; ``place`` is its line in a table, or its number in TBX."""

    place: int
    message: str


@dataclass(frozen=True)
class Placed:
    """An entry and where its file has it."""

    place: int
    entry: Entry


def entry_of(term: Term) -> Entry:
    """Return a term as files hold it."""
    return normal({name: _text(getattr(term, name)) for name in FIELDS})


def stored_entries() -> Iterator[Entry]:
    """Yield all terms, in the order of their codes, which no database's collation changes."""
    yield from map(entry_of, sorted(Term.objects.all(), key=lambda term: term.code))


def normal(entry: Entry) -> Entry:
    """Return an entry as it is kept; what is no value of its field stays as written."""
    kept = {}
    for name, value in entry.items():
        if name in Term.LISTS:
            kept[name] = "\n".join(lines_of(clean(value)))
        elif name == "note":
            kept[name] = clean(value).strip()
        elif name in SWITCHES:
            kept[name] = _READ_AS.get(folded(value), value)
        elif name == "domain":
            kept[name] = _domain(value)
        else:
            kept[name] = clean_line(value)
    for language in LANGUAGE_CODES:
        names = f"other_names_{language}"
        if names in kept:
            first = kept.get(f"name_{language}", "")
            kept[names] = "\n".join(name for name in lines_of(kept[names]) if name != first)
    return kept


def carried(entries: Iterable[Entry]) -> str:
    """Return entries as a form carries them from a preview to the button below it."""
    return json.dumps([dict(entry) for entry in entries], ensure_ascii=False)


def from_form(text: str) -> list[Entry]:
    """Return the entries that :func:`carried` wrote.

    Raises:
        FileError: they are not what it writes.
    """
    try:
        found = [normal({name: str(entry[name]) for name in entry}) for entry in json.loads(text)]
    except (ValueError, TypeError) as error:
        raise FileError(_("Nothing was stored. Choose the file again.")) from error
    if any(not {"code", "name_ja", "name_en"} <= entry.keys() <= {*FIELDS} for entry in found):
        raise FileError(_("Nothing was stored. Choose the file again."))
    return found


def put(entry: Entry, term: Term) -> list[str]:
    """Set a term's fields to an entry's; return what is wrong with values that have no field."""
    wrong = []
    for name, value in entry.items():
        if name in SWITCHES:
            if value not in {YES, NO}:
                wrong.append(
                    _("“%(value)s” in %(field)s: write yes or leave it empty.")
                    % {"value": value, "field": name}
                )
            setattr(term, name, value == YES)
        else:
            setattr(term, name, value)
    return wrong


def label_of(name: str) -> str:
    """Return what a field is called in the language being read."""
    return str(_LABELS[name])


def _text(value: object) -> str:
    if isinstance(value, bool):
        return YES if value else NO
    return str(value or "")


def _domain(text: str) -> str:
    """Return a domain's code by its code or its label in either language."""
    sought = folded(text)
    for language in LANGUAGE_CODES:
        with override(language):
            for domain in Domain:
                if sought in {domain.value, folded(str(domain.label))}:
                    return domain.value
    return clean_line(text)
