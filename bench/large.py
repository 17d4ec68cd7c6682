"""Writes a large collection for :mod:`bench.search`: pages from the repository's own sentences.

Nothing is copied as it stands: a part of each sentence's nouns is replaced. New words keep coming
and known ones come back the more often the more often they came (Simon's process), so that words
are distributed as in real texts: few are everywhere, most are on one page. The same seed gives the
same pages.

    python -m bench.large FOLDER --pages 10000 --length 1600
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from search.analysis.latin import COMMON
from search.analysis.questions import LONGEST_QUESTION
from search.analysis.segmentation import words

Row = dict[str, Any]
OWN = Path(__file__).parent.parent / "tests" / "evaluation" / "own" / "passages.jsonl"
SEED = 10_000
LENGTH = 1_600
JAPANESE_SHARE = 0.7
#: How many sentences of a page belong to one subject, and how many nouns are replaced.
ON_SUBJECT = 0.3
REPLACED = 0.45
#: Of the nouns that are put in, how many no page had before.
NEW = 0.08
QUESTIONS = 300
#: Questions as long as they may be, of each of three kinds.
LONGEST = 20
#: Of a sentence's words, how many a question keeps.
KEPT = 0.6
MOST_KEPT = 12
_SENTENCE = re.compile(r"[^。.!?]+[。.!?]?\s*")
_ENGLISH = re.compile(r"[A-Za-z][A-Za-z'-]*|[^A-Za-z]+")
_KATAKANA = "アイウカキクケコサシセタテトナニネノハヒフホマミムメモラリルレロガギグゴザジズダデド"
_CONSONANTS = "bdfghklmnprstvwyz"
_VOWELS = "aeio"
_PLACES = "市町村川港区"
#: English words of so few letters stay as they are.
LONGEST_COMMON = 3

#: A piece of a sentence, and whether it is a noun that may be replaced.
Piece = tuple[str, bool]
Sentence = tuple[Piece, ...]


@dataclass
class Language:
    """What pages of a language are made of; ``used`` has each noun as often as it was put in."""

    subjects: dict[str, list[Sentence]] = field(default_factory=dict)
    used: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, locale: str) -> Language:
        """Return the repository's own sentences of a language."""
        language = cls()
        for line in OWN.read_text(encoding="utf-8").splitlines():
            passage = json.loads(line)
            if passage["locale"] == locale:
                found = language.subjects.setdefault(passage["title"], [])
                found += [_divided(text, locale) for text in _SENTENCE.findall(passage["text"])]
        language.used = [
            text
            for sentences in language.subjects.values()
            for sentence in sentences
            for text, is_noun in sentence
            if is_noun
        ]
        return language


def _divided(text: str, locale: str) -> Sentence:
    if locale == "ja":
        found = [(word.surface, word.kind[0] == "名詞") for _begin, _end, word in words(text)]
        return tuple((surface, noun and len(surface) > 1) for surface, noun in found)
    pieces = _ENGLISH.findall(text)
    return tuple(
        (piece, len(piece) > LONGEST_COMMON and piece.lower() not in COMMON) for piece in pieces
    )


def pages(count: int, length: int, seed: int = SEED) -> Iterator[Row]:
    """Yield passages of about ``length`` characters, in both languages mixed."""
    dice = Random(seed)
    languages = {locale: Language.read(locale) for locale in ("ja", "en")}
    for number in range(1, count + 1):
        locale = "ja" if dice.random() < JAPANESE_SHARE else "en"
        language = languages[locale]
        title = dice.choice(list(language.subjects))
        named = _noun(language, locale, dice)
        yield {
            "id": f"{locale}-{number}",
            "locale": locale,
            "title": f"{named}の{title}" if locale == "ja" else f"{title} in {named.capitalize()}",
            "text": _text(language, locale, title, length, dice),
        }


def _text(language: Language, locale: str, subject: str, length: int, dice: Random) -> str:
    subjects = list(language.subjects)
    text = ""
    while len(text) < length:
        chosen = subject if dice.random() < ON_SUBJECT else dice.choice(subjects)
        sentence = dice.choice(language.subjects[chosen])
        said = "".join(
            _noun(language, locale, dice) if is_noun and dice.random() < REPLACED else piece
            for piece, is_noun in sentence
        )
        text += said if locale == "ja" else said.strip() + " "
    return text


