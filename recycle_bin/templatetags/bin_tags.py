"""What screens of the admin say of the bin."""

from __future__ import annotations

from typing import Any

from django import template

from recycle_bin.telling import before_deleting

register = template.Library()


@register.simple_tag(takes_context=True)
def bin_note(context: dict[str, Any]) -> str:
    """Return what the screen that asks whether to delete says of the bin."""
    options = context.get("model_opts")
    return before_deleting(context["request"], options.model if options else None)
