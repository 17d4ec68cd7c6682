"""What authors hid in a file, struck out or remarked is not read, in any format."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from pypdf import PdfWriter
from pypdf.annotations import FreeText, Text
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    TextStringObject,
)

from search.indexing import extraction

from . import office_files as office
from . import sample_files

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OPEN = "application/vnd.oasis.opendocument."


def read(folder: Path, data: bytes, media_type: str) -> str:
    """Return the whole text of a file, read in this process."""
    path = folder / "file"
    path.write_bytes(data)
    return "\n".join(part.text for part in extraction.read(path, media_type))


VANISH = "<w:vanish/>"
SHOWN, HIDDEN = "見える文", "秘密の文"


def paragraph(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def style(name: str, kind: str, inner: str, based_on: str = "", attributes: str = "") -> str:
    parent = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return (
        f'<w:style w:type="{kind}" w:styleId="{name}" {attributes}>{parent}'
        f"<w:rPr>{inner}</w:rPr></w:style>"
    )


def footnotes(*texts: str) -> dict[str, str | bytes]:
    notes = "".join(
        f'<w:footnote w:id="{number}">{paragraph(office.run(text))}</w:footnote>'
        for number, text in enumerate(texts, start=1)
    )
    return {
        "word/footnotes.xml": office.xml("w:footnotes", notes),
        "word/_rels/document.xml.rels": office.relations(f=("footnotes", "footnotes.xml")),
    }


@pytest.mark.parametrize(
    ("inner", "styles", "members"),
    [
        (paragraph(office.run(HIDDEN, VANISH)), "", {}),
        (
            paragraph(office.run(HIDDEN, '<w:rStyle w:val="child"/>')),
            style("parent", "character", VANISH) + style("child", "character", "", "parent"),
            {},
        ),
        (
            paragraph(office.run(HIDDEN), properties='<w:pStyle w:val="child"/>'),
            style("parent", "paragraph", VANISH) + style("child", "paragraph", "", "parent"),
            {},
        ),
        (f"<w:p><w:del><w:r><w:t>{HIDDEN}</w:t></w:r></w:del></w:p>", "", {}),
        (f"<w:p><w:moveFrom>{office.run(HIDDEN)}</w:moveFrom></w:p>", "", {}),
        (
            (
                f"<w:tbl><w:tr><w:trPr><w:hidden/></w:trPr><w:tc>{paragraph(office.run(HIDDEN))}"
                "</w:tc></w:tr></w:tbl>"
            ),
            "",
            {},
        ),
        (
            '<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:footnoteReference w:id="1"/></w:r></w:p>',
            "",
            footnotes(HIDDEN),
        ),
        (
            (
                f'<w:p><w:r><w:drawing><inline><docPr id="1" hidden="1"/><w:txbxContent>'
                f"{paragraph(office.run(HIDDEN))}</w:txbxContent></inline></w:drawing></w:r></w:p>"
            ),
            "",
            {},
        ),
    ],
    ids=["run", "run style", "paragraph style", "deleted", "moved", "row", "note", "text box"],
)
def test_hidden_text_of_word(
    tmp_path: Path, inner: str, styles: str, members: dict[str, str | bytes]
) -> None:
    data = office.word(inner + paragraph(office.run(SHOWN)), styles, members)
    assert read(tmp_path, data, WORD) == SHOWN


def test_text_of_word_that_is_shown_in_spite_of_its_style(tmp_path: Path) -> None:
    runs = (
        office.run("直接", '<w:rStyle w:val="v"/><w:vanish w:val="0"/>'),
        office.run("二重", '<w:rStyle w:val="v"/>'),
        office.run("隠す", VANISH),
    )
    data = office.word(
        paragraph(*runs, properties='<w:pStyle w:val="h"/>'),
        style("v", "character", VANISH) + style("h", "paragraph", VANISH),
    )
    # Word turns hiding over where both styles hide.
    assert read(tmp_path, data, WORD) == "直接二重"


def test_comments_of_word_are_not_read(tmp_path: Path) -> None:
    comment = f'<w:comment w:author="甲野">{paragraph(office.run(HIDDEN))}</w:comment>'
    data = office.word(
        paragraph(office.run(SHOWN)),
        members={
            "word/comments.xml": office.xml("w:comments", comment),
            "word/_rels/document.xml.rels": office.relations(c=("comments", "comments.xml")),
        },
    )
    assert read(tmp_path, data, WORD) == SHOWN


def test_hidden_slides_and_shapes(tmp_path: Path) -> None:
    notes = office.xml("p:notes", office.shape(HIDDEN))
    data = office.slides(
        office.shape(SHOWN) + office.shape(HIDDEN, 'hidden="1"'),
        office.shape(HIDDEN),
        office.shape("三枚目"),
        slide2="0",
        members={
            "ppt/slides/_rels/slide2.xml.rels": office.relations(
                n=("notesSlide", "../notesSlides/notesSlide1.xml")
            ),
            "ppt/notesSlides/notesSlide1.xml": notes,
        },
    )
    path = tmp_path / "file"
    path.write_bytes(data)
    parts = [(part.page, part.text) for part in extraction.read(path, SLIDES)]
    assert parts == [(1, SHOWN), (3, "三枚目")]


def test_hidden_sheets_rows_columns_and_comments_of_excel(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    shown = book.active
    assert shown is not None
    shown.title = "公開"
    for row in ([SHOWN, HIDDEN, "右"], [HIDDEN, HIDDEN, HIDDEN], [7, None, 8]):
        shown.append(row)
    shown.column_dimensions["B"].hidden = True
    shown.row_dimensions[2].hidden = True
    shown["A1"].comment = Comment(HIDDEN, "甲野")
    shown["A3"].number_format = ";;;"
    for title, state in (("隠しA", "hidden"), ("隠しB", "veryHidden")):
        other = book.create_sheet(title)
        other.sheet_state = state
        other.append([HIDDEN])
    data = BytesIO()
    book.save(data)
    assert read(tmp_path, data.getvalue(), SHEET) == f"公開\n{SHOWN} 右\n8"


def open_style(family: str, properties: str, name: str = "hide", parent: str = "") -> str:
    based = f' style:parent-style-name="{parent}"' if parent else ""
    named = f'style:name="{name}" style:family="{family}"{based}'
    return f"<style:style {named}>{properties}</style:style>"


NOT_DISPLAYED = '<style:text-properties text:display="none"/>'
COMMENT = (
    f"<office:annotation><dc:creator>甲野</dc:creator><text:p>{HIDDEN}</text:p></office:annotation>"
)


@pytest.mark.parametrize(
    ("inner", "automatic"),
    [
        (f'<text:p><text:span text:style-name="hide">{HIDDEN}</text:span></text:p>', "text"),
        (f'<text:p text:style-name="hide">{HIDDEN}</text:p>', "paragraph"),
        (f'<text:section text:display="none"><text:p>{HIDDEN}</text:p></text:section>', ""),
        (
            (
                '<text:section text:display="condition" text:is-hidden="true">'
                f"<text:p>{HIDDEN}</text:p></text:section>"
            ),
            "",
        ),
        (
            (
                "<text:tracked-changes><text:changed-region><text:deletion><office:change-info>"
                f"<dc:creator>甲野</dc:creator></office:change-info><text:p>{HIDDEN}</text:p>"
                "</text:deletion></text:changed-region></text:tracked-changes>"
            ),
            "",
        ),
        (f"<text:p>{COMMENT}</text:p>", ""),
        (
            f'<text:p><text:hidden-text text:is-hidden="true">{HIDDEN}</text:hidden-text></text:p>',
            "",
        ),
        (f'<text:p><text:hidden-paragraph text:is-hidden="true"/>{HIDDEN}</text:p>', ""),
        (
            (
                '<text:p><text:span text:style-name="hide">字<text:note><text:note-body>'
                f"<text:p>{HIDDEN}</text:p></text:note-body></text:note></text:span></text:p>"
            ),
            "text",
        ),
    ],
    ids=[
        *("span", "paragraph", "section", "conditional section", "deletion", "comment"),
        *("hidden text", "hidden paragraph", "note"),
    ],
)
def test_hidden_text_of_opendocument(tmp_path: Path, inner: str, automatic: str) -> None:
    styles = open_style(automatic, NOT_DISPLAYED, "parent") if automatic else ""
    styles += open_style(automatic, "", parent="parent") if automatic else ""
    data = office.open_document(f"{inner}<text:p>{SHOWN}</text:p>", styles)
    assert read(tmp_path, data, f"{OPEN}text") == SHOWN


def test_hidden_sheets_rows_and_columns_of_opendocument(tmp_path: Path) -> None:
    def row(*cells: str, attributes: str = "") -> str:
        filled = "".join(
            f"<table:table-cell>{COMMENT}<text:p>{one}</text:p></table:table-cell>" for one in cells
        )
        return f"<table:table-row {attributes}>{filled}</table:table-row>"

    visible = (
        '<table:table table:name="公開"><table:table-column/>'
        '<table:table-column table:visibility="collapse"/>'
        '<table:table-column table:number-columns-repeated="99999"/>'
        + row(SHOWN, HIDDEN, "右")
        + row(HIDDEN, attributes='table:visibility="collapse"')
        + row(HIDDEN, attributes='table:visibility="filter"')
        + f'<table:table-row-group table:display="false">{row(HIDDEN)}</table:table-row-group>'
        + f"<table:table-row><table:covered-table-cell><text:p>{HIDDEN}</text:p>"
        "</table:covered-table-cell></table:table-row></table:table>"
    )
    hidden = f'<table:table table:name="隠し" table:style-name="hide">{row(HIDDEN)}</table:table>'
    styles = open_style("table", '<style:table-properties table:display="false"/>')
    data = office.open_document(visible + hidden, styles, kind="spreadsheet")
    assert read(tmp_path, data, f"{OPEN}spreadsheet") == f"公開\n{SHOWN} 右"


def test_hidden_slides_of_opendocument(tmp_path: Path) -> None:
    def slide(text: str, attributes: str = "") -> str:
        frame = f"<draw:frame><draw:text-box><text:p>{text}</text:p></draw:text-box></draw:frame>"
        return f"<draw:page {attributes}>{frame}</draw:page>"

    hiding = '<style:drawing-page-properties presentation:visibility="hidden"/>'
    data = office.open_document(
        slide(SHOWN) + slide(HIDDEN, 'draw:style-name="hide"') + slide("三枚目"),
        open_style("drawing-page", hiding),
        kind="presentation",
    )
    assert read(tmp_path, data, f"{OPEN}presentation") == f"{SHOWN}\n三枚目"


def test_remarks_and_hidden_annotations_of_a_pdf(tmp_path: Path) -> None:
    writer = PdfWriter()
    writer.append(BytesIO(sample_files.pdf(SHOWN)))
    place = (50, 50, 250, 100)
    written = FreeText(text="書き込み", rect=place)
    unseen = FreeText(text=HIDDEN, rect=place)
    unseen.flags = 2
    for one in (written, unseen, Text(text=HIDDEN, rect=place)):
        writer.add_annotation(0, one)
    data = BytesIO()
    writer.write(data)
    assert read(tmp_path, data.getvalue(), "application/pdf") == f"{SHOWN}\n書き込み"


def test_hidden_layers_of_a_pdf(tmp_path: Path) -> None:
    """What a reader can recognise of a scan is shown as its picture, and stays."""
    writer = PdfWriter()
    writer.append(BytesIO(sample_files.pdf(SHOWN)))
    page = writer.pages[0]
    layers = [
        writer._add_object(
            DictionaryObject(
                {
                    NameObject("/Type"): NameObject("/OCG"),
                    NameObject("/Name"): TextStringObject(name),
                }
            )
        )
        for name in ("下書き", "本番")
    ]
    writer._root_object[NameObject("/OCProperties")] = DictionaryObject(
        {
            NameObject("/OCGs"): ArrayObject(layers),
            NameObject("/D"): DictionaryObject({NameObject("/OFF"): ArrayObject(layers[:1])}),
        }
    )
    page["/Resources"][NameObject("/Properties")] = DictionaryObject(  # type: ignore[index]
        {NameObject("/L0"): layers[0], NameObject("/L1"): layers[1]}
    )
    stream = DecodedStreamObject()
    content = page["/Contents"].get_data()  # type: ignore[attr-defined]
    for place, text in enumerate((HIDDEN, "表の層")):
        line = text.encode("utf-16-be").hex()
        content += (
            f" /OC /L{place} BDC BT 3 Tr /F1 12 Tf 72 {600 - 50 * place} Td <{line}> Tj ET EMC"
        ).encode()
    stream.set_data(content)
    page[NameObject("/Contents")] = writer._add_object(stream)
    data = BytesIO()
    writer.write(data)
    assert read(tmp_path, data.getvalue(), "application/pdf") == f"{SHOWN}\n表の層"
