"""Japanese words, found by SudachiPy with its core dictionary.

The dictionary is loaded when the first text is analysed and serves the whole process. A tokenizer
refuses to be used by two threads at a time, so each thread has its own.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass

from sudachipy import Dictionary, Morpheme, SplitMode, Tokenizer

#: Characters given to the tokenizer at a time: it refuses more than 49,149 bytes of UTF-8.
CHUNK = 12_000
_BREAK = re.compile(r"[。\n]")

_lock = threading.Lock()
_threads = threading.local()
_dictionaries: list[Dictionary] = []
#: Words that were read before.
_known: dict[tuple[int, int, str], Word] = {}
MOST_KNOWN = 50_000


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """A word of the dictionary, or what it took for one; the same one for as long as it is known.

    ``normal`` is the dictionary's normalised spelling, ``reading`` katakana, ``kind`` the first
    two levels of its part of speech. ``parts`` are the short words that a longer one consists of.
    """

    surface: str
    normal: str
    reading: str
    kind: tuple[str, str]
    parts: tuple[Word, ...] = ()


def words(text: str) -> Iterator[tuple[int, int, Word]]:
    """Yield the longest words of a text in order, each with its place; particles included."""
    for start, chunk in _chunks(text):
        for morpheme in _tokenizer().tokenize(chunk):
            yield start + morpheme.begin(), start + morpheme.end(), _word(morpheme)


def _word(morpheme: Morpheme) -> Word:
    """Return a word; reading one out of the dictionary costs more than remembering it."""
    identity = (morpheme.dictionary_id(), morpheme.word_id(), morpheme.surface())
    known = _known.get(identity)
    if known is None:
        if len(_known) >= MOST_KNOWN:
            _known.clear()
        parts = morpheme.split(SplitMode.A, add_single=False)
        known = _known[identity] = _plain(morpheme, tuple(_plain(part) for part in parts))
    return known


def _plain(morpheme: Morpheme, parts: tuple[Word, ...] = ()) -> Word:
    kind = morpheme.part_of_speech()
    return Word(
        surface=morpheme.surface(),
        normal=morpheme.normalized_form(),
        reading=morpheme.reading_form(),
        kind=(kind[0], kind[1]),
        parts=parts,
    )


def _chunks(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    while len(text) - start > CHUNK:
        breaks = [match.end() for match in _BREAK.finditer(text, start, start + CHUNK)]
        end = breaks[-1] if breaks else start + CHUNK
        yield start, text[start:end]
        start = end
    yield start, text[start:]


def _tokenizer() -> Tokenizer:
    tokenizer = getattr(_threads, "tokenizer", None)
    if tokenizer is None:
        with _lock:
            if not _dictionaries:
                _dictionaries.append(Dictionary(dict="core"))
        tokenizer = _threads.tokenizer = _dictionaries[0].tokenizer(mode=SplitMode.C)
    return tokenizer
