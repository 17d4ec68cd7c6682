"""Terms: the termbase's words for a thing are used, and its forbidden ones are not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from .findings import Finding, Severity
from .segments import Language, Pair, TermRule, Text

_ASCII_WORD = re.compile(r"[a-z0-9]", re.IGNORECASE)


def _fold(text: str) -> str:
    """The text for comparison, each character in its place."""
    return "".join(
        folded if len(folded := unicodedata.normalize("NFKC", sign).casefold()) == 1 else sign
        for sign in text.translate({0x2019: "'", 0x2010: "-", 0x2011: "-", 0x2013: "-"})
    )


@lru_cache(maxsize=4096)
def _pattern(form: str, language: Language) -> re.Pattern[str]:
    """Finds a form of a term; in English as whole words, in the plural and with other hyphens."""
    form = _fold(" ".join(form.split()))
    if language == "ja" and not form.isascii():
        return re.compile(re.escape(form))
    words = [re.escape(word) for word in re.split(r"[ -]", form) if word]
    body = r"[\s-]?".join(words) if len(words) > 1 else "".join(words)
    ending = ""
    if language == "en" and form[-1:].isalpha():
        if form.endswith("y") and len(form) > 2 and form[-2] not in "aeiou":
            body, ending = body[:-1], r"(?:y|ies)(?:'s?)?"
        else:
            ending = r"(?:e?s)?(?:'s?)?"
    return re.compile(rf"(?<![a-z0-9]){body}{ending}(?![a-z0-9])")


def _places(form: str, text: Text, folded: str) -> Iterator[tuple[int, int]]:
    if form.strip():
        for match in _pattern(form, text.language).finditer(folded):
            yield match.span()


def terms(pair: Pair) -> Iterator[Finding]:
    """Terms of the source that the target says otherwise, and forbidden words in the target."""
    if not pair.terms:
        return
    source, target = _fold(pair.source.plain), _fold(pair.target.plain)
    used: list[tuple[int, int]] = []
    found: list[tuple[int, int, TermRule, str]] = [
        (start, end, term, form)
        for term in pair.terms
        for form in term.source
        for start, end in _places(form, pair.source, source)
    ]
    found.sort(key=lambda place: (place[0] - place[1], place[0]))
    told: set[int] = set()
    for start, end, term, _form in found:
        if any(start < other_end and other_start < end for other_start, other_end in used):
            continue  # within a longer term
        used.append((start, end))
        if id(term) not in told:
            told.add(id(term))
            yield from _one(pair, term, start, end, target)


def _one(pair: Pair, term: TermRule, start: int, end: int, target: str) -> Iterator[Finding]:
    written = pair.source.plain[start:end]
    span = pair.source.span(start, end)
    wanted = (*term.source,) if term.do_not_translate else (term.preferred, *term.allowed)
    good = [place for form in wanted for place in _places(form, pair.target, target)]
    forbidden = [
        (form, place)
        for form in term.forbidden
        for place in _places(form, pair.target, target)
        if not any(first <= place[0] and place[1] <= last for first, last in good)
    ]
    best = written if term.do_not_translate else term.preferred
    for form, (first, last) in forbidden:
        yield Finding(
            "term_forbidden",
            Severity.ERROR,
            {"source": written, "target": form, "wanted": best},
            pair.target.span(first, last),
            span,
        )
    if forbidden or good or not any(wanted):
        return
    check = "term_translated" if term.do_not_translate else "term_missing"
    yield Finding(check, Severity.WARNING, {"source": written, "wanted": best}, None, span)
