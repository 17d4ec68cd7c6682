"""Plain text blocks in which a text that is missing is empty, never null.

Wagtail reads what stored data leaves out as ``None``, and wagtail-localize cannot translate that.
"""

from __future__ import annotations

from typing import Any

from wagtail import blocks

from text.characters import half_width


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


class FoldedMixin:
    """A value for programs, such as an address or a number: full width means the same."""

    def value_from_datadict(self, data: Any, files: Any, prefix: str) -> Any:
        value = super().value_from_datadict(data, files, prefix)  # type: ignore[misc]
        return half_width(value) if isinstance(value, str) else value


class EmailBlock(FoldedMixin, blocks.EmailBlock):
    """An email address."""


class URLBlock(FoldedMixin, blocks.URLBlock):
    """The address of a page on another site."""


class NumberBlock(FoldedMixin, blocks.DecimalBlock):
    """A number; a draft keeps what is none, and opens again."""

    def value_from_datadict(self, data: Any, files: Any, prefix: str) -> Any:
        value = super().value_from_datadict(data, files, prefix)
        return value.replace(",", "") if isinstance(value, str) else value

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except ArithmeticError:
            return value
