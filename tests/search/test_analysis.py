"""One analysis of text: whatever it is given, and whichever way a word is written."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.analysis.folding import fold, fold_with_origins
from search.analysis.questions import MOST_UNITS, parse
from search.analysis.segmentation import CHUNK
from search.analysis.terms import LONGEST_TERM, index_terms, units

ANYTHING = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from("環境取り組みヴァーｶﾞﾌﾟ々ヶ〆CO₂２,.0123'\"()*:-~ \n\x00がÅé"),
    ),
    max_size=80,
)


def finds(question: str, text: str) -> bool:
    """Whether a text holds everything that a question requires."""
    terms = index_terms(text)
    held = {*terms.words, *terms.beside}
    return all(
        any(all(term in held for term in way) for way in wanted.ways)
        for wanted in parse(question).required
    )


@settings(max_examples=300, deadline=None)
@given(ANYTHING)
def test_any_text_is_analysed(text: str) -> None:
    folded = fold_with_origins(text)
    assert len(folded.origins) == len(folded.text) + 1
    assert list(folded.origins) == sorted(folded.origins)
    assert fold(folded.text) == folded.text
    ends = [(unit.begin, unit.end) for unit in units(text)]
    assert all(0 <= begin < end <= len(text) for begin, end in ends)
    terms = index_terms(text)
    for term in (*terms.words, *terms.beside, *terms.pairs):
        assert term
        assert len(term) <= LONGEST_TERM
        assert not any(character.isspace() or character == "\x00" for character in term)
    assert len(parse(text).wanted) <= MOST_UNITS


@settings(max_examples=100, deadline=None)
@given(ANYTHING)
def test_a_text_is_found_by_itself(text: str) -> None:
    assert finds(text, text)


@pytest.mark.parametrize(
    ("written", "otherwise"),
    [
        ("ＣＯ２", "CO₂"),
        ("CO2", "CO 2"),
        ("ﾊﾞｲｵﾏｽ", "バイオマス"),
        ("か\u3099いこく", "がいこく"),
        ("取組", "取り組み"),
        ("取組み", "取り組み"),
        ("引越し", "引っ越し"),
        ("表わす", "表す"),
        ("申込", "申し込み"),
        ("コンピューター", "コンピュータ"),
        ("エネルギー", "エネルギ"),
        ("ヴェトナム", "ベトナム"),
        ("關ヶ原", "関ケ原"),
        ("國際會議", "国際会議"),
        ("ごみ", "ゴミ"),
        ("子ども", "こども"),
        ("1,200人", "1200人"),
        ("5億円", "500,000,000円"),
        ("３パーセント", "3%"),
        ("10キロメートル", "10km"),
        ("organisation", "Organizations"),
        ("colour", "color"),
        ("programmes", "program"),
        ("metre", "meters"),
        ("Kitakyūshū", "kitakyushu"),
        ("Hồ Chí Minh", "Ho Chi Minh"),
        ("low‐carbon", "low-carbon"),
        ("municipalities", "municipality"),
    ],
)
def test_spellings_of_one_word_meet(written: str, otherwise: str) -> None:
    assert finds(written, otherwise)
    assert finds(otherwise, written)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("低炭素型都市", "低炭素都市づくり"),
        ("炭素", "脱炭素社会"),
        ("きたきゅうしゅう", "北九州市の環境"),
        ("キタキュウシュウシ", "北九州市の環境"),
        ("廃棄", "廃棄物の処理"),
        ("りさいくる", "リサイクルの推進"),
        ("what is the waste of a city", "City waste"),
        ("PM2.5", "ＰＭ２．５の濃度"),
        ("3R", "3Rの推進"),
        ("100 kW", "出力は100kWである"),
        ("kPa", "圧力は約550kPaである"),
        ("DCG", "初の3DCGアニメーション"),
        ("20th", "the 20th meeting"),
    ],
)
def test_a_part_or_another_form_is_found(question: str, text: str) -> None:
    assert finds(question, text)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("京都", "東京都の条例"),
        ("日本語", "日本の英語"),
        ("CO2", "CO20"),
        ("100", "1000人"),
        ("550kPa", "単位はkPa"),
        ("th", "20th"),
    ],
)
def test_what_only_looks_alike_is_not_found(question: str, text: str) -> None:
    assert not finds(question, text)


def test_places_are_those_of_the_original_text() -> None:
    text = "（ＣＯ₂の）ﾊﾞｲｵﾏｽと、取り組み。"
    found = [text[unit.begin : unit.end] for unit in units(text)]
    assert found == ["ＣＯ₂", "ﾊﾞｲｵﾏｽ", "取り組み"]


def test_a_long_text_without_a_break_is_analysed() -> None:
    text = "環境" * CHUNK
    assert len(index_terms(text).words) == CHUNK


def test_threads_do_not_share_a_tokenizer() -> None:
    text = "北九州市は低炭素社会づくりに取り組んでいます。" * 5
    expected = index_terms(text)
    with ThreadPoolExecutor(6) as threads:
        assert set(threads.map(index_terms, [text] * 240)) == {expected}
