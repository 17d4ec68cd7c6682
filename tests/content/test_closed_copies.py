"""Whatever is made of a page that is closed to the public stays closed until somebody opens it."""

from __future__ import annotations

import importlib
import pkgutil
from typing import Any

import pytest
import wagtail.actions
from wagtail.actions.base import BaseAction
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.models import Page, PageViewRestriction

from accounts.models import User
from content.visibility import is_public, public_pages
from home.models import ContentPage
from tests.small_site import SmallSite, add

#: What is public after each way in which Wagtail makes, changes, moves or restores something.
WAYS = {
    "CopyPageAction": "a copy, with all below it, takes along what closed each page",
    "MovePageAction": "a page that moves takes along what closed it, also by its section",
    "ConvertAliasPageAction": "takes over what closes its source; a hidden mirror becomes a draft",
    "CopyPageForTranslationAction": "a draft, closed as its source is",
    "CopyForTranslationAction": "a draft, closed as its source is",
    "CreatePageAliasAction": "the gate: an alias is public when its source is",
    "CreatePageAction": "a draft, or published by who may, below what closes its section",
    "EditPageAction": "changes no restriction",
    "PublishPageRevisionAction": "restrictions belong to the page, not to its version: they stay",
    "PublishRevisionAction": "the same for what is no page; nothing else here has drafts",
    "UnpublishPageAction": "nothing is public",
    "UnpublishAction": "nothing is public",
    "DeletePageAction": "nothing is public",
    "RevertToPageRevisionAction": "a draft; restrictions stay",
    "RevertToRevisionAction": "a draft; restrictions stay",
    "CreateAction": "no page: entries are public with the pages that show them",
    "EditAction": "no page: entries are public with the pages that show them",
    "DeleteAction": "no page: entries are public with the pages that show them",
}


def actions_of_wagtail() -> set[str]:
    for module in pkgutil.iter_modules(wagtail.actions.__path__):
        importlib.import_module(f"wagtail.actions.{module.name}")

    def below(kind: type) -> set[type]:
        return {kind}.union(*(below(one) for one in kind.__subclasses__()))

    found = below(BaseAction) - {BaseAction}
    return {one.__name__ for one in found if one.__module__.startswith("wagtail.actions.")}


def test_every_way_has_been_decided_about() -> None:
    assert actions_of_wagtail() == set(WAYS)


@pytest.fixture
def section(site: SmallSite) -> ContentPage:
    """A page with a closed one below it, and one that nothing closes."""
    section: ContentPage = add(site.homes["ja"], ContentPage(title="区分", slug="part"))
    closed = add(section, ContentPage(title="内部", slug="closed"))
    add(section, ContentPage(title="公開", slug="open"))
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    return Page.objects.get(pk=section.pk).specific


def fresh(page: Page) -> Page:
    return Page.objects.get(pk=page.pk)


def public_slugs(parent: Page) -> set[str]:
    below = public_pages(fresh(parent).get_descendants())
    return set(below.values_list("slug", flat=True))


def test_a_closed_page_below_a_copied_one_stays_closed(
    site: SmallSite, section: ContentPage
) -> None:
    copied = section.copy(recursive=True, update_attrs={"slug": "copy"}, keep_live=True)
    assert is_public(copied)
    assert public_slugs(copied) == {"open"}


def test_a_page_copied_out_of_a_closed_section_stays_closed(
    site: SmallSite, section: ContentPage
) -> None:
    child = section.get_children().get(slug="open")
    PageViewRestriction.objects.create(page=section, restriction_type="login")
    copied = child.specific.copy(to=site.homes["ja"], update_attrs={"slug": "out"})
    assert copied.live
    assert not is_public(copied)


def test_a_stricter_restriction_is_kept_below_a_weaker_one(
    site: SmallSite, section: ContentPage
) -> None:
    closed = section.get_children().get(slug="closed")
    closed.view_restrictions.update(restriction_type="password", password="secret")
    target = add(site.homes["ja"], ContentPage(title="会員", slug="members"))
    PageViewRestriction.objects.create(page=target, restriction_type="login")
    copied = closed.specific.copy(to=target, update_attrs={"slug": "kept"})
    assert copied.view_restrictions.get().password == "secret"


def test_a_page_moved_out_of_a_closed_section_stays_closed(
    site: SmallSite, section: ContentPage
) -> None:
    child = section.get_children().get(slug="open")
    PageViewRestriction.objects.create(page=section, restriction_type="login")
    child.move(fresh(site.homes["ja"]), pos="last-child")
    assert not is_public(fresh(child))
    assert fresh(child).view_restrictions.count() == 1


def test_a_page_moved_within_its_section_gets_no_restriction_of_its_own(
    site: SmallSite, section: ContentPage
) -> None:
    PageViewRestriction.objects.create(page=section, restriction_type="login")
    child, sibling = (
        section.get_children().get(slug="open"),
        section.get_children().get(slug="closed"),
    )
    sibling.view_restrictions.all().delete()
    child.move(fresh(sibling), pos="last-child")
    assert not fresh(child).view_restrictions.exists()


def test_an_alias_of_a_closed_page_that_becomes_a_page_stays_closed(
    site: SmallSite, section: ContentPage
) -> None:
    closed = section.get_children().get(slug="closed").specific
    alias = CreatePageAliasAction(closed, parent=site.homes["ja"], update_slug="alias").execute()
    PageViewRestriction.objects.filter(page=alias).delete()
    assert not is_public(alias)
    converted = ConvertAliasPageAction(fresh(alias).specific).execute()
    assert not is_public(converted)


def test_a_mirror_of_the_other_language_that_becomes_a_page_is_a_draft(
    site: SmallSite, section: ContentPage
) -> None:
    english = site.homes["en"]
    mirror = CreatePageAliasAction(
        section, parent=english, update_slug="mirror", update_locale=english.locale
    ).execute()
    assert mirror.live
    converted = ConvertAliasPageAction(fresh(mirror).specific).execute()
    assert not fresh(converted).live


def test_a_translation_of_a_page_in_a_closed_section_stays_closed(
    site: SmallSite, section: ContentPage
) -> None:
    PageViewRestriction.objects.create(page=section, restriction_type="login")
    child = section.get_children().get(slug="open").specific
    target: Any = child.copy_for_translation(site.homes["en"].locale, copy_parents=True)
    target.save_revision().publish()
    assert fresh(target).live
    assert not is_public(fresh(target))


def test_home_and_section_pages_have_no_end(site: SmallSite) -> None:
    from django.core.exceptions import ValidationError
    from django.utils import timezone

    for page in (site.homes["ja"], site.sections["manuals", "ja"]):
        page.expire_at = timezone.now()
        with pytest.raises(ValidationError) as refused:
            page.clean()
        assert set(refused.value.message_dict) == {"expire_at"}


def test_rights_of_an_administrator_end_at_home_and_section_pages(site: SmallSite) -> None:
    administrator = User.objects.create_superuser("root", password="x")
    for page in (*site.homes.values(), *site.sections.values()):
        rights = fresh(page).permissions_for_user(administrator)
        assert not rights.can_delete()
        assert not rights.can_unpublish()
        assert not rights.can_move_to(fresh(site.sections["manuals", "en"]))
        assert rights.can_publish()
