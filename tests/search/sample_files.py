"""Small files of the types whose text is read, made on the spot."""

from __future__ import annotations

import zipfile
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


def pdf(*pages: str, password: str = "") -> bytes:
    """Return a PDF with a line of text on each page, in a Japanese font that it does not bring."""
    writer = PdfWriter()
    font = _japanese_font(writer)
    for text in pages:
        page = writer.add_blank_page(width=595, height=842)
        stream = DecodedStreamObject()
        line = text.encode("utf-16-be").hex()
        stream.set_data(f"BT /F1 12 Tf 72 720 Td <{line}> Tj ET".encode())
        page[NameObject("/Contents")] = writer._add_object(stream)
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
        )
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    data = BytesIO()
    writer.write(data)
    return data.getvalue()


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
    return _archive({"word/document.xml": document})


def pptx(*slides: str) -> bytes:
    """Return a PowerPoint file."""
    drawing = "http://schemas.openxmlformats.org/drawingml/2006/main"
    return _archive(
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
    return _archive({"content.xml": f'<office xmlns:text="{names}">{body}</office>'})


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


def _archive(members: dict[str, str]) -> bytes:
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return data.getvalue()
