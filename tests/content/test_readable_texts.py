"""Texts are cut where readers pause, and names say which language they are in."""

from __future__ import annotations

import re
import unicodedata

import pytest
from django.utils import translation
from django.utils.safestring import mark_safe
from hypothesis import given
from hypothesis import strategies as st

from content.readable_texts import in_its_language, shortened


@pytest.mark.parametrize(
    ("text", "most", "short"),
    [
        ("Short.", 10, "Short."),
        ("Waste is sorted. Then it is burnt.", 20, "Waste is sorted."),
        ("Municipalities cooperate widely", 20, "Municipalities…"),
        ("Plants make waste-to-energy", 20, "Plants make…"),
        ("人口は1,234,567人です", 7, "人口は…"),
        ("環境省がICLEIと協力する", 8, "環境省が…"),
        ("北九州市は廃棄物を減らします。市民も協力します。", 18, "北九州市は廃棄物を減らします。"),
        ("サービスーーーーーーーー", 5, None),
        ("がか\u3099き\u3099く\u3099け", 4, None),
        ("👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 4, None),
    ],
)
def test_a_text_ends_where_a_reader_would_pause(text: str, most: int, short: str | None) -> None:
    found = shortened(text, most)
    assert len(found) <= most
    if short:
        assert found == short


WORDS = st.text("abc  12,.環境の県ーが'-é\u3099\u200d👩🇯", max_size=60)


@given(WORDS, st.integers(5, 50))
def test_no_word_number_or_character_is_divided(text: str, most: int) -> None:
    found, whole = shortened(text, most), text.strip()
    assert len(found) <= most or len(whole) <= most
    if found == whole or not found.endswith("…"):
        assert whole.startswith(found)
        return
    kept = found[:-1]
    assert whole.startswith(kept)
    before, after = kept[-1:], whole[len(kept) : len(kept) + 1]
    longest = max((len(word) for word in re.findall(r"[^\s環境の県が]+", whole)), default=0)
    if longest < most - 1:  # a word of any length is not divided where another place is
        assert not (before.isascii() and before.isalnum() and after.isascii() and after.isalnum())
        assert unicodedata.category(after or "a") not in {"Mn", "Me", "Mc"}


@pytest.mark.parametrize(
    ("language", "text", "html"),
    [
        ("ja", "C40 Cities", '<span lang="en">C40 Cities</span>'),
        ("ja", "ICLEI", '<span lang="en">ICLEI</span>'),
        ("ja", "Bonn & Köln", '<span lang="en">Bonn &amp; Köln</span>'),
        ("ja", "イクレイ ICLEI", "イクレイ ICLEI"),
        ("ja", "水 / Energy", '水 / <span lang="en">Energy</span>'),
        ("ja", "2013", "2013"),
        ("ja", "A4", "A4"),
        ("ja", "https://example.org/", "https://example.org/"),
        ("ja", "a@example.org", "a@example.org"),
        ("en", "北九州市", '<span lang="ja">北九州市</span>'),
        (
            "en",
            "Ministry <b> (環境省、地球局) of Japan",
            'Ministry &lt;b&gt; (<span lang="ja">環境省、地球局</span>) of Japan',
        ),
        ("en", "Kitakyushu", "Kitakyushu"),
    ],
)
def test_a_name_says_its_language(language: str, text: str, html: str) -> None:
    with translation.override(language):
        assert in_its_language(text) == html


def test_what_is_html_stays_so() -> None:
    with translation.override("ja"):
        marked = in_its_language(mark_safe("<mark>ICLEI</mark>"))  # a test's own
    assert marked == '<span lang="en"><mark>ICLEI</mark></span>'
