"""What happens to a page happens to its document, and to those that show it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from content.models import City, Country
from home.models import ContentPage
from measures.models import MeasurePage
from networks.models import NetworkPage
from programs.models import ApplicationWindow, ProgramPage
from publishing.models import Change, Document, Pending
from publishing.writing import actions

from ..small_site import SmallSite, add, add_document, add_image

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(settled_site: SmallSite) -> SmallSite:
    return settled_site


def stored(page: Page) -> dict[str, Any] | None:
    """A page's document as readers get it."""
    found = Document.objects.filter(page_id=page.pk).first()
    return json.loads(bytes(found.body)) if found else None


def body(page: Page) -> str:
    return json.dumps(stored(page), ensure_ascii=False)


def general(site: SmallSite, slug: str = "page", **values: Any) -> ContentPage:
    page = add(site.homes["ja"], ContentPage(title=slug, slug=slug, summary="要約", **values))
    actions.settle()
    return page


def last_change(page: Page) -> Change:
    return Change.objects.filter(number=page.specific.number).latest("sequence")


def assert_whole() -> None:
    assert actions.verify() == []
    assert not Pending.objects.exists()


def test_a_published_page_is_a_document_and_a_draft_is_none(site: SmallSite) -> None:
    page = general(site)
    document = stored(page)
    assert document is not None
    assert (document["title"], document["path"]) == ("page", "/ja/page/")
    draft = add(site.homes["ja"], ContentPage(title="draft", slug="draft"), live=False)
    actions.settle()
    assert stored(draft) is None
    page.title = "Not yet"
    page.save_revision()
    actions.settle()
    assert "Not yet" not in body(page)
    assert_whole()


def unpublish(page: Page) -> None:
    page.unpublish()


def delete(page: Page) -> None:
    Page.objects.get(pk=page.pk).delete()


def restrict(page: Page) -> None:
    PageViewRestriction.objects.create(page=page.page_ptr, restriction_type="login")


def restrict_ancestor(page: Page) -> None:
    PageViewRestriction.objects.create(page=page.get_parent(), restriction_type="login")


def expire(page: Page) -> None:
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    call_command("publish_scheduled", verbosity=0)


@pytest.mark.parametrize("hide", [unpublish, delete, restrict, restrict_ancestor, expire])
def test_what_is_hidden_leaves_a_tombstone(site: SmallSite, hide: Any) -> None:
    page = general(site)
    number, path = page.number, "/ja/page/"
    hide(page)
    actions.settle()
    assert not Document.objects.filter(page_id=page.pk).exists()
    change = Change.objects.filter(number=number).latest("sequence")
    assert (change.kind, change.path, change.etag) == (Change.Kind.TOMBSTONE, path, "")
    assert_whole()


def test_what_is_opened_again_comes_back(site: SmallSite) -> None:
    page = general(site)
    restrict(page)
    actions.settle()
    PageViewRestriction.objects.all().delete()
    actions.settle()
    assert stored(page) is not None
    assert last_change(page).kind == Change.Kind.UPSERT
    assert_whole()


def test_a_move_and_another_slug_change_every_address_below(site: SmallSite) -> None:
    first, second = general(site, "first"), general(site, "second")
    child = add(first, ContentPage(title="child", slug="child"))
    actions.settle()
    Page.objects.get(pk=first.pk).specific.move(Page.objects.get(pk=second.pk), "last-child")
    actions.settle()
    document = stored(child)
    assert document is not None
    assert document["path"] == "/ja/second/first/child/"
    assert [step["title"] for step in document["breadcrumbs"]][1:] == ["second", "first"]
    page = ContentPage.objects.get(pk=second.pk)
    page.slug = "renamed"
    with pytest.MonkeyPatch.context() as patch:
        # Wagtail sends the signal of a changed slug once the transaction is committed.
        patch.setattr("django.db.transaction.on_commit", lambda call, **_options: call())
        page.save_revision().publish()
    actions.settle()
    assert Document.objects.get(page_id=child.pk).path == "/ja/renamed/first/child/"
    assert_whole()


def test_an_alias_goes_with_its_restricted_source(site: SmallSite) -> None:
    """The source is hidden by what stands above it; so are the alias and what is below that."""
    group = add(site.sections["networks", "ja"], NetworkPage(title="group", slug="group"))
    member = add(group, NetworkPage(title="member", slug="member"))
    alias = member.create_alias(parent=site.sections["networks", "ja"], update_slug="mirror")
    actions.settle()
    assert stored(alias) is not None
    restriction = PageViewRestriction.objects.create(page=group.page_ptr, restriction_type="login")
    actions.settle()
    assert stored(alias) is None
    restriction.delete()
    actions.settle()
    assert stored(alias) is not None
    assert_whole()


