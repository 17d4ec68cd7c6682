"""What readers see in a file is read, as they see it, whatever its format makes of it."""

from __future__ import annotations

import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, TextStringObject

from search.indexing import extraction
from search.reading.cell_formats import shown
from search.reading.parts import Notes, closed_up
from search.reading.plain import decoded

from . import office_files as office
from . import sample_files
from .test_hidden_text import OPEN, SHEET, SLIDES, WORD, paragraph, read

DIAGRAM = (
    "<dgm:ptLst><dgm:pt><dgm:t><a:p><a:r><a:t>収集</a:t></a:r></a:p></dgm:t></dgm:pt>"
    '<dgm:pt><dgm:prSet phldr="1"/><dgm:t><a:p><a:r><a:t>[テキスト]</a:t></a:r></a:p></dgm:t>'
    "</dgm:pt>"
    "</dgm:ptLst>"
)
CHART = (
    "<c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>排出量の推移</a:t></a:r></a:p></c:rich></c:tx>"
    "</c:title><c:ser><c:cat><c:strRef><c:strCache><c:pt><c:v>家庭</c:v></c:pt></c:strCache>"
    "</c:strRef></c:cat><c:val><c:numRef><c:numCache><c:pt><c:v>12.5</c:v></c:pt></c:numCache>"
    "</c:numRef></c:val></c:ser></c:chart>"
)


def test_smartart_charts_and_notes_of_slides(tmp_path: Path) -> None:
    graphics = '<p:graphicFrame><dgm:relIds r:dm="d"/><c:chart r:id="c"/></p:graphicFrame>'
    notes = office.shape("話すこと") + office.shape("9", placeholder="sldNum")
    data = office.slides(
        office.shape("表題") + graphics,
        members={
            "ppt/slides/_rels/slide1.xml.rels": office.relations(
                d=("diagramData", "../diagrams/data1.xml"),
                c=("chart", "/ppt/charts/chart1.xml"),
                n=("notesSlide", "../notesSlides/notesSlide1.xml"),
            ),
            "ppt/diagrams/data1.xml": office.xml("dgm:dataModel", DIAGRAM),
            "ppt/charts/chart1.xml": office.xml("c:chartSpace", CHART),
            "ppt/notesSlides/notesSlide1.xml": office.xml("p:notes", notes),
        },
    )
    assert read(tmp_path, data, SLIDES) == "表題\n収集\n排出量の推移\n家庭\n話すこと"


