"""The termbase: names that mean the same, and related words that only search uses."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

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


def test_facts_fill_what_is_empty_and_leave_what_an_editor_wrote() -> None:
    migration = import_module("content.migrations.0010_term_facts")
    Term.objects.filter(code="johkasou").update(note="編集者の備考", domain="")
    Term.objects.filter(code="joint-crediting-mechanism").update(name_ja="別名", source="")
    Term.objects.filter(code="citynet").delete()
    Term.objects.filter(code="iclei").update(forbidden_ja="")
    migration.add_facts(apps, connection.schema_editor())
    johkasou = Term.objects.get(code="johkasou")
    assert (johkasou.note, johkasou.domain) == ("編集者の備考", "water")
    assert Term.objects.get(code="joint-crediting-mechanism").source == ""
    assert Term.objects.get(code="citynet").source == "CITYNET"
    assert Term.objects.get(code="iclei").forbidden_ja == ""


def test_every_term_of_the_seed_is_one_that_its_form_takes() -> None:
    for term in Term.objects.all():
        term.clean_fields()
        term.refuse_two_standings()
