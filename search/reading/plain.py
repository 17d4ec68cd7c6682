"""Plain text in any encoding that Japanese files come in."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from .parts import Notes, Part, Reason, UnreadableError, in_parts, joined

#: Bytes of a plain file that are read; far more than the characters that are kept.
MOST_BYTES = 32 * 1024**2
#: Characters that decide which encoding it is.
_SAMPLE = 20_000
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: ISO-2022-JP shifts to another set of characters by these.
_SHIFTS = re.compile(rb"\x1b(\$[@B]|\$\([DOPQ]|\([IJ])")
#: What no text holds, and what stands for broken bytes.
_STRANGE = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffd]")
#: Tried in this order; of two that read as well, the first.
_GUESSED = ("utf-8", "cp932", "euc_jp", "utf-16-le", "utf-16-be", "cp1252", "euc_jis_2004")
#: What share of a text has to be characters that texts have, and may be unreadable bytes.
_LEAST_LIKELY = 0.85
_MOST_BROKEN = 0.02


def read(path: Path, _notes: Notes) -> Iterator[Part]:
    """Yield the paragraphs of a text in parts."""
    blocks = re.split(r"\n[^\S\n]*\n", _text(path).replace("\r\n", "\n"))
    yield from in_parts(
        line for block in blocks for line in joined(block, is_prose=False).split("\n")
    )


def read_table(path: Path, _notes: Notes) -> Iterator[Part]:
    """Yield the lines of a table in parts."""
    yield from in_parts(_text(path).splitlines())


def _text(path: Path) -> str:
    with path.open("rb") as file:
        text = decoded(file.read(MOST_BYTES))
    if text is None:
        raise UnreadableError(
            "Its characters are of no encoding that is known here.", Reason.ENCODING
        )
    return text


def decoded(data: bytes) -> str | None:
    """Return a text in the encoding that makes the most sense of it; ``None`` where none does.

    A few broken bytes become replacement characters.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace").replace("\ufffd", " ")
    if _SHIFTS.search(data) and not any(byte > 0x7F for byte in data[:_SAMPLE]):  # noqa: PLR2004
        return data.decode("iso2022_jp_ext", "replace").replace("\ufffd", " ")
    best, best_score = None, _LEAST_LIKELY
    for encoding in _GUESSED:
        if data.count(0) and not encoding.startswith("utf-16"):
            continue
        text = _tried(data, encoding)
        score = _likelihood(text[:_SAMPLE]) if text is not None else 0
        if encoding == "utf-8" and text is not None and not _STRANGE.search(text):
            return text
        if score > best_score:
            best, best_score = text, score
    return best.replace("\ufffd", " ") if best is not None else None


def _tried(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding, "replace")
    except UnicodeDecodeError:
        return None
    broken = text.count("\ufffd")
    return None if broken > max(1, len(text) * _MOST_BROKEN) else text


def _likelihood(text: str) -> float:
    """Return how much of a text is what Japanese and English texts are made of, from 0 to 1."""
    if not text:
        return 1.0
    total = sum(_weight(one) for one in text)
    # Latin letters with accents stand among plain ones.
    for found in re.finditer(r"[\u00a0-\u00ff]{2,}", text):
        total -= len(found[0])
    return total / len(text)


def _weight(one: str) -> float:
    code = ord(one)
    if one in "\n\r\t" or 0x20 <= code < 0x7F:  # noqa: PLR2004
        return 1.0
    if 0x3000 <= code <= 0x30FF or 0xFF01 <= code <= 0xFF5E:  # noqa: PLR2004  # kana, full width
        return 1.0
    if 0x4E00 <= code <= 0x9FFF:  # noqa: PLR2004
        return 0.97 if _is_common(one) else 0.6
    if 0xFF61 <= code <= 0xFF9F:  # noqa: PLR2004  # half-width kana
        return 0.8
    if 0xC0 <= code <= 0xFF or 0x2010 <= code <= 0x266F:  # noqa: PLR2004
        return 0.85
    return -1.0 if unicodedata.category(one)[0] == "C" else 0.4


def _is_common(kanji: str) -> bool:
    """Whether a kanji is of the first level of JIS."""
    try:
        return kanji.encode("euc_jp")[0] < 0xD0  # noqa: PLR2004
    except UnicodeEncodeError:
        return False


_RTF = re.compile(
    rb"\\u(-?\d+) ?(?:\\'[0-9a-fA-F]{2}|\?)?|((?:\\'[0-9a-fA-F]{2})+)|\\([a-z]+)(-?\d*) ?"
    rb"|\\([^a-z])|([{}])|([^\\{}\r\n]+)"
)
_RTF_UNSEEN = frozenset(
    {b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"header", b"footer", b"object"}
    | {b"annotation", b"deleted", b"v", b"fldinst", b"listtable", b"themedata", b"generator"}
)


def text_of_rtf(data: bytes) -> str:  # noqa: C901  # a branch for each kind of token
    """Return the text of Rich Text as far as it is plainly there; hidden groups are left out."""
    pieces: list[str] = []
    unseen = [False]
    for unicode, escaped, word, number, symbol, brace, text in _RTF.findall(data):
        if brace == b"{":
            unseen.append(unseen[-1])
        elif brace == b"}":
            if len(unseen) > 1:
                unseen.pop()
        elif word in _RTF_UNSEEN or symbol == b"*":
            unseen[-1] = number != b"0"
        elif unseen[-1]:
            continue
        elif unicode:
            pieces.append(chr(int(unicode) % 0x10000))
        elif escaped:
            pieces.append(
                bytes.fromhex(escaped.replace(b"\\'", b"").decode()).decode("cp932", "replace")
            )
        elif word in {b"par", b"line", b"row", b"sect", b"page"}:
            pieces.append("\n")
        elif word in {b"tab", b"cell"} or symbol == b"~":
            pieces.append(" ")
        elif symbol == b"_":
            pieces.append("-")
        elif text:
            pieces.append(text.decode("ascii", "replace"))
    return "".join(pieces)
