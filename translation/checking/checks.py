"""All checks, in the order in which their findings are told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from . import brackets, doubled, lengths, markup, names, quantities, scripts, terms
from .findings import Finding
from .segments import FieldKind, Pair, TermRule, Text, language_of

Check = Callable[[Pair], Iterator[Finding]]

#: What is asked even of a target that is empty or not translated.
MARKUP_CHECKS: tuple[Check, ...] = (
    markup.tags,
    markup.links,
    markup.emails,
    markup.placeholders,
)
#: What is asked of every segment that has a translation.
CHECKS: tuple[Check, ...] = (
    *MARKUP_CHECKS,
    scripts.left_in_source_language,
    scripts.foreign_script,
    scripts.full_width,
    scripts.half_width,
    quantities.numbers,
    quantities.lost_numbers,
    quantities.weekdays,
    terms.terms,
    names.names,
    brackets.brackets,
    doubled.doubled,
    lengths.cut_off,
    lengths.proportion,
)


def check(pair: Pair) -> list[Finding]:
    """All findings of a translated segment; of an empty or untranslated one, that and markup."""
    for whole in (lengths.empty, scripts.untranslated):
        if found := list(whole(pair)):
            return [*found, *(finding for one in MARKUP_CHECKS for finding in one(pair))]
    return [finding for one in CHECKS for finding in one(pair)]


def check_segment(
    source_locale: str,
    target_locale: str,
    source: str,
    target: str,
    *,
    terms: Iterable[TermRule] = (),
    kind: FieldKind = FieldKind.TEXT,
) -> list[Finding]:
    """Check a translation of one segment.

    Args:
        source_locale: The source's language, ``ja`` or ``en``, with or without a region.
        target_locale: The target's, the other of the two.
        source: The text to translate, plain or with the inline tags of a segment.
        target: Its translation.
        terms: The terms of the termbase for this direction.
        kind: What kind of field it is.

    Raises:
        ValueError: A locale is neither Japanese nor English, or both are the same.
    """
    source_language, target_language = language_of(source_locale), language_of(target_locale)
    if source_language == target_language:
        raise ValueError(target_locale)
    pair = Pair(Text(source, source_language), Text(target, target_language), tuple(terms), kind)
    return check(pair)
