"""The termbase as the checks of translations ask for it."""

from __future__ import annotations

from content.models import Standing
from content.termbase.finding import TermConcept, find_terms

from .checking.segments import TermRule


def rules_for(text: str, source_language: str) -> tuple[TermRule, ...]:
    """Return what the termbase says of the terms in a source text. Asks one query.

    Args:
        text: the source as plain text.
        source_language: ``ja`` or ``en``; the target is the other one.
    """
    concepts = (
        concept for found in find_terms(text, source_language) for concept in found.concepts
    )
    return tuple(rule_of(concept, source_language) for concept in dict.fromkeys(concepts))


def rule_of(concept: TermConcept, source_language: str) -> TermRule:
    """Return a concept in one direction; every name of the source may stand in a source text."""
    target = "en" if source_language == "ja" else "ja"
    preferred = concept.texts(target, Standing.PREFERRED)
    return TermRule(
        source=concept.texts(source_language),
        preferred=preferred[0] if preferred else "",
        allowed=concept.texts(target, Standing.ALLOWED),
        forbidden=concept.texts(target, Standing.FORBIDDEN),
        do_not_translate=concept.do_not_translate,
    )
