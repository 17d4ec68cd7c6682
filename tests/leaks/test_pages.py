"""What the public may not read leaves no trace on any public surface."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction

from cms.content.models import BasePage

from ..small_site import SmallSite
from .crawling import Crawl
from .planting import PUBLIC, SECRET, SLUG, Plants, plant, set_texts


def unpublish(page: BasePage) -> None:
    # Fresh, because a page in memory would write its old child count back.
    Page.objects.get(pk=page.pk).specific.unpublish()


def expire(page: BasePage) -> None:
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(hours=1))
    call_command("publish_scheduled", verbosity=0)


def restrict(kind: str) -> Callable[[BasePage], None]:
    def hide(page: BasePage) -> None:
        restriction = PageViewRestriction.objects.create(
            page=Page.objects.get(pk=page.pk), restriction_type=kind, password="open"
        )
        if kind == "groups":
            restriction.groups.add(Group.objects.get_or_create(name="Members")[0])

    hide.__name__ = f"restrict_by_{kind}"
    return hide


def restrict_ancestor(page: BasePage) -> None:
    parent = page.get_parent()
    if parent.depth > 2 and not parent.view_restrictions.exists():
        PageViewRestriction.objects.create(page=parent, restriction_type="login")
    elif parent.depth == 2:
        restrict("login")(page)


def delete(page: BasePage) -> None:
    Page.objects.get(pk=page.pk).delete()


#: Where a stranger meets a public item of a section, besides its own address.
SURFACES = ("/{0}/", "/{0}/{1}/", "/{0}/sitemap/", "/{0}/links/", "/{0}/{1}/neighbour-{1}/")


def test_the_walk_meets_what_is_public_everywhere(site: SmallSite) -> None:
    """Without this, the walks below could pass by never looking where something shows."""
    plant(site, "en")
    crawl = Crawl(also=["/en/sitemap/"])
    found = crawl.saying(SECRET)
    for section in ("networks", "programs", "measures", "manuals"):
        assert {surface.format("en", section) for surface in SURFACES} <= found
        assert f"/en/{section}/{SLUG}-{section}/" in found
    assert {"/en/", "/en/links/", f"/en/{SLUG}-content/"} <= found
    # Breadcrumbs and the way up of a child; the twin's child, whose language switch climbs to it.
    assert f"/en/networks/{SLUG}-networks/child/" in found
    assert f"/ja/networks/{SLUG}-networks/twin-child/" in found
    assert "/en/networks/?sector=energy" in found
    assert any(address.startswith("/media/") for address in crawl.statuses)
    assert any(address.startswith("/documents/") for address in crawl.saying(f"{SECRET} content"))
    assert f"/en/networks/{SLUG}-networks/" in crawl.texts["/sitemap.xml"]
    assert set(crawl.statuses.values()) <= {200, 301, 302, 404}


HIDINGS = [
    unpublish,
    expire,
    restrict("login"),
    restrict("password"),
    restrict("groups"),
    restrict_ancestor,
    delete,
]


def leaks(crawl: Crawl, plants: Plants) -> list[str]:
    """Addresses that say the word, or name a planted page's address without having been asked it.

    A child that stays public below a hidden page has that page's slug in its own address.
    """
    child = f"/{SLUG}-networks/child/"
    twins = {f"/ja/{SLUG}", *(f"/ja/{kind}/{SLUG}" for kind in plants.pages)}
    naming = set()
    for address, text in crawl.texts.items():
        rest = text.replace(child, "")
        for twin in twins:
            rest = rest.replace(twin, "")
        if SLUG in rest and SLUG not in address:
            naming.add(address)
    return sorted(crawl.saying(SECRET) | naming)


@pytest.mark.parametrize("hide", HIDINGS, ids=lambda hide: hide.__name__)
def test_a_hidden_page_leaves_no_trace(site: SmallSite, hide: Callable[[BasePage], None]) -> None:
    plants = plant(site, "en")
    for kind, page in plants.pages.items():
        Redirect.objects.create(old_path=f"/old-{kind}", redirect_page=Page.objects.get(pk=page.pk))
    for page in plants.pages.values():
        hide(page)
    crawl = Crawl(also=["/en/sitemap/", *(f"/old-{kind}" for kind in plants.pages)])
    assert leaks(crawl, plants) == []
    assert {"/en/", "/en/sitemap/", "/en/links/"} <= crawl.saying(PUBLIC)
    if hide is not delete:
        own = crawl.statuses[f"/en/networks/{SLUG}-networks/"]
        restricted = {"restrict_by_password": 200, "restrict_by_login": 302}
        restricted |= {"restrict_by_groups": 302, "restrict_ancestor": 302}
        assert own == restricted.get(hide.__name__, 404)


def test_a_draft_leaves_no_trace(site: SmallSite) -> None:
    plants = plant(site, "en", live=False)
    assert leaks(Crawl(also=["/en/sitemap/"]), plants) == []


def test_a_page_scheduled_for_later_leaves_no_trace(site: SmallSite) -> None:
    plants = plant(site, "en", live=False)
    for page in plants.pages.values():
        page.go_live_at = timezone.now() + timedelta(days=1)
        page.save_revision().publish()
        assert not Page.objects.get(pk=page.pk).live
    assert leaks(Crawl(also=["/en/sitemap/"]), plants) == []


def test_an_unpublished_change_leaves_no_trace(site: SmallSite) -> None:
    plants = plant(site, "en", word=PUBLIC)
    for page in plants.pages.values():
        draft = page.specific_class.objects.get(pk=page.pk)
        set_texts(draft, SECRET)
        draft.body = [{"type": "rich_text", "value": f"<p>{SECRET}</p>"}]
        draft.slug = f"{SECRET}-slug"
        draft.tags.add(f"{SECRET} tag")
        draft.save_revision()
        assert Page.objects.get(pk=page.pk).has_unpublished_changes
    crawl = Crawl(also=["/en/sitemap/"])
    assert crawl.saying(SECRET) == set()
    assert f"/en/networks/{SLUG}-networks/" in crawl.saying(PUBLIC)


def test_a_redirect_to_a_public_page_works(site: SmallSite) -> None:
    page = Page.objects.get(pk=plant(site, "en").pages["networks"].pk)
    Redirect.objects.create(old_path="/古い", redirect_page=page)
    Redirect.objects.create(old_path="/elsewhere", redirect_link="https://example.org/")
    assert Client().get("/古い?utm=1")["Location"] == page.url
    assert Client().get("/elsewhere")["Location"] == "https://example.org/"


def test_the_other_direction_leaves_no_trace_either(site: SmallSite) -> None:
    plants = plant(site, "ja")
    assert "/ja/networks/" in Crawl().saying(SECRET)
    for page in plants.pages.values():
        unpublish(page)
    assert Crawl(also=["/ja/sitemap/"]).saying(SECRET) == set()


def test_a_public_page_below_an_unpublished_one_stays_public_without_naming_it(
    site: SmallSite,
) -> None:
    plants = plant(site, "en")
    unpublish(plants.pages["networks"])
    crawl = Crawl(also=["/en/sitemap/"])
    child = f"/en/networks/{SLUG}-networks/child/"
    assert crawl.statuses[child] == 200
    assert {child, "/en/networks/", "/en/sitemap/"} <= crawl.saying(f"{PUBLIC} child")
    assert child not in crawl.saying(SECRET)


def test_a_page_below_a_private_one_is_private_wherever_it_came_from(site: SmallSite) -> None:
    plants = plant(site, "en")
    restrict("login")(plants.pages["networks"])
    neighbour = Page.objects.get(pk=plants.neighbours["networks"].pk)
    moved = f"{PUBLIC} networks"
    assert "/en/networks/" in Crawl().saying(moved)
    neighbour.move(Page.objects.get(pk=plants.pages["networks"].pk), pos="last-child")
    assert Crawl().saying(moved) == set()


def test_counts_behind_facet_values_leave_hidden_pages_out(site: SmallSite) -> None:
    plants = plant(site, "en")
    lists = ("networks", "programs", "measures", "manuals")

    def counted(section: str) -> dict[str, int]:
        context = Client().get(f"/en/{section}/").context
        return {
            f"{facet.key}={value.code}": value.count
            for facet in context["facets"]
            for value in facet.values
        }

    before = {section: counted(section) for section in lists}
    assert before["networks"]["sector=energy"] == 2
    for page in plants.pages.values():
        unpublish(page)
    unpublish(plants.child)
    for section in lists:
        after = counted(section)
        assert {key: count - 1 for key, count in before[section].items()} == after
