"""People's names in the order in which they are read."""

from __future__ import annotations

import re

#: Kanji, kana and what stands between them in names.
_JAPANESE = re.compile(
    r"[\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]"
)
#: Only katakana, in which names from abroad are written as they are said: given name first.
_KATAKANA = re.compile(r"[\u30a0-\u30ff\uff65-\uff9f\s=＝]+")


def is_written_in_japanese(name: str) -> bool:
    """Whether a name is written with Japanese characters."""
    return bool(_JAPANESE.search(name))


def full_name(given: str, family: str) -> str:
    """Return a person's name: 佐藤花子, アンナ・シュミット, Anna Schmidt.

    The order is that of the characters, whatever language the reader uses: 花子 佐藤 is nobody's
    name, and Schmidt Anna looks like a mistake in either language.
    """
    given, family = given.strip(), family.strip()
    parts = [part for part in (given, family) if part]
    if not any(map(is_written_in_japanese, parts)):
        return " ".join(parts)
    if len(parts) > 1 and all(map(_KATAKANA.fullmatch, parts)):
        return "・".join(parts)
    return f"{family}{given}" if all(map(is_written_in_japanese, parts)) else f"{family} {given}"
