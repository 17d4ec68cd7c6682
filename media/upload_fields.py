"""The fields by which files and pictures come in: each says once why one is not taken.

A refusal says what is wrong, what to do, and which types are taken.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.forms import FileField
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from wagtail.documents.fields import WagtailDocumentField
from wagtail.images.fields import WagtailImageField

from .pictures import MOST_PIXELS, HeicError, PictureError, TooLargeError, format_and_size
from .rendering import made_ready
from .types import (
    DOCUMENT_TYPES,
    PICTURE_TYPES,
    extension_of,
    holds_macros,
    is_what_its_name_says,
    media_type_of,
)

MEGAPIXELS = MOST_PIXELS // 1_000_000
#: What a file of an old or of a foreign type can be saved as.
_INSTEAD = {
    "doc": "DOCX",
    "docm": "DOCX",
    "dot": "DOCX",
    "dotm": "DOCX",
    "dotx": "DOCX",
    "jtd": "PDF",
    "key": "PDF",
    "numbers": "XLSX",
    "pages": "PDF",
    "potm": "PPTX",
    "potx": "PPTX",
    "ppsm": "PPTX",
    "ppsx": "PPTX",
    "ppt": "PPTX",
    "pptm": "PPTX",
    "rtf": "DOCX",
    "xls": "XLSX",
    "xlsb": "XLSX",
    "xlsm": "XLSX",
    "xltm": "XLSX",
    "xltx": "XLSX",
}
_HEIC = frozenset({"heic", "heif", "hif"})


class DocumentField(WagtailDocumentField):  # type: ignore[misc]
    """A file of a type that is taken, whose content is what its name says."""

    def to_python(self, data: Any) -> Any:
        """Return an uploaded file.

        Raises:
            ValidationError: it is of a type that is not taken, empty, too large or not what its
                name says.
        """
        if isinstance(data, UploadedFile) and (
            reason := _why_no_document(data, self.max_upload_size)
        ):
            raise ValidationError(f"{reason} {_taken(DOCUMENT_TYPES)}")
        return super().to_python(data)


class PictureField(WagtailImageField):  # type: ignore[misc]
    """A picture as it is stored: whole, upright and without what a camera wrote into it."""

    def to_python(self, data: Any) -> Any:
        """Return an uploaded picture, made ready.

        Raises:
            ValidationError: it is damaged, empty, too large, or of a format that is not taken.
        """
        if not isinstance(data, UploadedFile):
            return super().to_python(data)
        if reason := _why_no_picture(data, self.max_upload_size):
            raise ValidationError(f"{reason} {_taken(PICTURE_TYPES)}")
        data.seek(0)
        try:
            content = made_ready(data.read())
        except PictureError as error:
            raise ValidationError(f"{_why_not_ready(error)} {_taken(PICTURE_TYPES)}") from None
        kind, _size = format_and_size(content)
        if media_type_of(data.name) != PICTURE_TYPES[kind]:
            raise ValidationError(f"{_is_another()} {_taken(PICTURE_TYPES)}")
        # Wagtail's field would unpack the picture here, to ask what is known by now.
        ready = SimpleUploadedFile(str(data.name), content, PICTURE_TYPES[kind])
        return FileField.to_python(self, ready)


def say_beforehand(field: WagtailImageField) -> None:
    """Let the page that sends several pictures say of some what the form would, before sending."""
    taken = _taken(PICTURE_TYPES)
    most = filesizeformat(field.max_upload_size)
    field.error_messages |= {
        "invalid_image_extension": f"{_why_no_picture_of_this_type()} {taken}",
        "file_too_large_unknown_size": f"{_too_large(most)} {taken}",
    }


def _why_no_picture_of_this_type() -> str:
    return _("This type of picture cannot be used. Save it as JPEG or PNG and upload that.")


def _too_large(most: str) -> str:
    return _("This file is too large. Reduce it to %(most)s at most.") % {"most": most}


def _taken(types: dict[str, str]) -> str:
    names = ", ".join(sorted(name.upper() for name in types))
    return _("Types that can be used: %(types)s.") % {"types": names}


def _why_no_document(file: UploadedFile, most: int) -> str:
    extension = extension_of(file.name)
    if extension in PICTURE_TYPES or extension in _HEIC:
        return _("This is a picture. Add it as an image instead.")
    if extension not in DOCUMENT_TYPES:
        return _why_not_this_type(extension)
    if reason := _why_not_this_size(file, most):
        return reason
    if not is_what_its_name_says(file.name, file):
        return _(
            "The content of this file is not what its name says. Save it again as %(kind)s and"
            " upload that."
        ) % {"kind": extension.upper()}
    if holds_macros(file.name, file):
        return _(
            "This file contains macros (programs), which are not accepted. Save it without macros"
            " as %(kind)s, or as PDF, and upload that."
        ) % {"kind": extension.upper()}
    return ""


def _why_no_picture(file: UploadedFile, most: int) -> str:
    extension = extension_of(file.name)
    if extension in _HEIC:
        return _why_not_ready(HeicError())
    if extension in DOCUMENT_TYPES:
        return _("This is not a picture. Add it as a document instead.")
    if extension not in PICTURE_TYPES:
        return _why_no_picture_of_this_type()
    return _why_not_this_size(file, most)


def _why_not_this_type(extension: str) -> str:
    if not extension:
        return _(
            "The name of this file does not say its type. Add one to the name, such as “.pdf”."
        )
    kind, other = extension.upper()[:10], _INSTEAD.get(extension, "PDF")
    if other == "PDF":
        return _("Files of the type %(kind)s cannot be used. Save it as PDF.") % {"kind": kind}
    return _("Files of the type %(kind)s cannot be used. Save it as %(other)s or PDF.") % {
        "kind": kind,
        "other": other,
    }


def _why_not_this_size(file: UploadedFile, most: int) -> str:
    if not file.size:
        return _("This file is empty. Open it on your device, save it again and upload that.")
    if file.size > most:
        return _(
            "This file is too large (%(size)s). Reduce it to %(most)s at most, or divide it."
        ) % {"size": filesizeformat(file.size), "most": filesizeformat(most)}
    return ""


def _is_another() -> str:
    return _(
        "The content of this picture is not what its name says. Save it again as JPEG or PNG and"
        " upload that."
    )


def _why_not_ready(error: PictureError) -> str:
    if isinstance(error, HeicError):
        return _(
            "HEIC pictures cannot be used here. Save the picture as JPEG and upload that (on an"
            " iPhone: Settings, Camera, Formats, “Most Compatible”)."
        )
    if isinstance(error, TooLargeError):
        return _("This picture has too many pixels. Reduce it to %(most)s megapixels at most.") % {
            "most": MEGAPIXELS
        }
    return _(
        "This picture is damaged, or it is not a picture. Open it on your device, save it again"
        " and upload that."
    )