def _noun(language: Language, locale: str, dice: Random) -> str:
    is_new = dice.random() < NEW
    noun = _new(language, locale, dice) if is_new else dice.choice(language.used)
    language.used.append(noun)
    return noun


def _new(language: Language, locale: str, dice: Random) -> str:
    """Return a compound, a place or an unknown word."""
    if locale == "en":
        syllables = range(dice.randint(2, 4))
        return "".join(dice.choice(_CONSONANTS) + dice.choice(_VOWELS) for _one in syllables)
    if dice.random() < 0.3:
        return "".join(dice.choice(_KATAKANA) for _index in range(dice.randint(3, 5)))
    kanji = [noun for noun in dice.choices(language.used, k=6) if re.fullmatch("[一-鿿]{2}", noun)]
    if len(kanji) > 1 and dice.random() < 0.6:
        return kanji[0] + kanji[1]
    signs = "".join(kanji) or "環境"
    return dice.choice(signs) + dice.choice(signs) + dice.choice(_PLACES)


def questions(passages: Iterable[Row], seed: int = SEED) -> tuple[list[Row], list[Row]]:
    """Return keywords, half of them frequent and half of them rare, and sentences."""
    dice = Random(seed + 1)
    known = list(passages)
    sentences = [_sentence(passage, dice) for passage in dice.sample(known, QUESTIONS)]
    counted: Counter[tuple[str, str]] = Counter()
    places: dict[tuple[str, str], str] = {}
    for passage in dice.sample(known, min(len(known), 2_000)):
        for text, is_noun in _divided(passage["text"], passage["locale"]):
            if is_noun:
                counted[passage["locale"], text] += 1
                places.setdefault((passage["locale"], text), passage["id"])
    frequent = dice.choices(list(counted), weights=list(counted.values()), k=QUESTIONS // 2)
    rare = dice.sample(sorted(counted), QUESTIONS // 2)
    keywords = [
        {"query": text, "locale": locale, "relevant": [places[locale, text]]}
        for locale, text in frequent + rare
    ]
    return keywords, sentences


def longest(passages: Iterable[Row], seed: int = SEED) -> list[Row]:
    """Return the worst that may be asked: a page's text, frequent nouns, characters in no order."""
    dice = Random(seed + 2)
    chosen = dice.sample([one for one in passages if one["locale"] == "ja"], LONGEST)
    nouns = [
        text for passage in chosen for text, is_noun in _divided(passage["text"], "ja") if is_noun
    ]
    found: list[Row] = []
    for passage in chosen:
        signs = "".join(dice.choices(passage["text"], k=LONGEST_QUESTION))
        texts = (passage["text"], " ".join(dice.choices(nouns, k=LONGEST_QUESTION)), signs)
        found.extend(
            {"query": text[:LONGEST_QUESTION], "locale": "ja", "relevant": [passage["id"]]}
            for text in texts
        )
    return found


def _sentence(passage: Row, dice: Random) -> Row:
    locale = passage["locale"]
    said = dice.choice(_SENTENCE.findall(passage["text"]))
    pieces = [piece for piece, _is_noun in _divided(said, locale) if piece.strip(" 。、.,")]
    kept = [piece for piece in pieces if dice.random() < KEPT][:MOST_KEPT] or pieces[:1]
    query = "".join(kept) if locale == "ja" else " ".join(kept)
    return {"query": query[:100], "locale": locale, "relevant": [passage["id"]]}


def write(folder: Path, count: int, length: int) -> None:
    """Write a collection as :mod:`bench.search` reads it."""
    made = list(pages(count, length))
    keywords, sentences = questions(made)
    files = {
        "passages": made,
        "keywords.queries": keywords,
        "sentences.queries": sentences,
        "longest.queries": longest(made),
    }
    for name, found in files.items():
        lines = (json.dumps(one, ensure_ascii=False) for one in found)
        (folder / f"{name}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--length", type=int, default=LENGTH)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    write(options.folder, options.pages, options.length)


if __name__ == "__main__":
    main()
