from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page
from wagtail.signals import (
    page_published,
    page_slug_changed,
    page_unpublished,
    post_page_move,
    pre_page_move,
)

from networks.models import NetworkPage
from tests.small_site import SmallSite, add

SIGNALS = {
    "saved": post_save,
    "deleted": post_delete,
    "published": page_published,
    "unpublished": page_unpublished,
    "slug changed": page_slug_changed,
    "about to move": pre_page_move,
    "moved": post_page_move,
}


class Heard:
    """What signals said about pages: name, sender, the page's id and whether it was live."""

    def __init__(self) -> None:
        self.entries: list[tuple[str, str, int, bool]] = []

    def listener(self, name: str) -> Any:
        def listen(sender: type, instance: Any, **_kwargs: Any) -> None:
            if isinstance(instance, Page):
                self.entries.append((name, sender.__name__, instance.pk, instance.live))

        return listen

    def about(self, page: Page) -> list[tuple[str, str, bool]]:
        """Name, sender and liveness of each signal about a page, in order."""
        return [(name, sender, live) for name, sender, pk, live in self.entries if pk == page.pk]

    def names(self, page: Page) -> list[str]:
        return [name for name, _sender, _live in self.about(page)]


@pytest.fixture
def group(site: SmallSite) -> NetworkPage:
    """A public Japanese network that holds another, ``member``."""
    return add(site.sections["networks", "ja"], NetworkPage(title="連合", slug="group"))


@pytest.fixture
def member(group: NetworkPage) -> NetworkPage:
    return add(group, NetworkPage(title="会員", slug="member", founded_year=1990))


@pytest.fixture
def heard(member: NetworkPage) -> Iterator[Heard]:
    """Signals from when the network and its member are public."""
    heard = Heard()
    listeners = {name: heard.listener(name) for name in SIGNALS}
    for name, signal in SIGNALS.items():
        signal.connect(listeners[name])
    yield heard
    for name, signal in SIGNALS.items():
        signal.disconnect(listeners[name])


def stored(page: Any) -> Any:
    """The page as it is stored now."""
    return type(page).objects.get(pk=page.pk)
