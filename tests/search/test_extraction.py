"""The text of files is read page by page, whatever somebody uploads, in a process of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from search import extraction
from search.extraction import Part, UnreadableError, joined, read_apart

from . import sample_files

OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN = "application/vnd.oasis.opendocument."
PDF = "application/pdf"


def read(folder: Path, data: bytes, media_type: str) -> list[Part]:
    path = folder / "file"
    path.write_bytes(data)
    return read_apart(path, media_type)


def test_a_pdf_is_read_page_by_page(tmp_path: Path) -> None:
    data = sample_files.pdf("廃棄物の減量計画", "", "Composting in schools")
    assert read(tmp_path, data, PDF) == [
        Part(1, "廃棄物の減量計画"),
        Part(3, "Composting in schools"),
    ]


@pytest.mark.parametrize(
    ("data", "media_type", "parts"),
    [
        (
            sample_files.docx("序章", "堆肥化", text_box="枠の中"),
            f"{OFFICE}wordprocessingml.document",
            [(None, "序章\n堆肥化\n枠の中")],
        ),
        (
            sample_files.pptx("表紙", "目次"),
            f"{OFFICE}presentationml.presentation",
            [(1, "表紙"), (2, "目次")],
        ),
        (
            sample_files.xlsx("排出量", ("市", 2024), ("北九州", 12.5)),
            f"{OFFICE}spreadsheetml.sheet",
            [(None, "排出量\n市 2024\n北九州 12.5")],
        ),
        (sample_files.odt("第一章", "交通"), f"{OPEN}text", [(None, "第一章\n交通")]),
        ("市,量\n東京,3\n".encode("cp932"), "text/csv", [(None, "市,量\n東京,3")]),
        ("\ufeff手引き".encode(), "text/plain", [(None, "手引き")]),
    ],
    ids=["docx", "pptx", "xlsx", "odt", "csv", "txt"],
)
def test_other_files_are_read_in_parts(
    tmp_path: Path, data: bytes, media_type: str, parts: list[tuple[int | None, str]]
) -> None:
    assert [(part.page, part.text) for part in read(tmp_path, data, media_type)] == parts


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (b"%PDF-1.7 broken", PDF),
        (sample_files.pdf("秘密", password="geheim"), PDF),
        (b"no archive", f"{OFFICE}wordprocessingml.document"),
        (sample_files.docx("x")[:-40], f"{OFFICE}wordprocessingml.document"),
        (b"\x81\x00\x81", "text/plain"),
    ],
    ids=["broken", "protected", "no archive", "cut off", "no text"],
)
def test_what_cannot_be_read_is_said(tmp_path: Path, data: bytes, media_type: str) -> None:
    with pytest.raises(UnreadableError, match=r"."):
        read(tmp_path, data, media_type)


def test_entities_that_grow_are_refused(tmp_path: Path) -> None:
    bomb = (
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
        '<office xmlns:text="urn:oasis:text"><text:p>&b;</text:p></office>'
    )
    data = sample_files._archive({"content.xml": bomb})
    with pytest.raises(UnreadableError, match="Entities"):
        read(tmp_path, data, f"{OPEN}text")


def test_a_reader_that_dies_harms_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extraction.sys, "executable", "/bin/false")
    with pytest.raises(UnreadableError, match="ended with 1"):
        read(tmp_path, b"text", "text/plain")


def test_a_file_is_read_up_to_a_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file"
    path.write_text("あいうえお\n" * 1_000, encoding="utf-8")
    monkeypatch.setattr(extraction, "MOST_CHARACTERS", 2_000)
    parts = extraction.read(path, "text/plain")
    assert sum(len(part.text) for part in parts) == extraction.MOST_CHARACTERS
    assert all(len(part.text) <= extraction.PART_CHARACTERS + 300 for part in parts)


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        (
            "この計画は、市内の事業者から出る廃棄物を\nおよそ半分に減らすためのものです。\n次の段落",
            "この計画は、市内の事業者から出る廃棄物をおよそ半分に減らすためのものです。\n次の段落",
        ),
        ("第一章\n堆肥化", "第一章\n堆肥化"),
        ("environ-\nmental plan", "environmental plan"),
        ("a plan that\r\ngoes on", "a plan that goes on"),
        ("It ends.\nanother one", "It ends.\nanother one"),
        ("見出し\n\n  Body\x00 ", "見出し\nBody"),
    ],
)
def test_lines_that_only_the_width_divides_are_joined(text: str, paragraphs: str) -> None:
    assert joined(text) == paragraphs
