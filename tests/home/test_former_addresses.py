"""Every address at which the public has read a page leads to it in one step, and to it alone."""

from __future__ import annotations

import os
from typing import Any

import pytest
from django.conf import settings as project
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction

from home.models import ContentPage
from home.queries import PublicRedirect, public_redirects
from home.redirects import page_at
from publishing.models import Document
from publishing.writing import actions

from ..publishing.happenings import (
    Operation,
    World,
    delete,
    mirror,
    move,
    open_again,
    publish,
    restrict,
    translate,
    unpublish,
)
from ..small_site import SmallSite, add

#: Sequences on each database; ``SEQUENCES=300`` drives more of them.
EXAMPLES = int(os.environ.get("SEQUENCES", "5"))
#: So few that pages come back to their addresses and into those of others.
SLUGS = ("one", "two", "three")


def free_slug(world: World, parent: Page, own: int = 0) -> str | None:
    taken = set(parent.get_children().exclude(pk=own).values_list("slug", flat=True))
    free = [slug for slug in SLUGS if slug not in taken]
    return world.random.choice(free) if free else None


def create(world: World) -> None:
    """Add a general page, public or a draft, below any page that may hold one."""
    above = Page.objects.exact_type(ContentPage) | Page.objects.filter(depth=2)
    parent = world.random.choice(list(above.order_by("pk")))
    slug = free_slug(world, parent)
    if slug is not None:
        live = world.random.random() < 0.8
        add(parent, ContentPage(title=world.word(), slug=slug), live=live)


def rename(world: World) -> None:
    """Give a page and its translation another slug of the few, published or as a draft."""
    page = world.one(ContentPage, alias_of=None)
    slug = free_slug(world, page.get_parent(), page.pk) if page else None
    if slug is None:
        return
    page.slug = slug
    revision = page.save_revision()
    if world.random.random() < 0.8:
        revision.publish()


OPERATIONS: list[Operation] = [
    create,
    create,
    create,
    rename,
    rename,
    rename,
    move,
    move,
    publish,
    unpublish,
    restrict,
    open_again,
    translate,
    mirror,
    delete,
]


class AnySequence(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        SmallSite()
        actions.settle()

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=[HealthCheck.too_slow],
        print_blob=False,
    )
    @given(
        chosen=st.lists(st.sampled_from(OPERATIONS), min_size=8, max_size=12),
        seed=st.integers(0, 2**16),
    )
    def test_every_address_that_was_public_is_answered(
        self, chosen: list[Operation], seed: int
    ) -> None:
        world = World(seed)
        last_held: dict[str, int] = {}
        for operation in [create, create, *chosen]:
            operation(world)
            actions.settle()
            last_held |= dict(Document.objects.values_list("path", "page_id"))
        assert_answered(last_held)
        assert_plain_table(last_held)


def assert_answered(last_held: dict[str, int]) -> None:
    """Each address answers with its page, leads to it in one step, or is missing."""
    for path, page_id in last_held.items():
        document = Document.objects.filter(page_id=page_id).first()
        current = document.path if document else None
        there = page_at(path)
        if current == path or (there is not None and there.live and there.pk != page_id):
            continue  # answered by a page that lives there, be it a restricted one
        response = Client().get(path)
        if current is not None:
            assert (response.status_code, response["Location"]) == (301, current), path
        elif there is not None and there.live:
            assert response.status_code in {302, 404}, path
            assert current is None or current not in response.get("Location", "")
        else:
            assert response.status_code == 404, path


def assert_plain_table(last_held: dict[str, int]) -> None:
    """No loop, no chain, nothing from where the public has never read a page."""
    public = set(Document.objects.values_list("path", flat=True))
    sources = {f"{old}/" for old in Redirect.objects.values_list("old_path", flat=True)}
    assert sources & public == set()
    assert sources <= set(last_held)
    assert {row.target for row in public_redirects()} <= public


pytestmark = pytest.mark.django_db


@pytest.fixture
def site(db: None) -> SmallSite:
    """Built for each test: one of a module cannot be shared with a class of tests."""
    return SmallSite()


@pytest.fixture
def parent(site: SmallSite) -> ContentPage:
    """A public page in Japanese, with one of each kind below: public, a draft, its own members."""
    parent = add(site.homes["ja"], ContentPage(title="上", slug="above"))
    add(parent, ContentPage(title="下", slug="below"))
    add(parent, ContentPage(title="下書き", slug="draft"), live=False)
    closed = add(parent, ContentPage(title="会員", slug="closed"))
    PageViewRestriction.objects.create(page=closed.page_ptr, restriction_type="login")
    translated = add(site.homes["en"], ContentPage(title="Above", slug="above"), twin=parent)
    add(translated, ContentPage(title="Below", slug="below-in-english"))
    actions.settle()
    Redirect.objects.all().delete()
    return parent


def renamed(page: Any, slug: str) -> Any:
    page = Page.objects.get(pk=page.pk).specific
    page.slug = slug
    page.save_revision().publish()
    actions.settle()
    return page


def led_on() -> list[tuple[str, str]]:
    return [(row.old_path, row.target) for row in public_redirects()]


