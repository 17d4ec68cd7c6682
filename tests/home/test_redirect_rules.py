"""A redirect made by hand that would shadow, loop or chain is refused at its field."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction

from home.models import ContentPage
from publishing.writing import actions

from ..small_site import SmallSite, add

ADD = "/admin/redirects/add/"


@pytest.fixture
def editor(site: SmallSite) -> Client:
    """Who may make redirects, on a site with a public page, a draft and a members' page."""
    add(site.homes["ja"], ContentPage(title="頁", slug="page"))
    add(site.homes["ja"], ContentPage(title="下書き", slug="draft"), live=False)
    closed = add(site.homes["ja"], ContentPage(title="会員", slug="closed"))
    PageViewRestriction.objects.create(page=closed.page_ptr, restriction_type="login")
    actions.settle()
    Redirect.objects.all().delete()
    Redirect.objects.create(old_path="/known", redirect_link="https://example.org/")
    Redirect.objects.create(old_path="/led", redirect_link=f"{settings.BASE_URL}/here/")
    user = get_user_model().objects.create_superuser("editor", "editor@example.org", "x")
    client = Client()
    client.force_login(user)
    return client


def errors(client: Client, old_path: str, link: str = "", page: Page | None = None) -> set[str]:
    """The fields at which a redirect is refused; none where it is made."""
    values: dict[str, Any] = {"old_path": old_path, "redirect_link": link, "is_permanent": "on"}
    if page is not None:
        values["redirect_page"] = page.pk
    response = client.post(ADD, values)
    if response.status_code == 302:
        return set()
    assert all(message for group in response.context["form"].errors.values() for message in group)
    return set(response.context["form"].errors)


@pytest.mark.parametrize(
    "old_path",
    ["/ja/page", "ja/page/", "/ja/page/?a=1", "/ja/closed/", "/", "/ja/sitemap/", "/admin/x"],
)
def test_no_redirect_from_where_something_answers(editor: Client, old_path: str) -> None:
    assert errors(editor, old_path, "https://example.org/") == {"old_path"}


@pytest.mark.parametrize(
    "old_path", ["/ja/draft/", "/old", "/古い", "/ja/none/", "/documents/1/gone.pdf"]
)
def test_a_redirect_from_where_nothing_answers(editor: Client, old_path: str) -> None:
    assert errors(editor, old_path, "https://example.org/") == set()


OWN = settings.BASE_URL


@pytest.mark.parametrize(
    ("old_path", "link", "field"),
    [
        ("/old", f"{OWN}/old/", "redirect_link"),
        ("/old?a=1", f"{OWN}/old", "redirect_link"),
        ("/old", f"{OWN}/known/?a=1#b", "redirect_link"),
        ("/old", f"{OWN}/p/12", "redirect_link"),
        ("/old", f"{OWN}/en/p/12/", "redirect_link"),
        ("/here", "https://example.org/", "old_path"),
        ("/here?a=1", "https://example.org/", "old_path"),
    ],
)
def test_no_loop_and_no_chain(editor: Client, old_path: str, link: str, field: str) -> None:
    assert errors(editor, old_path, link) == {field}
    assert Redirect.objects.count() == 2


def test_a_page_does_not_lead_to_itself(editor: Client) -> None:
    draft = Page.objects.get(slug="draft")
    assert errors(editor, "/ja/draft", page=draft) == {"redirect_page"}


def test_what_another_field_lacks_is_said_once(editor: Client) -> None:
    assert errors(editor, "", "https://example.org/") == {"old_path"}
    response = editor.post(ADD, {"old_path": "", "redirect_link": "https://example.org/"})
    assert len(response.context["form"].errors["old_path"]) == 1


def test_a_link_to_a_page_of_ours_becomes_the_page(editor: Client) -> None:
    """So it follows the page, and tells nothing of one that is not public."""
    for slug in ("page", "draft"):
        assert errors(editor, f"/to-{slug}", f"{OWN}/ja/{slug}/") == set()
        redirect = Redirect.objects.get(old_path=f"/to-{slug}")
        assert (redirect.redirect_page.slug, redirect.redirect_link) == (slug, "")
    assert errors(editor, "/to-list", f"{OWN}/ja/networks/?sector=waste") == set()
    assert Redirect.objects.get(old_path="/to-list").redirect_page is None


def test_a_redirect_may_be_saved_again_and_changed(editor: Client) -> None:
    redirect = Redirect.objects.get(old_path="/known")
    values = {"old_path": "/known", "redirect_link": "https://example.org/2", "is_permanent": "on"}
    address = f"/admin/redirects/{redirect.pk}/"
    assert editor.post(address, values).status_code == 302
    values["redirect_link"] = f"{OWN}/led/"
    assert set(editor.post(address, values).context["form"].errors) == {"redirect_link"}


def test_an_imported_file_is_checked_line_by_line(editor: Client) -> None:
    lines = ["from,to", "/a,https://example.org/", f"/b,{OWN}/a", f"/ja/page,{OWN}/ja/networks/"]
    file = SimpleUploadedFile("redirects.csv", "\n".join(lines).encode())
    chosen = editor.post("/admin/redirects/import/", {"import_file": file})
    form = {name: chosen.context["form"].initial[name] for name in ("import_file_name",)}
    form |= {"input_format": chosen.context["form"].initial["input_format"]}
    form |= {"from_index": "0", "to_index": "1", "permanent": "on"}
    response = editor.post("/admin/redirects/import/process/", form)
    refused = response.context["import_summary"]["errors"]
    assert [line[0] for line in refused] == ["/b", "/ja/page"]
    assert all(line[2] for line in refused)
    assert Redirect.objects.filter(old_path="/a").exists()
