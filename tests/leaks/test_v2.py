"""Wagtail's API v2 knows only what is public: no text, no count, no other refusal."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth import get_user_model
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page, Site

from content.models import BasePage
from media.models import Document, Image
from publishing.writing import actions

from .planting import PUBLIC, SECRET, Plants, set_texts
from .test_pages import delete, expire, restrict, restrict_ancestor, unpublish
from .walking_v2 import BY_PAGE, Walk, answer, known_pages


def test_the_walk_meets_what_is_public(planted: Plants) -> None:
    """Without this, the walks below could pass by never looking where something shows."""
    page = planted.pages["measures"]
    Redirect.objects.create(old_path="/old", redirect_page=page.page_ptr)
    actions.settle()
    walk = Walk(known_pages())
    found = walk.saying(SECRET)
    assert {"pages/?fields=*", f"pages/{page.pk}/?fields=*", "images/?fields=*"} <= found
    assert {"pages/?type=measures.MeasurePage&fields=*", "documents/?fields=*"} <= found
    assert "redirects/?fields=*" in walk.saying(page.url)
    assert any(address.startswith("pages/?child_of") for address in walk.saying(PUBLIC))
    assert set(walk.statuses.values()) <= {200, 302, 404}


HIDINGS: dict[str, Callable[[BasePage], None]] = {
    "networks": unpublish,
    "programs": expire,
    "measures": restrict("password"),
    "manuals": restrict_ancestor,
    "content": delete,
}


def test_hidden_pages_leave_no_trace(planted: Plants) -> None:
    pages = known_pages()
    hidden = {page.pk: page.url for page in planted.pages.values()}
    only_japanese = planted.twins["networks"].get_children().get(slug="twin-child").specific
    alias = only_japanese.copy_for_translation(Locale.objects.get(language_code="en"), alias=True)
    pages[alias.pk] = alias.url
    for kind, page in planted.pages.items():
        Redirect.objects.create(old_path=f"/old-{kind}", redirect_page=page.page_ptr)
    actions.settle()
    for kind, page in planted.pages.items():
        HIDINGS[kind](page)
    actions.settle()
    member = Client()
    member.force_login(get_user_model().objects.create_superuser("member", password="x"))
    for client in (Client(), member):
        walk = Walk(pages, client)
        files = {one for one in walk.texts if one.startswith(("images", "documents"))}
        addresses = [f'{url}"' for url in hidden.values()]
        assert walk.saying(SECRET, *addresses) - files == set()
        assert {"pages/?fields=*"} <= walk.saying(PUBLIC)
        for page_id in (*hidden, alias.pk):
            assert walk.statuses[f"pages/{page_id}/?fields=*"] == 404
    nobody = 10**9
    for page_id in (*hidden, alias.pk):
        for name in BY_PAGE:
            assert answer(f"pages/?{name}={page_id}") == answer(f"pages/?{name}={nobody}")
        assert answer(f"pages/{page_id}/") == answer(f"pages/{nobody}/")
    for name in ("slug", "title", "search_description", "id"):
        for kind, page in planted.pages.items():
            value = getattr(page, name)
            twins = [planted.twins[kind]] if name == "slug" else []
            count = answer(f"pages/?{name}={value}")[1].get("meta", {}).get("total_count", 0)
            assert count == len(twins), (name, kind)


def test_an_unpublished_change_leaves_no_trace(planted: Plants) -> None:
    for page in planted.neighbours.values():
        draft = page.specific_class.objects.get(pk=page.pk)
        set_texts(draft, "zqxdraft")
        draft.body = [{"type": "rich_text", "value": "<p>zqxdraft</p>"}]
        draft.slug = "zqxdraft"
        draft.tags.add("zqxdraft tag")
        draft.save_revision()
    walk = Walk(known_pages())
    assert walk.saying("zqxdraft") == set()
    assert answer("pages/?title=zqxdraft+title")[1]["meta"]["total_count"] == 0


def test_accounts_are_nobodys_business(planted: Plants) -> None:
    user = get_user_model().objects.create_user("zqxowner", email="zqxowner@example.org")
    Page.objects.update(owner=user, locked_by=user)
    for page in planted.pages.values():
        type(page).objects.filter(pk=page.pk).update(content_owner=user)
    Image.objects.update(uploaded_by_user=user)
    Document.objects.update(uploaded_by_user=user)
    walk = Walk(known_pages())
    assert walk.saying("zqxowner", "content_owner", "locked", '"owner"', "uploaded_by") == set()


def test_without_a_site_the_root_is_refused(planted: Plants) -> None:
    Site.objects.all().delete()
    assert answer("pages/?child_of=root")[0] == 400
