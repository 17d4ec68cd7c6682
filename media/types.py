"""Which files are taken, what each is served as, and whether one is what its name says.

The table is our own: what a host's ``/etc/mime.types`` says differs from host to host.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from typing import IO

import filetype

_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
DOCUMENT_TYPES = {
    "csv": "text/csv",
    "docx": f"{_OFFICE}wordprocessingml.document",
    "odp": f"{_OPEN}presentation",
    "ods": f"{_OPEN}spreadsheet",
    "odt": f"{_OPEN}text",
    "pdf": "application/pdf",
    "pptx": f"{_OFFICE}presentationml.presentation",
    "txt": "text/plain",
    "xlsx": f"{_OFFICE}spreadsheetml.sheet",
    "zip": "application/zip",
}
PICTURE_TYPES = {
    "avif": "image/avif",
    "gif": "image/gif",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
}
_UNKNOWN = "application/octet-stream"

_MEMBER_FOLDERS = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
#: How a file of today's Office begins that a password protects, and the part that holds it.
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_BEGINNING = 8192
#: Where programs stand in files of Office (in lower case), and in those of OpenDocument, whose
#: lists of libraries hold none.
_PROGRAMS = re.compile(
    r"(?:[^/]+/vbaproject\.bin|xl/macrosheets/.+|(?:basic|scripts)/(?:.*/)?(?!(?:script|dialog)-l[bc]\.xml$)[^/]+)"
)
_UNREADABLE = (
    zipfile.BadZipFile,
    KeyError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OSError,
    EOFError,
)
_CONTENT_TYPES = "[Content_Types].xml"
_MOST_CONTENT_TYPES = 2**20
#: What a browser takes for markup at the beginning of a text (WHATWG, MIME sniffing), and SVG.
_MARKUP = re.compile(
    rb"<(!doctype|(html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p|svg|math"
    rb"|frameset|object|embed|img|form|meta|link|base|xsl:stylesheet)[\s/>])"
)
#: What may stand before it: white space, marks of an encoding, comments, instructions.
_PROLOGUE = re.compile(rb"(?:\s|\xef\xbb\xbf|\xff\xfe|\xfe\xff|<!--.*?-->|<\?.*?\?>)+", re.DOTALL)
_UNFINISHED = (b"<!--", b"<?xml")


def extension_of(name: str | None) -> str:
    """Return the extension of a name in small letters, without its dot; ``""`` where none is."""
    name = name or ""
    return name.rpartition(".")[2].lower() if "." in name else ""


def media_type_of(name: str | None) -> str:
    """Return the media type that a file of a name is served as."""
    extension = extension_of(name)
    return DOCUMENT_TYPES.get(extension) or PICTURE_TYPES.get(extension) or _UNKNOWN


def is_what_its_name_says(name: str | None, file: IO[bytes]) -> bool:
    """Whether the content of a document is of the type that its name says.

    The file is read from its beginning, and left there.
    """
    extension = extension_of(name)
    file.seek(0)
    beginning = file.read(_BEGINNING)
    try:
        if extension == "pdf":
            return b"%PDF-" in beginning[:1024] and not _is_markup(beginning)
        if extension in {"txt", "csv"}:
            return _is_text(beginning)
        if beginning.startswith(_COMPOUND):
            return extension in _MEMBER_FOLDERS and _ENCRYPTED in beginning + file.read(2**20)
        return beginning.startswith(b"PK") and _is_archive(extension, file)
    finally:
        file.seek(0)


def holds_macros(name: str | None, file: IO[bytes]) -> bool:
    """Whether a document of Office or OpenDocument brings programs along, whatever it is called.

    The file is read from its beginning, and left there.
    """
    extension = extension_of(name)
    if extension not in _MEMBER_FOLDERS and not extension.startswith("od"):
        return False
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            if any(_PROGRAMS.fullmatch(member) for member in _members(archive)):
                return True
            if extension.startswith("od"):
                return False
            with archive.open(_CONTENT_TYPES) as part:
                return b"macroEnabled" in part.read(_MOST_CONTENT_TYPES)
    except (*_UNREADABLE, zlib.error):
        return False
    finally:
        file.seek(0)


def _members(archive: zipfile.ZipFile) -> list[str]:
    return [name.replace("\\", "/").lstrip("/").lower() for name in archive.namelist()]


def _is_text(beginning: bytes) -> bool:
    """Whether bytes are no other type's, be they in whatever encoding."""
    if _is_markup(beginning) or b"%PDF-" in beginning[:1024]:
        return False
    return filetype.guess(beginning) is None


def _is_markup(beginning: bytes) -> bool:
    """Whether bytes begin as HTML or SVG does, in any encoding that has the letters of ASCII.

    Those of UTF-16 and UTF-32 stand between zeros. A comment that does not end is markup.
    """
    text = beginning.replace(b"\0", b"").lower()
    if prologue := _PROLOGUE.match(text):
        text = text[prologue.end() :]
    return text.startswith(_UNFINISHED) or _MARKUP.match(text + b" ") is not None


def _is_archive(extension: str, file: IO[bytes]) -> bool:
    try:
        with zipfile.ZipFile(file) as archive:
            names = _members(archive)
            if extension.startswith("od"):
                with archive.open("mimetype") as member:
                    stated = member.read(100).decode("ascii", "replace").strip()
                return stated == DOCUMENT_TYPES[extension]
    except _UNREADABLE:
        return False
    folder = _MEMBER_FOLDERS.get(extension, "")
    return any(name.startswith(folder) for name in names) if folder else True
