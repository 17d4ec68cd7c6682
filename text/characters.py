"""The one way in for text: what is typed, sent, uploaded or imported passes here.

Text is kept in Unicode's composed form (NFC), as Japanese keyboards write it and macOS's file names
do not, and without what no page, file or database can hold: control characters, halves of surrogate
pairs, noncharacters. This module knows neither Django nor a database.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

#: What separates lines, somewhere: among it the line break within a paragraph of Word (U+000B).
_LINE_BREAK = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
#: Control characters but tab and line feed, surrogates, noncharacters, invisible marks that nobody
#: types (zero width space, byte order mark), and what turns the direction of writing around.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u200b\u202a-\u202e\ufdd0-\ufdef\ufeff\ufffe\uffff"
    + "".join(chr(plane * 0x10000 + last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
_WHITE_SPACE_WITH_BREAK = re.compile(r"[ \t\u3000]*[\n\t]\s*")
#: What means something else in a path, on some system.
_NOT_IN_FILE_NAMES = re.compile(r'[/\\:*?"<>|#%]')

#: Bytes of a file's name in UTF-8: file systems take 255, with what storages and caches add.
MOST_NAME_BYTES = 200
_LONGEST_EXTENSION = 20


def clean(text: str) -> str:
    """Return a text as it is kept: in NFC, lines ended by line feeds, without unwanted characters.

    White space at its ends and between words stays.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _join_surrogates(text)
    return unicodedata.normalize("NFC", _UNWANTED.sub("", _LINE_BREAK.sub("\n", text)))


def clean_line(text: str) -> str:
    """Return a text of one line: as ``clean``, with a space for a line break, none at its ends."""
    return _WHITE_SPACE_WITH_BREAK.sub(" ", clean(text)).strip()


def clean_value(value: Any) -> Any:
    """Return a value such as JSON holds, with every text within cleaned; the same one if it is."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {clean_value(key): clean_value(within) for key, within in value.items()}
    if isinstance(value, list | tuple):
        return [clean_value(within) for within in value]
    return value


def clean_address(path: str) -> str:
    """Return the path of an address in NFC; what cannot stand in one makes it nobody's address."""
    if path.isascii() and path.isprintable():
        return path
    path = _join_surrogates(path)
    return unicodedata.normalize("NFC", _UNWANTED.sub("\N{REPLACEMENT CHARACTER}", path))


def clean_file_name(name: str) -> str:
    """Return the name of a file, without folders, as it is kept and given back.

    Everything that people write stays (``（株）㈱〜``). A long one is cut before its extension.
    """
    name = _NOT_IN_FILE_NAMES.sub("_", clean_line(name.replace("\\", "/").rpartition("/")[2]))
    name = re.sub(r"\s+", "_", name).lstrip(".")
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension.encode()) > _LONGEST_EXTENSION:
        stem, extension = name, ""
    ending = f".{extension}" if extension else ""
    kept = stem.encode()[: MOST_NAME_BYTES - len(ending.encode())].decode(errors="ignore")
    return f"{kept.rstrip(' .') or 'file'}{ending}"


def folded(text: str) -> str:
    """Return what two writings of one name have in common: width, case and composition aside."""
    spaced = " ".join(unicodedata.normalize("NFKC", clean(text)).split())
    return unicodedata.normalize("NFKC", spaced.casefold())


def _join_surrogates(text: str) -> str:
    """Return a text in which the two halves of a character are that character."""
    if any("\ud800" <= one <= "\udfff" for one in text):
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    return text


#: Full-width Latin letters, digits and signs, and the space among them.
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


def half_width(text: str) -> str:
    """Return what programs read, such as an address or a number, in half width and trimmed."""
    return text.translate(_HALF_WIDTH).strip()
