"""Walks Wagtail's API v2 as a stranger does."""

from __future__ import annotations

from itertools import cycle
from typing import Any

from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from media.models import Document, Image
from publishing.registry import document_types

V2 = "/api/v2"
#: Filters that name a page.
BY_PAGE = ("child_of", "descendant_of", "ancestor_of", "translation_of")


class Walk:
    """What a stranger is answered at each address and filter, by address."""

    def __init__(self, pages: dict[int, str], client: Client | None = None) -> None:
        """Walk with ids and addresses of all pages there are or were."""
        self.client = client or Client()
        self.texts: dict[str, str] = {}
        self.statuses: dict[str, int] = {}
        labels = [one.model._meta.label for one in document_types()]
        lists = ["pages/?fields=*", *(f"pages/?type={label}&fields=*" for label in labels)]
        lists += [f"{name}/?fields=*" for name in ("images", "documents", "redirects")]
        for address in lists:
            self._ask(address)
            self._ask(f"{address}&offset=20")
        for page_id, url in pages.items():
            self._ask(f"pages/{page_id}/?fields=*")
            self._ask(f"pages/find/?id={page_id}")
            self._ask(f"pages/find/?html_path={url}")
        for page_id, name in zip(pages, cycle(BY_PAGE), strict=False):
            self._ask(f"pages/?{name}={page_id}&fields=*")
        for name, model in (("images", Image), ("documents", Document), ("redirects", Redirect)):
            for pk in model.objects.values_list("pk", flat=True):
                self._ask(f"{name}/{pk}/?fields=*")
        for old_path in Redirect.objects.values_list("old_path", flat=True):
            self._ask(f"redirects/find/?html_path={old_path}")

    def _ask(self, address: str) -> None:
        response = self.client.get(f"{V2}/{address}")
        self.statuses[address] = response.status_code
        self.texts[address] = response.content.decode() + response.get("Location", "")

    def saying(self, *words: str) -> set[str]:
        return {
            address
            for address, text in self.texts.items()
            if any(word.lower() in text.lower() for word in words)
        }


def known_pages() -> dict[int, str]:
    return {page.pk: page.url or "/" for page in Page.objects.filter(depth__gt=1).order_by("pk")}


def answer(address: str, client: Client | None = None) -> tuple[int, Any]:
    response = (client or Client()).get(f"{V2}/{address}")
    return response.status_code, response.json()
