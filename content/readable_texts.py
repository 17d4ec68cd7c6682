"""Texts as readers meet them: never cut within a word, read out in their own language."""

from __future__ import annotations

import re
import unicodedata

from django.utils.html import escape, format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString, mark_safe

from .languages import active_language

_JAPANESE = (
    "\u3005\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f"
    "\U00020000-\U0003ffff"
)
HAS_JAPANESE = re.compile(f"[{_JAPANESE}]")
#: Japanese letters, with the signs and spaces that stand among them.
JAPANESE_RUN = re.compile(f"[{_JAPANESE}](?:[\u3000-\u303f\uff01-\uff65\\s]*[{_JAPANESE}])*")
LATIN_WORD = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]{2,}")
#: What stands between the names of a list (:func:`publishing.site.showing.names_of`).
BETWEEN_NAMES = " / "
ADDRESS = re.compile(r"://|@|^www\.")

#: After these a Japanese text may end; among letters it may after hiragana, which end a phrase.
_ENDS = "。．.！!？?、，,；;：:）)」』】〉》 \u3000\n"
_SENTENCE_END = re.compile(r"[。！？!?](?=[^」』）)])|\.(?=\s)")
_HIRAGANA = re.compile("[\u3040-\u309f]")
_WORD_CHARACTER = re.compile("[A-Za-z0-9\u00c0-\u024f\u1e00-\u1eff'’_-]")
#: How far a text goes back for a place to end at, of what it might have.
_BACK = 0.4


def in_its_language(text: str) -> SafeString | str:
    """Return a text with ``lang`` where it is evidently not in the language being read.

    On a page in Japanese that is a name in Latin letters alone, on one in English every run of
    Japanese letters. HTML that is safe already stays as it is but for that.
    """
    is_html = isinstance(text, SafeString)
    if not is_html and BETWEEN_NAMES in text:
        names = [(in_its_language(name),) for name in text.split(BETWEEN_NAMES)]
        return format_html_join(BETWEEN_NAMES, "{}", names)
    plain = strip_tags(text) if is_html else str(text)
    if active_language() == "ja":
        if HAS_JAPANESE.search(plain) or ADDRESS.search(plain) or not LATIN_WORD.search(plain):
            return text
        return format_html('<span lang="en">{}</span>', text)
    if not HAS_JAPANESE.search(plain):
        return text
    if is_html:
        return text if LATIN_WORD.search(plain) else format_html('<span lang="ja">{}</span>', text)
    parts: list[str] = []
    end = 0
    for run in JAPANESE_RUN.finditer(plain):
        parts += [escape(plain[end : run.start()]), f'<span lang="ja">{escape(run[0])}</span>']
        end = run.end()
    return mark_safe("".join([*parts, escape(plain[end:])]))  # noqa: S308  # each part is escaped


def shortened(text: str, most: int) -> str:
    """Return a text of at most so many characters, cut where a reader would pause.

    At the end of a sentence where one is near, else of a phrase or a word; never within a word of
    Latin letters or a number, nor within what is shown as one character.
    """
    text = text.strip()
    if len(text) <= most:
        return text
    least = int(most * (1 - _BACK))
    ends = [found.end() for found in _SENTENCE_END.finditer(text[: most + 1])]
    if ends and least <= ends[-1] <= most:
        return text[: ends[-1]]
    room = most - 1  # for the ellipsis
    end = next((at for at in range(room, least, -1) if _may_end(text, at)), None)
    if end is None:
        end = next((at for at in range(room, 0, -1) if not _divides(text, at)), room)
    return text[:end].rstrip(" \u3000\n、，,；;：:（(「『【〈《-–—") + "…"


def _may_end(text: str, at: int) -> bool:
    """Whether a phrase or a word ends before a character."""
    if _divides(text, at):
        return False
    before, after = text[at - 1], text[at]
    if before in _ENDS or after.isspace():
        return True
    return bool(_HIRAGANA.match(before)) and not _HIRAGANA.match(after) and after not in _ENDS


def _divides(text: str, at: int) -> bool:
    """Whether a cut before a character would divide a word, a number or a character."""
    before, after = text[at - 1], text[at]
    if _WORD_CHARACTER.match(before) and _WORD_CHARACTER.match(after):
        return True
    if (before.isdigit() and after in ".,%％") or (before in ".," and after.isdigit()):
        return True
    joined = "\u200d"
    return (
        unicodedata.category(after) in {"Mn", "Mc", "Me"}
        or joined in (before, after)
        or "\U0001f3fb" <= after <= "\U0001f3ff"
        or "\U0001f1e6" <= before <= "\U0001f1ff"
        or after in "ーァィゥェォッャュョヮぁぃぅぇぉっゃゅょゎ々"
    )
