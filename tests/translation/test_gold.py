"""The gold set: own pairs, good and bad, with the checks that should find something in each."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.checks import Case, gold, mistakes_found, read_cases
from translation.checking import Severity, check_segment

GOOD, BAD = gold()
#: The share of mechanical mistakes that must be found, by kind and by the target's language.
BARS = {
    ("altered figure", "en"): 0.95,
    ("altered figure", "ja"): 0.95,
    ("altered number word", "en"): 0.95,
    ("altered number word", "ja"): 0.85,
    ("wrong magnitude", "en"): 0.95,
    ("wrong magnitude", "ja"): 0.95,
    ("wrong month", "en"): 0.95,
    ("wrong month", "ja"): 0.95,
    ("missing number", "en"): 0.88,
    ("missing number", "ja"): 0.75,
    ("doubled word", "en"): 0.95,
    ("doubled word", "ja"): 0.95,
    ("untranslated", "en"): 0.99,
    ("untranslated", "ja"): 0.99,
    ("source left in", "en"): 0.99,
    ("source left in", "ja"): 0.95,
    ("cut off", "en"): 0.95,
    ("cut off", "ja"): 0.95,
    ("lost tag", "en"): 0.99,
    ("lost tag", "ja"): 0.99,
}


def test_the_set_has_hundreds_of_pairs_in_both_directions() -> None:
    assert len(GOOD) >= 250
    assert len(BAD) >= 200
    directions = [(case.source_locale, case.target_locale) for case in (*GOOD, *BAD)]
    assert set(directions) == {("ja", "en"), ("en", "ja")}
    assert min(directions.count(one) for one in set(directions)) >= 150
    assert len({case.id for case in (*GOOD, *BAD)}) == len(GOOD) + len(BAD)


@pytest.mark.parametrize("case", GOOD, ids=lambda case: case.id)
def test_good_pairs_have_no_finding(case: Case) -> None:
    assert case.findings() == []


@pytest.mark.parametrize("case", [one for one in GOOD if not one.terms], ids=lambda case: case.id)
def test_good_pairs_have_no_finding_in_the_other_direction(case: Case) -> None:
    assert case.reversed().findings() == []


@pytest.mark.parametrize("case", BAD, ids=lambda case: case.id)
def test_bad_pairs_have_the_findings_that_they_should(case: Case) -> None:
    assert case.expected
    assert {finding.check for finding in case.findings()} == case.expected


def test_mistakes_made_in_good_pairs_are_found() -> None:
    pairs = [*GOOD, *(case.reversed() for case in GOOD if not case.terms)]
    shares = {
        (mistake, language): found / made
        for mistake, language, found, made in mistakes_found(pairs)
    }
    assert {key: shares[key] for key, bar in BARS.items() if shares[key] < bar} == {}


def test_only_what_is_certain_is_an_error() -> None:
    may_be_right = {
        "bracket_not_closed",
        "cut_off",
        "doubled_word",
        "full_width",
        "half_width",
        "name_spelling",
        "number_added",
        "number_lost",
        "number_missing",
        "term_missing",
        "too_long",
        "too_short",
        "weekday_changed",
    }
    findings = [finding for case in BAD for finding in case.findings()]
    errors = {finding.check for finding in findings if finding.severity is Severity.ERROR}
    assert errors & may_be_right == set()
    assert {"untranslated", "tag_missing", "placeholder_changed", "link_missing"} <= errors


@pytest.mark.parametrize(
    ("source", "target", "severity"),
    [
        ("費用は3億円です。", "It costs 3 billion yen.", Severity.ERROR),
        ("費用は300万円です。", "It costs $3,000.", Severity.WARNING),
        ("会議は9月です。", "The meeting is in October.", Severity.ERROR),
        ("費用は2〜3億円です。", "It costs 2 to 4 billion yen.", Severity.WARNING),
        ("3件と5件です。", "There are 3 and 6.", Severity.WARNING),
    ],
)
def test_a_number_is_an_error_where_nothing_else_can_stand_for_it(
    source: str, target: str, severity: Severity
) -> None:
    findings = check_segment("ja", "en", source, target)
    assert {finding.severity for finding in findings} == {severity}


def test_a_file_of_further_pairs_is_read(tmp_path: Path) -> None:
    file = tmp_path / "pairs.jsonl"
    file.write_text(
        '{"id": 7, "source_locale": "ja", "target_locale": "en", '
        '"source": "3人", "target": "four"}\n',
        encoding="utf-8",
    )
    (case,) = read_cases(file)
    assert case.expected == set()
    assert [finding.check for finding in case.findings()] == ["number_changed"]
