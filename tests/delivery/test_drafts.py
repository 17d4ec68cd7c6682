"""Drafts are for those who may see them: by a shared link, the editor's preview, or a token."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry, Page, PageLogEntry
from wagtail_headless_preview.models import PagePreview

from delivery.access import actions, previews
from delivery.models import PreviewLink, Scope, Token
from publishing.models import Document
from search.answering import queries

from ..publishing.full_site import FullSite
from .conftest import BASE, Reader

pytestmark = pytest.mark.django_db

DRAFT = "zqxdraft"


@pytest.fixture
def editor(published: FullSite) -> Any:
    return get_user_model().objects.create_superuser("editor", password="word")


@pytest.fixture
def draft(published: FullSite) -> Page:
    """A published page with a change that nobody has published."""
    page = type(published.pages["network", "en"]).objects.get(
        pk=published.pages["network", "en"].pk
    )
    page.title = f"{DRAFT} title"
    page.save_revision()
    return page


@pytest.fixture
def link(draft: Page, editor: Any) -> PreviewLink:
    return actions.share_preview(draft, 7, editor)


def admin(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def issue(editor: Any, *scopes: str, days: int = 1) -> tuple[Token, dict[str, str]]:
    token, text = actions.issue_token(
        "partner", scopes, timezone.now() + timedelta(days=days), editor
    )
    return token, {"Authorization": f"Bearer {text}"}


def test_a_shared_link_shows_the_newest_draft_of_one_page(
    link: PreviewLink, draft: Page, reader: Reader
) -> None:
    response = reader.get(f"/preview/{previews.token_for(link)}/")
    answer = json.loads(response.content)
    assert answer["page"]["title"] == f"{DRAFT} title"
    assert answer["is_live"] is True
    assert answer["expires_at"]
    published = json.loads(bytes(Document.objects.get(page_id=draft.pk).body))
    assert set(published) <= set(answer["page"])
    draft.title = "newer"
    draft.save_revision()
    assert reader.read(f"/preview/{previews.token_for(link)}/")["page"]["title"] == "newer"
    assert response["Cache-Control"] == "no-store"
    assert "noindex" in response["X-Robots-Tag"]
    assert response["Referrer-Policy"] == "no-referrer"
    assert "ETag" not in response


def test_a_page_that_was_never_published_can_be_shared(
    published: FullSite, editor: Any, reader: Reader
) -> None:
    link = actions.share_preview(Page.objects.get(pk=published.draft.pk), 1, editor)
    answer = reader.read(f"/preview/{previews.token_for(link)}/")
    assert (answer["page"]["title"], answer["is_live"]) == (published.draft.title, False)


def test_a_link_ends_when_it_expires_or_is_revoked_or_is_not_ours(
    link: PreviewLink, editor: Any, reader: Reader
) -> None:
    token = previews.token_for(link)
    number, _colon, signature = token.partition(":")
    for wrong in (f"{int(number) + 1}:{signature}", number, f"{token}x", "é", "%00", "a" * 3000):
        assert DRAFT not in json.dumps(reader.refused(f"/preview/{wrong}/", 404))
    PreviewLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    reader.refused(f"/preview/{token}/", 404)
    PreviewLink.objects.update(expires_at=timezone.now() + timedelta(days=1))
    reader.read(f"/preview/{token}/")
    actions.revoke(link, editor)
    reader.refused(f"/preview/{token}/", 404)


def test_a_draft_that_lacks_what_readers_need_says_so(
    published: FullSite, editor: Any, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    def incomplete(*_arguments: Any) -> None:
        raise LookupError

    monkeypatch.setattr(previews, "render", incomplete)
    link = actions.share_preview(Page.objects.get(pk=published.draft.pk), 1, editor)
    problem = reader.refused(f"/preview/{previews.token_for(link)}/", 409)
    assert problem["type"] == "urn:hashi:problem:not-ready"


def test_the_site_shows_a_shared_draft_by_its_own_templates(
    link: PreviewLink, editor: Any, settings: Any
) -> None:
    address = urlsplit(previews.address_of(link)).path
    response = Client().get(address)
    text = response.content.decode()
    assert f"{DRAFT} title" in text
    assert "Preview: not published" in text
    assert response["Cache-Control"] == "no-store"
    assert "noindex" in response["X-Robots-Tag"]
    assert response["Referrer-Policy"] == "no-referrer"
    actions.revoke(link, editor)
    ended = Client().get(address)
    assert ended.status_code == 404
    assert DRAFT not in ended.content.decode()


def test_an_external_front_end_shows_drafts_where_there_is_one(
    link: PreviewLink, draft: Page, editor: Any, reader: Reader, settings: Any
) -> None:
    client_url = "https://front.example.org/preview"
    settings.PREVIEW_CLIENT_URL = client_url
    settings.WAGTAIL_HEADLESS_PREVIEW = {
        "CLIENT_URLS": {"default": client_url},
        "ENFORCE_TRAILING_SLASH": False,
    }
    shared = previews.address_of(link)
    assert shared.startswith(f"{client_url}?preview=")
    redirected = Client().get(f"/preview/{previews.token_for(link)}/")
    assert redirected["Location"] == shared

    # The editor's own preview opens it too, with a token of its own.
    shown = draft.make_preview_request(None, draft.default_preview_mode)
    assert client_url in shown.content.decode()
    token = PagePreview.objects.latest("pk").token
    assert reader.read(f"/preview/{token}/")["page"]["title"] == f"{DRAFT} title"
    PagePreview.objects.all().delete()
    reader.refused(f"/preview/{token}/", 404)


def test_without_an_external_front_end_the_editors_preview_is_the_sites_own(draft: Page) -> None:
    shown = draft.make_preview_request(None, draft.default_preview_mode)
    assert f"{DRAFT} title" in shown.content.decode()
    assert not PagePreview.objects.exists()


def test_editors_create_and_revoke_links(draft: Page, editor: Any, reader: Reader) -> None:
    client, address = admin(editor), f"/admin/pages/{draft.pk}/preview-links/"
    edit = client.get(f"/admin/pages/{draft.pk}/edit/").content.decode()
    assert address in edit
    assert client.get(address).status_code == 200
    assert client.post(address, {"days": "5"}).status_code == 200  # no such choice: asked again
    assert not PreviewLink.objects.exists()
    listing = client.post(address, {"days": "7"}, follow=True).content.decode()
    link = PreviewLink.objects.get()
    assert previews.token_for(link) in listing
    assert timedelta(days=6) < link.expires_at - timezone.now() <= timedelta(days=7)
    client.post(f"/admin/preview-links/{link.pk}/revoke/")
    link.refresh_from_db()
    assert not link.is_valid
    logged = PageLogEntry.objects.filter(page=draft.pk).values_list("action", flat=True)
    assert {actions.ISSUE, actions.REVOKE} <= set(logged)


def test_who_may_not_edit_a_page_cannot_share_it(draft: Page, link: PreviewLink) -> None:
    other = get_user_model().objects.create_user("other", password="word")
    other.groups.add(Group.objects.get(name="Editors"))
    Group.objects.get(name="Editors").page_permissions.all().delete()
    client = admin(other)
    for address in (
        f"/admin/pages/{draft.pk}/preview-links/",
        f"/admin/preview-links/{link.pk}/revoke/",
    ):
        assert client.post(address, {"days": "7"}).status_code in {302, 403}
    assert PreviewLink.objects.get().is_valid


def test_a_token_reads_drafts_if_it_may(
    draft: Page, editor: Any, reader: Reader, published: FullSite
) -> None:
    address = f"/pages/{draft.specific.number}/?locale=en&draft=true"
    problem = reader.refused(address, 401)
    assert problem["type"] == "urn:hashi:problem:unauthorized"
    _token, headers = issue(editor, Scope.READ_PUBLISHED)
    assert Scope.READ_DRAFTS.value in reader.refused(address, 403, **headers)["detail"]
    _token, headers = issue(editor, Scope.READ_DRAFTS)
    response = reader.get(address, **headers)
    assert response.json()["title"] == f"{DRAFT} title"
    assert response["Cache-Control"] == "no-store"
    reader.refused(f"/pages/{10**9}/?draft=true", 404, **headers)
    # What everybody may read does not change by being asked with a token.
    public = f"/pages/{draft.specific.number}/?locale=en"
    assert reader.get(public, **headers).content == reader.get(public).content


def test_a_token_that_administers_is_told_why_pages_rank_so(
    editor: Any, reader: Reader, published: FullSite
) -> None:
    address = "/search/?q=Full+measure&locale=en&explain=true"
    reader.refused(address, 401)
    _token, headers = issue(editor, Scope.READ_DRAFTS)
    assert Scope.ADMINISTER.value in reader.refused(address, 403, **headers)["detail"]
    _token, headers = issue(editor, Scope.ADMINISTER)
    response = reader.get(address, **headers)
    assert response["Cache-Control"] == "no-store"
    told, items = response.json()["explanation"], response.json()["items"]
    assert told["reasons"][0]["title"] == items[0]["page"]["title"]
    assert {one["column"] for one in told["reasons"][0]["held"]} >= {"title"}
    assert [word["ways"][0][0]["text"] for word in told["words"]] == ["full", "measur"]
    assert reader.read("/search/?q=Full+measure&locale=en")["explanation"] is None


def test_an_explanation_may_take_no_longer_than_a_question(
    editor: Any, reader: Reader, published: FullSite, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SEARCH_SECONDS = 0
    _token, headers = issue(editor, Scope.ADMINISTER)
    found = queries.Results("CO2", "en")
    monkeypatch.setattr(queries, "find", lambda *_arguments, **_options: found)
    refused = reader.refused("/search/?q=CO2&locale=en&explain=true", 503, **headers)
    assert refused["type"].endswith("took-too-long")


def test_a_token_that_is_wrong_expired_or_revoked_is_refused_everywhere(
    editor: Any, reader: Reader
) -> None:
    token, headers = issue(editor, Scope.READ_PUBLISHED)
    assert reader.get("/token/", **headers).json()["scopes"] == ["read:published"]
    text = headers["Authorization"].partition(" ")[2]
    for wrong in (f"Bearer {text}x", f"Basic {text}", "Bearer", f"Bearer {token.digest}"):
        response = reader.get("/site/", Authorization=wrong)
        assert response.status_code == 401
        assert response["WWW-Authenticate"].startswith("Bearer")
    Token.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    reader.refused("/token/", 401, **headers)
    Token.objects.update(expires_at=timezone.now() + timedelta(days=1))
    reader.get("/token/", **headers)
    actions.revoke(token, editor)
    reader.refused("/site/", 401, **headers)
    reader.refused("/token/", 401)


def test_only_a_digest_of_a_token_is_kept_and_its_use_is_noted(editor: Any, reader: Reader) -> None:
    token, headers = issue(editor, Scope.READ_PUBLISHED)
    text = headers["Authorization"].partition(" ")[2]
    stored = json.dumps(list(Token.objects.values()), default=str)
    assert text not in stored
    assert len(text) > 40
    assert token.last_used_at is None
    reader.get("/site/", **headers)
    token.refresh_from_db()
    assert token.last_used_at is not None


def test_administrators_issue_a_token_see_its_text_once_and_revoke_it(
    editor: Any, reader: Reader
) -> None:
    client, new = admin(editor), "/admin/api-tokens/new/"
    day = timezone.localdate()
    form = {
        "token-name": "partner",
        "token-scopes": ["read:drafts"],
        "token-last_day": day.isoformat(),
    }
    too_late = {**form, "token-last_day": (day + timedelta(days=4000)).isoformat()}
    for wrong in (too_late, {**form, "token-scopes": []}, {**form, "token-scopes": ["all"]}):
        assert client.post(new, wrong).status_code == 200
    assert not Token.objects.exists()
    response = client.post(new, form)
    token = Token.objects.get()
    text = next(
        word.strip('"').removeprefix('value="')
        for word in response.content.decode().split()
        if actions.PREFIX in word
    )
    assert actions.digest_of(text) == token.digest
    assert "no-store" in response["Cache-Control"]
    assert token.is_valid
    listing = client.get("/admin/api-tokens/").content.decode()
    assert token.beginning in listing
    assert text not in listing
    reader.get("/token/", Authorization=f"Bearer {text}")
    assert client.get(f"/admin/api-tokens/delete/{token.pk}/").status_code == 200
    client.post(f"/admin/api-tokens/delete/{token.pk}/")
    reader.refused("/token/", 401, Authorization=f"Bearer {text}")
    assert Token.objects.get().revoked_at is not None
    logged = set(ModelLogEntry.objects.values_list("action", flat=True))
    assert {actions.ISSUE, actions.REVOKE} <= logged


def test_editors_see_no_tokens(editor: Any) -> None:
    other = get_user_model().objects.create_user("other", password="word")
    other.groups.add(Group.objects.get(name="Editors"))
    for address in ("/admin/api-tokens/", "/admin/api-tokens/new/"):
        response = admin(other).get(address)
        assert response.status_code == 302
        assert parse_qs(urlsplit(response["Location"]).query) == {}


def test_previews_have_a_limit_of_their_own(
    link: PreviewLink, reader: Reader, settings: Any
) -> None:
    settings.DELIVERY_PREVIEWS_PER_MINUTE = 1
    address = f"{BASE}/preview/{previews.token_for(link)}/"
    assert 429 in {reader.client.get(address).status_code for _ in range(4)}
    assert reader.get("/site/").status_code == 200
