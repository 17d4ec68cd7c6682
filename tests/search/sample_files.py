"""Small files of the types whose text is read, made on the spot."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO
from xml.sax.saxutils import escape

import openpyxl
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)


def pdf(*pages: str, password: str | None = None, has_pictures: bool = False) -> bytes:
    """Return a PDF with a line of text on each page, in a Japanese font that it does not bring.

    ``has_pictures`` puts a picture onto each page; a password may be empty.
    """
    writer = PdfWriter()
    font = _japanese_font(writer)
    for text in pages:
        page = writer.add_blank_page(width=595, height=842)
        stream = DecodedStreamObject()
        line = text.encode("utf-16-be").hex()
        drawing = "q 500 0 0 700 40 40 cm /P Do Q " if has_pictures else ""
        stream.set_data(f"{drawing}BT /F1 12 Tf 72 720 Td <{line}> Tj ET".encode())
        page[NameObject("/Contents")] = writer._add_object(stream)
        resources = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
        )
        if has_pictures:
            resources[NameObject("/XObject")] = DictionaryObject(
                {NameObject("/P"): writer._add_object(_picture())}
            )
        page[NameObject("/Resources")] = resources
    return _written(writer, password)


def _written(writer: PdfWriter, password: str | None = None) -> bytes:
    if password is not None:
        writer.encrypt(password, owner_password="owner", algorithm="RC4-128")
    data = BytesIO()
    writer.write(data)
    return data.getvalue()


def _picture() -> DecodedStreamObject:
    picture = DecodedStreamObject()
    picture.set_data(b"\x80")
    picture.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Image"),
            NameObject("/Width"): NumberObject(1),
            NameObject("/Height"): NumberObject(1),
            NameObject("/ColorSpace"): NameObject("/DeviceGray"),
            NameObject("/BitsPerComponent"): NumberObject(8),
        }
    )
    return picture


def _japanese_font(writer: PdfWriter) -> object:
    name = NameObject("/HeiseiKakuGo-W5")
    system = DictionaryObject(
        {
            NameObject("/Registry"): TextStringObject("Adobe"),
            NameObject("/Ordering"): TextStringObject("Japan1"),
            NameObject("/Supplement"): NumberObject(2),
        }
    )
    descendant = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/CIDFontType0"),
            NameObject("/BaseFont"): name,
            NameObject("/CIDSystemInfo"): system,
        }
    )
    return writer._add_object(
        DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Font"),
                NameObject("/Subtype"): NameObject("/Type0"),
                NameObject("/BaseFont"): name,
                NameObject("/Encoding"): NameObject("/UniJIS-UCS2-H"),
                NameObject("/DescendantFonts"): ArrayObject([writer._add_object(descendant)]),
            }
        )
    )


def docx(*paragraphs: str, text_box: str = "") -> bytes:
    """Return a Word file; a text box stands twice in it, as Word writes it for older programs."""
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    compatibility = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    body = "".join(f"<w:p><w:r><w:t>{escape(one)}</w:t></w:r></w:p>" for one in paragraphs)
    if text_box:
        inner = f"<w:p><w:r><w:t>{escape(text_box)}</w:t></w:r></w:p>"
        body += (
            f"<w:p><w:r><mc:AlternateContent><mc:Choice>{inner}</mc:Choice>"
            f"<mc:Fallback>{inner}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
        )
    document = (
        f'<w:document xmlns:w="{word}" xmlns:mc="{compatibility}">'
        f"<w:body>{body}</w:body></w:document>"
    )
    return archive({"word/document.xml": document})


def pptx(*slides: str) -> bytes:
    """Return a PowerPoint file."""
    drawing = "http://schemas.openxmlformats.org/drawingml/2006/main"
    return archive(
        {
            f"ppt/slides/slide{number}.xml": (
                f'<a:sld xmlns:a="{drawing}"><a:p><a:t>{escape(text)}</a:t></a:p></a:sld>'
            )
            for number, text in reversed(list(enumerate(slides, start=1)))
        }
    )


def odt(*paragraphs: str) -> bytes:
    """Return an OpenDocument text."""
    names = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    body = "".join(f"<text:p>{escape(one)}</text:p>" for one in paragraphs)
    return archive({"content.xml": f'<office xmlns:text="{names}">{body}</office>'})


def xlsx(sheet: str, *rows: tuple[object, ...]) -> bytes:
    """Return an Excel file."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    data = BytesIO()
    book.save(data)
    return data.getvalue()


def archive(members: Mapping[str, str | bytes]) -> bytes:
    """Return an archive with members."""
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return data.getvalue()
