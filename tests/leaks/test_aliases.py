"""Aliases that Wagtail makes in the other language are live, and yet no page of that language."""

from __future__ import annotations

import pytest
from django.test import Client
from wagtail.models import Locale, Page, PageViewRestriction

from networks.models import NetworkPage

from ..small_site import SmallSite, add
from .crawling import Crawl
from .planting import PUBLIC, SECRET, SLUG


def english() -> Locale:
    return Locale.objects.get(language_code="en")


def english_answers(crawl: Crawl) -> list[str]:
    """The English pages that say the name; a 404 may offer the public page in Japanese."""
    return [
        address
        for address in crawl.saying(SECRET)
        if address.startswith("/en/") and crawl.statuses.get(address) != 404
    ]


def test_an_alias_of_the_other_language_is_no_page(site: SmallSite) -> None:
    original = NetworkPage(title=SECRET, slug=SLUG, summary=SECRET)
    add(site.sections["networks", "ja"], original)
    alias = original.copy_for_translation(english(), alias=True)
    assert alias.live
    crawl = Crawl(also=["/en/sitemap/", "/ja/sitemap/"])
    assert crawl.statuses[alias.url] == 404
    assert crawl.statuses[original.url] == 200
    assert {"/ja/", "/ja/networks/", "/ja/sitemap/"} <= crawl.saying(SECRET)
    assert not english_answers(crawl)
    assert not [text for text in crawl.texts.values() if f"/en/networks/{SLUG}/" in text]
    number = original.number
    assert crawl.texts[f"/en/p/{number}"].count(original.url) == 1


def test_an_alias_above_a_translation_is_left_out_of_its_breadcrumbs(site: SmallSite) -> None:
    """Starting a translation makes live aliases of the ancestors that nobody has translated."""
    group = add(site.sections["networks", "ja"], NetworkPage(title=SECRET, slug="group"))
    member = add(group, NetworkPage(title="会員", slug="member"))
    translation = member.copy_for_translation(english(), copy_parents=True)
    assert Page.objects.get(pk=translation.get_parent().pk).live
    translation.title = f"{PUBLIC} member"
    translation.save_revision().publish()
    crawl = Crawl(also=["/en/sitemap/"])
    assert crawl.statuses[translation.url] == 200
    assert {translation.url, "/en/sitemap/", "/en/networks/"} <= crawl.saying(f"{PUBLIC} member")
    assert not english_answers(crawl)
    assert crawl.statuses["/en/networks/group/"] == 404


def test_an_alias_in_the_same_language_is_a_page(site: SmallSite) -> None:
    original = add(site.sections["networks", "en"], NetworkPage(title=PUBLIC, slug="here"))
    original.create_alias(update_slug="there")
    crawl = Crawl()
    assert crawl.statuses["/en/networks/there/"] == 200
    Page.objects.get(pk=original.pk).specific.unpublish()
    assert Crawl().saying(PUBLIC) == set()


@pytest.mark.parametrize("inherited", [False, True], ids=["own", "inherited"])
def test_an_alias_of_a_restricted_page_is_restricted(site: SmallSite, inherited: bool) -> None:
    """An alias shows its source's text, and stands where its source's section does not."""
    group = add(site.sections["networks", "en"], NetworkPage(title=f"{SECRET} group", slug="group"))
    member = add(group, NetworkPage(title=f"{SECRET} member", slug="member"))
    alias = Page.objects.get(pk=member.pk).specific.create_alias(
        parent=Page.objects.get(pk=site.sections["networks", "en"].pk), update_slug="mirror"
    )
    further = alias.create_alias(update_slug="further")
    assert f"{SECRET} member" in Client().get(alias.url).content.decode()
    PageViewRestriction.objects.create(
        page=group if inherited else member, restriction_type="login"
    )
    if not inherited:
        Page.objects.get(pk=group.pk).specific.unpublish()
    crawl = Crawl(also=["/en/sitemap/"])
    assert crawl.saying(SECRET) == set()
    assert {crawl.statuses[page.url] for page in (alias, further)} <= {302, 404}
