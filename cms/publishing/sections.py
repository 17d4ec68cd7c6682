"""What the front pages of all sections have in common as documents."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from cms.content import representation
from cms.content.models import SectionIndexPage
from cms.content.schemas import RichTextSchema


def index_members(page: SectionIndexPage, _now: datetime) -> dict[str, Any]:
    """Return a section front page's own members."""
    return {
        "introduction": rich_text_or_none(page.introduction),
        "empty_text": rich_text_or_none(page.empty_text),
    }


def rich_text_or_none(source: str) -> RichTextSchema | None:
    """Return rich text, ``None`` where nothing is written."""
    return representation.rich_text(source) if source else None
