"""What a file that comes back would change; nothing is changed here."""

from __future__ import annotations

from dataclasses import dataclass, replace

from . import inline
from .documents import CLEAR, Fault, ImportFinding, PageDocument, TextUnit, UnitState

#: Characters that neither a page nor XML can hold: controls but tab and line feed, halves of
#: surrogate pairs, two that are no characters.
_ALLOWED_CONTROLS = "\t\n"


@dataclass(frozen=True, slots=True)
class TargetChange:
    """A unit whose translation becomes another.

    Attributes:
        unit: The unit as it is to be; its target is empty where the translation is to be deleted.
        before: The translation until now, empty for none.
    """

    unit: TextUnit
    before: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a page's part of a file comes to.

    Attributes:
        changes: What is to be changed; empty when the page as a whole is refused.
        unchanged: How many units say what is there already, or nothing.
        findings: Lines that are left as they were, and why.
        refusal: Why nothing of the page is taken, otherwise ``None``.
    """

    changes: tuple[TargetChange, ...] = ()
    unchanged: int = 0
    findings: tuple[ImportFinding, ...] = ()
    refusal: Fault | None = None


def compare(present: PageDocument, given: PageDocument) -> Comparison:
    """Compare what came back with what is there now.

    Args:
        present: The page as it would be exported now.
        given: What a file says of a page.
    """
    if refusal := _refusal(present, given):
        return Comparison(refusal=refusal)
    known = {unit.id: unit for unit in present.units}
    changes: list[TargetChange] = []
    findings: list[ImportFinding] = []
    seen: set[str] = set()
    for unit in given.units:
        now = known.get(unit.id)
        fault = _fault(now, unit, is_second=unit.id in seen)
        seen.add(unit.id)
        if fault:
            findings.append(ImportFinding(fault, given.page, unit.id))
        elif now and (change := _change(now, unit)):
            changes.append(change)
    unchanged = len(given.units) - len(changes) - len(findings)
    return Comparison(tuple(changes), unchanged, tuple(findings))


def _refusal(present: PageDocument, given: PageDocument) -> Fault | None:
    if given.page != present.page:
        return Fault.OTHER_PAGE
    ours = (present.source_locale, present.target_locale)
    if (given.source_locale, given.target_locale) != ours:
        return Fault.OTHER_LANGUAGES
    return Fault.OLD_SOURCE if given.source_hash != present.source_hash else None


def _fault(now: TextUnit | None, unit: TextUnit, *, is_second: bool) -> Fault | None:
    """Return why a unit cannot be taken, ``None`` when it can or when it asks for nothing."""
    if now is None or is_second:
        return Fault.TWICE if is_second else Fault.UNKNOWN_LINE
    if inline.parse(unit.source) != inline.parse(now.source):
        return Fault.SOURCE_CHANGED
    if _asks_for_nothing(now, unit) or unit.target.strip() == CLEAR:
        return None
    return fault_of_target(now.source, unit.target) or (
        Fault.NOT_FINAL if unit.state is UnitState.NEEDS_REVIEW else None
    )


def fault_of_target(source: str, target: str) -> Fault | None:
    """Return why a text cannot be the translation of another, ``None`` when it can."""
    pieces = inline.parse(target)
    if inline.has_foreign_markup(pieces):
        return Fault.FOREIGN_MARKUP
    if not inline.is_nested(pieces) or not inline.keeps_tags(inline.parse(source), pieces):
        return Fault.TAGS_CHANGED
    return None if is_usable(target) else Fault.UNUSABLE_CHARACTERS


def _asks_for_nothing(now: TextUnit, unit: TextUnit) -> bool:
    target = inline.parse(unit.target)
    return not inline.to_text(target).strip() or target == inline.parse(now.target)


def _change(now: TextUnit, unit: TextUnit) -> TargetChange | None:
    if unit.target.strip() == CLEAR:
        return (
            TargetChange(replace(now, target="", state=UnitState.NEW), now.target)
            if now.target
            else None
        )
    if _asks_for_nothing(now, unit):
        return None
    state = UnitState.TRANSLATED if unit.state is UnitState.NEW else unit.state
    return TargetChange(replace(now, target=inline.canonical(unit.target), state=state), now.target)


def is_usable(text: str) -> bool:
    """Whether a text has only characters that a page and every format can hold."""
    return not any(
        (one < " " and one not in _ALLOWED_CONTROLS)
        or "\ud800" <= one <= "\udfff"
        or one in "\x7f\ufffe\uffff"
        for one in text
    )