def test_a_renamed_page_takes_along_what_is_public_below_it(parent: ContentPage) -> None:
    renamed(parent, "up")
    assert led_on() == [("/ja/above", "/ja/up/"), ("/ja/above/below", "/ja/up/below/")]
    assert Redirect.objects.count() == 2  # none for the draft, none for what members read
    renamed(parent, "higher")
    assert dict(led_on()) == {
        "/ja/above": "/ja/higher/",
        "/ja/above/below": "/ja/higher/below/",
        "/ja/up": "/ja/higher/",
        "/ja/up/below": "/ja/higher/below/",
    }


def test_each_language_leads_on_when_its_own_address_changes(parent: ContentPage) -> None:
    renamed(parent, "up")
    english = ContentPage.objects.get(slug="above", locale__language_code="en")
    renamed(english, "up")
    assert dict(led_on()) == {
        "/ja/above": "/ja/up/",
        "/ja/above/below": "/ja/up/below/",
        "/en/above": "/en/up/",
        "/en/above/below-in-english": "/en/up/below-in-english/",
    }


def test_a_page_that_comes_back_ends_the_redirect_from_there(parent: ContentPage) -> None:
    renamed(parent, "up")
    renamed(parent, "above")
    assert led_on() == [("/ja/up", "/ja/above/"), ("/ja/up/below", "/ja/above/below/")]


def test_a_new_page_at_an_old_address_has_it(parent: ContentPage) -> None:
    renamed(parent, "up")
    add(parent.get_parent(), ContentPage(title="新", slug="above"))
    actions.settle()
    assert led_on() == [("/ja/above/below", "/ja/up/below/")]
    assert Client().get("/ja/above/").context["page"]["title"] == "新"


def test_pages_that_change_places_are_both_found_where_they_are(parent: ContentPage) -> None:
    other = add(parent.get_parent(), ContentPage(title="別", slug="other"))
    actions.settle()
    for moving, slug in ((parent, "between"), (other, "above"), (parent, "other")):
        page = Page.objects.get(pk=moving.pk).specific
        page.slug = slug
        page.save_revision().publish()
    actions.settle()
    assert dict(Redirect.objects.values_list("old_path", "redirect_page__url_path")) == {
        "/ja/above/below": "/ja/other/below/"
    }


def test_a_hidden_page_is_led_to_once_it_is_public_again(parent: ContentPage) -> None:
    """It was public at its old address, and was given another one while nobody could read it."""
    Page.objects.get(pk=parent.pk).specific.unpublish()
    actions.settle()
    page = Page.objects.get(pk=parent.pk).specific
    page.slug = "up"
    page.save()
    actions.settle()
    assert "/ja/above" not in dict(led_on())
    assert Client().get("/ja/above/").status_code == 404
    page.save_revision().publish()
    actions.settle()
    assert dict(led_on())["/ja/above"] == "/ja/up/"


def test_an_address_too_long_for_a_redirect_is_let_go(parent: ContentPage) -> None:
    for slug in ("x" * 250, "y" * 250):
        renamed(parent, slug)
    assert [old for old, _target in led_on()] == [
        "/ja/above",
        "/ja/above/below",
        f"/ja/{'x' * 250}",
    ]


def test_browsers_ask_again_because_a_page_may_come_back(parent: ContentPage) -> None:
    renamed(parent, "up")
    response = Client().get("/ja/above?from=mail")
    assert (response.status_code, response["Location"]) == (301, "/ja/up/")
    assert response["Cache-Control"] == "no-cache"


def test_links_to_the_former_address_follow_too(parent: ContentPage) -> None:
    """A redirect with a typed address of ours would lead to another redirect otherwise."""
    link = f"{project.BASE_URL}/ja/above/?page=2#top"
    Redirect.objects.create(old_path="/typed", redirect_link=link)
    renamed(parent, "up")
    assert dict(led_on())["/typed"] == "/ja/up/?page=2#top"
    assert Client().get("/typed")["Location"] == "/ja/up/?page=2#top"


def test_the_list_tells_no_hidden_page_and_no_path_that_answers(
    parent: ContentPage, django_assert_max_num_queries: Any
) -> None:
    below = ContentPage.objects.get(slug="below")
    below.unpublish()
    actions.settle()
    hidden = {
        "/to-a-hidden-page": {"redirect_page": below},
        "/to-its-address": {"redirect_link": f"{project.BASE_URL}/ja/above/below/?a=1"},
        "/ja/above": {"redirect_link": "https://example.org/"},
        "/ja/above?query=1": {"redirect_link": "https://example.org/"},
        "/nowhere": {},
    }
    shown = {
        "/outside": {"redirect_link": "https://example.org/?a=1", "is_permanent": False},
        "/page": {"redirect_page": parent},
        "/site-map": {"redirect_link": f"{project.BASE_URL}/ja/sitemap/"},
    }
    for old_path, values in (hidden | shown).items():
        Redirect.objects.create(old_path=old_path, **values)
    led_on()  # the addresses of the site are remembered from now on
    with django_assert_max_num_queries(3):
        rows = public_redirects()
    ids = dict(Redirect.objects.values_list("old_path", "pk"))
    assert rows == [
        PublicRedirect(ids["/outside"], "/outside", "https://example.org/?a=1", False),
        PublicRedirect(ids["/page"], "/page", "/ja/above/", True),
        PublicRedirect(ids["/site-map"], "/site-map", "/ja/sitemap/", True),
    ]
    assert public_redirects(["/page/", "/nowhere"]) == [rows[1]]
    for old_path in ("/to-a-hidden-page", "/to-its-address"):
        assert Client().get(old_path).status_code == 404
