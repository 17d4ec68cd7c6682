"""Tags as people type them, in either language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from .characters import clean_line

#: A tag in quotes, which is one whatever it holds; what the admin's own script sends.
_QUOTED = re.compile(r'"([^"]*)"')
#: What separates tags: commas of both languages, line breaks, the full-width space, and a middle
#: dot unless it stands within a name in katakana (ホー・チ・ミン).
_SEPARATORS = re.compile("[,、，､;；\n\t\u3000]|(?<![ァ-ヺーｦ-ﾟ])[・･]|[・･](?![ァ-ヺーｦ-ﾟ])")


def tags_from_text(text: str) -> list[str]:
    """Return the tags that a text names, sorted. A tag may have spaces within: 北九州市 環境."""
    quoted = _QUOTED.findall(text)
    typed = _SEPARATORS.split(_QUOTED.sub(",", text).replace('"', ""))
    tags = {tag for one in (*typed, *quoted) if (tag := clean_line(one))}
    return sorted(tags)


def text_from_tags(tags: Iterable[Any]) -> str:
    """Return tags as a text that ``tags_from_text`` reads as the same ones."""
    return ", ".join(sorted(f'"{tag.name}"' for tag in tags))
