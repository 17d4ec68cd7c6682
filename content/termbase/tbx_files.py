"""The termbase as TBX-Basic (ISO 30042:2019), written in its DCA style and read in both styles.

TBX has no place for related words, which only search uses: they stay as they are stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from xml.etree import ElementTree  # writes; defusedxml reads
from xml.etree.ElementTree import Element, SubElement

import defusedxml.ElementTree
from defusedxml import DefusedXmlException
from django.utils.text import slugify
from django.utils.translation import gettext as _

from content.languages import LANGUAGE_CODES
from content.models.terms import Standing, lines_of

from .entries import MOST_ENTRIES, NO, YES, Entry, EntryProblem, FileError, Placed, normal

NAMESPACE = "urn:iso:std:iso:30042:ed-2"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
STATUS = {
    Standing.PREFERRED: "preferredTerm-admn-sts",
    Standing.ALLOWED: "admittedTerm-admn-sts",
    Standing.FORBIDDEN: "deprecatedTerm-admn-sts",
}
_READ_AS = {status: standing for standing, status in STATUS.items()} | {
    "supersededTerm-admn-sts": Standing.FORBIDDEN
}
#: Before a code, as an identifier in XML begins with a letter.
ID = "term-"
#: Values of ``projectSubset``, the data category that TBX leaves to a project.
SUBSETS = {
    "do_not_translate": {YES: "do-not-translate", NO: "translate"},
    "is_public": {YES: "public", NO: "internal"},
}


def write(entries: Iterable[Entry]) -> bytes:
    """Return a file in UTF-8."""
    root = Element("tbx", {"style": "dca", "type": "TBX-Basic", LANGUAGE: "en", "xmlns": NAMESPACE})
    description = SubElement(SubElement(SubElement(root, "tbxHeader"), "fileDesc"), "sourceDesc")
    SubElement(description, "p").text = "Termbase, Japanese and English"
    body = SubElement(SubElement(root, "text"), "body")
    for entry in entries:
        _write_concept(SubElement(body, "conceptEntry", {"id": ID + entry["code"]}), entry)
    ElementTree.indent(root, " ")
    written: bytes = ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return written + b"\n"


def read(data: bytes) -> tuple[list[Placed], list[EntryProblem]]:
    """Return a file's entries with their numbers, and what is wrong with others.

    Raises:
        FileError: the file is no TBX, or holds what none needs: a document type, entities.
    """
    try:
        root = defusedxml.ElementTree.fromstring(data, forbid_dtd=True)
    except (ElementTree.ParseError, DefusedXmlException, LookupError, ValueError) as error:
        raise FileError(
            _("The file is not sound XML, or has a document type, which TBX does not need.")
        ) from error
    if _name(root) not in {"tbx", "martif"}:
        raise FileError(_("The file is XML, but not TBX."))
    entries: list[Placed] = []
    problems: list[EntryProblem] = []
    concepts = (one for one in root.iter() if _name(one) in {"conceptEntry", "termEntry"})
    for place, concept in enumerate(concepts, start=1):
        if place > MOST_ENTRIES:
            raise FileError(
                _("The file has more than %(count)s terms. Divide it.") % {"count": MOST_ENTRIES}
            )
        entry = _read_concept(concept)
        if entry.get("name_ja") and entry.get("name_en"):
            entries.append(Placed(place, normal(entry)))
        else:
            message = _("This concept lacks a name in Japanese or in English.")
            problems.append(EntryProblem(place, message))
    if not entries and not problems:
        raise FileError(_("The file holds no terms."))
    return entries, problems


def _write_concept(concept: Element, entry: Entry) -> None:
    def add(tag: str, category: str, text: str, **more: str) -> None:
        if text:
            SubElement(concept, tag, {"type": category, **more}).text = text

    add("descrip", "subjectField", entry["domain"])
    for name, values in SUBSETS.items():
        add("admin", "projectSubset", values[entry[name]])
    add("admin", "source", entry["source"])
    if address := entry["source_address"]:
        add("xref", "externalCrossReference", entry["source"] or address, target=address)
    if entry["note"]:
        SubElement(concept, "note").text = entry["note"]
    for language in LANGUAGE_CODES:
        section = SubElement(concept, "langSec", {LANGUAGE: language})
        standings = (
            (Standing.PREFERRED, [entry[f"name_{language}"]]),
            (Standing.ALLOWED, lines_of(entry[f"other_names_{language}"])),
            (Standing.FORBIDDEN, lines_of(entry[f"forbidden_{language}"])),
        )
        for standing, names in standings:
            for name in names:
                term = SubElement(section, "termSec")
                SubElement(term, "term").text = name
                note = SubElement(term, "termNote", {"type": "administrativeStatus"})
                note.text = STATUS[standing]


def _read_concept(concept: Element) -> dict[str, str]:
    entry: dict[str, str] = {}
    for category, element in _categories(concept):
        text = _text(element)
        match category:
            case "subjectField":
                entry["domain"] = text
            case "source" | "note":
                entry[category] = text
            case "externalCrossReference":
                entry["source_address"] = element.get("target", "")
            case "projectSubset":
                for name, values in SUBSETS.items():
                    for value, word in values.items():
                        if text == word:
                            entry[name] = value
    for section in concept:
        if _name(section) in {"langSec", "langSet"}:
            language = section.get(LANGUAGE, "").lower().partition("-")[0]
            if language in LANGUAGE_CODES:
                entry |= _read_names(section, language)
    identifier = concept.get("id", "")
    entry["code"] = (
        identifier.removeprefix(ID)
        if identifier.startswith(ID)
        else slugify(entry.get("name_en", ""))[:60].strip("-")
    )
    return entry


def _read_names(section: Element, language: str) -> dict[str, str]:
    """Return the names of a language section by field; the first usable one is preferred."""
    found: dict[Standing | None, list[str]] = {one: [] for one in (*Standing, None)}
    for term in section.iter():
        if _name(term) in {"termSec", "tig", "ntig"}:
            status = [
                _text(one)
                for category, one in _categories(term)
                if category == "administrativeStatus"
            ]
            name = next((_text(one) for one in term.iter() if _name(one) == "term"), "")
            found[_READ_AS.get(status[0]) if status else None].append(name)
    usable = [*found[Standing.PREFERRED], *found[None], *found[Standing.ALLOWED]]
    return {
        f"name_{language}": usable[0] if usable else "",
        f"other_names_{language}": "\n".join(usable[1:]),
        f"forbidden_{language}": "\n".join(found[Standing.FORBIDDEN]),
    }


def _categories(parent: Element) -> Iterator[tuple[str, Element]]:
    """Yield what is said of a concept or a name, by data category, in either style of TBX."""
    for child in parent:
        name = _name(child)
        if name in {"langSec", "langSet"}:
            continue
        if name.endswith("Grp"):
            yield from _categories(child)
        else:
            yield child.get("type") or name, child


def _name(element: Any) -> str:
    """Return an element's name without its namespace; of a comment none."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _text(element: Element) -> str:
    return "".join(element.itertext()).strip()
