"""The termbase as CSV and TBX: what goes out comes in, and what is wrong is told line by line."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType

import pytest
from django.core.management import CommandError, call_command

from content.models import Term
from content.termbase import csv_files, importing, tbx_files
from content.termbase.entries import MOST_BYTES, MOST_ENTRIES, FileError, stored_entries

pytestmark = pytest.mark.django_db

HEADER = "code,name_ja,name_en\n"


@pytest.fixture(autouse=True)
def terms() -> list[Term]:
    """Two terms in the place of the seed: one with all there is, one with the least."""
    Term.objects.all().delete()
    full = Term.objects.create(
        code="full",
        name_ja="循環経済",
        name_en="circular economy",
        other_names_ja="サーキュラーエコノミー\n=1+1",
        other_names_en="'=circle",
        forbidden_en="recycling, economy & <more>",
        related_ja="循環型社会",
        domain="waste",
        do_not_translate=True,
        note="一行目\n二行目 “quoted”",
        source="=HYPERLINK()",
        source_address="https://example.org/?a=1&b=2",
        is_public=True,
    )
    return [full, Term.objects.create(code="least", name_ja="水", name_en="water")]


def take(data: bytes) -> importing.TermsPlan:
    made = importing.plan(*importing.read(data))
    assert made.problems == []
    return importing.apply(made.entries, made.mark)


@pytest.mark.parametrize("form", [csv_files, tbx_files])
def test_a_file_that_comes_back_changes_nothing(form: ModuleType) -> None:
    written = form.write(stored_entries())
    made = importing.plan(*importing.read(written))
    assert not made.does_something
    assert made.unchanged == 2
    assert made.problems == []


@pytest.mark.parametrize("form", [csv_files, tbx_files])
def test_an_empty_termbase_exports_the_same_bytes_after_it_took_a_file_in(
    form: ModuleType,
) -> None:
    write: Callable[[Iterable[object]], bytes] = form.write
    written = write(stored_entries())
    Term.objects.all().delete()
    made = take(written)
    assert len(made.added) == 2
    assert write(stored_entries()) == written


def test_tbx_leaves_related_words_as_they_are(terms: list[Term]) -> None:
    written = tbx_files.write(stored_entries()).replace(b"circular economy", b"circle economy")
    take(written)
    terms[0].refresh_from_db()
    assert (terms[0].name_en, terms[0].related_ja) == ("circle economy", "循環型社会")


def test_no_cell_begins_a_formula() -> None:
    text = csv_files.write(stored_entries()).decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_what_japanese_spreadsheets_write_is_read(encoding: str) -> None:
    take(f"{HEADER}new,橋りょう①,bridge\n".encode(encoding))
    assert Term.objects.get(code="new").name_ja == "橋りょう①"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04" + b"0" * 100,
        b"\x1f\x8b" + b"0" * 100,
        b"\xff\xfe" + "code".encode("utf-16-le"),
        b"code,name_ja,name_en\n\x81,\xff,\xfe\n",
        b"name_ja,name_en\na,b\n",
        b"code,name_ja,name_en,colour\na,b,c,d\n",
        b"code,code,name_ja,name_en\na,a,b,c\n",
        b'code,name_ja,name_en\n"a,b,c\n',
        HEADER.encode() + b"a,b,c\n" * (MOST_ENTRIES + 1),
        b" " * MOST_BYTES + b"ab",
        b"<html></html>",
        b"<tbx><text>",
        b'<!DOCTYPE a [<!ENTITY b "b">]><tbx><text><body/></text></tbx>',
    ],
    ids=lambda data: repr(data[:20]),
)
def test_what_is_no_table_of_terms_is_refused_whole(data: bytes) -> None:
    with pytest.raises(FileError):
        importing.read(data)


def test_each_wrong_row_is_told_with_its_line_and_nothing_is_stored() -> None:
    header = "code,name_ja,name_en,other_names_en,forbidden_en,domain,is_public,source_address\n"
    data = header + (
        "fine,川,river,,,,,\n"
        "two words,池,pond,,,,,\n"
        "short,海\n"
        "twice,雨,rain,,,,,\n"
        "twice,雪,snow,,,,,\n"
        "unnamed,風,,,,,,\n"
        "taken,水,water,,,,,\n"
        'both,森,forest,"wood\nwoods",wood,,,\n'
        "odd,山,mountain,,,magic,,\n"
        "maybe,谷,valley,,,,perhaps,\n"
        "nowhere,丘,hill,,,,,javascript:1\n"
    )
    made = importing.plan(*importing.read(data.encode()))
    assert [problem.place for problem in made.problems] == [3, 4, 5, 6, 7, 8, 9, 11, 12, 13]
    with pytest.raises(ValueError, match=r"\S"):
        importing.apply(made.entries, made.mark)
    assert set(Term.objects.values_list("code", flat=True)) == {"full", "least"}


def test_a_failure_on_the_way_stores_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    made = importing.plan(*importing.read(f"{HEADER}a,川,river\nb,池,pond\n".encode()))
    save = Term.save

    def fail_second(term: Term, *args: object, **kwargs: object) -> None:
        if term.code == "b":
            raise RuntimeError
        save(term)

    monkeypatch.setattr(Term, "save", fail_second)
    with pytest.raises(RuntimeError):
        importing.apply(made.entries, made.mark)
    assert not Term.objects.filter(code="a").exists()


def test_a_plan_that_somebody_overtook_is_not_stored(terms: list[Term]) -> None:
    made = importing.plan(*importing.read(f"{HEADER}least,水,fresh water\n".encode()))
    terms[1].name_en = "waters"
    terms[1].save()
    with pytest.raises(importing.ChangedMeanwhileError):
        importing.apply(made.entries, made.mark)
    terms[1].refresh_from_db()
    assert terms[1].name_en == "waters"


def test_tbx_of_another_program_is_read_in_its_other_style() -> None:
    data = """<tbx style="dct" type="TBX-Basic" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"
      xmlns:min="http://www.tbxinfo.net/ns/min" xmlns:basic="http://www.tbxinfo.net/ns/basic">
      <text><body><conceptEntry id="c5"><min:subjectField>Energy</min:subjectField>
      <langSec xml:lang="ja-JP"><termSec><term>火</term></termSec>
        <termSec><term>炎</term>
          <min:administrativeStatus>supersededTerm-admn-sts</min:administrativeStatus></termSec></langSec>
      <langSec xml:lang="en-GB"><termSec><term>blaze</term>
          <min:administrativeStatus>admittedTerm-admn-sts</min:administrativeStatus></termSec>
        <termSec><term>Open fire</term>
          <min:administrativeStatus>preferredTerm-admn-sts</min:administrativeStatus>
        </termSec></langSec>
      <langSec xml:lang="fr"><termSec><term>feu</term></termSec></langSec>
      </conceptEntry></body></text></tbx>"""
    take(data.encode())
    term = Term.objects.get(code="open-fire")
    assert (term.name_ja, term.forbidden_ja) == ("火", "炎")
    assert (term.name_en, term.other_names_en, term.domain) == ("Open fire", "blaze", "energy")


def test_the_command_says_what_changes_and_stores_it_when_told(tmp_path: Path) -> None:
    file, said = tmp_path / "terms.csv", io.StringIO()
    call_command("terms", "export", str(file))
    file.write_bytes(file.read_bytes().replace(b"circular", b"round"))
    call_command("terms", "import", str(file), stdout=said)
    assert "round economy" in said.getvalue()
    assert Term.objects.get(code="full").name_en == "circular economy"
    call_command("terms", "import", str(file), "--apply", stdout=said)
    assert Term.objects.get(code="full").name_en == "round economy"
    file.write_text(f"{HEADER}two words,池,pond\n")
    with pytest.raises(CommandError):
        call_command("terms", "import", str(file), "--apply", stderr=said)
    assert f"{file}:2:" in said.getvalue()
