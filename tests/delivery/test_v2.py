"""Wagtail's API v2: the published fields under the usual addresses, and a clear no to the rest."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from content.addresses import filled_in
from publishing.models import Document as PublishedDocument
from publishing.writing import actions

from ..publishing.full_site import FullSite

V2 = "/api/v2"


@pytest.fixture(scope="module")
def full_site_of_module(django_db_setup: None, django_db_blocker: Any) -> Iterator[FullSite]:
    with django_db_blocker.unblock(), transaction.atomic():
        site = FullSite()
        actions.settle()
        Redirect.objects.create(old_path="/old", redirect_page=site.pages["network", "en"])
        yield site
        transaction.set_rollback(True)


@pytest.fixture
def full_site(full_site_of_module: FullSite, db: None) -> FullSite:
    """A page of each type in both languages, rendered, and a redirect to one of them."""
    return full_site_of_module


def asked(path: str, status: int = 200, **parameters: Any) -> Any:
    """What an address below the API answers; it must be JSON, the same for everybody."""
    response = Client().get(f"{V2}/{path}", parameters)
    assert response.status_code == status, response.content
    assert response["Content-Type"].split(";")[0] == "application/json"
    assert "Cookie" not in response.get("Vary", "")
    return json.loads(response.content)


def titles(**parameters: Any) -> set[str]:
    return {item["title"] for item in asked("pages/", limit=20, **parameters)["items"]}


def test_a_page_has_the_fields_of_its_document(full_site: FullSite) -> None:
    for kind in ("home", "general", "network", "program", "measure", "manual", "network_index"):
        page = full_site.pages[kind, "en"]
        answer = asked(f"pages/{page.pk}/")
        body = PublishedDocument.objects.get(page_id=page.pk).body
        document = filled_in(json.loads(bytes(body)))
        own = {name: value for name, value in answer.items() if name not in {"id", "meta", "title"}}
        assert own == {name: document[name] for name in own}
        assert {"number", "summary", "body", "dates", "tags"} <= own.keys()
        assert answer["meta"]["html_url"] == document["url"]
        assert answer["meta"]["locale"] == "en"


def test_a_list_narrows_and_orders_by_published_columns(full_site: FullSite) -> None:
    measures = titles(type="measures.MeasurePage", kind="policy")
    assert measures == {"Full measure ja", "Full measure en"}
    assert titles(type="networks.NetworkPage", founded_year=1990, locale="en") == {
        "Full network en"
    }
    english = full_site.sections["networks", "en"]
    assert titles(child_of=english.pk) == {"Group en"}
    assert titles(descendant_of=english.pk) == {"Group en", "Full network en"}
    assert titles(translation_of=english.pk) == {"Section networks ja"}
    network = full_site.pages["network", "en"]
    assert titles(ancestor_of=network.pk) == {"Home en", "Section networks en", "Group en"}
    ordered = asked("pages/", type="networks.NetworkPage", order="-title", fields="summary")
    names = [item["title"] for item in ordered["items"]]
    assert names == sorted(names, reverse=True)
    assert asked("pages/", limit=1, offset=1)["meta"]["total_count"] == (
        PublishedDocument.objects.count()
    )


def test_pages_pictures_files_and_redirects_are_found(full_site: FullSite) -> None:
    page = full_site.pages["network", "en"]
    for path, parameters in (
        ("pages/find/", {"html_path": page.url}),
        ("pages/find/", {"id": page.pk}),
        ("redirects/find/", {"html_path": "/old/"}),
    ):
        answer = Client().get(f"{V2}/{path}", parameters)
        assert answer.status_code == 302
        assert answer["Location"].startswith(settings.BASE_URL)
        found = asked(urlsplit(answer["Location"]).path.removeprefix(f"{V2}/"))
        assert page.url in json.dumps(found)
    picture = asked(f"images/{full_site.image.pk}/")
    assert Client().get(urlsplit(picture["meta"]["download_url"]).path).status_code == 200
    assert picture["alt_en"] == "open alternative"
    file = asked(f"documents/{full_site.document.pk}/")
    assert Client().get(urlsplit(file["meta"]["download_url"]).path).status_code == 200
    assert asked("redirects/")["items"][0]["location"] == f"{settings.BASE_URL}{page.url}"


@pytest.mark.parametrize(
    "address",
    [
        "pages/?unknown=1",
        "pages/?content_owner=1",
        "pages/?owner=1",
        "pages/?search=word",
        "pages/?fields=owner",
        "pages/?fields=content_owner",
        "pages/?fields=parent(locked_by)",
        "pages/?order=owner",
        "pages/?order=title,,",
        "pages/?child_of=x",
        "pages/?type=accounts.User",
        "pages/?type=measures.MeasurePage&kind=none",
        "pages/?type=measures.MeasurePage&period_start=99999999999999999999",
        "pages/?first_published_at=yesterday",
        "pages/?offset=99999999999999999999",
        "pages/?limit=1000",
        "pages/?title=%00",
        "pages/find/?id=x",
        "pages/find/?unknown=1",
        "images/?order=file",
        "images/?collection=1",
        "images/?fields=uploaded_by_user",
        "documents/?uploaded_by_user=1",
        f"pages/?fields={'a(' * 900}",
    ],
)
def test_what_is_not_offered_is_refused_in_json(full_site: FullSite, address: str) -> None:
    response = Client().get(f"{V2}/{address}")
    assert (response.status_code, response["Content-Type"]) == (400, "application/json")
    assert json.loads(response.content)["message"]


def test_nothing_that_is_asked_breaks_it(full_site: FullSite) -> None:
    """Parameters, fields and addresses that nobody would send: JSON, and never an error of ours."""
    names = sorted(
        {"limit", "offset", "fields", "order", "type", "child_of", "descendant_of", "locale"}
        | {"ancestor_of", "translation_of", "id", "html_path", "format", "site", "title", "kind"}
    )
    text = st.one_of(
        st.text(max_size=12),
        st.sampled_from(["*", "_", "-title", "root", "random", "json", "api", "/ja/", "1", "0"]),
        st.sampled_from(["measures.MeasurePage", "home.HomePage", "*,body(x)", "media.Image"]),
        st.integers().map(str),
        st.integers(10**18, 10**30).map(str),
    )
    parts = ["pages", "pages/find", "images", "documents", "redirects", "redirects/find"]
    parts += ["pages/99999999999999999999999", "none", "pages/x"]

    @hypothesis_settings(
        max_examples=150,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.sampled_from(parts), st.dictionaries(st.sampled_from(names), text, max_size=3))
    def check(path: str, parameters: dict[str, str]) -> None:
        response = Client().get(f"{V2}/{path}/", parameters)
        assert response.status_code in {200, 302, 400, 404}, (path, parameters)
        if response.status_code != 302:
            assert response["Content-Type"] == "application/json", (path, parameters)

    check()


def test_only_reading_is_possible(full_site: FullSite) -> None:
    page = Page.objects.get(slug="full-network", locale__language_code="en")
    for method in ("post", "put", "patch", "delete"):
        response = getattr(Client(), method)(f"{V2}/pages/{page.pk}/")
        assert (response.status_code, response["Content-Type"]) == (405, "application/json")
    assert Client().head(f"{V2}/pages/{page.pk}/").status_code == 200
