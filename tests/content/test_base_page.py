"""What every page has: kinds of date kept apart, its text's standing, its place in the tree."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from content.models import BasePage
from home.models import ContentPage, HomePage
from manuals.models import ManualIndexPage, ManualPage
from measures.models import MeasureIndexPage, MeasurePage
from networks.models import NetworkIndexPage, NetworkPage
from programs.models import ProgramIndexPage, ProgramPage
from tests.page_forms import PUBLISH, added, errors, send_new_page
from tests.small_site import SmallSite, add

ITEMS = {
    "networks": NetworkPage,
    "programs": ProgramPage,
    "measures": MeasurePage,
    "manuals": ManualPage,
}
TYPES: list[type[BasePage]] = [
    HomePage,
    ContentPage,
    NetworkIndexPage,
    ProgramIndexPage,
    MeasureIndexPage,
    ManualIndexPage,
    *ITEMS.values(),
]


def faults(page: BasePage) -> set[str]:
    try:
        page.clean()
    except ValidationError as error:
        return set(error.message_dict)
    return set()


@pytest.fixture
def page(site: SmallSite) -> ContentPage:
    return add(site.homes["ja"], ContentPage(title="頁", slug="page"))


# The tree -------------------------------------------------------------------------------------


def test_what_may_stand_where(site: SmallSite) -> None:
    sections = {NetworkIndexPage, ProgramIndexPage, MeasureIndexPage, ManualIndexPage}
    assert set(HomePage.creatable_subpage_models()) == {ContentPage, *sections}
    assert ContentPage.creatable_subpage_models() == [ContentPage]
    for name, item in ITEMS.items():
        section = site.sections[name, "ja"].specific_class
        assert section.creatable_subpage_models() == [item]
        below = item.creatable_subpage_models()
        assert below == ([NetworkPage] if item is NetworkPage else [])


def test_a_language_has_each_section_and_one_home_page_once(
    site: SmallSite, admin_client: Client
) -> None:
    home = Page.objects.get(pk=site.homes["ja"].pk).specific
    assert not NetworkIndexPage.can_create_at(home)
    Page.objects.get(pk=site.sections["networks", "ja"].pk).delete()
    assert NetworkIndexPage.can_create_at(HomePage.objects.get(pk=home.pk))
    second = HomePage(title="二", slug="second", lead="<p>二</p>", locale=home.locale)
    assert faults(second) == {"title"}
    assert faults(home) == set()


@pytest.mark.parametrize("model", TYPES)
def test_every_field_has_a_japanese_and_an_english_label(model: type[BasePage]) -> None:
    from django.utils import translation

    form = model.get_edit_handler().get_form_class()
    own = {field.name for field in model._meta.fields + model._meta.many_to_many}
    inherited = {field.name for field in Page._meta.get_fields()}
    for name in (own - inherited) & set(form.base_fields):
        label = model._meta.get_field(name).verbose_name
        with translation.override("en"):
            english = str(label)
        with translation.override("ja"):
            japanese = str(label)
        assert english
        assert english != japanese, name


# Standing -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("standing", "prevailing", "wrong"),
    [
        ("original", "", False),
        ("original", "ja", True),
        ("official", "", True),
        ("official", "ja", False),
        ("official", "en", False),
        ("provisional", "en", False),
        ("provisional", "ja", True),
        ("provisional", "", True),
        ("machine", "en", False),
        ("machine", "ja", True),
    ],
)
def test_a_translation_names_the_language_that_prevails(
    page: ContentPage, standing: str, prevailing: str, wrong: bool
) -> None:
    """The page is Japanese: a provisional Japanese text cannot prevail over its source."""
    page.translation_standing, page.prevailing_language = standing, prevailing
    assert faults(page) == ({"prevailing_language"} if wrong else set())


def test_the_error_stands_at_its_field_and_nothing_is_lost(
    site: SmallSite, admin_client: Client
) -> None:
    values = {"summary": "要約の文", "translation_standing": "provisional", "tags": "水,ごみ"}
    home = site.homes["ja"]
    response = send_new_page(admin_client, ContentPage, home, **values, **PUBLISH)
    assert set(errors(response)) == {"prevailing_language"}
    html = response.content.decode()
    assert "要約の文" in html
    form = response.context["form"]
    assert form["translation_standing"].value() == "provisional"
    values["prevailing_language"] = "en"
    send_new_page(admin_client, ContentPage, home, **values, **PUBLISH)
    page = added(home)
    assert (page.live, page.summary) == (True, "要約の文")
    assert {tag.name for tag in page.tags.all()} == {"水", "ごみ"}


def test_a_draft_may_still_lack_the_prevailing_language(
    site: SmallSite, admin_client: Client
) -> None:
    home = site.homes["ja"]
    send_new_page(admin_client, ContentPage, home, translation_standing="provisional")
    draft = added(home).get_latest_revision_as_object()
    assert (draft.live, draft.translation_standing) == (False, "provisional")
    with pytest.raises(ValidationError) as caught:
        draft.save_revision().publish()
    assert set(caught.value.message_dict) == {"prevailing_language"}


@pytest.mark.parametrize("model", [ContentPage, *ITEMS.values()])
def test_a_draft_with_a_japanese_title_alone_is_kept(
    site: SmallSite, admin_client: Client, model: type[BasePage]
) -> None:
    section = {item: site.sections[name, "ja"] for name, item in ITEMS.items()}
    parent = section.get(model, site.homes["ja"])
    before = set(Page.objects.values_list("pk", flat=True))
    response = send_new_page(admin_client, model, parent, title="都市間連携", slug="")
    assert response.status_code == 302, errors(response)
    draft = model.objects.exclude(pk__in=before).get()
    assert (draft.live, draft.title, draft.slug.isascii()) == (False, "都市間連携", True)


# Dates ----------------------------------------------------------------------------------------


def test_the_day_of_an_update_is_that_of_japan(page: ContentPage) -> None:
    page.last_published_at = datetime(2026, 3, 31, 15, 0, tzinfo=UTC)
    assert page.updated_on == date(2026, 4, 1)


def test_a_change_moves_the_last_update_alone(page: ContentPage) -> None:
    first, reviewed = page.first_published_at, date(2026, 4, 1)
    page.last_reviewed_on = reviewed
    page.save_revision().publish()
    page.title = "改題"
    page.save_revision().publish()
    page.refresh_from_db()
    assert page.first_published_at == first
    assert page.last_published_at > first
    assert page.last_reviewed_on == reviewed


def test_a_review_lies_in_the_past(page: ContentPage) -> None:
    page.last_reviewed_on = timezone.localdate()
    assert faults(page) == set()
    page.last_reviewed_on += timedelta(days=1)
    assert faults(page) == {"last_reviewed_on"}


@pytest.mark.parametrize(
    ("updated", "reviewed", "since"),
    [(3 * 365, None, 3 * 365), (4000, 10, 10), (10, 4000, 10)],
)
def test_a_page_is_out_of_date_when_nobody_has_looked_at_it_for_long(
    page: ContentPage, updated: int, reviewed: int | None, since: int
) -> None:
    today = timezone.localdate()
    page.last_published_at = timezone.now() - timedelta(days=updated)
    page.last_reviewed_on = reviewed and today - timedelta(days=reviewed)
    assert page.outdated_from == today + timedelta(days=3 * 365 + 1 - since)


def test_a_draft_and_a_home_page_are_never_out_of_date(site: SmallSite) -> None:
    draft = ContentPage(title="未", slug="new", locale=site.homes["ja"].locale)
    assert draft.outdated_from is None
    home: Any = HomePage.objects.get(pk=site.homes["ja"].pk)
    home.last_published_at = timezone.now() - timedelta(days=9000)
    assert home.outdated_from is None
