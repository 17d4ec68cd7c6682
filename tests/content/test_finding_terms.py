"""Terms in a text: the longest name, Japanese without borders, English by its forms."""

from __future__ import annotations

import pytest

from content.models import Standing, Term
from content.termbase.finding import Finder, concepts_of, find_terms

CONCEPTS = list(
    concepts_of(
        Term(code=code, name_ja=ja, name_en=en, other_names_ja=other, forbidden_en=forbidden)
        for code, ja, en, other, forbidden in (
            ("waste", "廃棄物", "waste", "ごみ", "trash"),
            ("municipal", "一般廃棄物", "municipal solid waste", "", ""),
            ("city", "市", "city", "", ""),
            ("bus", "バス", "bus", "", ""),
            ("low", "低炭素", "low-carbon", "", ""),
            ("gas", "温室効果ガス", "greenhouse gas", "GHG", "GHG"),
            ("aid", "エイド", "AID", "", ""),
            ("fee", "会費", "membership fee", "", ""),
        )
    )
)


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("ja", "一般廃棄物と廃棄物", ["一般廃棄物", "廃棄物"]),
        ("ja", "家庭からのごみを減らす", ["ごみ"]),
        ("ja", "市場では市の職員が", ["市"]),
        ("ja", "バスケットをバスで運ぶ", ["バス"]),
        ("ja", "ﾊﾞｽではなくＧＨＧ排出", ["ＧＨＧ"]),
        ("ja", "GHGは", ["GHG"]),
        ("en", "Municipal solid wastes, wasted", ["Municipal solid wastes"]),
        ("en", "Cities and the city’s buses", ["Cities", "city’s", "buses"]),
        ("en", "low carbon; Low-Carbon; slow carbon", ["low carbon", "Low-Carbon"]),
        ("en", "greenhouse gases and GHGs", ["greenhouse gases", "GHGs"]),
        ("en", "first aid by AID", ["AID"]),
        ("en", "membership. Fee", []),
        ("en", "", []),
    ],
)
def test_names_in_a_text(language: str, text: str, found: list[str]) -> None:
    places = Finder(CONCEPTS, language).find(text)
    assert [place.text for place in places] == found
    assert [text[place.start : place.end] for place in places] == found


def test_what_is_found_tells_the_standing_of_its_names() -> None:
    (place,) = Finder(CONCEPTS, "ja").find("ごみ")
    (concept,) = place.concepts
    assert concept.texts("en", Standing.PREFERRED) == ("waste",)
    assert concept.texts("en", Standing.FORBIDDEN) == ("trash",)
    assert concept.texts("ja", Standing.ALLOWED) == ("ごみ",)


@pytest.mark.django_db
def test_the_termbase_is_read_anew_when_it_changes() -> None:
    assert [place.text for place in find_terms("鯨波を見る", "ja")] == []
    term = Term.objects.create(code="wave", name_ja="鯨波", name_en="wave")
    assert [place.text for place in find_terms("鯨波を見る", "ja")] == ["鯨波"]
    term.name_ja = "鯨潮"
    term.save()
    assert [place.text for place in find_terms("鯨波を見る", "ja")] == []
    Term.objects.filter(pk=term.pk).delete()
    assert [place.text for place in find_terms("鯨潮を見る", "ja")] == []
