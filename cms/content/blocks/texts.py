"""Plain text blocks in which a text that is missing is empty, never null.

Wagtail reads what stored data leaves out as ``None``, and wagtail-localize cannot translate that.
"""

from __future__ import annotations

from wagtail import blocks


class LineBlock(blocks.CharBlock):
    """One line of text."""

    def normalize(self, value: str | None) -> str:
        return value or ""

    def to_python(self, value: str | None) -> str:
        return value or ""


class LinesBlock(blocks.TextBlock):
    """Text of several lines."""

    def normalize(self, value: str | None) -> str:
        return value or ""

    def to_python(self, value: str | None) -> str:
        return value or ""
