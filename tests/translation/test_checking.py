"""What findings point at, that no text breaks a check, and how terms are looked for."""

from __future__ import annotations

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from bench.checks import gold
from translation.checking import (
    CHECKS,
    FieldKind,
    Finding,
    Severity,
    Span,
    TermRule,
    Text,
    check_segment,
    language_of,
)
from translation.finding_messages import MESSAGES, message_of

_PIECES = st.sampled_from(
    [
        "3億5,000万円", "12", "二十", "午後3時", "9月", "令和6年", "3割", "5分の1", "数百", "2、3",
        "half", "twenty-one", "two million", "May", "7 p.m.", "1/2", "1990s", "a", "and a half",
        "<a id=\"a1\">", "</a>", "<b>", "</b>", "<br/>", "&amp;", "&#39;", "<", "&", "{name}", "%s",
        "「", "」", "(", ")", "“", '"', "'", "。", ".", "、", ",", " ", "\n", "計画", "計画", "を",
        "the", "word", "https://example.org/ja/", "a@example.org", "Ａ", "ｶﾅ", "а", "½", "①",
    ]
)  # fmt: skip
texts = st.one_of(st.text(max_size=60), st.lists(_PIECES, max_size=20).map("".join))


def of(check: str, findings: list[Finding]) -> Finding:
    (finding,) = [one for one in findings if one.check == check]
    return finding


@given(texts, texts, st.sampled_from([("ja", "en"), ("en", "ja")]))
def test_every_text_is_checked_and_every_finding_lies_within_it(
    source: str, target: str, locales: tuple[str, str]
) -> None:
    for finding in check_segment(*locales, source, target):
        for span, text in ((finding.span, target), (finding.source_span, source)):
            assert span is None or 0 <= span.start <= span.end <= len(text)
        for language in ("ja", "en"):
            with override(language):
                assert message_of(finding)


@given(st.text(alphabet='abc<>/&;=" あ１', max_size=40))
def test_places_in_the_plain_text_lead_back_to_the_same_characters(raw: str) -> None:
    text = Text(raw, "en")
    for at, sign in enumerate(text.plain):
        span = text.span(at, at + 1)
        assert raw[span.start] in (sign, "&", "<")


def test_spans_count_tags_and_entities() -> None:
    target = "<b>A &amp; B</b> paid 4 billion yen."
    finding = of(
        "number_changed", check_segment("ja", "en", "<b>AとB</b>は3億円を払った。", target)
    )
    assert finding.span is not None
    assert target[finding.span.start : finding.span.end] == "4 billion"
    assert finding.values == {"source": "3億", "target": "4 billion"}


def test_a_tag_or_entity_within_a_number_does_not_hide_it() -> None:
    assert (
        check_segment("ja", "en", "<b>3</b>万人が来た。", "Some <b>30</b>,000 people came.") == []
    )


def test_what_is_missing_has_a_place_in_the_source_only() -> None:
    finding = of("number_missing", check_segment("ja", "en", "37歳の男性です。", "He is a man."))
    assert (finding.span, finding.source_span) == (None, Span(0, 2))


@pytest.mark.parametrize("target", ["", "  ", "<b></b>"])
def test_an_empty_translation_is_only_that(target: str) -> None:
    findings = check_segment("ja", "en", "会議は<b>3月</b>です。", target)
    assert findings[0].check == "empty"
    assert findings[0].severity is Severity.ERROR
    assert {one.check.partition("_")[0] for one in findings} <= {"empty", "tag"}


@pytest.mark.parametrize(
    ("text", "target"),
    [("BBC", "BBC"), ("2024", "2024"), ("Sky News", "Sky News"), ("CO2", "CO2"), ("A-1", "A-1")],
)
def test_names_and_figures_may_stay_as_they_are(text: str, target: str) -> None:
    assert check_segment("en", "ja", text, target) == []


def test_a_title_may_be_much_shorter() -> None:
    source = "How municipalities in Asia plan, finance and build water works together with others"
    target = "アジアの水道"
    assert check_segment("en", "ja", source, target, kind=FieldKind.TITLE) == []
    assert [one.check for one in check_segment("en", "ja", source, target)] == ["too_short"]


def test_the_longest_term_counts() -> None:
    terms = [
        TermRule(("計画",), preferred="plan"),
        TermRule(("行動計画",), preferred="action programme", allowed=("action plan",)),
    ]
    assert check_segment("ja", "en", "行動計画です。", "It is an action plan.", terms=terms) == []
    programme = "It is an action programme."
    assert check_segment("ja", "en", "行動計画です。", programme, terms=terms) == []
    finding = of(
        "term_missing", check_segment("ja", "en", "行動計画です。", "It is a plan.", terms=terms)
    )
    assert finding.values == {"source": "行動計画", "wanted": "action programme"}


@pytest.mark.parametrize(
    "target", ["Two case studies.", "Two Case-Studies.", "The case study’s end.", "A CASE STUDY"]
)
def test_a_term_is_found_in_its_english_forms(target: str) -> None:
    terms = [TermRule(("事例研究",), preferred="case study")]
    assert "term_missing" not in {
        one.check for one in check_segment("ja", "en", "二つの事例研究", target, terms=terms)
    }


def test_a_forbidden_word_within_a_preferred_one_is_fine() -> None:
    terms = [TermRule(("脱炭素",), preferred="low-carbon transition", forbidden=("low-carbon",))]
    good = check_segment("ja", "en", "脱炭素です。", "The low-carbon transition.", terms=terms)
    assert good == []
    bad = check_segment("ja", "en", "脱炭素です。", "The low-carbon shift.", terms=terms)
    assert [one.check for one in bad] == ["term_forbidden"]


@pytest.mark.parametrize(
    ("locale", "language"), [("ja", "ja"), ("en", "en"), ("en-GB", "en"), ("ja_JP", "ja")]
)
def test_locales_may_have_a_region(locale: str, language: str) -> None:
    assert language_of(locale) == language


@pytest.mark.parametrize("locales", [("ja", "fr"), ("de", "en"), ("ja", "ja"), ("en", "en-GB")])
def test_other_locales_are_refused(locales: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match=r"^\w\w"):
        check_segment(*locales, "あ", "a")


def test_every_message_exists_in_both_languages() -> None:
    told = {}
    for language in ("ja", "en"):
        with override(language):
            told[language] = {check: str(text) for check, text in MESSAGES.items()}
    assert [check for check in MESSAGES if told["ja"][check] == told["en"][check]] == []
    assert all(any("ぁ" <= sign <= "ん" for sign in text) for text in told["ja"].values())


def test_every_check_has_a_message_and_an_example_in_the_gold_set() -> None:
    _good, bad = gold()
    examples = frozenset[str]().union(*(case.expected for case in bad))
    assert examples == MESSAGES.keys() - {"term_forbidden_alone"}


def test_a_forbidden_word_may_have_no_better_one() -> None:
    terms = [TermRule(("脱炭素",), forbidden=("low-carbon",))]
    (finding,) = check_segment("ja", "en", "脱炭素です。", "It is low-carbon.", terms=terms)
    with override("en"):
        assert "“”" not in message_of(finding)


def test_checks_are_independent_of_one_another() -> None:
    names = [check.__name__ for check in CHECKS]
    assert len(set(names)) == len(names)