def test_slides_in_the_order_in_which_they_are_shown(tmp_path: Path) -> None:
    data = office.slides("", office.shape("初め"), office.shape("次"))
    with zipfile.ZipFile(BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    listed = '<p:sldIdLst><p:sldId r:id="slide3"/><p:sldId r:id="slide2"/></p:sldIdLst>'
    members["ppt/presentation.xml"] = office.xml("p:presentation", listed).encode()
    assert read(tmp_path, sample_files.archive(members), SLIDES) == "次\n初め"


def test_a_chart_of_an_excel_sheet(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append([3])
    chart = BarChart()
    chart.title = "ごみの量"
    chart.add_data(Reference(book.active, min_col=1, min_row=1))
    book.active.add_chart(chart)
    data = BytesIO()
    book.save(data)
    assert read(tmp_path, data.getvalue(), SHEET) == "Sheet\n3\nごみの量"


def test_a_chart_of_an_opendocument(tmp_path: Path) -> None:
    number = '<table:table-cell office:value-type="float"><text:p>7</text:p></table:table-cell>'
    data = office.open_document(
        '<text:p>本文<draw:frame><draw:object xlink:href="./Object 1"/></draw:frame></text:p>',
        members={
            "Object 1/content.xml": office.open_chart(f"<text:p>推移</text:p>{number}"),
        },
    )
    assert read(tmp_path, data, f"{OPEN}text") == "本文\n推移"


def test_words_of_word_stay_words(tmp_path: Path) -> None:
    ruby = (
        "<w:r><w:ruby><w:rt><w:r><w:t>{}</w:t></w:r></w:rt>"
        "<w:rubyBase><w:r><w:t>{}</w:t></w:r></w:rubyBase></w:ruby></w:r>"
    )
    body = (
        "<w:p>" + office.run("環境") + office.run("省の計画") + "</w:p>"
        "<w:p><w:r><w:t>左</w:t><w:tab/><w:t>右</w:t><w:br/><w:t>下</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>e</w:t><w:noBreakHyphen/><w:t>mail 減</w:t><w:softHyphen/>"
        "<w:t>量</w:t></w:r></w:p>"
        "<w:p>" + ruby.format("とう", "東") + ruby.format("きょう", "京") + office.run("と")
        + ruby.format("おおさか", "大阪") + "</w:p>"
        + paragraph('<w:r><w:t>注</w:t><w:footnoteReference w:id="1"/></w:r>')
    )  # fmt: skip
    notes = (
        f'<w:footnote w:id="1">{paragraph(office.run("注の文"))}</w:footnote>'
        f'<w:footnote w:id="2">{paragraph(office.run("使われない注"))}</w:footnote>'
    )
    members: dict[str, str | bytes] = {
        "word/footnotes.xml": office.xml("w:footnotes", notes),
        "word/_rels/document.xml.rels": office.relations(f=("footnotes", "footnotes.xml")),
    }
    assert read(tmp_path, office.word(body, members=members), WORD).splitlines() == [
        "環境省の計画",
        "左 右 下",
        "e-mail 減量",
        "東京と大阪",
        "とうきょう おおさか",
        "注",
        "注の文",
    ]


def test_words_of_opendocument_stay_words(tmp_path: Path) -> None:
    ruby = (
        "<text:ruby><text:ruby-base>{}</text:ruby-base>"
        "<text:ruby-text>{}</text:ruby-text></text:ruby>"
    )
    city, port = ruby.format("東", "とう") + ruby.format("京", "きょう"), ruby.format("津", "つ")
    data = office.open_document(
        "<text:p>左<text:tab/>右<text:line-break/>下<text:s/>端</text:p>"
        f"<text:p>{city}と{port}</text:p>"
        "<text:p>用語<text:note><text:note-citation>1</text:note-citation><text:note-body>"
        "<text:p>注の文</text:p></text:note-body></text:note>の話</text:p>"
    )
    assert read(tmp_path, data, f"{OPEN}text").splitlines() == [
        "左 右 下 端",
        "東京と津",
        "とうきょう つ",
        "用語の話",
        "注の文",
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", "<p>別<b>の</b>文書<p hidden>秘密</p><script>x</script>".encode()),
        ("a.txt", "別の文書".encode("cp932")),
        ("a.docx", office.word(paragraph(office.run("別の文書")))),
        ("a.rtf", rb"{\rtf1{\fonttbl x}\'95\'ca\'82\'cc\'95\'b6\'8f\'91{\v hid}}"),
        (
            "a.mht",
            b"Content-Type: text/html; charset=utf-8\r\n\r\n<p>" + "別の文書</p>".encode(),
        ),
    ],
    ids=["html", "text", "word", "rich text", "mail"],
)
def test_alternative_chunks_of_word(tmp_path: Path, name: str, content: bytes) -> None:
    data = office.word(
        '<w:altChunk r:id="x"/>',
        members={
            "word/_rels/document.xml.rels": office.relations(x=("aFChunk", f"../{name}")),
            name: content,
        },
    )
    assert read(tmp_path, data, WORD) == "別の文書"


def test_strict_open_xml(tmp_path: Path) -> None:
    data = office.sheet(
        f"<row>{office.cell('日付')}{office.cell('2024-03-01', kind='d', style=0)}</row>",
        formats='yyyy"年"m"月"d"日"',
    )
    usual = b"http://schemas.openxmlformats.org/officeDocument/2006"
    with zipfile.ZipFile(BytesIO(data)) as archive:
        strict = {
            name: archive.read(name).replace(usual, b"http://purl.oclc.org/ooxml/officeDocument")
            for name in archive.namelist()
        }
    assert read(tmp_path, sample_files.archive(strict), SHEET) == "表\n日付 2024年3月1日"


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (45352, "yyyy/m/d", "2024/3/1"),
        (45352, '[$-411]ggge"年"m"月"d"日";@', "令和6年3月1日"),
        (45352, "ge.m.d", "R6.3.1"),
        (45352, "m/d(aaa)", "3/1(金)"),
        (45352.75, "yyyy-mm-dd hh:mm", "2024-03-01 18:00"),
        (0.75, "h:mm AM/PM", "6:00 PM"),
        (1.5, "[h]:mm:ss", "36:00:00"),
        (59, "yyyy/m/d", "1900/2/28"),
        (0.256, "0.0%", "25.6%"),
        (1234567, '#,##0"円"', "1,234,567円"),
        (-5, "#,##0;▲#,##0", "▲5"),
        (3, 'General"件"', "3件"),
        (7, ";;;", ""),
        (0.1 + 0.2, "General", "0.3"),
    ],
)
def test_numbers_of_excel_as_they_are_shown(value: float, code: str, text: str) -> None:
    assert shown(value, code) == text


