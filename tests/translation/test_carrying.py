"""Texts of pages leave in files and come back as drafts, or not at all."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from home.models import ContentPage
from tests.small_site import SmallSite, add
from translation import carrying
from translation.exchange.documents import CLEAR, ExchangeError, Fault, PageDocument, UnitState
from translation.exchange.formats import FORMATS


@pytest.fixture
def page(site: SmallSite) -> ContentPage:
    found: ContentPage = add(
        site.homes["ja"], ContentPage(title="計画", slug="plan", summary="要約 & 本文")
    )
    return found


@pytest.fixture
def translation(page: ContentPage) -> Translation:
    source, _created = TranslationSource.update_or_create_from_instance(page)
    english = Locale.objects.get(language_code="en")
    found: Translation = Translation.objects.create(source=source, target_locale=english)
    found.save_target(publish=False)
    return found


def target(translation: Translation) -> Any:
    return Page.objects.get(
        translation_key=translation.source.object_id, locale=translation.target_locale
    ).specific


def filled(translation: Translation, text: str = "English", **changes: Any) -> PageDocument:
    document = carrying.exported(translation)
    units = tuple(
        replace(unit, target=f"{text} {unit.path}", state=UnitState.TRANSLATED, **changes)
        for unit in document.units
    )
    return replace(document, units=units)


def texts(translation: Translation) -> dict[str, str]:
    return {unit.path: unit.target for unit in carrying.exported(translation).units}


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_file_goes_out_and_comes_back_as_a_draft(
    translation: Translation, tmp_path: Path, name: str, capsys: Any
) -> None:
    live = target(translation)
    live.title = "Live"
    live.save_revision().publish()
    file, number = tmp_path / "file", str(carrying.exported(translation).page)
    call_command(
        "translations", "export", str(file), "--to=en", f"--format={name}", "--page", number
    )
    (document,) = FORMATS[name].read(file.read_bytes()).documents
    units = tuple(
        replace(unit, target=f"English {unit.path}", state=UnitState.TRANSLATED)
        for unit in document.units
    )
    file.write_bytes(FORMATS[name].write([replace(document, units=units)]))
    call_command("translations", "import", str(file))
    assert texts(translation)["summary"] == "English summary"
    assert target(translation).title == "Live"
    assert target(translation).get_latest_revision_as_object().title == "English title"
    call_command("translations", "import", str(file))
    assert "0 changed" in capsys.readouterr().out.splitlines()[-1]


def test_empty_asks_for_nothing_and_the_mark_deletes(translation: Translation) -> None:
    carrying.bring_in(filled(translation))
    before = texts(translation)
    document = carrying.exported(translation)
    empty = tuple(replace(unit, target="") for unit in document.units)
    assert carrying.bring_in(replace(document, units=empty)).changes == ()
    assert texts(translation) == before
    cleared = tuple(replace(unit, target=CLEAR) for unit in document.units)
    carrying.bring_in(replace(document, units=cleared))
    assert set(texts(translation).values()) == {""}


def test_an_old_source_and_another_page_change_nothing(
    page: ContentPage, translation: Translation
) -> None:
    document = filled(translation)
    page.summary = "別の要約"
    page.save_revision().publish()
    TranslationSource.update_or_create_from_instance(page)
    assert carrying.bring_in(document).refusal is Fault.OLD_SOURCE
    with pytest.raises(ExchangeError) as refused:
        carrying.bring_in(replace(document, page=10**9))
    assert refused.value.fault is Fault.OTHER_PAGE
    assert not StringTranslation.objects.exists()


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"target": "a <b>bold</b> word"}, Fault.TAGS_CHANGED),
        ({"target": "a <script>x</script>"}, Fault.FOREIGN_MARKUP),
        ({"target": "a \x07 bell"}, Fault.UNUSABLE_CHARACTERS),
        ({"target": "fine", "state": UnitState.NEEDS_REVIEW}, Fault.NOT_FINAL),
        ({"target": "fine", "source": "altered"}, Fault.SOURCE_CHANGED),
        ({"target": "fine", "id": "u99"}, Fault.UNKNOWN_LINE),
    ],
)
def test_a_bad_line_is_reported_and_the_others_are_taken(
    translation: Translation, changes: dict[str, Any], fault: Fault
) -> None:
    document = filled(translation)
    first, *others = document.units
    outcome = carrying.bring_in(replace(document, units=(replace(first, **changes), *others)))
    assert [finding.fault for finding in outcome.findings] == [fault]
    assert len(outcome.changes) == len(others) > 0
    assert texts(translation)[first.path] == ""


@pytest.mark.parametrize("state", ["locked", "stopped"])
def test_what_is_held_or_stopped_is_left_alone(translation: Translation, state: str) -> None:
    document = filled(translation)
    if state == "locked":
        Page.objects.filter(pk=target(translation).pk).update(locked=True)
    else:
        Translation.objects.update(enabled=False)
    with pytest.raises(ExchangeError):
        carrying.bring_in(document)
    assert not StringTranslation.objects.exists()


def test_nothing_is_half_applied(translation: Translation, monkeypatch: Any) -> None:
    def fail(*_args: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(carrying, "_save_draft", fail)
    with pytest.raises(RuntimeError):
        carrying.bring_in(filled(translation))
    assert not StringTranslation.objects.exists()


def test_a_section_is_a_page_and_all_below_it(translation: Translation, tmp_path: Path) -> None:
    home = str(target(translation).get_parent().specific.number)
    file = tmp_path / "section.xlf"
    options = ["--to=en", "--format=xliff1.2"]
    call_command("translations", "export", str(file), "--section", home, *options)
    (document,) = FORMATS["xliff1.2"].read(file.read_bytes()).documents
    assert document.page == carrying.exported(translation).page
    with pytest.raises(CommandError, match="started"):
        call_command("translations", "export", str(file), "--page", "999999", *options)
