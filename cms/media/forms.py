"""The admin's form for files, and what is filled in for one that is taken."""

from __future__ import annotations

import re
from typing import Any

from wagtail.documents.forms import BaseDocumentForm

from .types import extension_of
from .upload_fields import DocumentField

JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
#: How names of files tell their language, such as ``guide_en.pdf`` and ``手引き（英語）.pdf``.
ENGLISH_NAME = re.compile(
    r"(?:^|[^a-z])(?:en|eng|english)(?:[^a-z]|$)|英語|英文|英訳", re.IGNORECASE
)
JAPANESE_NAME = re.compile(
    r"(?:^|[^a-z])(?:ja|jp|jpn|japanese)(?:[^a-z]|$)|日本語|和文", re.IGNORECASE
)
READ_BYTES = 65_536


class DocumentForm(BaseDocumentForm):  # type: ignore[misc]
    """A file, whose language is guessed when it is uploaded, to be corrected."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:  # Wagtail makes the field by the model's form; ours asks more
            self.fields["file"].__class__ = DocumentField
        if "language" in self.fields and not self.instance.pk:
            self.fields["language"].required = False

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        file = cleaned.get("file")
        if "language" in self.fields and not cleaned.get("language") and file:
            cleaned["language"] = guessed_language(cleaned.get("title") or "", file)
        return cleaned


def guessed_language(title: str, file: Any) -> str:
    """Return the language that a file most likely is in, by its name, its title and its text."""
    for name in (file.name, title):
        if ENGLISH_NAME.search(name):
            return "en"
        if JAPANESE_NAME.search(name) or JAPANESE.search(name):
            return "ja"
    if extension_of(file.name) in {"txt", "csv"}:
        file.seek(0)
        text = file.read(READ_BYTES).decode("utf-8", "ignore")
        file.seek(0)
        return "ja" if JAPANESE.search(text) else "en"
    return "en"
