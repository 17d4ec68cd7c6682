"""Whatever is renamed, merged, deleted or moved: facets are what a fresh rendering gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction
from wagtail.models import Page

from content.models import City, Country, Organisation, Sector, TaggedPage
from content.models.tags import PageTag
from programs.models import SupportForm
from publishing.models import Facet
from publishing.writing import actions

from .full_site import FullSite

Happening = Callable[[FullSite], object]


def renamed(model: type, **names: str) -> Happening:
    def rename(_site: FullSite) -> None:
        for row in model._default_manager.all():  # type: ignore[attr-defined]
            for name, value in names.items():
                setattr(row, name, f"{value} {row.code}")
            row.save()

    return rename


def merged(site: FullSite) -> None:
    """Two sectors become one: pages are given the one, the other is deleted."""
    kept, gone = site.energy, site.waste
    for page in site.pages.values():
        if hasattr(page, "sectors"):
            fresh = type(page).objects.get(pk=page.pk)
            fresh.sectors = [kept]
            fresh.save_revision().publish()
    Sector.objects.filter(pk=gone.pk).delete()


def retagged(site: FullSite) -> None:
    for page in list(site.pages.values())[::2]:
        fresh = type(page).objects.get(pk=page.pk)
        fresh.tags.set(["renamed", "もう一つ"])
        fresh.save_revision().publish()


def tag_renamed(_site: FullSite) -> None:
    for tag in PageTag.objects.all():
        tag.name = f"{tag.name} again"
        tag.save()


def tag_deleted(_site: FullSite) -> None:
    for tag in PageTag.objects.filter(name="環境"):
        tag.delete()


def moved(site: FullSite) -> None:
    target = site.sections["networks", "ja"]
    site.pages["network", "ja"].move(Page.objects.get(pk=target.pk), pos="first-child")


def dates_changed(site: FullSite) -> None:
    for page in site.pages.values():
        fresh = type(page).objects.get(pk=page.pk)
        fresh.first_published_at = datetime(2001, 1, 1, tzinfo=UTC)
        fresh.save()


def hidden_renamed_and_shown(site: FullSite) -> None:
    """What is renamed while a page is hidden is right when it is public again."""
    page = site.pages["measure", "ja"]
    page.unpublish()
    renamed(City, name_ja="町", name_en="Town")(site)
    actions.settle()
    type(page).objects.get(pk=page.pk).save_revision().publish()


def renamed_code(site: FullSite) -> None:
    site.waste.code = "refuse"
    site.waste.save()


def draft_changed(site: FullSite) -> None:
    page = site.pages["network", "ja"]
    page = type(page).objects.get(pk=page.pk)
    page.title, page.sectors = "草稿", []
    page.tags.add("of a draft")
    page.save_revision()


HAPPENINGS: dict[str, Happening] = {
    "countries": renamed(Country, name_ja="国", name_en="Land"),
    "cities": renamed(City, name_ja="市", name_en="Town"),
    "sectors": renamed(Sector, name_ja="分野", name_en="Field"),
    "organisations": renamed(Organisation, name_ja="団体", name_en="Body"),
    "forms of support": renamed(SupportForm, name_ja="支援", name_en="Help"),
    "a code": renamed_code,
    "two sectors merged": merged,
    "tags of pages": retagged,
    "a tag renamed": tag_renamed,
    "a tag deleted": tag_deleted,
    "a page moved": moved,
    "dates": dates_changed,
    "a hidden page": hidden_renamed_and_shown,
    "a deleted page": lambda site: site.pages["program", "en"].delete(),
    "a draft": draft_changed,
}


@pytest.mark.django_db
@pytest.mark.parametrize("what", HAPPENINGS)
def test_facets_follow(what: str, full_of_tags: FullSite) -> None:
    HAPPENINGS[what](full_of_tags)
    actions.settle()
    assert Facet.objects.filter(key="tag").exists()
    assert [str(found) for found in actions.verify()] == []


@pytest.fixture(scope="module")
def full_of_tags_of_module(django_db_setup: None, django_db_blocker: Any) -> Iterator[FullSite]:
    with django_db_blocker.unblock(), transaction.atomic():
        site = FullSite()
        for page in site.pages.values():
            page.tags.add("環境", "waste water")
            page.save_revision().publish()
        actions.settle()
        assert TaggedPage.objects.exists()
        yield site
        transaction.set_rollback(True)


@pytest.fixture
def full_of_tags(full_of_tags_of_module: FullSite, db: None) -> FullSite:
    """The full site, each page with two tags, published."""
    return full_of_tags_of_module
