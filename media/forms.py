"""The admin's form for files, and what is filled in for one that is taken."""

from __future__ import annotations

import codecs
import re
import zipfile
import zlib
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
#: Where the text of Office and OpenDocument files is, of which a few parts are read.
TEXT_PART = re.compile(
    r"/?(word/document|xl/sharedStrings|xl/worksheets/sheet\d+|ppt/slides/slide\d+|content)\.xml",
    re.IGNORECASE,
)
MOST_PARTS = 8


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
    file.seek(0)
    text = _beginning_of_text(extension_of(file.name), file)
    file.seek(0)
    return "ja" if JAPANESE.search(text) else "en"


def _beginning_of_text(extension: str, file: Any) -> str:
    """Return some of a file's text, in whatever encoding; nothing of PDF."""
    if extension in {"txt", "csv"}:
        return _decoded(file.read(READ_BYTES))
    texts = []
    try:
        with zipfile.ZipFile(file) as archive:
            for name in archive.namelist():
                if TEXT_PART.fullmatch(name.replace("\\", "/")):
                    with archive.open(name) as part:
                        texts.append(part.read(READ_BYTES).decode("utf-8", "ignore"))
                if len(texts) == MOST_PARTS:
                    break
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError, zlib.error):
        pass  # what is not such a file, or is damaged, has a name all the same
    return " ".join(texts)


def _decoded(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "ignore")
    for encoding in ("iso2022_jp", "utf-8", "cp932", "euc_jp"):
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            return decoder.decode(data)  # the last character may be cut off
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", "ignore")
