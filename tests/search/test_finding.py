"""What is found, in which order, and what is shown of it."""

from __future__ import annotations

import random

import pytest

from content.models import City, Country, Term
from publishing.models import Document
from search.analysis.questions import LONGEST_QUESTION
from search.answering import glossary, matching
from search.answering.queries import QuestionError, find

from .conftest import publish, withdraw

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("each_engine")]


def titles(question: str, locale: str = "ja", **options: object) -> list[str]:
    """The titles of what is found, in order, without marks."""
    results = find(question, locale, limit=100, **options).results  # type: ignore[arg-type]
    return [str(result.card["title"]) for result in results]


def test_a_word_is_found_in_every_spelling() -> None:
    publish("北九州市の計画", "市民の取組みとＣＯ２の排出を調べた。")
    publish("別の計画", "河川の整備を進めた。")
    for question in ("取り組み", "取組", "とりくみ", "CO₂", "きたきゅうしゅう", "キタキュウシュウ"):
        assert titles(question) == ["北九州市の計画"], question


def test_what_was_just_published_is_found_and_what_is_gone_is_not() -> None:
    document = publish("コンポストの普及")
    assert titles("コンポスト") == ["コンポストの普及"]
    withdraw(document)
    assert titles("コンポスト") == []


def test_a_page_that_is_gone_is_not_found_before_the_change_log_is_followed() -> None:
    document = publish("コンポストの普及")
    assert titles("コンポスト") == ["コンポストの普及"]
    document.delete()
    assert titles("コンポスト") == []


def test_names_and_titles_lead() -> None:
    publish("水道事業の記録", "ネットワークについて。" * 3 + "イクレイの会議が開かれた。イクレイ。")
    publish("イクレイの活動", "会議の記録。")
    publish("持続可能性をめざす協議会", "世界の自治体が集う。", acronym="イクレイ")
    assert titles("イクレイ") == ["持続可能性をめざす協議会", "イクレイの活動", "水道事業の記録"]


def test_what_holds_everything_stands_before_what_holds_some() -> None:
    publish("下水の処理", "下水処理場の汚泥から燃料をつくる。")
    publish("汚泥の記録", "汚泥、汚泥、汚泥。")
    assert titles("下水の汚泥") == ["下水の処理", "汚泥の記録"]


def test_what_the_dictionary_does_not_know_is_found_by_its_characters() -> None:
    publish("装置", "ゾルゲンボ式を導入した。")
    publish("ほかの装置", "改良した。")
    assert titles("ゲンボ") == ["装置"]


def test_what_holds_the_very_characters_stands_before_what_holds_words_read_into_them() -> None:
    publish("避難の手順", "逃げる道を選ぶ。逃げ、逃げる。")
    publish("点検の記録", "見逃した箇所を直した。" + "施設を順に回った。" * 5)
    publish("路線の連続", "連続する路線。連続、連続。")
    publish("歩道の整備", "歩行者のために連続性を保つ。" + "段差をなくした。" * 5)
    assert titles("見逃") == ["点検の記録", "避難の手順"]
    assert titles("連続性") == ["歩道の整備", "路線の連続"]