def test_dates_of_excel_as_they_are_shown(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["締切", date(2024, 3, 1), date(2024, 3, 1)])
    book.active["B1"].number_format = 'yyyy"年"m"月"d"日"'
    data = BytesIO()
    book.save(data)
    assert read(tmp_path, data.getvalue(), SHEET) == "Sheet\n締切 2024年3月1日 2024-03-01"


def test_readings_of_excel_are_not_within_words(tmp_path: Path) -> None:
    cell = (
        '<c t="inlineStr"><is><r><t>東</t></r><r><t>京</t></r>'
        '<rPh sb="0" eb="2"><t>トウキョウ</t></rPh></is></c>'
    )
    data = office.sheet(f"<row>{cell}{office.cell('a_x000D_b')}</row>")
    assert read(tmp_path, data, SHEET) == "表\n東京 a b"


def test_a_cell_at_the_far_corner_costs_no_more_than_itself(tmp_path: Path) -> None:
    """Cells that are not there are neither made nor counted."""
    data = office.sheet(
        f'<row r="1">{office.cell("近く", "A1")}</row>'
        f'<row r="1048576">{office.cell("遠く", "XFD1048576")}</row>',
        '<dimension ref="A1:XFD1048576"/>',
    )
    path = tmp_path / "file"
    path.write_bytes(data)
    lines = list(extraction.read(path, SHEET))
    assert [part.text for part in lines] == ["表\n近く\n遠く"]


def test_a_repeated_cell_of_opendocument_is_read_once(tmp_path: Path) -> None:
    repeated = 'table:number-columns-repeated="16384"'
    cell = f"<table:table-cell {repeated}><text:p>同じ</text:p></table:table-cell>"
    row = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
    data = office.open_document(
        f'<table:table table:name="表">{row}</table:table>', kind="spreadsheet"
    )
    assert read(tmp_path, data, f"{OPEN}spreadsheet") == "表\n同じ"


def test_what_is_filled_into_a_pdf(tmp_path: Path) -> None:
    writer = PdfWriter()
    writer.append(BytesIO(sample_files.pdf("申請書")))

    def field(name: str, text: str, flags: int = 0) -> object:
        values = {
            "/Type": NameObject("/Annot"),
            "/Subtype": NameObject("/Widget"),
            "/FT": NameObject("/Tx"),
            "/F": NumberObject(4),
            "/Ff": NumberObject(flags),
            "/T": TextStringObject(name),
            "/V": TextStringObject(text),
            "/DA": TextStringObject("/Helv 12 Tf"),
            "/Rect": ArrayObject(map(NumberObject, (50, 50, 250, 80))),
        }
        widget = DictionaryObject({NameObject(key): value for key, value in values.items()})
        return writer._add_object(widget)

    fields = ArrayObject([field("a", "北九州市"), field("b", "合言葉", 0x2000)])
    writer.pages[0][NameObject("/Annots")] = fields
    writer._root_object[NameObject("/AcroForm")] = DictionaryObject(
        {NameObject("/Fields"): fields, NameObject("/DA"): TextStringObject("/Helv 12 Tf")}
    )
    data = BytesIO()
    writer.write(data)
    assert read(tmp_path, data.getvalue(), "application/pdf") == "申請書\n北九州市"


