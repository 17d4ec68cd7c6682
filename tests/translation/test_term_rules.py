"""The checks of translations are handed what the termbase says of a segment's terms."""

from __future__ import annotations

import pytest

from content.models import Term
from translation.term_rules import rules_for

pytestmark = pytest.mark.django_db


def test_a_segment_is_handed_the_rules_of_its_terms() -> None:
    Term.objects.create(
        code="x", name_ja="鯨波", name_en="whale wave", other_names_en="WW", forbidden_en="baleen"
    )
    Term.objects.create(code="y", name_ja="鯨", name_en="whale", do_not_translate=True)
    (rule,) = rules_for("鯨波を見る", "ja")
    assert (rule.source, rule.preferred) == (("鯨波",), "whale wave")
    assert (rule.allowed, rule.forbidden) == (("WW",), ("baleen",))
    (back,) = rules_for("a baleen", "en")
    assert (back.preferred, back.forbidden) == ("鯨波", ())
    (kept,) = rules_for("鯨を見る", "ja")
    assert kept.do_not_translate
