"""The segments of a page out of wagtail-localize into a document, and back as a draft."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from content.models import PageNumber

from .exchange import inline
from .exchange.comparing import Comparison, TargetChange, compare, fault_of_target
from .exchange.documents import (
    ExchangeError,
    Fault,
    PageDocument,
    TextUnit,
    UnitState,
    hash_of,
)

#: What a text that came back from a file is said to be translated with.
TOOL = "file"


@dataclass(frozen=True, slots=True)
class _Segment:
    """A unit and the row of wagtail-localize that it comes from."""

    unit: TextUnit
    string_id: int
    context_id: int


def exported(translation: Translation) -> PageDocument:
    """Return the texts of a translation as they are now: of the source as it was synchronised.

    A present translation that a page could not hold is left out: it has to be written anew.
    """
    units = tuple(segment.unit for segment in _segments(translation))
    number = PageNumber.objects.of(translation.source.object_id)
    return PageDocument(
        page=number or 0,
        title=translation.source.object_repr,
        source_hash=hash_of(units),
        source_locale=translation.source.locale.language_code,
        target_locale=translation.target_locale.language_code,
        units=units,
    )


def _segments(translation: Translation) -> list[_Segment]:
    """Return each text once at its place: the same twice in one field has one translation."""
    rows = (
        StringSegment.objects.filter(source=translation.source_id)
        .select_related("string", "context")
        .order_by("order", "pk")
    )
    targets = {
        (row.translation_of_id, row.context_id): row
        for row in StringTranslation.objects.filter(
            locale=translation.target_locale_id,
            context__object_id=translation.source.object_id,
            has_error=False,
        )
    }
    found: dict[tuple[int, int], _Segment] = {}
    for row in rows:
        key = (row.string_id, row.context_id)
        if key not in found:
            unit = _unit(f"u{len(found) + 1}", row, targets.get(key))
            found[key] = _Segment(unit, *key)
    return list(found.values())


def _unit(name: str, row: StringSegment, target: StringTranslation | None) -> TextUnit:
    source = inline.canonical(row.string.data)
    text = inline.canonical(target.data) if target else ""
    if target is None or not text or fault_of_target(source, text):
        return TextUnit(name, row.context.path, source)
    is_machine = target.translation_type == StringTranslation.TRANSLATION_TYPE_MACHINE
    state = UnitState.NEEDS_REVIEW if is_machine else UnitState.TRANSLATED
    return TextUnit(name, row.context.path, source, text, state)


@transaction.atomic
def bring_in(document: PageDocument, by: AbstractBaseUser | None = None) -> Comparison:
    """Take what changed in a page's part of a file, as a draft; publish nothing.

    Args:
        document: As a file brought it.
        by: Who is said to have translated it.

    Returns:
        What was changed, and what was not and why.

    Raises:
        ExchangeError: there is no such page, its translation is not being carried on, or it is
            locked or being reviewed. Nothing was changed.
    """
    translation = _translation(document)
    outcome = compare(exported(translation), document)
    if outcome.changes:
        segments = {segment.unit.id: segment for segment in _segments(translation)}
        for change in outcome.changes:
            _take(change, segments[change.unit.id], translation, by)
        _save_draft(translation, by)
    return outcome


def _translation(document: PageDocument) -> Translation:
    """Return the translation that a document is of, nobody else changing it meanwhile."""
    number = PageNumber.objects.filter(number=document.page).first()
    translation = (
        Translation.objects.select_for_update(of=("self",))
        .select_related("source__locale", "target_locale")
        .filter(
            source__object_id=number.translation_key,
            source__locale__language_code=document.source_locale,
            target_locale__language_code=document.target_locale,
        )
        .first()
        if number
        else None
    )
    if translation is None:
        raise ExchangeError(Fault.OTHER_PAGE)
    page = _target(translation)
    if not translation.enabled or page is None:
        raise ExchangeError(Fault.STOPPED)
    if page.locked or page.current_workflow_state:
        raise ExchangeError(Fault.HELD)
    return translation


def _target(translation: Translation) -> Page | None:
    found: Page | None = Page.objects.filter(
        translation_key=translation.source.object_id, locale=translation.target_locale_id
    ).first()
    return found


def _take(
    change: TargetChange, segment: _Segment, translation: Translation, by: AbstractBaseUser | None
) -> None:
    key = {
        "translation_of_id": segment.string_id,
        "context_id": segment.context_id,
        "locale_id": translation.target_locale_id,
    }
    if not change.unit.target:
        for row in StringTranslation.objects.filter(**key):
            row.delete()
        return
    values = {
        "data": change.unit.target,
        "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
        "tool_name": TOOL,
        "last_translated_by": by,
        "has_error": False,
        "field_error": "",
    }
    StringTranslation.objects.update_or_create(**key, defaults=values)


def _save_draft(translation: Translation, by: AbstractBaseUser | None) -> None:
    """Keep the texts as the page's newest draft.

    wagtail-localize's own ``save_target(publish=False)`` saves a live page before its draft, and
    readers would see it (``tests/traps/test_translation.py``).
    """
    page = translation.source.get_ephemeral_translated_instance(
        translation.target_locale, fallback=True
    )
    stored = _target(translation)
    if stored is not None:
        page.slug = stored.slug
    page.save_revision(user=by)
