"""``docs/traps.md`` and the tests speak of the same traps."""

from __future__ import annotations

import re
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
TEXT = (TESTS.parent / "docs" / "traps.md").read_text(encoding="utf-8")


def functions(folder: Path) -> set[str]:
    sources = (path.read_text(encoding="utf-8") for path in folder.rglob("test_*.py"))
    return {
        name for source in sources for name in re.findall(r"^def (test_\w+)", source, re.MULTILINE)
    }


def test_every_test_that_the_document_names_exists() -> None:
    files = set(re.findall(r"\b(\w+/test_\w+\.py)", TEXT))
    assert files
    assert {file for file in files if not (TESTS / file).is_file()} == set()
    named = set(re.findall(r"\b(test_\w+)\b(?!\.py)", TEXT))
    assert named - functions(TESTS) == set()


def test_every_trap_with_a_test_is_documented() -> None:
    own = functions(Path(__file__).parent) - functions_here()
    assert {name for name in own if name not in TEXT} == set()


def functions_here() -> set[str]:
    source = Path(__file__).read_text(encoding="utf-8")
    return set(re.findall(r"^def (test_\w+)", source, re.MULTILINE))
