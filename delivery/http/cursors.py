"""Paging by where the last page of a list ended, so that nothing is shown twice or left out.

A cursor holds the values by which the list is sorted, of the last item given, and a fingerprint
of the list that it belongs to. It holds nothing secret, and whatever a client makes of it is
either understood or refused.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from .parameters import LARGEST_NUMBER
from .problems import Problem

LONGEST = 4000
FINGERPRINT_LENGTH = 8


def encode(fingerprint: str, values: Sequence[Any]) -> str:
    """Return a cursor."""
    plain = [value.isoformat() if isinstance(value, datetime) else value for value in values]
    text = json.dumps([fingerprint, *plain], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode(cursor: str, fingerprint: str, kinds: Sequence[type]) -> list[Any]:
    """Return the values in a cursor, each of its kind (``str``, ``int`` or ``datetime``).

    Raises:
        Problem: it is none of ours, or belongs to another list.
    """
    if len(cursor) > LONGEST:
        raise _refused()
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        found = json.loads(base64.urlsafe_b64decode(padded.encode("ascii")))
        own, *values = found
        typed = [_typed(value, kind) for value, kind in zip(values, kinds, strict=True)]
    except (ValueError, TypeError, binascii.Error, UnicodeError, RecursionError):
        raise _refused() from None
    if own != fingerprint:
        raise _refused()
    return typed


def fingerprint_of(*parts: object) -> str:
    """Return what tells a list from others."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:FINGERPRINT_LENGTH]


def _typed(value: Any, kind: Any) -> Any:
    if kind is datetime:
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None:
            raise ValueError
        return moment
    if type(value) is not kind or (kind is str and "\x00" in value):
        raise ValueError
    if kind is int and abs(value) > LARGEST_NUMBER:
        raise ValueError
    return value


def _refused() -> Problem:
    return Problem(
        "invalid-value",
        _("“cursor” does not belong to this list. Start again without it."),
        parameter="cursor",
    )
