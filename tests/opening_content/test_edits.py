"""Runs on a used site: what somebody has changed stays as they left it."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from django.core.files.images import ImageFile
from PIL import Image as Pillow
from wagtail.models import Locale, Page, Site
from wagtail_localize.models import Translation, TranslationSource

from cms.management.opening_content.loader import LoadOutcome
from content.models import BasePage, City, Country, Sector
from home.models import ContentPage, HomePage, OpeningContentRecord
from media.models import Image
from tests.small_site import lose

from .conftest import DATA, PAGES, Folder, find

pytestmark = pytest.mark.django_db


def edit_and_publish(page: BasePage) -> None:
    page.title = "Somebody's title"
    page.save_revision().publish()


def save_a_draft(page: BasePage) -> None:
    page.title = "Somebody's title"
    page.save_revision()


def unpublish(page: BasePage) -> None:
    page.unpublish()


def move(page: BasePage) -> None:
    other = ContentPage(title="Other", slug="other", locale=page.locale)
    find(page.locale.language_code, page.locale.language_code).add_child(instance=other)
    page.move(other, pos="last-child")


def rename_the_address(page: BasePage) -> None:
    page.slug = "renamed"
    page.save_revision().publish()


ONE_MORE = """
[[page]]
key = "net/two"
type = "networks.NetworkPage"
parent = "net"
slug = "two"
ja = { title = "二つ目" }
en = { title = "The second" }
"""


EDITS = [edit_and_publish, save_a_draft, unpublish, move, rename_the_address]


def forget(key: str) -> None:
    """Let the loader not know an entry, as before a version that brought it."""
    OpeningContentRecord.objects.filter(key=key).delete()


def state(page: Page) -> dict[str, object]:
    return Page.objects.filter(pk=page.pk).values().get()


@pytest.mark.parametrize("edit", EDITS, ids=[edit.__name__ for edit in EDITS])
def test_new_data_leaves_a_touched_page_alone(
    folder: Folder, edit: Callable[[BasePage], None]
) -> None:
    folder.load()
    page = find("about", "en")
    edit(page)
    before = state(page)
    folder.replace("home", "summary = ", "search_description = ")
    outcomes = folder.load()
    assert state(page) == before
    assert outcomes["about:en"] is LoadOutcome.EDITED
    assert outcomes["about:ja"] is LoadOutcome.UPDATED


def test_a_deleted_page_stays_deleted_and_so_does_what_was_below(folder: Folder) -> None:
    folder.load()
    find("net", "en").delete()
    folder.write("networks", DATA["networks"] + ONE_MORE)
    outcomes = folder.load()
    assert outcomes["net:en"] is outcomes["net/one:en"] is LoadOutcome.DELETED
    assert outcomes["net/two:en"] is LoadOutcome.SKIPPED
    assert outcomes["net/two:ja"] is LoadOutcome.CREATED
    assert Page.objects.filter(depth__gt=1).count() == PAGES - 2 + 1


def test_links_to_a_deleted_page_become_plain_text(folder: Folder) -> None:
    folder.load()
    find("one", "en").delete()
    folder.replace("home", "A sentence.", "Another sentence.")
    assert folder.load()["about:en"] is LoadOutcome.UPDATED
    about = find("about", "en")
    assert [block.block_type for block in about.body] == ["rich_text"]
    assert about.body[0].value.source == "<p>Read the first</p>"
    assert [entry.page_id for entry in find("en", "en").featured.all()] == [about.pk]


def test_a_page_that_an_editor_translated_is_not_created_again(folder: Folder) -> None:
    folder.load()
    japanese = find("about", "ja")
    find("about", "en").delete()
    source, _created = TranslationSource.get_or_create_from_instance(japanese)
    translation = Translation.objects.create(
        source=source, target_locale=Locale.objects.get(language_code="en")
    )
    translation.save_target(publish=False)
    theirs = find("about", "en")
    before = state(theirs)
    assert folder.load()["about:en"] is LoadOutcome.DELETED
    assert state(theirs) == before


def test_a_translation_made_before_ours_came_is_kept(folder: Folder) -> None:
    folder.load()
    japanese = find("about", "ja")
    theirs = find("about", "en")
    forget("about:en")
    theirs.slug = "their-address"
    theirs.save()
    events = {event.key: event for event in folder.events()}
    assert events["about:en"].outcome is LoadOutcome.SKIPPED
    assert "translated" in events["about:en"].reason
    assert Page.objects.filter(translation_key=japanese.translation_key).count() == 2


def test_an_address_that_is_taken_is_left_to_its_page(folder: Folder) -> None:
    folder.load()
    forget("about:ja")
    forget("about:en")
    find("about", "en").delete()
    theirs = find("about", "ja")
    events = {event.key: event for event in folder.events()}
    assert events["about:ja"].outcome is LoadOutcome.SKIPPED
    assert "address" in events["about:ja"].reason
    assert events["about:en"].outcome is LoadOutcome.CREATED
    assert state(theirs)["title"] == "概要"


def test_a_site_with_home_pages_of_its_own_keeps_them(folder: Folder) -> None:
    locale = Locale.objects.get(language_code="ja")
    home = HomePage(title="Theirs", slug="ja", lead="<p>Theirs</p>", locale=locale)
    Page.get_first_root_node().add_child(instance=home)
    site = Site.objects.get(is_default_site=True)
    site.hostname, site.port, site.root_page = "hashi.example.org", 443, home
    site.save()
    outcomes = folder.load()
    assert {outcomes["home:ja"], outcomes["about:ja"]} == {LoadOutcome.SKIPPED}
    assert outcomes["about:en"] is LoadOutcome.CREATED
    site.refresh_from_db()
    assert (site.hostname, site.port, site.root_page_id) == ("hashi.example.org", 443, home.pk)
    assert home.get_children().count() == 0


def test_the_sites_own_name_stays(folder: Folder) -> None:
    Site.objects.filter(is_default_site=True).update(hostname="hashi.example.org", port=443)
    folder.load()
    site = Site.objects.get()
    assert (site.hostname, site.port, site.root_page.slug) == ("hashi.example.org", 443, "ja")


def test_changed_vocabulary_entries_stay_and_are_still_found(folder: Folder) -> None:
    folder.load()
    Sector.objects.update(code="renamed", name_en="Their name")
    folder.replace("networks", "A summary.", "Another summary.")
    folder.replace("vocabularies", 'name_en = "Water"', 'name_en = "Water supply"')
    outcomes = folder.load()
    assert outcomes["sector/water"] is LoadOutcome.UNCHANGED
    assert list(Sector.objects.values_list("code", "name_en")) == [("renamed", "Their name")]
    assert [sector.code for sector in find("one", "en").sectors.all()] == ["renamed"]


def test_deleted_vocabulary_entries_stay_deleted(folder: Folder) -> None:
    folder.load()
    Page.objects.filter(slug="one").delete()
    Page.objects.get(depth=1).save()
    City.objects.all().delete()
    Country.objects.all().delete()
    outcomes = folder.load()
    assert outcomes["city/kita"] is outcomes["country/JP"] is LoadOutcome.DELETED
    assert City.objects.count() == Country.objects.count() == 0


def test_a_city_without_its_country_is_skipped(folder: Folder) -> None:
    folder.write("vocabularies", '[[country]]\ncode = "JP"\n')
    folder.write("networks", "")
    folder.write("home", "")
    folder.load()
    Country.objects.all().delete()
    folder.write("vocabularies", DATA["vocabularies"])
    events = {event.key: event for event in folder.events()}
    assert events["city/kita"].outcome is LoadOutcome.SKIPPED
    assert "JP" in events["city/kita"].reason


def test_an_entry_that_was_here_before_is_used(folder: Folder) -> None:
    theirs = Sector.objects.create(code="water", name_ja="彼らの水", name_en="Their water")
    folder.load()
    assert Sector.objects.get() == theirs
    assert [sector.name_en for sector in find("one", "en").sectors.all()] == ["Their water"]


def test_a_deleted_picture_stays_deleted_and_leaves_pages_whole(folder: Folder) -> None:
    folder.load()
    lose(Image.objects.get())
    folder.replace("home", "A sentence.", "Another sentence.")
    outcomes = folder.load()
    assert outcomes["picture/desk"] is LoadOutcome.DELETED
    assert Image.objects.count() == 0
    about = find("about", "en")
    assert (about.summary, about.listing_image) == ("Another sentence.", None)


def test_a_replaced_picture_stays_replaced(folder: Folder) -> None:
    folder.load()
    image = Image.objects.get()
    data = BytesIO()
    Pillow.new("RGB", (64, 36), "navy").save(data, "PNG")
    image.file = ImageFile(data, name="theirs.png")
    image.alt_en = "Their words"
    image.save()
    before = Image.objects.values().get()
    folder.replace("pictures", "A desk", "Our new words")
    assert folder.load()["picture/desk"] is LoadOutcome.UNCHANGED
    assert Image.objects.values().get() == before
