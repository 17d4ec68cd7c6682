"""Addresses that can only be read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

View = Callable[..., Any]


def read_only(view: View) -> View:
    """Let a view answer GET and HEAD, and say 405 to all else.

    Such a view changes nothing, so it asks for no proof against forgery: the answer to a POST
    would else be that proof's 403.
    """
    return csrf_exempt(require_safe(view))