JAPANESE = "環境省は、令和6年度の計画を公表しました。"


@pytest.mark.parametrize(
    "encoding",
    [
        *("utf-8", "utf-8-sig", "cp932", "euc_jp", "iso2022_jp", "utf-16", "utf-16-le"),
        *("utf-16-be", "utf-32"),
    ],
)
@pytest.mark.parametrize("text", [JAPANESE, "市,量\r\n東京,3\r\n", "手引き", "Plain English text."])
def test_encodings(encoding: str, text: str) -> None:
    assert decoded(text.encode(encoding)) == text


def test_a_broken_byte_costs_no_more_than_itself() -> None:
    data = JAPANESE.encode() * 20
    assert decoded(data + b"\xff" + data) == f"{JAPANESE * 20} {JAPANESE * 20}"


@pytest.mark.parametrize(
    "data", [b"\x81\x00\x81", bytes(range(256)), b"\xff\xd8\xff\xe0\x00\x10JF"]
)
def test_what_is_no_text_is_not_decoded(data: bytes) -> None:
    assert decoded(data) is None


@pytest.mark.parametrize(
    ("line", "closed"),
    [
        ("環 境 計 画", "環境計画"),
        ("第1章　は　じ　め　に", "第1章　はじめに"),
        ("H e l l o W o r l d", "Hello World"),
        ("都市 の 環境", "都市 の 環境"),
        ("I am a b", "I am a b"),
    ],
)
def test_letters_that_are_set_apart_are_words(line: str, closed: str) -> None:
    assert closed_up(line) == closed


def broken(data: bytes, member: str, change: object) -> bytes:
    """Return an archive with one member changed."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members[member] = change(members[member])  # type: ignore[operator]
    return sample_files.archive(members)


@pytest.mark.parametrize(
    ("data", "media_type", "text"),
    [
        (
            broken(
                office.slides(office.shape("一"), office.shape("二"), office.shape("三")),
                "ppt/slides/slide2.xml",
                lambda data: b"<broken" + data,
            ),
            SLIDES,
            "一\n三",
        ),
        (
            broken(
                office.word("".join(paragraph(office.run(one)) for one in "甲乙丙")),
                "word/document.xml",
                lambda data: data[: data.index("丙".encode())],
            ),
            WORD,
            "甲\n乙",
        ),
        (
            broken(
                office.word(paragraph(office.run("本文"))), "word/styles.xml", lambda _data: b"\0"
            ),
            WORD,
            "本文",
        ),
        (
            broken(
                office.sheet("<row><c><v>5</v></c></row>"), "xl/styles.xml", lambda _data: b"<x"
            ),
            SHEET,
            "表\n5",
        ),
    ],
    ids=["a slide", "the end", "the styles", "the formats"],
)
def test_an_unreadable_part_never_costs_the_rest(
    tmp_path: Path, data: bytes, media_type: str, text: str
) -> None:
    path = tmp_path / "file"
    path.write_bytes(data)
    notes = Notes()
    parts = list(extraction.read(path, media_type, notes))
    assert ("\n".join(part.text for part in parts), notes.is_damaged) == (text, True)


def test_sizes_and_checksums_that_an_archive_states_are_not_believed(tmp_path: Path) -> None:
    data = bytearray(office.word(paragraph(office.run("本文の全体"))))
    place = data.index(b"PK\x01\x02")
    data[place + 16 : place + 28] = b"\x01\0\0\0" * 3  # checksum, packed size, size
    assert read(tmp_path, bytes(data), WORD) == "本文の全体"


def test_a_type_that_a_file_states_is_not_believed(tmp_path: Path) -> None:
    assert read(tmp_path, office.word(paragraph(office.run("本文"))), SHEET) == "本文"
    assert read(tmp_path, sample_files.pdf("本文"), "text/plain") == "本文"
