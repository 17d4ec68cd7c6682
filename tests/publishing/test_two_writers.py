"""Two editors publishing at once: one writer at a time, and the result is right."""

from __future__ import annotations

import pytest
from django.db import connection

from home.models import ContentPage
from publishing.models import Change, Document
from publishing.writing import actions

from ..at_once import at_once
from ..small_site import SmallSite, add

pytestmark = pytest.mark.usefixtures("refill_database")

#: SQLite's test database lives in the memory of one connection, which two threads cannot share.
ON_A_SERVER = connection.vendor == "postgresql"

if ON_A_SERVER:

    def publish(page: ContentPage, title: str) -> None:
        own = ContentPage.objects.get(pk=page.pk)
        own.title = title
        own.save_revision().publish()

    def assert_right(pages: list[ContentPage]) -> None:
        assert actions.verify() == []
        for page in pages:
            title = ContentPage.objects.get(pk=page.pk).title
            assert Document.objects.get(page_id=page.pk).title == title
        sequences = list(Change.objects.values_list("sequence", flat=True))
        assert sequences == list(range(1, len(sequences) + 1))

    @pytest.fixture
    def pages() -> list[ContentPage]:
        """Two pages that show each other as their parent's children do."""
        home = SmallSite().homes["ja"]
        first = add(home, ContentPage(title="first", slug="first"))
        link = f'<p><a linktype="page" id="{first.pk}">first</a></p>'
        second = ContentPage(title="second", slug="second")
        second.body = [{"type": "rich_text", "value": link}]
        return [first, add(first, second)]

    @pytest.mark.django_db(transaction=True, serialized_rollback=True)
    def test_two_pages_published_at_once_end_right(pages: list[ContentPage]) -> None:
        for attempt in range(3):
            at_once(
                *(
                    lambda page=page, title=f"{page.slug} {attempt}": publish(page, title)
                    for page in pages
                )
            )
        assert_right(pages)

    @pytest.mark.django_db(transaction=True, serialized_rollback=True)
    def test_one_page_published_twice_at_once_ends_right(pages: list[ContentPage]) -> None:
        for attempt in range(3):
            at_once(
                lambda attempt=attempt: publish(pages[0], f"one {attempt}"),
                lambda attempt=attempt: publish(pages[0], f"two {attempt}"),
            )
        assert_right(pages)

    @pytest.mark.django_db(transaction=True, serialized_rollback=True)
    def test_a_page_published_during_a_rebuild_ends_right(pages: list[ContentPage]) -> None:
        at_once(actions.rebuild, lambda: publish(pages[0], "meanwhile"))
        assert_right(pages)

    @pytest.mark.django_db(transaction=True, serialized_rollback=True)
    def test_a_page_published_between_the_steps_of_a_rebuild_ends_right(
        pages: list[ContentPage], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(actions, "CHUNK", 4)

        def publish_meanwhile(done: int, _total: int) -> None:
            at_once(lambda: publish(pages[0], f"after {done} pages"))

        actions.rebuild(publish_meanwhile)
        assert_right(pages)
