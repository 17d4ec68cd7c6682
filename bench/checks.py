"""Measures the checks of translations: on the gold set, on mistakes made in it, and their speed.

The gold set is a folder of JSON lines (``id``, ``source_locale``, ``target_locale``, ``source``,
``target``, ``expected``: the names of the checks that should find something; ``terms``).
``--pairs`` names a file of further good pairs, in the same form without ``expected``, of which only
the alarms and the mistakes found are told.

    make bench-checks
    python -m bench.checks --pairs news.jsonl
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from bench.mistakes import MISTAKES
from translation.checking import Finding, Severity, TermRule, check_segment

GOLD = Path("tests/translation/gold")
#: Mistakes of each kind made in each pair.
ROUNDS = 3


@dataclass(frozen=True)
class Case:
    """A translated segment, and the checks that should find something in it."""

    id: str
    source_locale: str
    target_locale: str
    source: str
    target: str
    expected: frozenset[str]
    terms: tuple[TermRule, ...]

    def findings(self, target: str | None = None) -> list[Finding]:
        """What the checks find in it, or in another target."""
        return check_segment(
            self.source_locale,
            self.target_locale,
            self.source,
            self.target if target is None else target,
            terms=self.terms,
        )

    def reversed(self) -> Case:
        """The same pair translated in the other direction, without its terms."""
        return Case(
            f"{self.id} reversed",
            self.target_locale,
            self.source_locale,
            self.target,
            self.source,
            self.expected,
            (),
        )


def read_cases(path: Path) -> list[Case]:
    """The cases of a file of JSON lines."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [_case(json.loads(line)) for line in lines if line]


def _case(row: dict[str, Any]) -> Case:
    terms = tuple(
        TermRule(
            tuple(term["source"]),
            term.get("preferred", ""),
            tuple(term.get("allowed", ())),
            tuple(term.get("forbidden", ())),
            term.get("do_not_translate", False),
        )
        for term in row.get("terms", ())
    )
    return Case(
        str(row["id"]),
        row["source_locale"],
        row["target_locale"],
        row["source"],
        row["target"],
        frozenset(row.get("expected", ())),
        terms,
    )


def gold() -> tuple[list[Case], list[Case]]:
    """The good pairs and the bad ones of the gold set."""
    return read_cases(GOLD / "good.jsonl"), read_cases(GOLD / "bad.jsonl")


def precision_and_recall(cases: Sequence[Case]) -> dict[str, tuple[float, float, int]]:
    """Precision, recall and number of expected findings, by check."""
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    expected: Counter[str] = Counter()
    for case in cases:
        found = {finding.check for finding in case.findings()}
        right.update(found & case.expected)
        wrong.update(found - case.expected)
        expected.update(case.expected)
    return {
        check: (
            right[check] / max(1, right[check] + wrong[check]),
            right[check] / max(1, expected[check]),
            expected[check],
        )
        for check in sorted(expected.keys() | wrong.keys())
    }


def mistakes_found(cases: Sequence[Case], seed: int = 1) -> Iterator[tuple[str, str, int, int]]:
    """Make mistakes in good pairs: the kind, the target's language, how many were found and made.

    Only a finding that the good pair does not have, of a check that is for this mistake, counts.
    """
    for name, (make, checks) in MISTAKES.items():
        for language in ("en", "ja"):
            random = Random(seed)
            found = made = 0
            for case in [*cases] * ROUNDS:
                if case.target_locale[:2] != language:
                    continue
                target = make(case.target, case.source, random)
                if target is None:
                    continue
                made += 1
                before = _told(case.findings())
                found += any(
                    one[0].startswith(checks) for one in _told(case.findings(target)) - before
                )
            if made:
                yield name, language, found, made


def _told(findings: Sequence[Finding]) -> set[tuple[str, str]]:
    return {(finding.check, str(dict(finding.values))) for finding in findings}


def alarms(cases: Sequence[Case]) -> dict[str, float]:
    """The share of good pairs with any finding, with one of numbers, of brackets, with an error."""
    counts: Counter[str] = Counter()
    for case in cases:
        findings = case.findings()
        counts["any"] += bool(findings)
        counts["numbers"] += any(one.check.startswith("number") for one in findings)
        counts["brackets"] += any(one.check.startswith(("bracket", "quote")) for one in findings)
        counts["errors"] += any(one.severity is Severity.ERROR for one in findings)
    return {name: count / len(cases) for name, count in counts.items()}


def pairs_per_second(cases: Sequence[Case]) -> float:
    """How many pairs are checked in a second, after a first round that loads what is needed."""
    for case in cases:
        case.findings()
    began = time.perf_counter()
    for case in cases:
        case.findings()
    return len(cases) / (time.perf_counter() - began)


def report(name: str, cases: Sequence[Case]) -> None:
    """Print the alarms on good pairs, and the mistakes found in them."""
    print(f"\n{name}: {len(cases)} good pairs; with findings:", end=" ")
    print(", ".join(f"{what} {share:.2%}" for what, share in alarms(cases).items()))
    print(f"{'mistake':24}{'into':6}{'found':>8}{'made':>8}")
    for mistake, language, found, made in mistakes_found(cases):
        print(f"{mistake:24}{language:6}{found / made:8.1%}{made:8}")


def main() -> None:
    """Print everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=Path, action="append", default=[], metavar="FILE")
    options = parser.parse_args()
    good, bad = gold()
    print(f"Gold set: {len(good)} good pairs, {len(bad)} bad ones")
    print(f"{'check':24}{'precision':>10}{'recall':>8}{'expected':>10}")
    for check, (precision, recall, expected) in precision_and_recall([*good, *bad]).items():
        print(f"{check:24}{precision:10.1%}{recall:8.1%}{expected:10}")
    both_ways = [*good, *(case.reversed() for case in good if not case.terms)]
    report("Gold set, both directions", both_ways)
    for path in options.pairs:
        report(path.name, read_cases(path))
    print(f"\n{pairs_per_second(both_ways):,.0f} pairs a second")


if __name__ == "__main__":
    main()
