"""English words: stems, British and American spellings as one, words too common to ask for."""

from __future__ import annotations

import re
import threading

from Stemmer import Stemmer

#: Units that are written right behind their number.
UNITS = "km2|km|m2|m3|cm|mm|kwh|kw|mwh|mw|gwh|gw|kg|mg|ppm|ppb|ha|kl|t|m|g"
#: A word of Latin letters, digits among them (co2, 3r, pm2.5, cop28), in a folded text. A number
#: with its unit is two words, of which the number is not one of these.
WORD = re.compile(
    r"(?<![a-z0-9])pm2\.5(?!\d)"
    rf"|(?<=\d)(?:{UNITS})(?![a-z0-9])"
    r"|(?<![a-z0-9])[a-z]+(?:'[a-z]+)*[a-z0-9]*"
    rf"|(?<![a-z0-9.])\d+(?!(?:{UNITS})(?![a-z0-9]))[a-z][a-z0-9]*"
)

#: The letters of a word that begins with digits (550kpa, 3dcg): a unit or a name, unless it is
#: the ending of a number (20th).
BEHIND_DIGITS = re.compile(r"^\d+(?!(?:st|nd|rd|th)$)([a-z]{2,})$")

COMMON = frozenset(
    """
    a about an and any are as at be been by can could did do does for from had has have how i if in
    into is it its me my of on or our shall should so such than that the their them then there these
    they this those to us was we were what when where which while who whom whose why will with would
    you your
    """.split()  # noqa: SIM905  # reads as a list
)

_WORDS = {
    "aluminium": "aluminum",
    "analyse": "analyze",
    "analysing": "analyzing",
    "catalogue": "catalog",
    "cheque": "check",
    "grey": "gray",
    "licence": "license",
    "plough": "plow",
    "practise": "practice",
    "programme": "program",
    "programmes": "programs",
    "tonne": "ton",
    "tonnes": "tons",
    "tyre": "tire",
}
_ENDINGS = (
    (re.compile(r"(?<=[a-z]{3})isation(s|al)?$"), r"ization\1"),
    (re.compile(r"(?<=[a-z]{3})is(e|es|ed|er|ers|ing)$"), r"iz\1"),
    (re.compile(r"(col|harb|lab|fav|hon|hum|neighb|behavi|vap|endeav|sav|rum|arm)our"), r"\1or"),
    (re.compile(r"(?<=[a-z]{2})(t|b)re(s?)$"), r"\1er\2"),
    (re.compile(r"([a-z]{3})ll(ed|ing|er|ers)$"), r"\1l\2"),
)
_stemmers = threading.local()


def stem(word: str) -> str:
    """Return what the forms and spellings of a folded English word have in common."""
    spelled = _WORDS.get(word, word)
    for pattern, replacement in _ENDINGS:
        spelled = pattern.sub(replacement, spelled)
    stemmer = getattr(_stemmers, "english", None)
    if stemmer is None:
        stemmer = _stemmers.english = Stemmer("english")
    stemmed: str = stemmer.stemWord(spelled)
    return stemmed or word
