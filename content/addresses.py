"""The site's own address: left open in what is stored, filled in when an answer is made.

What a command renders without ``BASE_URL`` is thus the same as what the service does, and another
``BASE_URL`` holds with the next answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings

#: Stands for the site's own address in what is stored. No text can hold this noncharacter
#: (:mod:`text.characters`), and JSON in UTF-8 has it as it is.
OPEN_ADDRESS = "\ufdd0"
OPEN_BYTES = OPEN_ADDRESS.encode()

_is_open: ContextVar[bool] = ContextVar("is_open", default=False)


@contextmanager
def own_address_left_open() -> Iterator[None]:
    """Let :func:`absolute_url` leave the site's own address open: what is made will be stored."""
    token = _is_open.set(True)
    try:
        yield
    finally:
        _is_open.reset(token)


def own_address() -> str:
    """Return what stands before a path of this site: ``BASE_URL``, or what stands for it."""
    return OPEN_ADDRESS if _is_open.get() else settings.BASE_URL


def absolute_url(path: str) -> str:
    """Return the public address of a path on this site."""
    is_whole = path.startswith(("http://", "https://", OPEN_ADDRESS))
    return path if is_whole else f"{own_address()}{path}"


def filled_in(stored: Any) -> Any:
    """Return JSON that was stored with the site's own address wherever it was left open."""
    if isinstance(stored, str):
        return stored.replace(OPEN_ADDRESS, settings.BASE_URL)
    if isinstance(stored, dict):
        return {name: filled_in(value) for name, value in stored.items()}
    if isinstance(stored, list):
        return [filled_in(value) for value in stored]
    return stored


def bytes_filled_in(stored: bytes) -> bytes:
    """Return stored JSON, as its bytes, with the site's own address wherever it was left open."""
    return stored.replace(OPEN_BYTES, settings.BASE_URL.encode())