def test_the_best_of_very_many_that_hold_the_characters_leads(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(matching, "MOST_LOOSE", 2)
    for number in range(5):
        publish(f"記録{number}", "水道局の話。")
    publish("水道局の紹介", "水道局の紹介である。" + "施設を順に回った。" * 5)
    assert titles("水道局")[0] == "水道局の紹介"
    assert len(titles("水道局")) == 6


def test_what_holds_the_very_characters_is_marked_and_well_answered() -> None:
    publish("点検", "見逃した箇所を直した。")
    publish("見逃さない", "点検の要点。")
    found = find("見逃", "ja")
    assert found.match == "literal"
    assert "<mark>見逃</mark>した" in " ".join(str(one.excerpt) for one in found.results)


def test_the_beginning_of_a_word_is_found() -> None:
    publish("Plan", "Biodiversity in coastal cities", "en")
    assert titles("biodiv", "en") == ["Plan"]


def test_english_forms_and_spellings_are_found() -> None:
    publish("Plan", "Municipalities organise recycling programmes.", "en")
    for question in ("municipality", "organize", "recycled", "program", "What is recycling?"):
        assert titles(question, "en") == ["Plan"], question


def test_the_readers_language_comes_first_and_the_other_is_marked() -> None:
    publish("浸透性舗装", "Permeable paving の手引き")
    publish("Permeable paving", "How to lay it", "en")
    found = find("permeable paving", "ja").results
    assert [(result.locale, result.is_foreign) for result in found] == [("ja", False), ("en", True)]
    assert find("permeable paving", "ja").foreign_total == 1


def test_a_page_of_the_other_language_gives_way_to_its_translation() -> None:
    japanese = publish("堆肥の手引き", "やり方")
    publish("A guide", "Vermiculture step by step", "en", twin=japanese)
    found = find("vermiculture", "ja").results
    assert [(result.locale, result.is_foreign) for result in found] == [("ja", False)]


def test_a_term_finds_pages_in_the_other_language() -> None:
    Term.objects.create(code="xeriscape", name_ja="乾燥庭園", name_en="xeriscape")
    glossary.forget()
    publish("庭の記録", "乾燥庭園をつくった。")
    publish("Garden", "A xeriscape saves water.", "en")
    assert titles("xeriscape", "ja") == ["庭の記録", "Garden"]
    assert titles("乾燥庭園", "en") == ["Garden", "庭の記録"]


def test_a_related_word_finds_pages_and_is_no_name() -> None:
    term = Term.objects.create(
        code="xeriscape", name_ja="乾燥庭園", name_en="xeriscape", related_en="rock garden\n"
    )
    glossary.forget()
    publish("A rock garden", "How to lay it.", "en")
    assert titles("乾燥庭園", "en") == ["A rock garden"]
    assert term.names_in("en") == ["xeriscape"]


def test_a_name_in_kana_is_not_taken_apart() -> None:
    """The dictionary reads 来た and 吸収 in きたきゅうしゅう."""
    country = Country.objects.create(code="JP")
    City.objects.create(
        code="kitakyushu",
        name_ja="北九州市",
        name_en="Kitakyushu",
        kana="きたきゅうしゅう",
        country=country,
    )
    glossary.forget()
    publish("吸収源の記録", "森林による吸収。")
    publish("下水の計画", "北九州市で下水を処理した。")
    for question in ("北九州市", "Kitakyushu"):
        assert titles(question) == ["下水の計画"], question
    assert titles("きたきゅうしゅう")[0] == "下水の計画"


def test_a_citys_names_find_it() -> None:
    country = Country.objects.create(code="VN")
    City.objects.create(
        code="ho-chi-minh-city",
        name_ja="ホーチミン",
        name_en="Ho Chi Minh City",
        other_spellings="HCMC\nサイゴン",
        country=country,
    )
    glossary.forget()
    publish("バスの計画", "ホーチミンでバスを走らせた。")
    for question in ("HCMC", "Ho Chi Minh City", "サイゴン", "Hồ Chí Minh City"):
        assert titles(question) == ["バスの計画"], question


def test_what_matched_is_marked_and_everything_is_escaped() -> None:
    publish("<b>取組み</b>", "前書き。" * 60 + "ここで取り組む<script>alert(1)</script>人々。")
    [result] = find("取組", "ja").results
    assert result.title == "&lt;b&gt;<mark>取組み</mark>&lt;/b&gt;"
    assert "<mark>取り組む</mark>&lt;script&gt;" in result.excerpt
    assert len(result.excerpt) < 300


def test_facets_and_totals_equal_brute_force() -> None:
    dice = random.Random(4)
    sections, sectors, years = ("measures", "networks"), "abcd", ("2020", "2021")
    rows = []
    for _index in range(60):
        word = dice.choice(["環境", "交通"])
        section, year = dice.choice(sections), dice.choice(years)
        chosen = dice.sample(sectors, dice.randrange(3))
        document = publish(
            word, section=section, facets={"sector": chosen, "year": [year]}, summary="市"
        )
        rows.append((document.number, word, section, set(chosen), year))

    def fitting(
        choice: dict[str, list[str]], without: str = ""
    ) -> list[tuple[int, str, str, set[str], str]]:
        kept = {key: set(values) for key, values in choice.items() if key != without}
        return [
            row
            for row in rows
            if row[1] == "環境"
            and ("section" not in kept or row[2] in kept["section"])
            and ("sector" not in kept or row[3] & kept["sector"])
            and ("year" not in kept or row[4] in kept["year"])
        ]

    choices: list[dict[str, list[str]]] = [
        {},
        {"sector": ["a"]},
        {"sector": ["a", "b"], "year": ["2020"]},
        {"section": ["measures"]},
        {"section": ["networks"], "sector": ["c", "d"], "year": ["2021"]},
    ]
    for choice in choices:
        results = find("環境", "ja", choice=choice, count=("section", "sector", "year"), limit=100)
        assert results.total == len(fitting(choice))
        assert {one.number for one in results.results} == {row[0] for row in fitting(choice)}
        for key, place in (("section", 2), ("year", 4)):
            expected: dict[str, int] = {}
            for row in fitting(choice, key):
                expected[row[place]] = expected.get(row[place], 0) + 1  # type: ignore[index]
            assert {one.value: one.total for one in results.counts[key]} == expected
        sector_counts = {one.value: one.total for one in results.counts["sector"]}
        others = fitting(choice, "sector")
        assert sector_counts == {
            sector: total
            for sector in sectors
            if (total := sum(sector in row[3] for row in others))
        }


@pytest.mark.parametrize(
    "question",
    [
        '"',
        'foo"bar',
        "'",
        "\\",
        "   ",
        "\x00",
        "環境\x00",
        "* OR NOT",
        "title:環境",
        "a' OR 1=1 --",
        "🙂👩‍👩‍👧",
        "％＿",
        "(((",
        "の" * LONGEST_QUESTION,
        "a " * (LONGEST_QUESTION // 2),
        "\ue000環境",
        "\ud7ff\ufffe",
        "&&|!<->:*",
    ],
)
def test_whatever_is_asked_is_answered(question: str) -> None:
    publish("環境", "市の取組み")
    results = find(question, "ja", count=("section", "sector"))
    assert results.total == len(results.results)


def test_a_question_that_is_too_long_is_refused() -> None:
    with pytest.raises(QuestionError):
        find("環" * (LONGEST_QUESTION + 1), "ja")
    with pytest.raises(QuestionError):
        find("環境", "fr")


def test_pages_of_results_follow_each_other() -> None:
    for number in range(25):
        publish(f"環境の計画{number}")
    first, second = find("環境", "ja", limit=20), find("環境", "ja", offset=20, limit=20)
    numbers = [result.number for result in (*first.results, *second.results)]
    assert first.total == len(set(numbers)) == Document.objects.count()


@pytest.mark.parametrize(
    "spellings",
    [
        ("霞が関", "霞ヶ関", "霞ケ関"),
        ("市ヶ谷", "市が谷", "市ケ谷"),
        ("自由が丘", "自由ヶ丘"),
        ("齊藤", "斎藤", "斉藤", "齋藤"),
        ("𠮷野", "吉野"),
        ("No.5", "№5", "No. 5", "ＮＯ．５"),
        ("𩸽",),
        ("🌳", "🌳植樹"),
        ("♻️", "♻"),
        ("👨‍👩‍👧", "👨👩👧"),
    ],
)
def test_spellings_of_one_name_find_each_other(spellings: tuple[str, ...]) -> None:
    for place, spelling in enumerate(spellings):
        publish(f"記録{place}", f"今年は{spelling}を植樹とともに見た。")
    publish("別の記録", "河川を見た。")
    expected = sorted(f"記録{place}" for place in range(len(spellings)))
    for spelling in spellings:
        assert sorted(titles(spelling)) == expected, spelling


def test_only_whole_names_of_the_glossary_are_marked() -> None:
    Term.objects.create(
        code="peat",
        name_ja="泥炭肥料",
        name_en="peat compost",
        other_names_en="municipal peat compost",
    )
    glossary.forget()
    publish("Peat compost", "Municipalities sell peat compost to all municipalities.", "en")
    [result] = find("peat compost", "en").results
    marked = "<mark>peat</mark> <mark>compost</mark>"
    assert result.excerpt == f"Municipalities sell {marked} to all municipalities."


def test_excerpts_are_prose_or_the_summary() -> None:
    fields = "固形廃棄物\n補助金\n研修\n年1,000万円まで"
    publish("助成", fields, summary="市の取り組みを支えます。")
    publish("別の助成", f"{fields}\n補助金を受けるには、市の計画が要ります。", summary="概要です。")
    excerpts = {
        str(result.card["title"]): str(result.excerpt) for result in find("補助金", "ja").results
    }
    assert excerpts["助成"] == "市の取り組みを支えます。"
    assert "<mark>補助金</mark>を受けるには" in excerpts["別の助成"]
    assert "研修" not in excerpts["別の助成"]


def test_a_name_of_the_glossary_goes_before_pages_with_some_of_its_words() -> None:
    Term.objects.create(code="peat", name_ja="泥炭肥料", name_en="peat-to-compost")
    glossary.forget()
    for number in range(4):
        publish(f"Compost {number}", "How compost is made of leaves.", "en")
    publish("肥料の記録", "泥炭肥料を使った。")
    assert titles("peat-to-compost", "en")[0] == "肥料の記録"


def test_where_loose_matches_begin_is_told() -> None:
    publish("河川の記録", "河川の脇の煙突を直した。")
    publish("煙突の記録", "煙突、煙突、煙突。")
    assert find("河川の煙突", "ja").first_loose == 1
    assert find("河川", "ja").first_loose is None
    assert find("煙突のゾルゲン", "ja").first_loose is None, "nothing better stands before"
