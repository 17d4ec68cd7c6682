"""The glossary's words to avoid are found wherever people would read them."""

from __future__ import annotations

import pytest

from scripts import wording


@pytest.mark.parametrize(
    "text",
    [
        "リビジョンを比較",
        "もう一度ログインしてから、サインインします",
        "検索語を入力してください。",
        "題名を入力します",
        "この操作は“locale”を使います",
        "あなたの下書き",
    ],
)
def test_a_word_to_avoid_is_found(text: str) -> None:
    assert list(wording.faults(text, wording.words_to_avoid() | wording.STYLE))


@pytest.mark.parametrize(
    "text", ["翻訳者の一覧", "検索語句", "表の題名", "ユーザー", "二国間クレジット制度"]
)
def test_words_that_hold_one_are_right(text: str) -> None:
    assert list(wording.faults(text, wording.words_to_avoid() | wording.STYLE)) == []


@pytest.mark.parametrize("text", ["“x” is no member", "It lies in the future", "the page's name"])
def test_english_that_reads_as_translated_is_found(text: str) -> None:
    assert list(wording.faults(text, wording.ENGLISH))


def test_what_depends_on_its_place_is_in_the_glossary() -> None:
    """An exception for a word that the glossary no longer avoids says nothing."""
    text = wording.GLOSSARY.read_text(encoding="utf-8")
    assert [word for word in (*wording.DEPENDS, *wording.WITHIN) if word not in text] == []
