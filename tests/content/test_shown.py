"""Collecting the names of what a rendering shows."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from content import dependencies
from content.links import public_document
from content.middleware import ReadRestrictionsOnceMiddleware
from content.models import Country
from content.visibility import public_children, public_links, public_pages
from media.visibility import restrictions_read_once
from tests.small_site import SmallSite, add_document


def test_names_are_collected_inside_only() -> None:
    dependencies.note("before")
    with dependencies.collecting() as outer:
        dependencies.note("outer")
        with dependencies.collecting() as inner:
            dependencies.note("inner")
    dependencies.note("after")
    assert (outer, inner) == ({"outer", "inner"}, {"inner"})


def fail_while_collecting() -> None:
    with dependencies.collecting():
        dependencies.note("inner")
        raise ValueError("broken")


def test_a_collection_that_fails_ends_too() -> None:
    with dependencies.collecting() as outer:
        with pytest.raises(ValueError, match="broken"):
            fail_while_collecting()
        dependencies.note("later")
    assert outer == {"inner", "later"}


@pytest.mark.django_db
def test_names_can_tag_a_cached_response() -> None:
    site, country = SmallSite(), Country.objects.create(code="JP")
    home, document = site.homes["ja"], add_document("file")
    with dependencies.collecting() as names:
        public_links([home.pk, 10**9])
        list(public_children(home))
        public_document(document)
        assert country.name
    assert names == {
        f"page-{home.pk}",
        "page-1000000000",
        f"translations-{home.translation_key}",
        f"children-{home.pk}",
        f"file-{document.pk}",
        f"country-{country.pk}",
    }
    assert all(re.fullmatch(r"[A-Za-z0-9.-]+", name) for name in names)


@pytest.mark.django_db
def test_what_is_read_once_is_noted_each_time() -> None:
    home = SmallSite().homes["ja"]
    with restrictions_read_once():
        first = public_links([home.pk])
        with CaptureQueriesContext(connection) as queries, dependencies.collecting() as names:
            again = public_links([home.pk])
    assert (again, len(queries)) == (first, 0)
    assert f"page-{home.pk}" in names


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "still_public"), [("GET", True), ("HEAD", True), ("POST", False), ("PUT", False)]
)
def test_what_changes_something_reads_restrictions_anew(method: str, still_public: bool) -> None:
    home = SmallSite().homes["ja"]

    def close(_request: HttpRequest) -> HttpResponse:
        assert home.pk in public_links([home.pk])
        PageViewRestriction.objects.create(page=home, restriction_type="login")
        return HttpResponse(str(public_pages().filter(pk=home.pk).exists()))

    answer = ReadRestrictionsOnceMiddleware(close)(RequestFactory().generic(method, "/"))
    assert answer.content.decode() == str(still_public)


@pytest.mark.django_db
def test_a_restriction_made_later_holds_outside(django_assert_num_queries: Any) -> None:
    home = SmallSite().homes["ja"]
    with restrictions_read_once():
        assert home.pk in public_links([home.pk])
        assert public_pages().filter(pk=home.pk).exists()
    PageViewRestriction.objects.create(page=home, restriction_type="login")
    assert public_links([home.pk]) == {}
    with restrictions_read_once():
        assert public_links([home.pk]) == {}
        with django_assert_num_queries(1):
            assert not public_pages().filter(pk=home.pk).exists()
