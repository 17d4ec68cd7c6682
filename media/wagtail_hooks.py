"""What this room changes in Wagtail."""

from __future__ import annotations

from wagtail import hooks

from .views import refuse_unshown

# Wagtail has an address for documents besides ours, and asks this at both.
hooks.register("before_serve_document", refuse_unshown)
