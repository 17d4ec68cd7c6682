"""What an operator is told of something wrong with a file: what it is, and what to do."""

from __future__ import annotations

from .documents import ExchangeError, Fault

#: Of a whole file, a page or a line.
ADVICE: dict[Fault, str] = {
    Fault.TOO_LARGE: "It is larger than is read ({detail}). Split it.",
    Fault.TOO_MANY_ROWS: "It has more than {detail} rows. Split it.",
    Fault.BROKEN_ENCODING: "It is not in UTF-8 ({detail}). Save it as UTF-8.",
    Fault.NOT_READABLE: "It is damaged ({detail}). Save it anew from the program that made it.",
    Fault.HAS_DTD: "It declares a document type, which is never read. Take the DOCTYPE out.",
    Fault.WRONG_FORMAT: "It is not of a format that is read here. docs/translation-exchange.md "
    "names them.",
    Fault.NO_PAGE: "It names no page of this site. Fill in a file that was exported here.",
    Fault.MIXED_LANGUAGES: "It is of several pairs of languages. Use a file for each.",
    Fault.CANNOT_BE_WRITTEN: "This text cannot be written into such a file: {detail}. Shorten it "
    "or take the control characters out, on the page.",
    Fault.OTHER_PAGE: "There is no such page, or no such translation of it.",
    Fault.OTHER_LANGUAGES: "It is of another pair of languages. Export the page anew.",
    Fault.OLD_SOURCE: "The source has changed since. Export the page anew.",
    Fault.STOPPED: "Its translation was stopped, or its page is gone. Resume it first.",
    Fault.HELD: "It is locked or being reviewed. Import again when that is over.",
    Fault.TWICE: "It is there twice ({detail}). Keep one.",
    Fault.UNKNOWN_LINE: "There is no such text on the page.",
    Fault.SOURCE_CHANGED: "The source was changed in the file. Only the translation may be.",
    Fault.TAGS_CHANGED: "Links or tags are missing, added or not closed. Keep those of the source.",
    Fault.FOREIGN_MARKUP: "There is HTML that no text may hold. Take it out.",
    Fault.FORMULA: "There is a formula. Write the text itself.",
    Fault.NOT_TEXT: "There is a date or another thing that is no text. Format the cell as text.",
    Fault.NOT_FINAL: "It is marked as needing review (fuzzy). Take the mark off when it is right.",
    Fault.UNUSABLE_CHARACTERS: "There are control characters. Take them out.",
}


def advice(error: ExchangeError) -> str:
    """Return what is wrong with a file, and what to do."""
    return ADVICE[error.fault].format(detail=error.detail or "as a whole")
