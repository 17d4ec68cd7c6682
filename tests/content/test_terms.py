"""The termbase: names that mean the same, and related words that only search uses."""

from __future__ import annotations

import pytest

from content.models import Term

pytestmark = pytest.mark.django_db

#: Pairs that a proofreader found standing as translations of each other, which they are not.
NO_EQUIVALENTS = [
    ("循環型社会", "circular economy"),
    ("浄化槽", "septic tank"),
    ("浄化槽", "night soil"),
    ("総量規制", "emission cap"),
    ("食品ロス", "kitchen waste"),
    ("環境未来都市", "Eco-Model City"),
    ("無収水", "water leakage"),
    ("ごみ拾い", "waste picker"),
    ("脱炭素", "carbon neutrality"),
]
HURTFUL = {"スラム", "slum", "外国人", "foreigner", "elderly"}


@pytest.mark.parametrize(("ja", "en"), NO_EQUIVALENTS)
def test_no_entry_gives_one_for_the_other(ja: str, en: str) -> None:
    wrong = [
        term.code
        for term in Term.objects.all()
        if ja in term.names_in("ja") and en in term.names_in("en")
    ]
    assert wrong == []


def test_no_hurtful_word_is_a_name() -> None:
    names = {
        name for term in Term.objects.all() for name in term.names_in("ja") + term.names_in("en")
    }
    assert names & HURTFUL == set()


def test_no_two_entries_begin_with_the_same_pair_of_names() -> None:
    pairs = [(term.name_ja, term.name_en) for term in Term.objects.all()]
    assert len(pairs) == len(set(pairs))