def test_an_alias_whose_restricted_source_is_deleted_stands_alone(site: SmallSite) -> None:
    page = add(site.sections["networks", "ja"], NetworkPage(title="source", slug="source"))
    alias = page.create_alias(update_slug="mirror")
    restrict(page)
    actions.settle()
    assert stored(alias) is None
    # Wagtail unpublishes the aliases of a live page that it deletes, not those of a draft.
    Page.objects.filter(pk=page.pk).update(live=False)
    delete(page)
    actions.settle()
    assert stored(alias) is not None
    assert_whole()


def test_an_alias_follows_its_source(site: SmallSite) -> None:
    page = general(site)
    alias = page.create_alias(update_slug="mirror")
    actions.settle()
    page.title = "Renamed"
    page.save_revision().publish()
    actions.settle()
    assert '"title": "Renamed"' in body(alias)
    assert_whole()


def test_a_translation_is_named_by_its_twin_as_long_as_it_is_public(site: SmallSite) -> None:
    page = general(site)
    twin = add(site.homes["en"], ContentPage(title="Twin", slug="page"), twin=page)
    actions.settle()

    def english() -> dict[str, Any]:
        document = stored(page)
        assert document is not None
        return next(one for one in document["translations"] if one["locale"] == "en")

    assert (english()["live"], english()["path"]) == (True, "/en/page/")
    twin.unpublish()
    actions.settle()
    assert english()["live"] is False
    assert_whole()


def test_what_a_document_shows_changes_it(site: SmallSite) -> None:
    shelf = Collection.get_first_root_node().add_child(name="Shelf")
    image, file = add_image("shown", shelf), add_document("shown", shelf)
    blocks = [
        {"type": "image", "value": {"image": image.pk}},
        {"type": "file", "value": {"document": file.pk, "label": ""}},
    ]
    page = general(site, body=blocks)
    other = general(site, "other")
    untouched = Document.objects.get(page_id=other.pk).etag
    image.alt_ja = "新しい代替"
    image.save()
    actions.settle()
    assert "新しい代替" in body(page)
    before = Document.objects.get(page_id=page.pk).etag
    file.file = ContentFile(b"another content", name="another.txt")
    file.save()
    actions.settle()
    assert Document.objects.get(page_id=page.pk).etag != before
    assert "another" in body(page)
    restriction = CollectionViewRestriction.objects.create(
        collection=shelf, restriction_type="login"
    )
    actions.settle()
    assert "another" not in body(page)
    assert "新しい代替" not in body(page)
    restriction.delete()
    actions.settle()
    assert "新しい代替" in body(page)
    assert Document.objects.get(page_id=other.pk).etag == untouched
    assert_whole()


def test_a_renamed_city_is_renamed_wherever_it_is_shown(site: SmallSite) -> None:
    japan = Country.objects.create(code="JP")
    city = City.objects.create(code="city", name_ja="旧市", name_en="Old", country=japan)
    page = MeasurePage(title="m", slug="m", kind="policy", city=city, country=japan)
    add(site.sections["measures", "ja"], page)
    actions.settle()
    city.name_ja = "新市"
    city.save()
    actions.settle()
    assert "新市" in body(page)
    assert "旧市" not in body(page)
    assert Document.objects.get(page_id=page.pk).facets.get(key="city").label == "新市"
    assert_whole()


def test_an_unchanged_page_is_no_change(site: SmallSite) -> None:
    page = general(site)
    number, document = Change.objects.count(), Document.objects.get(page_id=page.pk)
    actions._render_again([page.pk])
    again = Document.objects.get(page_id=page.pk)
    assert Change.objects.count() == number
    assert (again.etag, again.changed_at) == (document.etag, document.changed_at)
    assert again.rendered_at > document.rendered_at


def test_a_window_that_closes_closes_the_programme(
    site: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    closes = datetime(2030, 5, 29, 8, tzinfo=UTC)
    moment = closes - timedelta(days=1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
    page = ProgramPage(title="p", slug="p", kind="framework")
    page.windows = [ApplicationWindow(opens_at=closes - timedelta(days=9), closes_at=closes)]
    add(site.sections["programs", "ja"], page)
    actions.settle()
    document = stored(page)
    assert document is not None
    assert document["state"] == "open"
    actions.refresh()
    assert body(page) == json.dumps(document, ensure_ascii=False)
    moment = closes
    actions.refresh()
    document = stored(page)
    assert document is not None
    assert document["state"] == "closed"
    assert_whole()


def test_following_the_change_log_gives_what_is_stored(site: SmallSite) -> None:
    pages = [general(site, f"page-{number}") for number in range(3)]
    pages[0].unpublish()
    pages[1].title = "Renamed"
    pages[1].save_revision().publish()
    delete(pages[2])
    actions.settle()
    held: dict[tuple[int, str], str] = {}
    for change in Change.objects.since(0):
        held[change.number, change.locale] = change.etag
    assert {key: etag for key, etag in held.items() if etag} == {
        (document.number, document.locale): document.etag for document in Document.objects.all()
    }
    sequences = list(Change.objects.values_list("sequence", flat=True))
    assert sequences == list(range(1, len(sequences) + 1))
