"""Links between the pages of the opening content: by key in the data, by id in the database."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

PAGE_LINK = re.compile(r'<a linktype="page" key="(?P<key>[^"]+)">(?P<text>.*?)</a>', re.DOTALL)
#: Parts of a block that hold nothing but links: the block goes when the last of them has.
LINK_LISTS = ("links", "pages")

_GONE = object()

FindPage = Callable[[str], int | None]


def page_keys(value: Any) -> Iterator[str]:
    """Yield the keys of all pages that a value links to, in rich text and in choosers."""
    if isinstance(value, str):
        for found in PAGE_LINK.finditer(value):
            yield found["key"]
    elif isinstance(value, list):
        for item in value:
            yield from page_keys(item)
    elif isinstance(value, dict):
        for name, item in value.items():
            if name == "page":
                yield item
            elif name == "pages":
                yield from item
            else:
                yield from page_keys(item)


def resolve_links(value: Any, find: FindPage) -> Any:
    """Return a value with ids in place of keys.

    A link in rich text to a page that is not here becomes plain text; a chosen page that is not
    here goes together with what was said about it, and a block of nothing but such links goes too.
    """
    resolved = _resolve(value, find)
    return [] if resolved is _GONE else resolved


def _resolve(value: Any, find: FindPage) -> Any:
    if isinstance(value, str):
        return PAGE_LINK.sub(lambda found: _anchor(found, find), value)
    if isinstance(value, list):
        items = [_resolve(item, find) for item in value]
        return [item for item in items if item is not _GONE]
    if isinstance(value, dict):
        return _resolve_block(value, find)
    return value


def _resolve_block(value: dict[str, Any], find: FindPage) -> Any:
    resolved = {}
    for name, item in value.items():
        if name == "page":
            resolved[name] = find(item) or _GONE
        elif name == "pages":
            resolved[name] = [found for key in item if (found := find(key))]
        else:
            resolved[name] = _resolve(item, find)
        emptied = name in LINK_LISTS and item and not resolved[name]
        if resolved[name] is _GONE or emptied:
            return _GONE
    return resolved


def _anchor(found: re.Match[str], find: FindPage) -> str:
    page_id = find(found["key"])
    text = found["text"]
    return f'<a linktype="page" id="{page_id}">{text}</a>' if page_id else text
