"""The opening content, which holds each block and each type, goes into the bin and comes back."""

from __future__ import annotations

from wagtail.models import Page

from recycle_bin.models import BinnedItem
from recycle_bin.restoring import Restorer, restore

from .everything import everything, put_into_bin


def test_every_kind_of_page_can_be_written_down_and_read(opening_content: None) -> None:
    assert not BinnedItem.objects.exists()
    before = everything()
    sections = Page.objects.filter(depth=3)
    tops = [page for section in sections for page in Page.objects.child_of(section)]
    assert len(tops) > 10
    items = [put_into_bin(page) for page in tops]
    for item in items:
        restore(item, Restorer())
    after = everything()
    for table, rows in before.items():
        assert after[table] == rows, table
    assert Page.find_problems() == ([], [], [], [], [])
