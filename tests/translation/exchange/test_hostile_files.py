"""Files made to do harm are refused before they can, and XLIFF is what OASIS says it is."""

from __future__ import annotations

import io
import os
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree
from openpyxl import Workbook, load_workbook

from tests.translation.exchange.drawn import document
from translation.exchange import xlsx
from translation.exchange.documents import ExchangeError, Fault, TextUnit, UnitState
from translation.exchange.formats import PO, XLIFF_12, XLIFF_20, XLSX, Format, read

#: Where Debian's php-symfony-translation has the schemas; HASHI_TEST_SCHEMAS is its root elsewhere.
SCHEMAS = Path(
    os.environ.get("HASHI_TEST_SCHEMAS", "/"),
    "usr/share/php/Symfony/Component/Translation/Resources/schemas",
)
PAGE = document(
    TextUnit("", "title", "計画"),
    TextUnit("", "body.1", '<a id="a1">R&amp;D</a><br/>x', 'A <a id="a1">b</a>', UnitState.FINAL),
    TextUnit("", "body.2", "<b>太</b>", "<b>x</b>", UnitState.NEEDS_REVIEW, "a note"),
)


class Local(etree.Resolver):  # type: ignore[misc]
    """Gives the one schema that the others import, and fetches nothing."""

    def resolve(self, url: str, _public_id: str, context: object) -> object:
        return self.resolve_filename(str(SCHEMAS / Path(url).name), context)


@pytest.mark.skipif(not SCHEMAS.exists(), reason="needs Debian's php-symfony-translation unpacked")
@pytest.mark.parametrize(
    ("chosen", "name", "wrong"),
    [
        (XLIFF_12, "xliff-core-1.2-strict.xsd", ('state="final"', 'state="done"')),
        (XLIFF_20, "xliff-core-2.0.xsd", ('state="final"', 'state="done"')),
    ],
)
def test_xliff_is_valid_by_the_schema(chosen: Format, name: str, wrong: tuple[str, str]) -> None:
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Local())
    schema = etree.XMLSchema(etree.parse(str(SCHEMAS / name), parser))
    data = chosen.write([PAGE, replace(PAGE, page=13)])
    schema.assertValid(etree.fromstring(data))
    assert not schema.validate(etree.fromstring(data.replace(*(one.encode() for one in wrong))))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("chosen", [XLIFF_12, XLIFF_20])
@pytest.mark.parametrize(
    "entities",
    [
        '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">',
        '<!ENTITY b SYSTEM "file:///etc/hostname">',
    ],
)
def test_a_document_type_is_refused(chosen: Format, encoding: str, entities: str) -> None:
    head, _line, rest = chosen.write([PAGE]).decode().partition("\n")
    text = f"{head}\n<!DOCTYPE xliff [{entities}]>{rest.replace('計画', '&b;')}"
    with pytest.raises(ExchangeError) as refused:
        read(text.replace("UTF-8", encoding).encode(encoding))
    assert refused.value.fault is Fault.HAS_DTD


def workbook(change: object) -> bytes:
    """The page's workbook after somebody worked on its first sheet."""
    book = load_workbook(io.BytesIO(XLSX.write([PAGE])))
    change(book.worksheets[0])  # type: ignore[operator]
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_a_formula_or_a_date_is_named_by_its_row_and_the_rest_is_read() -> None:
    def spoil(sheet: object) -> None:
        sheet["E2"] = "=1+1"  # type: ignore[index]
        sheet["E3"] = "typed"  # type: ignore[index]
        sheet["E4"] = True  # type: ignore[index]

    file = read(workbook(spoil))
    assert [(one.fault, one.place) for one in file.findings] == [
        (Fault.FORMULA, "row 2"),
        (Fault.NOT_TEXT, "row 4"),
    ]
    assert [unit.target for unit in file.documents[0].units] == ["typed"]


def test_a_text_that_looks_like_a_formula_is_written_as_text() -> None:
    data = XLSX.write([document(TextUnit("", "title", "=HYPERLINK(1)", "=1+1"))])
    cells = load_workbook(io.BytesIO(data)).worksheets[0]["D2:E2"][0]
    assert [cell.data_type for cell in cells] == ["s", "s"]


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MOST_ROWS", 3)
    with pytest.raises(ExchangeError) as refused:
        read(XLSX.write([PAGE]))
    assert refused.value.fault is Fault.TOO_MANY_ROWS


def packed(name: str, content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (packed("xl/worksheets/sheet1.xml", bytes(xlsx.LARGEST_UNPACKED + 1)), Fault.TOO_LARGE),
        (packed("xl/workbook.xml", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x/>"), Fault.HAS_DTD),
        (packed("xl/workbook.xml", "<!DOCTYPE x><x/>".encode("utf-16")), Fault.HAS_DTD),
        (packed("word/document.xml", b"<x/>"), Fault.NOT_READABLE),
    ],
)
def test_a_bad_package_is_refused(data: bytes, fault: Fault) -> None:
    with pytest.raises(ExchangeError) as refused:
        read(data)
    assert refused.value.fault is fault


def test_another_workbook_is_no_file_of_ours() -> None:
    buffer = io.BytesIO()
    Workbook().save(buffer)
    with pytest.raises(ExchangeError) as refused:
        read(buffer.getvalue())
    assert refused.value.fault is Fault.WRONG_FORMAT


def test_a_lost_code_is_lost_and_an_unknown_one_is_foreign() -> None:
    data = XLIFF_12.write([PAGE]).decode()
    broken = data.replace("<x ", "<bx ")
    assert "<!" in XLIFF_12.read(broken.encode()).documents[0].units[1].source
    assert PO.read(PO.write([PAGE])).documents[0].units[1].source == PAGE.units[1].source
