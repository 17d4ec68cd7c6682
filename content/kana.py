"""Kana of both kinds and both widths, seen as the same letters."""

from __future__ import annotations

import unicodedata

_DISTANCE = ord("ァ") - ord("ぁ")
_TO_KATAKANA = {code: code + _DISTANCE for code in range(ord("ぁ"), ord("ゖ") + 1)}
_TO_HIRAGANA = {katakana: hiragana for hiragana, katakana in _TO_KATAKANA.items()}


def full_width(text: str) -> str:
    """Return text with half-width kana and full-width Latin letters in their usual width."""
    return unicodedata.normalize("NFKC", text)


def katakana(text: str) -> str:
    """Return text with its hiragana as katakana."""
    return full_width(text).translate(_TO_KATAKANA)


def hiragana(text: str) -> str:
    """Return text with its katakana as hiragana."""
    return full_width(text).translate(_TO_HIRAGANA)
