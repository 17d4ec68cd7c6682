"""The translation memory: fed as people translate, asked for what is alike."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Locale
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)

from home.models import ContentPage
from tests.small_site import SmallSite, add
from translation.memory import feeding
from translation.memory.lookup import EXACT, concordance, matches
from translation.memory.matching import differences
from translation.memory.store import MemoryEntry, store
from translation.models import MemoryText, MemoryTrigram, MemoryUnit

SUMMARY = "横浜市は温室効果ガスを二〇三〇年度までに半分に減らす計画を発表した。"
ENGLISH = "Yokohama announced a plan to halve greenhouse gas emissions by FY2030."


@pytest.fixture
def page(site: SmallSite) -> ContentPage:
    found: ContentPage = add(
        site.homes["ja"], ContentPage(title="計画", slug="plan", summary=SUMMARY)
    )
    return found


@pytest.fixture
def translation(page: ContentPage) -> Translation:
    source, _created = TranslationSource.update_or_create_from_instance(page)
    english = Locale.objects.get(language_code="en")
    found: Translation = Translation.objects.create(source=source, target_locale=english)
    return found


def translate(translation: Translation, path: str, text: str) -> StringTranslation:
    segment = StringSegment.objects.get(source=translation.source, context__path=path)
    row: StringTranslation
    row, _created = StringTranslation.objects.update_or_create(
        translation_of=segment.string,
        context=segment.context,
        locale=translation.target_locale,
        defaults={"data": text},
    )
    return row


def known(text: str, source: str = "ja", target: str = "en", percent: int = 60) -> Any:
    return [
        (one.percent, one.translation) for one in matches(text, source, target, percent=percent)
    ]


def test_what_was_translated_is_found_at_once_in_both_directions(
    page: ContentPage, translation: Translation
) -> None:
    translate(translation, "summary", ENGLISH)
    (match,) = matches(SUMMARY, "ja", "en")
    assert (match.percent, match.translation, match.is_reverse) == (EXACT, ENGLISH, False)
    assert (match.unit.page, match.unit.path) == (page.number, "summary")
    (back,) = matches(ENGLISH, "en", "ja")
    assert (back.percent, back.translation, back.is_reverse) == (EXACT, SUMMARY, True)


def test_a_text_that_changed_a_little_is_found_with_what_differs(translation: Translation) -> None:
    translate(translation, "summary", ENGLISH)
    changed = SUMMARY.replace("横浜市", "川崎市")
    (match,) = matches(changed, "ja", "en")
    assert 80 < match.percent < EXACT
    (difference,) = match.differences
    assert changed[difference.start : difference.end] == "川崎"
    assert match.text[difference.other_start : difference.other_end] == "横浜"


def test_what_is_typed_anew_replaces_what_stood_there_and_leaves_nothing(
    translation: Translation,
) -> None:
    translate(translation, "summary", "Yoko")
    translate(translation, "summary", ENGLISH)
    assert known(SUMMARY) == [(EXACT, ENGLISH)]
    assert not MemoryText.objects.filter(data="Yoko").exists()


def test_a_synchronised_source_leaves_the_old_translation_in_the_memory(
    page: ContentPage, translation: Translation
) -> None:
    translate(translation, "summary", ENGLISH)
    page.summary = SUMMARY.replace("半分", "三割")
    page.save_revision().publish()
    TranslationSource.update_or_create_from_instance(page)
    StringTranslation.objects.all().delete()
    ((percent, text),) = known(page.summary)
    assert (percent < EXACT, text) == (True, ENGLISH)


def test_faulty_and_empty_texts_are_not_remembered(translation: Translation) -> None:
    translate(translation, "summary", "<script>x</script>")
    translate(translation, "title", "")
    assert not MemoryUnit.objects.exists()


def test_rebuilding_brings_in_all_and_changes_nothing_the_second_time(
    translation: Translation,
) -> None:
    translate(translation, "summary", ENGLISH)
    machine = translate(translation, "title", "Plan")
    StringTranslation.objects.filter(pk=machine.pk).update(translation_type="machine")
    MemoryUnit.objects.all().delete()
    MemoryText.objects.all().delete()
    for _time in range(2):
        assert feeding.rebuild() == 2
        assert known(SUMMARY) == [(EXACT, ENGLISH)]
        assert [one.unit.is_machine for one in matches("計画", "ja", "en")] == [True]
        assert MemoryUnit.objects.count() == 2


def test_rebuilding_indexes_anew(translation: Translation) -> None:
    translate(translation, "summary", ENGLISH)
    MemoryTrigram.objects.all().delete()
    assert known(SUMMARY[:-1]) == []
    feeding.rebuild()
    assert known(SUMMARY[:-1])[0][1] == ENGLISH


def test_width_and_tags_make_a_match_but_not_an_exact_one(db: None) -> None:
    store([MemoryEntry("ja", "en", "<b>JCM</b>の活用", "Use of the <b>JCM</b>")])
    assert known("<b>JCM</b>の活用")[0][0] == EXACT
    assert known("ＪＣＭの活用")[0][0] == 99


def test_people_come_before_machines_and_approved_before_others(db: None) -> None:
    for page, target in enumerate(["by machine", "by a person", "approved"], 1):
        entry = MemoryEntry(
            "ja",
            "en",
            "都市間連携事業",
            target,
            page=page,
            is_machine=target == "by machine",
            is_reviewed=target == "approved",
        )
        store([entry])
    assert [text for _percent, text in known("都市間連携事業")] == [
        "approved",
        "by a person",
        "by machine",
    ]


def test_the_same_translation_at_many_places_is_offered_once(db: None) -> None:
    store(MemoryEntry("ja", "en", "お問い合わせ", "Contact", page=page) for page in range(1, 30))
    assert known("お問い合わせ") == [(EXACT, "Contact")]
    assert MemoryUnit.objects.count() == 29


@pytest.mark.parametrize("words", ["半分", "温室効果", "計画 横浜", "ガス"])
def test_words_of_two_characters_are_found_within_japanese(db: None, words: str) -> None:
    store([MemoryEntry("ja", "en", SUMMARY, ENGLISH), MemoryEntry("ja", "en", "連絡先", "Contact")])
    assert [one.translation for one in concordance(words, "ja", "en")] == [ENGLISH]


def test_words_are_found_in_translations_and_whatever_their_width_and_case(db: None) -> None:
    store([MemoryEntry("ja", "en", SUMMARY, ENGLISH)])
    (found,) = concordance("ＹＯＫＯＨＡＭＡ plan", "en", "ja")
    assert (found.text, found.translation) == (ENGLISH, SUMMARY)
    assert concordance("半分 存在しない", "ja", "en") == []
    assert concordance(" ", "ja", "en") == []


def test_differences_are_whole_words_and_single_japanese_characters() -> None:
    (one,) = differences("by FY2031 at last", "by FY2030 at last")
    assert (one.kind, one.start, one.end) == ("replace", 3, 9)
    assert differences("同じ", "同じ") == ()
    (one,) = differences("新しい計画", "計画")
    assert (one.kind, one.start, one.end, one.other_start, one.other_end) == ("insert", 0, 3, 0, 0)


def test_the_memory_goes_out_and_comes_back_to_the_byte(
    translation: Translation, tmp_path: Path, capsys: Any
) -> None:
    translate(translation, "summary", ENGLISH)
    store(
        [
            MemoryEntry(
                "en", "ja", 'A <b>bold</b><br/><a id="a1">link</a>', "<b>太</b>", origin="x.tmx"
            )
        ]
    )
    first, second = tmp_path / "first.tmx", tmp_path / "second.tmx"
    call_command("translation_memory", "export", str(first))
    MemoryUnit.objects.all().delete()
    call_command("translation_memory", "import", str(first))
    call_command("translation_memory", "export", str(second))
    assert second.read_bytes() == first.read_bytes()
    call_command("translation_memory", "import", str(first))
    call_command("translation_memory", "stats")
    assert "ja to en, from site: 1 translations" in capsys.readouterr().out


def test_a_file_that_cannot_be_read_says_what_to_do_and_changes_nothing(
    db: None, tmp_path: Path
) -> None:
    file = tmp_path / "bad.tmx"
    file.write_bytes(b'<!DOCTYPE tmx SYSTEM "tmx14.dtd"><tmx version="1.4"/>')
    with pytest.raises(CommandError, match="DOCTYPE"):
        call_command("translation_memory", "import", str(file))
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("translation_memory", "import", str(tmp_path / "none.tmx"))
    assert not MemoryUnit.objects.exists()
