"""What a document says it shows: all that would change it, hidden or not, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from django.db.models import Model
from wagtail.models import CollectionViewRestriction, Page

from content.dependencies import entry_name
from content.models import Vocabulary
from home.models import ContentPage
from publishing.writing.render import render

from ..small_site import add, add_document, add_image
from .full_site import HIDDEN, FullSite
from .test_render import NOW, stored


def shown(page: Page) -> frozenset[str]:
    return render(stored(page), NOW).shown


def pages(*found: Page) -> set[str]:
    return {f"page-{page.pk}" for page in found}


def translations(*found: Page) -> set[str]:
    return {f"translations-{page.translation_key}" for page in found}


def test_a_network_names_all_that_it_shows_and_nothing_else(full_site: FullSite) -> None:
    site = full_site
    page = site.pages["network", "en"]
    lineage = [(site.homes[c], site.sections["networks", c], site.groups[c]) for c in ("ja", "en")]
    twin = site.pages["network", "ja"]
    entries: Iterable[Vocabulary] = [
        site.energy,
        site.waste,
        site.kitakyushu,
        site.bangkok,
        site.japan,
        site.thailand,
    ]
    assert shown(page) == {
        *pages(page, twin, *lineage[0], *lineage[1]),
        *translations(page, *lineage[0]),
        f"children-{page.pk}",
        # What its body points at, public or not, in both languages.
        *pages(*site.targets.values(), site.only_japanese, site.draft, site.restricted),
        *translations(site.targets["ja"], site.only_japanese, site.draft, site.restricted),
        "page-1000000000",
        *(f"image-{image.pk}" for image in (site.image, site.hidden_image)),
        *(f"file-{file.pk}" for file in (site.document, site.hidden_document)),
        *map(entry_name, entries),
    }


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("program", ["organisation", "grant", "thailand", "energy"]),
        ("measure", ["organisation", "kitakyushu", "japan", "waste"]),
        ("manual", ["organisation", "thailand", "waste"]),
    ],
)
def test_each_section_names_its_vocabulary_entries(
    full_site: FullSite, kind: str, names: list[str]
) -> None:
    found = shown(full_site.pages[kind, "ja"])
    models = ("organisation-", "supportform-", "country-", "city-", "sector-")
    assert {name for name in found if name.startswith(models)} == {
        entry_name(getattr(full_site, name)) for name in names
    }


def test_an_index_names_its_children_and_their_order(full_site: FullSite) -> None:
    index = full_site.sections["measures", "ja"]
    assert {f"children-{index.pk}", *pages(full_site.pages["measure", "ja"])} <= shown(index)


def test_the_home_page_names_what_it_features(full_site: FullSite) -> None:
    names = shown(full_site.homes["en"])
    featured = [full_site.pages["network", "ja"], full_site.only_japanese, *full_site.hidden_pages]
    assert pages(*featured, full_site.pages["network", "en"]) <= names
    assert translations(*featured) <= names


def test_a_hidden_ancestor_is_named(full_site: FullSite) -> None:
    stored(full_site.groups["ja"]).unpublish()
    names = shown(full_site.pages["network", "ja"])
    assert pages(full_site.groups["ja"]) <= names


def open_collection(site: FullSite) -> None:
    CollectionViewRestriction.objects.all().delete()


def publish_draft(site: FullSite) -> None:
    site.draft.save_revision().publish()


def open_restricted(site: FullSite) -> None:
    site.restricted.view_restrictions.all().delete()


def translate_target(site: FullSite) -> None:
    page = ContentPage(title="Now in English", slug="only-japanese")
    add(site.homes["en"], page, twin=site.only_japanese)


def rename_city(site: FullSite) -> None:
    site.kitakyushu.name_en = "Renamed"
    site.kitakyushu.save()


def rename_country_of_city(site: FullSite) -> None:
    site.thailand.name_en = "Renamed"
    site.thailand.save()


def describe_image(site: FullSite) -> None:
    site.image.alt_en = "Renamed"
    site.image.save()


def rename_file(site: FullSite) -> None:
    site.document.title = "Renamed"
    site.document.save()


def rename_parent(site: FullSite) -> None:
    page = stored(site.groups["en"])
    page.title = "Renamed"
    page.save_revision().publish()


def unpublish_twin(site: FullSite) -> None:
    stored(site.pages["network", "ja"]).unpublish()


def add_child(site: FullSite) -> None:
    page = type(site.groups["en"])(title="Child", slug="child")
    add(site.pages["network", "en"], page)


CHANGES: list[tuple[Any, Any]] = [
    (open_collection, lambda site: f"image-{site.hidden_image.pk}"),
    (open_collection, lambda site: f"file-{site.hidden_document.pk}"),
    (publish_draft, lambda site: f"page-{site.draft.pk}"),
    (open_restricted, lambda site: f"page-{site.restricted.pk}"),
    (translate_target, lambda site: f"translations-{site.only_japanese.translation_key}"),
    (rename_city, lambda site: entry_name(site.kitakyushu)),
    (rename_country_of_city, lambda site: entry_name(site.thailand)),
    (describe_image, lambda site: f"image-{site.image.pk}"),
    (rename_file, lambda site: f"file-{site.document.pk}"),
    (rename_parent, lambda site: f"page-{site.groups['en'].pk}"),
    (unpublish_twin, lambda site: f"page-{site.pages['network', 'ja'].pk}"),
    (add_child, lambda site: f"children-{site.pages['network', 'en'].pk}"),
]


@pytest.mark.parametrize(("change", "name"), CHANGES)
def test_what_changes_a_document_was_named_before(
    full_site: FullSite, change: Any, name: Any
) -> None:
    page = full_site.pages["network", "en"]
    before = render(stored(page), NOW)
    change(full_site)
    after = render(stored(page), NOW)
    assert after.body != before.body
    assert name(full_site) in before.shown


def test_what_is_not_shown_is_not_named(full_site: FullSite) -> None:
    home = full_site.homes["ja"]
    others: list[Model] = [
        add(home, ContentPage(title=HIDDEN, slug="unrelated")),
        add_image("unrelated"),
        add_document("unrelated"),
    ]
    names = shown(full_site.pages["network", "ja"])
    kinds = ("page", "image", "file")
    assert not {f"{kind}-{other.pk}" for kind, other in zip(kinds, others, strict=True)} & names
    assert "settings" not in names
