"""Checks of a translated segment, Japanese and English, in either direction.

Pure: texts and terms in, findings out. It knows no Django, no database and no other room; what a
finding says to a person is in ``translation/finding_messages.py``.
"""

from __future__ import annotations

from .checks import CHECKS, check, check_segment
from .findings import Finding, Severity, Span
from .segments import FieldKind, Pair, TermRule, Text, language_of

__all__ = [
    "CHECKS",
    "FieldKind",
    "Finding",
    "Pair",
    "Severity",
    "Span",
    "TermRule",
    "Text",
    "check",
    "check_segment",
    "language_of",
]
