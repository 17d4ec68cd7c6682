"""Tells the language of words, and finds the words that a page shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import TemplateString

JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uff66-\uff9f]")
LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
SPOKEN = ("alt", "aria-label", "placeholder", "title", "data-w-tooltip-content-value")
UNSEEN = ("script", "style", "svg")
BUTTONS = {"submit", "button", "reset"}


def is_japanese(text: str) -> bool:
    """Whether a text has Japanese in it."""
    return bool(JAPANESE.search(text))


def is_english(text: str) -> bool:
    """Whether a text consists of Latin words, with no Japanese at all."""
    return bool(LATIN_WORD.search(text)) and not is_japanese(text)


@dataclass(frozen=True)
class Words:
    """A piece of text that a person sees or is read aloud, and the language it is marked with."""

    text: str
    language: str


def words_of(html: str) -> Iterator[Words]:
    """Every text of a page, templates for scripts included, in the order of the page."""
    soup = BeautifulSoup(html, "html.parser")
    for unseen in soup.find_all(UNSEEN):
        unseen.decompose()
    for tag in soup.find_all(True):
        language = _language_of(tag)
        for text in _texts_of(tag):
            if text.strip():
                yield Words(" ".join(text.split()), language)


def _texts_of(tag: Tag) -> Iterator[str]:
    for name in SPOKEN:
        yield str(tag.get(name) or "")
    if tag.name == "input" and tag.get("type") in BUTTONS:
        yield str(tag.get("value") or "")
    for child in tag.children:
        if type(child) in {NavigableString, TemplateString}:
            yield str(child)


def _language_of(tag: Tag) -> str:
    marked = tag if tag.get("lang") else tag.find_parent(lang=True)
    return str(marked["lang"]) if marked else ""
