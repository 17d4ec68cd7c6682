"""The database taken away in mid-flight: every surface says 503 and when to ask again."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.conf import settings as project_settings
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.signals import request_started
from django.db import InterfaceError, OperationalError, connection
from django.db.backends.postgresql.base import DatabaseWrapper
from django.test import Client

from http_cache import response_cache
from media.models import Image
from publishing.writing import actions
from tests.publishing.full_site import FullSite

pytestmark = pytest.mark.django_db

AWAY = [
    OperationalError("connection refused"),
    OperationalError("canceling statement due to statement timeout"),
    OperationalError("database or disk is full"),
    InterfaceError("connection already closed"),
]
API = [
    "/api/delivery/v1/pages/",
    "/api/delivery/v1/pages/1/",
    "/api/delivery/v1/resolve/?path=/ja/",
    "/api/delivery/v1/navigation/",
    "/api/delivery/v1/redirects/",
    "/api/delivery/v1/vocabularies/cities/",
    "/api/delivery/v1/changes/",
    "/api/delivery/v1/search/?q=waste",
    "/api/delivery/v1/suggest/?q=wa",
    "/api/delivery/v1/site/",
    "/api/delivery/v1/media/1/width-960.avif",
]
SITE = [
    "/ja/",
    "/en/networks/",
    "/ja/search/?q=waste",
    "/en/sitemap/",
    "/sitemap.xml",
    "/p/1",
    "/ja/nothing/",
    "/media/nothing.jpg",
    "/documents/1/nothing.pdf",
]
V2 = ["/api/v2/pages/", "/api/v2/images/", "/api/v2/redirects/find/?html_path=/a/"]


@contextmanager
def taken_away(error: Exception, after: int = 0) -> Iterator[None]:
    """Let the database answer some more queries, and then none."""
    left = [after]

    def refuse(execute: Any, *arguments: Any) -> Any:
        if left[0]:
            left[0] -= 1
            return execute(*arguments)
        raise error

    actions.settle()
    request_started.disconnect(dispatch_uid="tests.settle")
    with connection.execute_wrapper(refuse):
        yield


def asked(address: str, **options: Any) -> Any:
    return Client(raise_request_exception=False).get(address, **options)


@pytest.mark.parametrize(
    ("error", "is_development"), [*((error, False) for error in AWAY), (AWAY[0], True)], ids=str
)
def test_no_answer_says_that_nothing_is_there(
    published: FullSite, settings: Any, error: Exception, is_development: bool
) -> None:
    settings.DEBUG = is_development
    response_cache.forget()
    with taken_away(error):
        found = {address: asked(address) for address in (*API, *SITE, *V2)}
    assert {address: answer.status_code for address, answer in found.items()} == dict.fromkeys(
        found, 503
    )
    assert all(int(answer["Retry-After"]) > 0 for answer in found.values())
    assert all("no-store" in answer["Cache-Control"] for answer in found.values())
    assert all(found[address]["Content-Type"] == "application/problem+json" for address in API)
    for address in SITE:
        text = found[address].content.decode()
        assert 'lang="ja"' in text
        assert 'lang="en"' in text


def test_an_answer_that_is_cut_off_is_no_fault_of_ours(published: FullSite) -> None:
    for address in (*API, *SITE, *V2):
        response_cache.forget()
        with taken_away(AWAY[0], after=1):
            assert asked(address).status_code != 500, address


def test_a_kept_answer_is_not_given_for_a_database_that_is_away(published: FullSite) -> None:
    """Whether what it shows is still public is not known."""
    address = "/api/delivery/v1/navigation/"
    assert asked(address).status_code == 200
    with taken_away(AWAY[0]):
        assert asked(address).status_code == 503
    assert asked(address).status_code == 200


def test_the_admin_says_so_too(published: FullSite) -> None:
    user = get_user_model().objects.create_superuser("root", "root@example.org", "-")
    client = Client(raise_request_exception=False)
    client.force_login(user)
    page = published.pages["network", "ja"]
    with taken_away(AWAY[0]):
        for address in ("/admin/", f"/admin/pages/{page.pk}/edit/", "/admin/images/"):
            answer = client.get(address)
            assert (answer.status_code, "Retry-After" in answer) == (503, True), address
        assert client.post(f"/admin/pages/{page.pk}/edit/", {"title": "a"}).status_code == 503


def test_a_failing_picture_asks_the_database_and_says_so(published: FullSite) -> None:
    image = Image.objects.first()
    assert image is not None
    rendition = image.get_rendition("width-320")
    cache.clear()
    with taken_away(AWAY[0]):
        assert asked(rendition.url).status_code == 503


def test_a_database_that_accepts_and_never_answers_is_given_up() -> None:
    """A real socket takes the connection and says nothing: the driver's own limit must hold."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        options = {"connect_timeout": 2}
        wrapper = DatabaseWrapper(
            {
                **project_settings.DATABASES["default"],
                "ENGINE": "django.db.backends.postgresql",
                "HOST": "127.0.0.1",
                "PORT": silent.getsockname()[1],
                "NAME": "none",
                "USER": "none",
                "OPTIONS": options,
            }
        )
        with pytest.raises(OperationalError):
            wrapper.ensure_connection()
