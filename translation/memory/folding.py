"""What two texts must share to be found by one another: folded text and hashed trigrams."""

from __future__ import annotations

import hashlib
from zlib import crc32

from text.characters import folded

from ..exchange import inline

#: How many of a text's trigrams are kept: those of the smallest hashes. Two texts that share most
#: of their trigrams share most of these as well, wherever they differ.
KEPT = 12
_SIZE = 3


def folded_text(fragment: str) -> str:
    """Return the words of a segment with width, case, composition, white space and tags aside."""
    return folded(inline.to_text(inline.parse(fragment)))


def digest(fragment: str) -> str:
    """Return the hash (64 hexadecimal digits) by which the same segment is found at once."""
    return hashlib.sha256(inline.canonical(fragment).encode()).hexdigest()


def trigrams(folded_words: str, locale: str) -> list[int]:
    """Return the smallest hashes of a folded text's trigrams: at most :data:`KEPT`, ascending.

    A text of one character has one trigram too, since a text begins and ends with a space.

    Args:
        folded_words: As :func:`folded_text` returns it.
        locale: The language's code; the hashes of two languages have nothing in common.
    """
    padded = f" {folded_words} "
    grams = {padded[at : at + _SIZE] for at in range(len(padded) - _SIZE + 1)}
    seed = crc32(locale.encode())
    return sorted({crc32(gram.encode(), seed) for gram in grams})[:KEPT]
