"""PDF files: the text of each page, of its form fields and of text written onto it."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import pypdfium2
from pypdf import PdfReader
from pypdfium2 import raw

from .parts import MOST_PAGES, Notes, Part, Reason, UnreadableError, closed_up, joined

#: A page with fewer letters that shows a picture is taken for a scan of one.
LEAST_LETTERS = 10
#: Bits of an annotation that say that it is hidden, or not for the screen.
_NOT_SEEN = 0x2 | 0x20
#: How deep forms may stand in each other, and the bytes of a layer's name that are looked at.
_DEEPEST = 8
_LONGEST_NAME = 1024
_PASSWORD_FIELD = 0x2000
_FILLED_IN = (raw.FPDF_FORMFIELD_TEXTFIELD, raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX)


def read(path: Path, notes: Notes) -> Iterator[Part]:
    """Yield the text of each page; one that cannot be read costs no other."""
    document = opened(path)
    layers = _Layers(path)
    try:
        document.init_forms()
    except pypdfium2.PdfiumError:
        notes.is_damaged = True
    for index in range(min(len(document), MOST_PAGES)):
        try:
            page = document[index]
        except pypdfium2.PdfiumError:
            notes.is_damaged = True  # or a page that the file counts and does not have
            continue
        notes.pages += 1
        try:
            _without_hidden_layers(page, layers)
            text = "\n".join([_text(page), *_written_on(document, page)])
            letters = sum(character.isalnum() for character in text)
            if letters < LEAST_LETTERS and _has_picture(page):
                notes.scanned += 1
        except (pypdfium2.PdfiumError, ValueError, UnicodeError):
            notes.is_damaged = True
            continue
        finally:
            page.close()
        yield Part(index + 1, text)


def opened(path: Path) -> Any:
    """Return a document, whose password may be empty.

    Raises:
        UnreadableError: it needs a password, or is none.
    """
    try:
        return pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        is_locked = error.err_code in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}
        reason = Reason.PASSWORD if is_locked else Reason.DAMAGED
        raise UnreadableError(str(error), reason) from error


def _without_hidden_layers(page: Any, layers: _Layers) -> None:
    """Take what stands on layers that are not shown off a page in memory."""
    for one in list(page.get_objects(max_depth=_DEEPEST)):
        for place in range(max(raw.FPDFPageObj_CountMarks(one), 0)):
            mark = raw.FPDFPageObj_GetMark(one, place)
            if _layer(mark) in layers.hidden:
                if one.container is None:
                    raw.FPDFPage_RemoveObject(page, one)
                else:
                    raw.FPDFFormObj_RemoveObject(one.container, one)
                break


class _Layers:
    """The names of layers that a file does not show when it is opened.

    PDFium does not say them; they are only asked for where a page has layers.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    @cached_property
    def hidden(self) -> frozenset[bytes]:
        """What the file calls them, byte for byte."""
        try:
            root = PdfReader(self._path).trailer["/Root"]
            groups = root["/OCProperties"]  # type: ignore[index]
            default = groups.get("/D", {})
            off = {id(one.get_object()) for one in default.get("/OFF", [])}
            if default.get("/BaseState") == "/OFF":
                on = {id(one.get_object()) for one in default.get("/ON", [])}
                off |= {id(one.get_object()) for one in groups["/OCGs"]} - on
            every = [one.get_object() for one in groups["/OCGs"]]
            named = [(one["/Name"].original_bytes, one) for one in every]
        except Exception:  # noqa: BLE001  # a file may break its reader in any way
            return frozenset()
        shown = {name for name, group in named if id(group) not in off}
        return frozenset(name for name, _group in named) - shown


def _layer(mark: Any) -> bytes:
    """Return the name of the layer that a mark puts something onto, or nothing."""
    size = ctypes.c_ulong()
    buffer = ctypes.create_string_buffer(_LONGEST_NAME)
    into = ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR))
    named = raw.FPDFPageObjMark_GetName(mark, into, _LONGEST_NAME, ctypes.byref(size))
    if not named or buffer.raw[: size.value] != "OC\0".encode("utf-16-le"):
        return b""
    bytes_of = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ubyte))
    if not raw.FPDFPageObjMark_GetParamBlobValue(
        mark, b"Name", bytes_of, _LONGEST_NAME, ctypes.byref(size)
    ):
        return b""
    return buffer.raw[: size.value]


def _text(page: Any) -> str:
    words = page.get_textpage()
    try:
        lines = words.get_text_bounded().splitlines()
        return joined("\n".join(map(closed_up, lines)))
    finally:
        words.close()


def _has_picture(page: Any) -> bool:
    return next(page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=3), None) is not None


def _written_on(document: Any, page: Any) -> Iterator[str]:
    """Yield what is filled in and written onto a page; remarks with their authors are not."""
    for index in range(max(raw.FPDFPage_GetAnnotCount(page), 0)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        try:
            if not raw.FPDFAnnot_GetFlags(annotation) & _NOT_SEEN:
                yield _words_of(document, annotation)
        finally:
            raw.FPDFPage_CloseAnnot(annotation)


def _words_of(document: Any, annotation: Any) -> str:
    kind = raw.FPDFAnnot_GetSubtype(annotation)
    if kind == raw.FPDF_ANNOT_FREETEXT:
        return _string(raw.FPDFAnnot_GetStringValue, annotation, b"Contents")
    form = document.formenv
    if kind != raw.FPDF_ANNOT_WIDGET or form is None:
        return ""
    if raw.FPDFAnnot_GetFormFieldType(form, annotation) not in _FILLED_IN:
        return ""
    if raw.FPDFAnnot_GetFormFieldFlags(form, annotation) & _PASSWORD_FIELD:
        return ""
    return _string(raw.FPDFAnnot_GetFormFieldValue, form, annotation)


def _string(ask: Any, *of: Any) -> str:
    """Return a text that PDFium writes into a buffer, asked for its length first."""
    size = ask(*of, None, 0)
    if size <= 2:  # noqa: PLR2004  # the closing NUL of UTF-16
        return ""
    buffer = ctypes.create_string_buffer(size)
    ask(*of, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), size)
    return buffer.raw[: size - 2].decode("utf-16-le", "replace")
