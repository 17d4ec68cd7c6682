"""Every text survives every format, and a file that is written anew is the same file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings

from tests.translation.exchange.drawn import document, documents
from translation.exchange.documents import (
    ExchangeError,
    Fault,
    PageDocument,
    TextUnit,
    UnitState,
)
from translation.exchange.formats import FORMATS, PO, XLIFF_12, XLIFF_20, XLSX, format_of, read

EVERY = pytest.mark.parametrize("name", sorted(FORMATS))
LINK = TextUnit("", "body", 'See <a id="a1">R&amp;D</a><br/>now', "", note="a note")


def without_titles(some: Sequence[PageDocument]) -> list[PageDocument]:
    return [replace(one, title="") for one in some]


@EVERY
@settings(max_examples=40, deadline=None)
@given(some=documents())
def test_a_round_trip_changes_neither_texts_nor_bytes(name: str, some: list[PageDocument]) -> None:
    chosen = FORMATS[name]
    data = chosen.write(some)
    file = chosen.read(data)
    assert file.findings == ()
    assert without_titles(file.documents) == without_titles(some)
    assert format_of(data) is chosen
    titles = {one.page: one.title for one in some}
    titled = [replace(one, title=titles[one.page]) for one in file.documents]
    assert chosen.write(titled) == data


@pytest.mark.parametrize("chosen", [XLIFF_12, XLIFF_20, XLSX])
def test_what_is_final_stays_final(chosen: object) -> None:
    page = document(replace(LINK, target=LINK.source, state=UnitState.FINAL))
    (again,) = FORMATS[chosen.name].read(chosen.write([page])).documents  # type: ignore[attr-defined]
    assert again == page


@EVERY
def test_a_text_that_cannot_be_written_is_named(name: str) -> None:
    with pytest.raises(ExchangeError) as refused:
        FORMATS[name].write([document(replace(LINK, source="bad \x07 sign"))])
    assert refused.value.fault is Fault.CANNOT_BE_WRITTEN
    assert "bad" in refused.value.detail


@EVERY
def test_pages_of_two_pairs_of_languages_are_two_files(name: str) -> None:
    page = document(LINK)
    other = replace(page, page=13, source_locale="en", target_locale="ja")
    with pytest.raises(ExchangeError) as refused:
        FORMATS[name].write([page, other])
    assert refused.value.fault is Fault.MIXED_LANGUAGES


@EVERY
def test_a_page_that_is_there_twice_is_refused(name: str) -> None:
    data = FORMATS[name].write([document(LINK), document(LINK)])
    with pytest.raises(ExchangeError) as refused:
        read(data)
    assert refused.value.fault is Fault.TWICE


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", Fault.WRONG_FORMAT),
        (b"/etc/passwd", Fault.WRONG_FORMAT),
        ("訳文".encode("cp932"), Fault.BROKEN_ENCODING),
        ('<?xml version="1.0"?><xliff>訳'.encode("cp932"), Fault.BROKEN_ENCODING),
        (b'<?xml version="1.0" encoding="Shift_JIS"?><xliff/>', Fault.BROKEN_ENCODING),
        (b"<html/>", Fault.WRONG_FORMAT),
        (b"<xliff", Fault.NOT_READABLE),
        (b"PK\x03\x04 broken", Fault.NOT_READABLE),
        (b'msgid "a"\nno such keyword\n', Fault.NOT_READABLE),
        (b'msgid "a"\nmsgstr "b"\n', Fault.NO_PAGE),
        (
            f'<xliff xmlns="{"urn:oasis:names:tc:xliff:document:1.2"}" version="1.2">'
            '<file original="x"/></xliff>'.encode(),
            Fault.NO_PAGE,
        ),
    ],
)
def test_what_is_no_file_of_ours_is_refused(data: bytes, fault: Fault) -> None:
    with pytest.raises(ExchangeError) as refused:
        read(data)
    assert refused.value.fault is fault


@EVERY
def test_a_file_that_another_program_saved_in_utf_16_or_with_a_mark_is_read(name: str) -> None:
    page = document(replace(LINK, source="原文", target="text", state=UnitState.TRANSLATED))
    data = FORMATS[name].write([page])
    if name == XLSX.name:
        return
    text = data.decode()
    marked = read(b"\xef\xbb\xbf" + data)
    wide = read(text.replace("'UTF-8'", "'UTF-16'").encode("utf-16"))
    windows = read(text.replace("\n", "\r\n").encode())
    for file in (marked, wide, windows):
        assert file.documents[0].units == page.units


def test_po_knows_fuzzy_and_leaves_out_what_is_obsolete() -> None:
    page = document(replace(LINK, target=LINK.source, state=UnitState.NEEDS_REVIEW))
    data = PO.write([page])
    assert b"#, fuzzy" in data
    again = PO.read(data + b'\n#~ msgctxt "12/u9/x"\n#~ msgid "old"\n#~ msgstr "old"\n')
    assert again.documents[0].units == page.units


def test_po_names_the_line_of_an_entry_that_is_not_ours() -> None:
    file = PO.read(PO.write([document(LINK)]) + b'\nmsgid "mine"\nmsgstr "yours"\n')
    (finding,) = file.findings
    assert finding.fault is Fault.UNKNOWN_LINE
    assert finding.place.startswith("line ")
