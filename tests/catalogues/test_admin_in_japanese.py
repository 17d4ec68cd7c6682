"""An editor who reads Japanese meets no English in the admin, but for what is listed here."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, URLResolver, get_resolver, resolve, reverse
from wagtail.models import Page

from accounts.models import User
from tests.small_site import add_document, add_image

from .languages import is_english, words_of
from .stored import stored_texts

# wagtail-localize lists its translations without an order.
pytestmark = [
    pytest.mark.any_database,
    pytest.mark.long,
    pytest.mark.filterwarnings("ignore:Pagination may yield inconsistent results"),
]

# No message of Wagtail's stands behind these, so no catalogue reaches them: docs/admin-japanese.md.
NOT_TRANSLATABLE = {
    "Search",  # a button for screen readers, which static/js/admin/words.js names
    "None",  # a hidden count of errors where a screen has no form
    "from",  # the example of a file of redirects
    "to",
    "English",  # the language's own name, in the choice of language
}
SAME_IN_BOTH = re.compile(
    r"(?x) URL | ID | Wagtail | (?:Ctrl|Esc).* | \w+\.\w+ | [\w/-]+\.(?:csv|xlsx|png|txt) |"
    r"\d+\ locales? | (?:https?://|/)\S* | [\w.+-]+@[\w.-]+"
)
# An error for developers, files for scripts, and answers to scripts without words.
NO_PAGES = {
    "wagtailadmin_error_test",
    "wagtailadmin_javascript_catalog",
    "wagtail_localize:javascript_catalog",
    "wagtailadmin_logout",
    "wagtailadmin_sprite",
    "wagtailadmin_block_preview",
}
TIME_ZONES = "id_locale-current_time_zone"
LINKS = ("href", "action", "data-url", "data-chooser-url", "data-w-dialog-url-value")


def addresses_without_arguments(resolver: URLResolver, prefix: str = "/") -> Iterator[str]:
    """Every address of the admin that needs no number or name in it."""
    for pattern in resolver.url_patterns:
        address = prefix + str(pattern.pattern).removeprefix("^").removesuffix("$")
        if isinstance(pattern, URLResolver):
            yield from addresses_without_arguments(pattern, address)
        elif address.startswith("/admin/") and not re.search(r"[<(\[*\\]", address):
            yield address


def forms_of_pages() -> Iterator[str]:
    """The addresses of the form of every page type that an editor may create."""
    for parent in Page.objects.filter(depth__gt=1).specific():
        for model in parent.creatable_subpage_models():
            arguments = [model._meta.app_label, model._meta.model_name, parent.pk]
            yield reverse("wagtailadmin_pages:add", args=arguments)


def kind_of(address: str) -> tuple[Any, ...] | None:
    """What makes an address worth a visit: its view and, for pages, the page type."""
    try:
        match = resolve(urlsplit(address).path)
    except Resolver404:
        return None
    if match.view_name in NO_PAGES or match.view_name.endswith("_results"):
        return None
    if match.view_name == "wagtailadmin_pages:edit":
        return match.view_name, Page.objects.get(pk=match.kwargs["page_id"]).content_type_id
    if match.view_name == "wagtailadmin_pages:add":
        return match.view_name, match.kwargs["content_type_model_name"]
    return (match.view_name,)


class Walk:
    """Visits one page of each kind in the admin, and keeps what they say."""

    def __init__(self, client: Client) -> None:
        self.pages: dict[str, str] = {}
        self.kinds: set[tuple[Any, ...]] = set()
        waiting = [
            *addresses_without_arguments(get_resolver()),
            *forms_of_pages(),
        ]
        while waiting:
            address = waiting.pop(0)
            kind = kind_of(address)
            if kind is None or kind in self.kinds:
                continue
            response = client.get(address)
            self.kinds.add(kind)
            if response.status_code in {301, 302}:
                waiting.append(urljoin(address, response["Location"]))
            elif response.status_code == 200 and (html := html_of(response)):
                self.pages[address] = html
                waiting += [urljoin(address, link) for link in links_of(html)]

    def english(self) -> dict[str, str]:
        """Each English text that is not content, with an address that shows it."""
        content = stored_texts()
        return {
            text: address
            for address, html in self.pages.items()
            for text in texts_of(html)
            if is_english(text)
            and text not in content | NOT_TRANSLATABLE
            and not SAME_IN_BOTH.fullmatch(text)
        }


def html_of(response: HttpResponse) -> str:
    """The page, or the dialogue that a script is answered with; empty for anything else."""
    kind = response.get("Content-Type", "")
    if response.streaming or not kind.startswith(("text/html", "application/json")):
        return ""
    text = response.content.decode()
    if kind.startswith("text/html"):
        return text
    answer = json.loads(text)
    return answer.get("html", "") if isinstance(answer, dict) else ""


def links_of(html: str) -> Iterator[str]:
    for tag in BeautifulSoup(html, "html.parser").find_all(True):
        for name in LINKS:
            if str(tag.get(name, "")).startswith(("/admin/", "?", ".")):
                yield str(tag[name])


def texts_of(html: str) -> Iterator[str]:
    """What a page says in the language of the admin, and the menu that a script draws."""
    soup = BeautifulSoup(html, "html.parser")
    for zones in soup.find_all(id=TIME_ZONES):
        zones.decompose()
    menu = soup.find(id="wagtail-sidebar-props")
    if menu is not None:
        yield from labels_in(json.loads(menu.string))
    yield from (words.text for words in words_of(str(soup)) if words.language in {"", "ja"})


def labels_in(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        if isinstance(data.get("label"), str):
            yield data["label"]
        for value in data.values():
            yield from labels_in(value)
    elif isinstance(data, list):
        for value in data:
            yield from labels_in(value)


@pytest.fixture
def walk(opening_content: None, client: Client) -> Walk:
    add_image("見本")
    add_document("見本")
    client.force_login(User.objects.create_superuser("admin", "admin@example.org", "x"))
    return Walk(client)


def test_no_english_is_left_in_the_admin(walk: Walk) -> None:
    visited = {kind[0] for kind in walk.kinds}
    assert {
        "wagtailadmin_home",
        "wagtailadmin_pages:history",
        "wagtailadmin_workflows:edit",
        "wagtailadmin_reports:site_history",
        "wagtaildocs:edit",
        "wagtailimages:edit",
        "wagtailsettings:edit",
        "wagtailsnippets_content_city:edit",
        "wagtailusers_users:edit",
    } <= visited
    assert walk.english() == {}
