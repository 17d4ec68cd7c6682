"""The text of files is read page by page, whatever somebody uploads, in a process of its own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from media import apart
from search.indexing import extraction
from search.indexing.extraction import read_apart
from search.reading import parts as reading_parts
from search.reading.parts import Part, Reason, UnreadableError, joined

from . import sample_files

OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN = "application/vnd.oasis.opendocument."
PDF = "application/pdf"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
ENCRYPTED = "<manifest><file-entry><encryption-data/></file-entry></manifest>"


def read(folder: Path, data: bytes, media_type: str) -> list[Part]:
    path = folder / "file"
    path.write_bytes(data)
    return read_apart(path, media_type).parts


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
    ("data", "media_type", "reason"),
    [
        (b"%PDF-1.7 broken", PDF, Reason.DAMAGED),
        (sample_files.pdf("秘密", password="geheim"), PDF, Reason.PASSWORD),
        (b"<html>no archive", f"{OFFICE}wordprocessingml.document", Reason.OTHER_TYPE),
        (sample_files.docx("x")[:-40], f"{OFFICE}wordprocessingml.document", Reason.DAMAGED),
        (b"", PDF, Reason.DAMAGED),
        (COMPOUND, f"{OFFICE}wordprocessingml.document", Reason.OLD_FORMAT),
        (
            COMPOUND + "EncryptedPackage".encode("utf-16-le"),
            f"{OFFICE}spreadsheetml.sheet",
            Reason.PASSWORD,
        ),
        (
            sample_files.archive({"content.xml": "x", "META-INF/manifest.xml": ENCRYPTED}),
            f"{OPEN}text",
            Reason.PASSWORD,
        ),
        (sample_files.archive({"a.txt": "x"}), f"{OPEN}text", Reason.OTHER_TYPE),
        (b"\x81\x00\x81", "text/plain", Reason.ENCODING),
    ],
    ids=[
        *("broken", "protected", "no archive", "cut off", "empty", "old", "protected Office"),
        *("protected OpenDocument", "other archive", "no text"),
    ],
)
def test_why_a_file_cannot_be_read_is_said(
    tmp_path: Path, data: bytes, media_type: str, reason: Reason
) -> None:
    with pytest.raises(UnreadableError, match=r".") as raised:
        read(tmp_path, data, media_type)
    assert raised.value.reason == reason


@pytest.mark.parametrize(
    ("data", "media_type", "reason"),
    [
        (sample_files.pdf("", "", has_pictures=True), PDF, Reason.SCANNED),
        (sample_files.pdf("12", "13", has_pictures=True), PDF, Reason.SCANNED),
        (sample_files.pdf("", ""), PDF, Reason.EMPTY),
        (sample_files.pdf("短い"), PDF, None),
        (sample_files.pdf("環境基本計画の概要を示す図です。", has_pictures=True), PDF, None),
        (sample_files.docx("短い"), f"{OFFICE}wordprocessingml.document", None),
        (sample_files.docx(""), f"{OFFICE}wordprocessingml.document", Reason.EMPTY),
    ],
    ids=["scan", "stamped scan", "nothing", "short", "a picture", "short Word", "empty Word"],
)
def test_what_is_wrong_with_a_file_is_told(
    tmp_path: Path, data: bytes, media_type: str, reason: Reason | None
) -> None:
    path = tmp_path / "file"
    path.write_bytes(data)
    assert read_apart(path, media_type).reason == reason


def test_what_was_read_before_a_file_cost_too_much_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = json.dumps({"page": 1, "text": "初め"}) + "\n"
    script = tmp_path / "python"
    script.write_text(f'#!/bin/sh\nprintf %s \'{whole}{{"page": 2, "te\'\nkill -XCPU $$\n')
    script.chmod(0o755)
    monkeypatch.setattr(apart.sys, "executable", str(script))
    reading = read_apart(tmp_path, "text/plain")
    assert (reading.parts, reading.reason) == ([Part(1, "初め")], Reason.TOO_MUCH)


def test_entities_that_grow_are_refused(tmp_path: Path) -> None:
    bomb = (
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
        '<office xmlns:text="urn:oasis:text"><text:p>&b;</text:p></office>'
    )
    path = tmp_path / "file"
    path.write_bytes(sample_files.archive({"content.xml": bomb}))
    reading = read_apart(path, f"{OPEN}text")
    assert (reading.parts, reading.reason) == ([], Reason.DAMAGED)


def test_a_reader_that_dies_harms_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart.sys, "executable", "/bin/false")
    with pytest.raises(UnreadableError, match="ended with 1"):
        read(tmp_path, b"text", "text/plain")


def test_a_file_is_read_up_to_a_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file"
    path.write_text("あいうえお\n" * 1_000, encoding="utf-8")
    monkeypatch.setattr(extraction, "MOST_CHARACTERS", 2_000)
    parts = list(extraction.read(path, "text/plain"))
    assert sum(len(part.text) for part in parts) == extraction.MOST_CHARACTERS
    assert all(len(part.text) <= reading_parts.PART_CHARACTERS + 300 for part in parts)


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
