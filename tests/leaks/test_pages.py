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

from content.models import BasePage
from http_cache import response_cache

from .crawling import Crawl, leaks
from .planting import PUBLIC, SECRET, SLUG, Plants


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


def test_the_walk_meets_what_is_public_everywhere(planted: Plants) -> None:
    """Without this, the walks below could pass by never looking where something shows."""
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


@pytest.mark.parametrize("hide", HIDINGS, ids=lambda hide: hide.__name__)
def test_a_hidden_page_leaves_no_trace(planted: Plants, hide: Callable[[BasePage], None]) -> None:
    for kind, page in planted.pages.items():
        Redirect.objects.create(old_path=f"/old-{kind}", redirect_page=Page.objects.get(pk=page.pk))
    for page in planted.pages.values():
        hide(page)
    crawl = Crawl(also=["/en/sitemap/", *(f"/old-{kind}" for kind in planted.pages)])
    assert leaks(crawl, planted) == []
    assert {"/en/", "/en/sitemap/", "/en/links/"} <= crawl.saying(PUBLIC)
    if hide is not delete:
        own = crawl.statuses[f"/en/networks/{SLUG}-networks/"]
        restricted = {"restrict_by_password": 200, "restrict_by_login": 302}
        restricted |= {"restrict_by_groups": 302, "restrict_ancestor": 302}
        assert own == restricted.get(hide.__name__, 404)


@pytest.mark.parametrize("hide", HIDINGS, ids=lambda hide: hide.__name__)
def test_what_was_kept_before_a_page_was_hidden_is_given_to_nobody(
    planted: Plants, hide: Callable[[BasePage], None]
) -> None:
    addresses = {
        *(surface.format("en", section) for section in planted.pages for surface in SURFACES),
        *(page.url for page in planted.pages.values()),
        "/sitemap.xml",
    }
    public = [address for address in addresses if Client().get(address).status_code == 200]
    assert len(public) >= len(planted.pages)
    kept = {key[0] for key in response_cache.answers._kept}
    assert kept >= {*public}
    for page in planted.pages.values():
        hide(page)
    for address in public:
        assert SECRET not in Client().get(address).content.decode(), address


def test_a_redirect_to_a_public_page_works(planted: Plants) -> None:
    page = Page.objects.get(pk=planted.pages["networks"].pk)
    Redirect.objects.create(old_path="/古い", redirect_page=page)
    Redirect.objects.create(old_path="/elsewhere", redirect_link="https://example.org/")
    assert Client().get("/古い?utm=1")["Location"] == page.url
    assert Client().get("/elsewhere")["Location"] == "https://example.org/"


def test_a_public_page_below_an_unpublished_one_stays_public_without_naming_it(
    planted: Plants,
) -> None:
    for page in planted.pages.values():
        unpublish(page)
    crawl = Crawl(also=["/en/sitemap/"])
    child = f"/en/networks/{SLUG}-networks/child/"
    assert crawl.statuses[child] == 200
    assert {child, "/en/networks/", "/en/sitemap/"} <= crawl.saying(f"{PUBLIC} child")
    assert crawl.saying(SECRET) == set()


def test_a_page_below_a_private_one_is_private_wherever_it_came_from(planted: Plants) -> None:
    restrict("login")(planted.pages["networks"])
    neighbour = Page.objects.get(pk=planted.neighbours["networks"].pk)
    moved = f"{PUBLIC} networks"
    assert moved in Client().get("/en/networks/").content.decode()
    neighbour.move(Page.objects.get(pk=planted.pages["networks"].pk), pos="last-child")
    assert Crawl().saying(moved) == set()


def test_counts_behind_facet_values_leave_hidden_pages_out(planted: Plants) -> None:
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
    for page in planted.pages.values():
        unpublish(page)
    unpublish(planted.child)
    for section in lists:
        after = counted(section)
        assert {key: count - 1 for key, count in before[section].items()} == after
