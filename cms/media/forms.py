"""What is said of a file or a picture that is not taken, and what is filled in for one that is."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.utils.translation import gettext as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField

from .pictures import MOST_PIXELS, HeicError, PictureError, TooLargeError, prepared
from .types import PICTURE_TYPES, extension_of, is_what_its_name_says

MEGAPIXELS = MOST_PIXELS // 1_000_000
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
#: How names of files tell their language, such as ``guide_en.pdf`` and ``手引き（英語）.pdf``.
ENGLISH_NAME = re.compile(
    r"(?:^|[^a-z])(?:en|eng|english)(?:[^a-z]|$)|英語|英文|英訳", re.IGNORECASE
)
JAPANESE_NAME = re.compile(
    r"(?:^|[^a-z])(?:ja|jp|jpn|japanese)(?:[^a-z]|$)|日本語|和文", re.IGNORECASE
)
READ_BYTES = 65_536


class PictureField(WagtailImageField):  # type: ignore[misc]
    """A picture as it is stored: whole, upright and without what a camera wrote into it."""

    def to_python(self, data: Any) -> Any:
        """Return an uploaded picture, made ready.

        Raises:
            ValidationError: it is damaged, too large, or of a format that is not taken.
        """
        if (
            isinstance(data, UploadedFile)
            and data.size
            and extension_of(data.name) in PICTURE_TYPES
        ):
            try:
                content = prepared(data)
            except PictureError as error:
                raise self.refusal(error) from None
            data = SimpleUploadedFile(str(data.name), content, str(data.content_type))
        elif isinstance(data, UploadedFile) and extension_of(data.name) in {"heic", "heif"}:
            raise self.refusal(HeicError())
        return super().to_python(data)

    @staticmethod
    def refusal(error: PictureError) -> ValidationError:
        """Say why a picture is not taken, and what to do."""
        if isinstance(error, HeicError):
            return ValidationError(
                _(
                    "HEIC pictures cannot be used here. Save the picture as JPEG and upload that"
                    " (on an iPhone: Settings, Camera, Formats, “Most Compatible”)."
                )
            )
        if isinstance(error, TooLargeError):
            return ValidationError(
                _("This picture has too many pixels. Reduce it to %(most)s megapixels at most.")
                % {"most": MEGAPIXELS}
            )
        return ValidationError(
            _(
                "This picture is damaged, or it is not a picture. Open it on your device, save it"
                " again and upload that."
            )
        )


class DocumentForm(BaseDocumentForm):  # type: ignore[misc]
    """A file, whose language is guessed when it is uploaded, to be corrected."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "language" in self.fields and not self.instance.pk:
            self.fields["language"].required = False

    def clean_file(self) -> Any:
        """Refuse a file whose content is not what its name says."""
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile) and not is_what_its_name_says(file.name, file):
            raise ValidationError(
                _(
                    "The content of this file is not what its name says. Save it again as"
                    " %(kind)s and upload that."
                )
                % {"kind": extension_of(file.name).upper()}
            )
        return file

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
