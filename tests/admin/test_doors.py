"""Addresses of the admin that named, or did, more than they should."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from ..small_site import SmallSite
from .rights_site import RightsSite, build

pytestmark = pytest.mark.any_database


@pytest.fixture(scope="module")
def built(site_of_module: SmallSite, django_db_blocker: Any) -> Iterator[RightsSite]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield build(site_of_module)
        transaction.set_rollback(True)


@pytest.fixture
def editor(built: RightsSite, db: None) -> Client:
    """Somebody who works on the Japanese tree alone."""
    return built.clients["editor ja"]


def said(client: Client, address: str) -> str:
    return client.get(address).content.decode()


@pytest.mark.parametrize("action", ["delete", "move", "publish", "unpublish"])
def test_bulk_actions_name_no_page_of_another_tree(
    built: RightsSite, editor: Client, action: str
) -> None:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    other, own = built.pages["english draft"], built.pages["own draft"]
    assert other.title not in said(editor, f"{address}?id={other.pk}")
    both = said(editor, f"{address}?id={other.pk}&id={own.pk}")
    assert own.title in both
    assert other.title not in both
    everywhere = said(built.clients["editor"], f"{address}?id={other.pk}")
    assert other.title in everywhere


def test_choosers_name_no_draft_of_another_tree(built: RightsSite, editor: Client) -> None:
    draft, live = built.pages["english draft"], built.pages["english live"]
    browse = reverse("wagtailadmin_choose_page_child", args=[built.site.homes["en"].pk])
    search = reverse("wagtailadmin_choose_page_search") + "?q=english"
    for address in (browse, search):
        answer = said(editor, address)
        assert live.title in answer
        assert draft.title not in answer
    below = reverse("wagtailadmin_choose_page_child", args=[draft.pk])
    chosen = reverse("wagtailadmin_choose_page_chosen_multiple")
    for address in (below, f"{chosen}?id={draft.pk}"):
        assert draft.title not in said(editor, address)
    assert live.title in said(editor, f"{chosen}?id={live.pk}")


def test_production_has_no_page_that_fails_on_purpose(built: RightsSite, settings: Any) -> None:
    settings.DEBUG = False
    client = built.clients["administrator"]
    assert client.get(reverse("wagtailadmin_error_test")).status_code == 404


def test_a_refusal_says_why_and_leads_back(built: RightsSite, db: None) -> None:
    page = built.pages["translation"]
    address = reverse("wagtail_localize:convert_to_alias", args=[page.pk])
    answer = built.clients["moderator"].post(address, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert [str(message) for message in answer.context["messages"]]
