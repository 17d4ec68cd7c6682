"""The project's own texts: each is found, has its Japanese, and means what it says."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from django.template import Context, Template
from django.utils import translation

from scripts import catalogues
from scripts.catalogue_files import MessageKey, messages_of, read_catalogue, write_catalogue

MODULE = """
from django.utils.translation import gettext as _, ngettext, npgettext_lazy, pgettext_lazy

def label(count: int) -> tuple[object, ...]:
    return (
        _("plain"),
        _(
            "in two "
            "pieces"
        ),
        ngettext("%(count)s page", "%(count)s pages", count) % {"count": count},
        pgettext_lazy("of a measure", "Action"),
        npgettext_lazy("of a list", "%(count)s row", "%(count)s rows", "count"),
        other("not a message"),
        _(f"not {count}"),
    )
"""
TEMPLATE = """{% load i18n %}
{# _("not in a comment") #}
{% comment %}{% translate "nor here" %}{% endcomment %}
    {% translate "indented" %}
<p>{% trans "in context" context "a list" as words %}100 %</p>
{% blocktranslate trimmed with name=page.title %}
  Hello
  {{ name }}, it’s 5 %
{% endblocktranslate %}
{% blocktrans count total=total %}{{ total }} item{% plural %}{{ total }} items{% endblocktrans %}
{% include "part.html" with label=_("an argument") %}
{{ value|default:_("a default") }}
"""


@pytest.fixture(scope="session")
def used() -> Catalog:
    return catalogues.extracted(catalogues.source_files())


def messages_in(tmp_path: Path, name: str, source: str) -> dict[MessageKey, object]:
    (tmp_path / name).write_text(source, encoding="utf-8")
    found = messages_of(catalogues.extracted([tmp_path / name]))
    return {key: message.id for key, message in found.items()}


def catalogue_of(*messages: tuple[str, str], context: str | None = None) -> Catalog:
    catalogue = Catalog(locale="ja", fuzzy=False)
    for english, japanese in messages:
        catalogue.add(english, japanese, context=context)
    return catalogue


def problems_with(path: Path, used: Catalog, ours: Catalog) -> list[str]:
    """What is reported of a catalogue file that is compiled."""
    write_catalogue(path, ours)
    path.with_suffix(".mo").write_bytes(catalogues.compiled(ours))
    return list(catalogues.problems(used, path))


def test_every_text_has_its_japanese(used: Catalog) -> None:
    assert list(catalogues.problems(used)) == []


def test_every_room_and_the_templates_are_read() -> None:
    paths = {path.relative_to(catalogues.PROJECT_DIR) for path in catalogues.source_files()}
    assert {Path("content/models/base.py"), Path("templates/base.html")} <= paths
    assert not [path for path in paths if "migrations" in path.parts]


def test_texts_of_a_module_are_found(tmp_path: Path) -> None:
    assert messages_in(tmp_path, "module.py", MODULE) == {
        (None, "plain"): "plain",
        (None, "in two pieces"): "in two pieces",
        (None, "%(count)s page"): ("%(count)s page", "%(count)s pages"),
        ("of a measure", "Action"): "Action",
        ("of a list", "%(count)s row"): ("%(count)s row", "%(count)s rows"),
    }


def test_texts_of_a_template_are_found(tmp_path: Path) -> None:
    assert messages_in(tmp_path, "page.html", TEMPLATE) == {
        (None, "indented"): "indented",
        ("a list", "in context"): "in context",
        (None, "Hello %(name)s, it’s 5 %%"): "Hello %(name)s, it’s 5 %%",
        (None, "%(total)s item"): ("%(total)s item", "%(total)s items"),
        (None, "an argument"): "an argument",
        (None, "a default"): "a default",
    }


def test_text_without_japanese_is_reported(tmp_path: Path) -> None:
    path, used = tmp_path / "django.po", catalogue_of(("Depth of water", ""))
    assert problems_with(path, used, used) == ["no Japanese for 'Depth of water'"]


def test_text_that_the_catalogue_lacks_is_reported(tmp_path: Path) -> None:
    path, used = tmp_path / "django.po", catalogue_of(("Depth of water", ""))
    reported = ["not in the catalogue: 'Depth of water'"]
    assert problems_with(path, used, Catalog(locale="ja")) == reported


def test_text_that_became_a_plural_is_reported(tmp_path: Path) -> None:
    used = Catalog()
    used.add(("one lake", "%(count)s lakes"))
    ours = catalogue_of(("one lake", "一つの湖"))
    reported = ["not in the catalogue: 'one lake'"]
    assert problems_with(tmp_path / "django.po", used, ours) == reported


def test_text_no_longer_used_is_reported(tmp_path: Path) -> None:
    ours = catalogue_of(("Depth of water", "水深"))
    reported = ["no longer used: 'Depth of water'"]
    assert problems_with(tmp_path / "django.po", Catalog(), ours) == reported


def test_fuzzy_text_is_reported(tmp_path: Path) -> None:
    ours = Catalog(locale="ja")
    ours.add("Depth of water", "水深", flags=["fuzzy"])
    reported = ["fuzzy, so not used: 'Depth of water'"]
    assert problems_with(tmp_path / "django.po", ours, ours) == reported


def test_lost_placeholder_is_reported(tmp_path: Path) -> None:
    ours = catalogue_of(("%(depth)s deep", "深い"))
    assert len(problems_with(tmp_path / "django.po", ours, ours)) == 1


def test_changing_the_words_of_a_package_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "django.po"
    ours = catalogue_of(("Publish", "刊行"))
    assert len(problems_with(path, ours, ours)) == 1
    apart = catalogue_of(("Publish", "刊行"), context="of a book")
    assert problems_with(path, apart, apart) == []


def test_stale_compiled_catalogue_is_reported(tmp_path: Path) -> None:
    path, ours = tmp_path / "django.po", catalogue_of(("Depth of water", "水深"))
    assert problems_with(path, ours, ours) == []
    write_catalogue(path, catalogue_of(("Depth of water", "深さ")))
    assert list(catalogues.problems(ours, path)) == ["django.mo is not what django.po gives"]


def test_writing_keeps_translations_and_drops_what_is_not_used(tmp_path: Path) -> None:
    path = tmp_path / "django.po"
    write_catalogue(path, catalogue_of(("Depth of water", "水深"), ("Height", "高さ")))
    used = catalogue_of(("Depth of water", ""), ("Width", ""))
    catalogues.write(used, path)
    written = read_catalogue(path)
    assert {key[1] for key in messages_of(written)} == {"Depth of water", "Width"}
    assert written.get("Depth of water").string == "水深"
    assert list(catalogues.problems(used, path)) == ["no Japanese for 'Width'"]


def test_writing_again_changes_nothing(tmp_path: Path, used: Catalog) -> None:
    path = tmp_path / "django.po"
    path.write_bytes(catalogues.CATALOGUE.read_bytes())
    catalogues.write(used, path)
    assert path.read_bytes() == catalogues.CATALOGUE.read_bytes()


def test_ambiguous_word_has_a_context() -> None:
    """In Django's catalogue “Manual” is the opposite of automatic."""
    from manuals.models import ManualKind

    with translation.override("ja"):
        assert str(ManualKind.MANUAL.label) != translation.gettext("Manual")


def test_plural_has_one_form_in_japanese() -> None:
    count = "{% blocktranslate count total=n %}{{ total }} item{% plural %}{{ total }} items"
    template = Template("{% load i18n %}" + count + "{% endblocktranslate %}")
    with translation.override("ja"):
        one, two = (template.render(Context({"n": number})) for number in (1, 2))
    assert one.replace("1", "2") == two
    assert "item" not in one
