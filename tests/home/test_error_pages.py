"""Error pages: in both languages, without a trace of machinery, even when the database is away."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from cms.urls import handler400, handler403, handler404, handler500
from cms.urls import urlpatterns as public_urls
from tests.small_site import SmallSite, add

__all__ = ["handler400", "handler403", "handler404", "handler500"]


def misunderstood(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation


def refused(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("PLANTED-DETAIL")


urlpatterns = [
    path("en/misunderstood", misunderstood),
    path("en/refused", refused),
    path("ja/broken", broken),
    path("en/broken", broken),
    *public_urls,
]

pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def visitor() -> Client:
    """A browser that is answered with error pages, as in production."""
    return Client(raise_request_exception=False)


def assert_speaks_both(response: Any, status: int, first: str) -> None:
    assert response.status_code == status
    html = response.content.decode()
    other = "en" if first == "ja" else "ja"
    assert f'<html lang="{first}"' in html
    assert html.index(f'<section class="flow" lang="{first}"') < html.index(
        f'<section class="flow" lang="{other}"'
    )
    for code in ("ja", "en"):
        assert f'href="/{code}/"' in html
        assert f'href="/{code}/sitemap/"' in html
    assert 'content="noindex"' in html
    assert "no-store" in response["Cache-Control"]
    assert "PLANTED" not in html


@pytest.mark.parametrize(
    ("address", "status", "first"),
    [
        ("/en/misunderstood", 400, "en"),
        ("/en/refused", 403, "en"),
        ("/en/missing/", 404, "en"),
        ("/ja/missing/", 404, "ja"),
        ("/missing", 404, "ja"),
        ("/en/p/999999", 404, "en"),
        ("/en/broken", 500, "en"),
        ("/ja/broken", 500, "ja"),
    ],
)
def test_each_error_is_explained_in_both_languages_the_readers_first(
    visitor: Client, db: None, address: str, status: int, first: str
) -> None:
    SmallSite()
    assert_speaks_both(visitor.get(address), status, first)


def test_a_number_whose_page_was_taken_down_is_gone(visitor: Client, db: None) -> None:
    from home.models import ContentPage

    site = SmallSite()
    page = add(site.homes["ja"], ContentPage(title="PLANTED", slug="gone"))
    number = page.number
    page.delete()
    assert_speaks_both(visitor.get(f"/en/p/{number}"), 410, "en")


def test_the_last_error_page_asks_no_database() -> None:
    """Without the ``db`` fixture every query fails, as when the database is away."""
    with pytest.raises(RuntimeError, match="Database access not allowed"):
        connection.ensure_connection()
    answer = handler500(RequestFactory().get("/en/"))
    assert_speaks_both(answer, 500, "en")
    html = answer.content.decode()
    assert 'href="/static/css/site.css"' in html


def test_a_form_that_lost_its_protection_is_explained(db: None) -> None:
    site = SmallSite()
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(f"{site.homes['en'].url}_util/login/", {"username": "x"})
    assert_speaks_both(answer, 403, "en")


def test_who_tries_a_development_site_meets_the_same_page(
    visitor: Client, db: None, settings: Any
) -> None:
    settings.DEBUG = True
    SmallSite()
    assert_speaks_both(visitor.get("/en/missing/"), 404, "en")
