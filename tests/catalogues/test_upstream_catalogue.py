"""The Japanese of the admin: nothing in English is left, and it reaches every screen."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone, translation
from wagtail.admin.templatetags.wagtailadmin_tags import timesince_simple
from wagtail.users.models import UserProfile

from scripts import catalogue_files
from scripts import check_upstream_catalogue as check

# WhiteNoise warns where nobody has collected the static files, as in a fresh checkout.
pytestmark = pytest.mark.filterwarnings("ignore:No directory at")


def catalogue_with(english: str | tuple[str, str], japanese: str | tuple[str]) -> Catalog:
    catalogue = Catalog(locale="ja")
    catalogue.add(english, japanese)
    return catalogue


def javascript_catalogue(client: Client, address: str) -> dict[str, object]:
    """The messages that a script is handed, by their English."""
    response = client.get(address)
    assert response.status_code == 200
    found = re.search(r"const newcatalog = (\{.*?\n  \});", response.content.decode(), re.DOTALL)
    return json.loads(found[1]) if found else {}


@pytest.fixture
def administrator_client(client: Client, db: None) -> Client:
    client.force_login(get_user_model().objects.create_superuser("admin", "admin@example.org", "x"))
    return client


@pytest.mark.parametrize("domain", check.DOMAINS)
def test_every_message_is_translated_and_compiled(domain: str) -> None:
    assert list(check.problems(domain)) == []


@pytest.mark.parametrize("domain", check.DOMAINS)
def test_header_gives_japanese_its_one_plural_form(domain: str) -> None:
    header = dict(catalogue_files.read_catalogue(check.OUR_DIR / f"{domain}.po").mime_headers)
    assert header["Plural-Forms"] == "nplurals=1; plural=0;"
    assert header["Content-Type"].lower() == "text/plain; charset=utf-8"
    assert header["Language"] == "ja"


@pytest.mark.parametrize(
    ("english", "japanese"),
    [
        ("Delete %(title)s", "削除"),
        ("%(count)s of %(total)s", "%(count)s件中%(count)s件"),
        ("Translate {name}", "{nama}を翻訳"),
        ('<a href="%(url)s">add one</a>', "<a>追加</a>"),
        (("%(n)s page", "%(n)s pages"), ("ページ",)),
    ],
)
def test_lost_placeholder_is_reported(
    english: str | tuple[str, str], japanese: str | tuple[str]
) -> None:
    assert len(list(catalogue_files.broken_translations(catalogue_with(english, japanese)))) == 1


def test_plural_form_answers_to_the_english_plural() -> None:
    catalogue = catalogue_with(("one page", "%(n)s pages"), ("%(n)s件",))
    assert list(catalogue_files.broken_translations(catalogue)) == []


def test_missing_translation_is_reported_and_written(tmp_path: Path) -> None:
    reported = list(check.problems("djangojs", tmp_path))
    assert "djangojs.po: no Japanese for 'Expand all' of wagtail.admin" in reported
    assert "djangojs.mo is not what djangojs.po gives" in reported

    assert check.write("djangojs", tmp_path) == len(reported) - 1
    still_empty = list(check.problems("djangojs", tmp_path))
    assert len(still_empty) == len(reported) - 1
    assert check.write("djangojs", tmp_path) == 0


def test_fuzzy_translation_counts_as_missing() -> None:
    catalogue = Catalog(locale="ja")
    catalogue.add("Expand all", "すべて展開", flags=["fuzzy"])
    assert (None, "Expand all") in check.missing_messages("djangojs", catalogue)


def test_changed_source_makes_the_compiled_file_stale(tmp_path: Path) -> None:
    with (tmp_path / "djangojs.po").open("wb") as file:
        write_po(file, catalogue_with("Expand all", "すべて展開"))
    check.write("djangojs", tmp_path)
    compiled = tmp_path / "djangojs.mo"
    assert catalogue_files.is_compiled_from(
        compiled, catalogue_files.read_catalogue(tmp_path / "djangojs.po")
    )
    assert not catalogue_files.is_compiled_from(compiled, catalogue_with("Expand all", "開く"))


def test_python_and_templates_speak_japanese() -> None:
    with translation.override("ja"):
        assert translation.gettext("Select all pages in listing") != "Select all pages in listing"
    with translation.override("en"):
        assert translation.gettext("Select all pages in listing") == "Select all pages in listing"


def test_a_moment_ago_is_recognised_in_japanese() -> None:
    """Wagtail compares Django's translation of "0 minutes" with its own: they must agree."""
    with translation.override("ja"):
        assert timesince_simple(timezone.now()) == translation.gettext("just now")


@pytest.mark.parametrize(
    ("address", "english"),
    [("/admin/jsi18n/", "Expand all"), ("/admin/localize/jsi18n/", "Not translated")],
)
def test_scripts_of_the_admin_speak_the_editors_language(
    administrator_client: Client, address: str, english: str
) -> None:
    ours = catalogue_files.messages_of(
        catalogue_files.read_catalogue(check.OUR_DIR / "djangojs.po")
    )
    japanese = javascript_catalogue(administrator_client, address)
    assert japanese[english] == catalogue_files.translation_text(ours[None, english])

    profile = UserProfile.get_for_user(get_user_model().objects.get())
    profile.preferred_language = "en"
    profile.save()
    in_english = javascript_catalogue(administrator_client, address)
    assert in_english.get(english, english) == english


def test_plural_of_a_script_has_one_form(administrator_client: Client) -> None:
    assert javascript_catalogue(administrator_client, "/admin/jsi18n/")["%(num)s error"] == [
        "エラー%(num)s件"
    ]
